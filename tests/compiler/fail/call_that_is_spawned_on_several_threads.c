/* SPDX-License-Identifier: MIT */
#include <edo.h>

struct rc {
    int count;
} edo_local;

struct holder {
    int n;
    struct rc rcs[2];
};
typedef struct holder holding;
typedef struct plain_handle *handle edo_local;

struct edo_local opaque;

int pool_spawn(edo_call_send call);
int pool_spawn_int(edo_call edo_send call);
struct rc rc_new(void);
void rc_use(struct rc *x);
handle handle_new(void);

async int elsewhere(int n) async_local;
async_local int also_elsewhere(int n);

static async int keeps(int n)
{
    struct rc x = rc_new();
    n += await edo_yield();
    return n + x.count;
}

static async int keeps_by_address(void)
{
    struct rc x = rc_new();
    rc_use(&x);
    return await edo_yield();
}

static async int keeps_inside(holding *given)
{
    await edo_yield();
    return given->n;
}

static async int keeps_a_handle(void)
{
    handle h = handle_new();
    await edo_yield();
    return h != 0;
}

static async int keeps_what_is_pointed_to(struct opaque *pointed)
{
    await edo_yield();
    return pointed != 0;
}

static async int awaits(int n)
{
    return await keeps(n);
}

static async int awaits_awaits(int n)
{
    return await awaits(n) + 1;
}

static async int runs(edo_call call)
{
    return await call;
}

static async int captures(void)
{
    return await runs(keeps(2));
}

static async int takes(struct rc x)
{
    return x.count;
}

static async int lets_go(void)
{
    int n;
    {
        struct rc x = rc_new();
        rc_use(&x);
        n = x.count;
    }
    return n + await edo_yield();
}

static async int recurses(int n)
{
    struct rc x = rc_new();
    if (n)
        await recurses(n - 1);
    return x.count;
}

static async int (*pointer)(int) = keeps;
static async int (*harmless)(int, int);

static async int runs_a_pointer(int n)
{
    return await pointer(n);
}

static async int runs_another_pointer(int n)
{
    return await harmless(n, n);
}

int start(void)
{
    pool_spawn(runs_a_pointer(1));
    pool_spawn(pointer(1));
    pool_spawn(runs_another_pointer(1));
    pool_spawn(keeps(1));
    pool_spawn(keeps_by_address());
    pool_spawn(keeps_inside(0));
    pool_spawn(keeps_a_handle());
    pool_spawn(keeps_what_is_pointed_to(0));
    pool_spawn(awaits_awaits(1));
    pool_spawn(captures());
    pool_spawn(takes(rc_new()));
    pool_spawn(elsewhere(1));
    pool_spawn(also_elsewhere(1));
    pool_spawn(recurses(1));
    pool_spawn(runs(awaits(1)));
    pool_spawn_int(keeps(3));
    edo_call_send kept = keeps(4);
    pool_spawn(kept.fn ? lets_go() : runs(kept.args ? lets_go() : keeps(5)));
    pool_spawn(lets_go());
    pool_spawn(runs(lets_go()));
    pool_spawn(kept);
    return edo_spawn(keeps(1)) + edo_block_on(keeps(2));
}
