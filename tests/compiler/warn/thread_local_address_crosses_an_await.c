/* SPDX-License-Identifier: MIT */
#include <edo.h>
#include <errno.h>

struct cache {
    int hits;
    char name[16];
};

static __thread struct cache cache;
static _Thread_local int counters[4];
static struct cache shared;

async int fill(char *name);

async int keeps(void)
{
    struct cache *c = &cache;
    c->hits++;
    await edo_yield();
    return c->hits;
}

async int keeps_a_part(int which)
{
    int *p;
    p = which ? &counters[1] : &shared.hits;
    await edo_yield();
    return *p;
}

async int keeps_errno(void)
{
    int *e = &errno;
    await edo_yield();
    return *e;
}

async int passes(void)
{
    await fill(cache.name);
    return edo_spawn(fill(cache.name));
}

async int takes_it_again(void)
{
    struct cache *c = &cache;
    c->hits++;
    await edo_yield();
    c = &cache;
    return c->hits;
}

async int keeps_a_value(void)
{
    int hits = cache.hits;
    struct cache *c = &cache;
    c->hits++;
    await edo_yield();
    return hits;
}
