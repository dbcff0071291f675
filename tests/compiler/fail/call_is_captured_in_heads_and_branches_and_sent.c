/* SPDX-License-Identifier: MIT */
#include <edo.h>
struct rc { int n; } edo_local;
int pool_spawn(edo_call_send call);
async int runs(edo_call call);
async int step(int n);

static async int keeps(int n)
{
    struct rc x = {n};
    await edo_yield();
    return x.n;
}

static async int a1(void)
{
    select {
        when (runs(keeps(1)));
        when (edo_yield());
    }
    return 0;
}

static async int a2(void)
{
    join {
        await runs(keeps(1));
    }
    return 0;
}

static async int a3(void)
{
    defer await runs(keeps(1));
    return 0;
}

async gen int a4(void)
{
    yield await runs(keeps(1));
}

static async int a5(void)
{
    return await step(await runs(keeps(1)) + 1);
}

static async int a6(void)
{
    edo_boxed b = edo_box(keeps(await step(1)));
    return await b;
}

static async int a7(void)
{
    int v;
    edo_gen(a4) g = a4();
    select {
        when (edo_next(&g, &v));
        when (edo_yield());
    }
    return 0;
}

async int t1(void)
{
    select {
        when (step(pool_spawn(keeps(1))));
        when (edo_yield());
    }
    return 0;
}

async int t2(void)
{
    join {
        await step(pool_spawn(keeps(1)));
    }
    return 0;
}

async int t3(void)
{
    return pool_spawn(keeps(await step(1)));
}

async int t4(void)
{
    return pool_spawn(keeps(1)) + await step(2);
}

async int t5(void)
{
    defer {
        pool_spawn(keeps(1));
        await step(2);
    }
    return await step(1);
}

int start(void) {
pool_spawn(a1());
pool_spawn(a2());
pool_spawn(a3());
pool_spawn(a5());
pool_spawn(a6());
pool_spawn(a7());
return 0; }
