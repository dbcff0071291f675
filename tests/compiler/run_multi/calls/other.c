/* SPDX-License-Identifier: MIT */
#include "calls.h"

int other_calls;

async int other_add(int a, int b)
{
    if (b & 1)
        await edo_yield();
    other_calls++;
    return a + b;
}

async int other_back(int v)
{
    return await called_back(v) + await called_back(1);
}

async int other_twice(edo_call call)
{
    int first = await call;
    await edo_yield();
    return first + await call;
}
