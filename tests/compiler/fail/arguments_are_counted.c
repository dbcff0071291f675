/* SPDX-License-Identifier: MIT */
#include <edo.h>

async int step(int a, int b)
{
    return a + b;
}

async int nothing(void)
{
    return await step(1) + await step(1, 2, 3);
}

async int walk(void)
{
    return await nothing(1);
}
