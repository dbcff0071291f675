/* SPDX-License-Identifier: MIT */
#include <edo.h>

async int f(int n)
{
    int (^twice)(int) = ^(int v) { return v * 2; };
    await edo_yield();
    return twice(n);
}

async int g(int n)
{
    await edo_yield();
    return (^{ return 3; })() + n;
}
