/* SPDX-License-Identifier: MIT */
#include <edo.h>

async int step(int n)
{
    return n;
}

async int none(void)
{
    return 0;
}

async int walk(void)
{
    await step();
    await step(1, 2);
    await none(1);
    edo_future(step) f = step(1, 2, 3);
    return await f;
}
