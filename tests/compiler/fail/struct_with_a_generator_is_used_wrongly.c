/* SPDX-License-Identifier: MIT */
#include <edo.h>

static gen int upto(int n)
{
    yield n;
}
gen int other(int n);
async gen int slow(int n);

struct walker {
    edo_gen(upto) g;
    edo_gen(slow) s;
    int n;
};

struct many {
    edo_gen(upto) gs[4];
};

edo_gen(upto) at_file_scope;
static struct walker begun = {upto(3)};
static unsigned long length = sizeof begun.g;

static void take(struct walker w);

static struct walker give(struct walker *w)
{
    struct walker copy = *w, filled = {.g = upto(3)};
    *w = copy;
    w->g = other(3);
    w->g = filled.g;
    w->g = 0;
    edo_next(&w->n, &w->n);
    edo_next(w->g, &w->n);
    edo_next(&w->s, &w->n);
    w->s = slow(3);
    edo_gen(upto) gs[3];
    static edo_gen(upto) forever;
    int v = 1;
    each (int i = *w)
        v += i;
    return copy;
}

void plain(struct walker *w)
{
    struct walker copy = *w;
    upto(3);
    edo_gen_end(w);
    edo_gen_result(&w->g);
    await edo_gen_end(&w->s);
}
