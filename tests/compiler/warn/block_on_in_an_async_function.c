/* SPDX-License-Identifier: MIT */
#include <edo.h>

async int step(int n)
{
    return n + await edo_yield();
}

async int walk(edo_runtime *rt)
{
    edo_future(step) named = step(1);
    int n = edo_block_on(named) + edo_runtime_block_on(rt, step(2));
    return n + sizeof edo_block_on(step(3));
}

int plain(void)
{
    return edo_block_on(step(4));
}
