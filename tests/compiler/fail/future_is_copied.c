/* SPDX-License-Identifier: MIT */
#include <edo.h>

async int step(int n)
{
    return n;
}

int take(edo_call call);

async int walk(void)
{
    edo_future(step) a = step(1);
    edo_future(step) b = a;
    b = a;
    take(a);
    return a;
}
