/* SPDX-License-Identifier: MIT */
#include <edo.h>

async int step(int n)
{
    return n;
}

int walk(void)
{
    int a = await step(1);
    return a + await step(2);
}
