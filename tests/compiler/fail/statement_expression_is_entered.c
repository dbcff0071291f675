/* SPDX-License-Identifier: MIT */
#include <edo.h>

async int f(int n)
{
    goto in;
    int x = ({
        await edo_yield();
    in:
        3;
    });
    switch (n) {
    case 1:
        x = ({
            await edo_yield();
        case 2:
            4;
        });
    }
    return x;
}
