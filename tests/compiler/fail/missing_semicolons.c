/* SPDX-License-Identifier: MIT */
#include <edo.h>

async int step(int n)
{
    return n;
}

async int walk(void)
{
    int a = 1
    await step(1)
    int b = 2;
    return a
}
