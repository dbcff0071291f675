/* SPDX-License-Identifier: MIT */
#include <edo.h>

async int step(int n)
{
    return n;
}

async int walk(void)
{
    return await step(4);
}

async void add(int *n)
{
    __asm__("" : "+r"(*n) : "r"(await walk()));
}
