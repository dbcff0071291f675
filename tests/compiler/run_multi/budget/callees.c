/* SPDX-License-Identifier: MIT */
#include "budget.h"

#include <stdint.h>

async int sum(int n, struct wide w)
{
    for (int i = 0; i < 4; i++) {
        await edo_yield();
        n += (int)w.v[i];
    }
    return n;
}

async struct wide aligned(int n)
{
    _Alignas(64) char line[64] = {0};
    char *at = line;
    await edo_yield();
    struct wide w = {{n, line[0], (uintptr_t)at % 64 == 0, at == line}};
    return w;
}

async void quiet(int *n)
{
    await edo_yield();
    ++*n;
}
