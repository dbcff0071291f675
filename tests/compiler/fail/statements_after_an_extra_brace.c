/* SPDX-License-Identifier: MIT */
#include <edo.h>

async int step(int n)
{
    return n;
}

async int walk(void)
{
    if (1) {
        await step(1);
    }
    }
    await step(2);
    return 0;
}
