/* SPDX-License-Identifier: MIT */
#include <edo.h>

async int step(int n)
{
    return n;
}

async double half(double v)
{
    return v / 2;
}

async edo_T repeat(edo_call_of(edo_T) call)
{
    edo_boxed b = edo_box(call);
    edo_T r = await call;
    return r;
}

async int boxed(edo_call_any any)
{
    edo_boxed a = edo_box(any);
    edo_boxed b = edo_box(7);
    edo_boxed c = edo_box(step);
    return c(0);
}

async int unused(void)
{
    step(3);
    struct { int v; } s = await edo_box(step(1));
    return await edo_box(half(2)) + await edo_box(step(1, 2));
}
