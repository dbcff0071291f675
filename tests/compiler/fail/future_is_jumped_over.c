/* SPDX-License-Identifier: MIT */
#include <edo.h>

async int step(int n)
{
    return n;
}

async int walk(int n)
{
    if (n > 3)
        goto end;
    switch (n) {
    case 0:;
        edo_future(step) inner = step(1);
        await inner;
        break;
    case 1:
        return 2;
    }
    edo_future(step) a = step(1);
    edo_start(a);
    if (n == 2)
        goto inside;
    {
        char buffer[n];
        buffer[0] = 0;
    inside:
        edo_shield
        {
        deep:
            n++;
        }
    }
    goto deep;
end:
    return ({
        if (n)
            goto end;
        n;
    });
}
