/* SPDX-License-Identifier: MIT */
#include <edo.h>

async int step(int n)
{
    return n;
}

async int walk(void)
{
    edo_future(step) a;
    edo_future(step) b = 3;
    edo_future(walk) c = step(1);
    return await b;
}

static edo_future(step) outside = step(1);
