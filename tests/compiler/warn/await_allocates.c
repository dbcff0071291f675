/* SPDX-License-Identifier: MIT */
/* options: -Wedo-box */
#include <edo.h>

struct pair {
    int a, b;
};

async int elsewhere(int n);
async struct pair elsewhere_too(void);
async void nothing(int *n);

static async int here(int n)
{
    return n + await edo_yield();
}

static async int recursive(int n)
{
    return n ? await recursive(n - 1) : 0;
}

async int pointer(async int (*where)(int))
{
    return await where(1);
}

async int value(edo_call call)
{
    return await call;
}

__attribute__((weak)) async int replaced(int n)
{
    return n + await edo_yield();
}

async int all(int n)
{
    int vla[n];
    vla[0] = await here(1);
    await nothing(vla);
    struct pair p = await elsewhere_too();
    await replaced(2);
    return await elsewhere(vla[0]) + await recursive(p.a) + await value(here(2));
}
