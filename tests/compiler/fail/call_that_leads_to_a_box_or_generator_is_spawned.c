/* SPDX-License-Identifier: MIT */
#include <edo.h>

struct rc {
    int n;
} edo_local;

int pool_spawn(edo_call_send call);

static async int keeps(int n)
{
    struct rc x = {n};
    await edo_yield();
    return x.n;
}

static async long takes(struct rc *x)
{
    return x->n;
}

static async short harmless(int n)
{
    return (short)n;
}

gen int counts(int n)
{
    struct rc x = {n};
    for (int i = 0; i < n; i++) {
        yield i;
        x.n++;
    }
}

gen int lets_go(int n)
{
    yield n;
}

/* ---- boxes ---- */

static async int keeps_a_box(int n)
{
    edo_boxed b = edo_box(n ? keeps(n) : keeps(0));
    await edo_yield();
    return await b;
}

static async int is_given_a_box(edo_boxed b)
{
    return await b;
}

static async int awaits_a_box(void)
{
    return await edo_box(keeps(1));
}

struct holds {
    edo_boxed_of(long) box;
    struct holds *next;
};

static async int keeps_what_leads_to_a_box(struct holds *h)
{
    await edo_yield();
    return h->next == 0;
}

static async int keeps_a_harmless_box(edo_boxed_of(short) b)
{
    await edo_yield();
    return await b;
}

static edo_boxed_of(long) make(struct rc *x)
{
    return edo_box(takes(x));
}

/* ---- generators ---- */

struct leads {
    edo_gen(counts) *g;
    edo_gen(lets_go) *other;
    struct leads *next;
};

static async int keeps_a_pointer(edo_gen(counts) *g)
{
    await edo_yield();
    return edo_next(g, 0);
}

static async int keeps_what_leads_to_a_generator(struct leads *l)
{
    await edo_yield();
    return edo_next(l->next->g, 0);
}

static async int keeps_a_harmless_pointer(edo_gen(lets_go) *g)
{
    await edo_yield();
    return edo_next(g, 0);
}

static async int uses_it_at_once(edo_gen(counts) *g)
{
    int ended = edo_next(g, 0);
    await edo_yield();
    return ended;
}

int start(edo_gen(counts) *g, struct leads *l, edo_gen(lets_go) *other, struct holds *h)
{
    pool_spawn(keeps_a_box(1));
    pool_spawn(is_given_a_box(edo_box(keeps(2))));
    pool_spawn(awaits_a_box());
    pool_spawn(keeps_what_leads_to_a_box(h));
    pool_spawn(async { return h->box != make(0); });
    pool_spawn(async { return await edo_box(keeps(3)); });
    pool_spawn(keeps_a_pointer(g));
    pool_spawn(keeps_what_leads_to_a_generator(l));
    pool_spawn(async { return edo_next(g, 0); });
    pool_spawn(async { await edo_yield(); return edo_next(l->g, 0); });
    pool_spawn(uses_it_at_once(g));
    pool_spawn(async { return edo_next(other, 0); });
    pool_spawn(keeps_a_harmless_pointer(other));
    pool_spawn(keeps_a_harmless_box(edo_box(harmless(1))));
    return pool_spawn(keeps_a_box(2));
}
