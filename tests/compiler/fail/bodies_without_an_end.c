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
    return 0;
}

async int on(void)
{
    step(2);
    return 0;
}
