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

gen int upto(int n);
gen int (*pointer)(int) = upto;
