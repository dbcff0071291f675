/* SPDX-License-Identifier: MIT */
#include <edo.h>

struct rc {
    int n;
} edo_local;

int pool_spawn(edo_call_send call);

gen int counts(int n)
{
    struct rc x = {n};
    for (int i = 0; i < n; i++) {
        yield i;
        x.n++;
    }
}

gen int harmless(int n)
{
    for (int i = 0; i < n; i++)
        yield i;
}

async gen int stream(int n)
{
    struct rc x = {n};
    for (int i = 0; i < n; i++) {
        yield i;
        x.n++;
    }
}

static async int each_awaits(void)
{
    int sum = 0;
    each (int i = counts(3)) {
        await edo_yield();
        sum += i;
    }
    return sum;
}

static async int each_only(void)
{
    int sum = 0;
    each (int i = counts(3))
        sum += i;
    return sum + await edo_yield();
}

static async int each_harmless(void)
{
    int sum = 0;
    each (int i = harmless(3)) {
        await edo_yield();
        sum += i;
    }
    return sum;
}

static async int streams(void)
{
    int sum = 0;
    each (int i = stream(3))
        sum += i;
    return sum;
}

static async int by_hand(void)
{
    edo_gen(counts) g = counts(3);
    int v = 0;
    edo_next(&g, &v);
    await edo_yield();
    return edo_next(&g, &v);
}

gen int reads(struct rc *x)
{
    yield x->n;
}

struct member {
    struct {
        edo_gen(counts) g;
    } inner[2];
};

static async int in_a_struct(void)
{
    struct member m;
    m.inner[0].g = counts(3);
    int v = 0;
    edo_next(&m.inner[0].g, &v);
    await edo_yield();
    v += edo_next(&m.inner[0].g, &v);
    edo_gen_end(&m.inner[0].g);
    return v;
}

struct holds {
    edo_gen(reads) g;
};

static async int holds_an_argument(struct holds *h)
{
    await edo_yield();
    return edo_next(&h->g, 0);
}

int start(struct holds *h)
{
    pool_spawn(in_a_struct());
    pool_spawn(holds_an_argument(h));
    pool_spawn(each_awaits());
    pool_spawn(each_only());
    pool_spawn(each_harmless());
    pool_spawn(streams());
    return pool_spawn(by_hand());
}
