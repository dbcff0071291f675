/* SPDX-License-Identifier: MIT */
#include <edo.h>

struct rc {
    int n;
} edo_local;

int pool_spawn(edo_call_send call);
void rc_use(struct rc *x);
async int runs(edo_call call);

static async int step(int n)
{
    return n + await edo_yield();
}

static async int keeps(int n)
{
    struct rc x = {n};
    await edo_yield();
    return x.n;
}

static async int keeps_in_a_branch(int n)
{
    join {
        {
            struct rc x = {1};
            n += await edo_yield();
            n += x.n;
        }
        await edo_yield();
    }
    return n;
}

static async int keeps_in_a_head(int n)
{
    select {
        when (int r = keeps(n)) return r;
        when (edo_yield()) return 2;
    }
}

static async int keeps_around_a_select(int n)
{
    struct rc x = {1};
    select {
        when (int r = step(n)) return r + x.n;
        when (edo_yield()) return 2;
    }
}

static async int keeps_in_a_block(void)
{
    return await runs(async { return await keeps(3); });
}

static async int lets_go(int n)
{
    join {
        {
            {
                struct rc x = {1};
                rc_use(&x);
                n += x.n;
            }
            await edo_yield();
        }
        await edo_yield();
    }
    select {
        when (int r = step(n)) {
            struct rc x = {r};
            return x.n;
        }
        when (edo_yield()) return await runs(async { return n; });
    }
}

int start(int n)
{
    struct rc outer = {2};
    pool_spawn(keeps_in_a_branch(1));
    pool_spawn(keeps_in_a_head(1));
    pool_spawn(keeps_around_a_select(1));
    pool_spawn(keeps_in_a_block());
    pool_spawn(async { return outer.n; });
    pool_spawn(async { struct rc x = {n}; await edo_yield(); return x.n; });
    pool_spawn(lets_go(1));
    pool_spawn(async { return n; });
    return edo_spawn(async { return outer.n + await keeps(1); });
}
