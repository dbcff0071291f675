/* SPDX-License-Identifier: MIT */
#include <edo.h>

async int step(int n)
{
    return n;
}

async int one(void)
{
    step(1);
    return 0;
}

int two(void)
{
    return await step(2);
}

async int three(void)
{
    return step(1, 2) + await step();
}
