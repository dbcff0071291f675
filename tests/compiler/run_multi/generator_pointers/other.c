/* SPDX-License-Identifier: MIT */
#include "shared.h"

#include <stdio.h>

gen int upto(int n)
{
    _Alignas(128) int values[64];
    for (int i = 0; i < n; i++)
        values[i] = i * 2;
    for (int i = 0; i < n; i++)
        yield values[i];
}

static gen int odd_ones(int n)
{
    each (int i = filtered(upto, n, 0))
        yield i + 1;
}

gen int filtered(gen int (*from)(int), int n, int odd)
{
    each (int i = from(n))
        if (i % 2 == odd)
            yield i;
}

gen_of(struct pair) int entries(const char *text, struct pair first)
{
    int n = 0;
    yield first;
    for (; *text; text++)
        yield (struct pair){++n, text};
    return n;
}

async gen struct pair pairs_of(struct pair first, int n)
{
    for (int i = 0; i < n; i++) {
        await edo_yield();
        yield first;
        first.key++;
    }
}

source *choose(int what)
{
    return what ? odd_ones : upto;
}

int sum(edo_gen(source) * g)
{
    int v, all = 0;
    while (edo_next(g, &v))
        all += v;
    return all;
}

void begin(struct reader *r, int n)
{
    r->g = r->from(n);
}

int ends(table t)
{
    struct pair p;
    edo_gen(t) g = t("abc", (struct pair){0, "first"});
    while (edo_next(&g, &p))
        printf("%ld:%c ", p.key, *p.value);
    return edo_gen_result(&g);
}
