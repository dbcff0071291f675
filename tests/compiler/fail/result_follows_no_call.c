/* SPDX-License-Identifier: MIT */
#include <edo.h>

async double half(int n)
{
    return n / 2.0;
}

async int step(int n)
{
    return n;
}

async edo_T nothing_given(int n);
async edo_T again(edo_call_of(edo_T) first, edo_call_of(edo_T) second);
async edo_T once(edo_call_of(edo_T) call)
{
    edo_T result = await call;
    return result;
}
async edo_T wrong(edo_call_of(edo_T) call, int n)
{
    if (n)
        return 1;
    return;
}

async int walk(edo_call_of(edo_T) call)
{
    int n = await edo_timeout(edo_ms(1), half(2));
    n += await again(step(1), half(3));
    n += await once(step(1), 2);
    void *p = once;
    return n + (p != 0);
}

async edo_T two(edo_call_of(edo_T) call)
{
    edo_T one = await call;
    edo_T other = await call;
    return one;
}

async int outside(edo_call_of(edo_T) call)
{
    return await call;
}
