/* SPDX-License-Identifier: MIT */
#include <edo.h>

#define START(f, x) f(x)
#define TWICE(x) (x), (x)

async int step(int n)
{
    return n;
}

async int walk(void)
{
    START(step, 1);
    TWICE(step(2));
    return 0;
}
