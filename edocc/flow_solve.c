/* SPDX-License-Identifier: MIT
 *
 * Data flow over the graph. The equations of a monotone problem have one least solution, so the
 * order in which nodes are worked out matters for time alone. */
#include "flow.h"

#include <string.h>

enum { UNREACHED = UINT32_MAX, NO_WORD = UINT32_MAX };

/* ---- what is due ---- */

void due_begin(struct due *d, struct arena *a, const struct flow *f)
{
    *d = (struct due){.flow = f, .low = NO_WORD};
    d->bits = arena_array_of(a, uint64_t, f->nnodes / 64 + 1);
    d->position = arena_array_of(a, unsigned, f->nnodes);
    memset(d->position, 0xff, f->nnodes * sizeof *d->position);
    for (unsigned i = 0; i < f->norder; i++)
        d->position[f->order[i]] = i;
}

void due_add(struct due *d, unsigned node)
{
    unsigned at = d->position[node], word = at / 64;
    if (at == UNREACHED)
        return;
    d->bits[word] |= (uint64_t)1 << at % 64;
    d->low = word < d->low ? word : d->low;
    d->high = word > d->high ? word : d->high;
}

bool due_next(struct due *d, bool forwards, unsigned *node)
{
    while (d->low < d->high && !d->bits[forwards ? d->low : d->high]) {
        if (forwards)
            d->low++;
        else
            d->high--;
    }
    unsigned word = forwards ? d->low : d->high;
    if (d->low > d->high || !d->bits[word]) {
        d->low = NO_WORD;
        d->high = 0;
        return false;
    }
    unsigned bit =
        (unsigned)(forwards ? __builtin_ctzll(d->bits[word]) : 63 - __builtin_clzll(d->bits[word]));
    d->bits[word] &= ~((uint64_t)1 << bit);
    *node = d->flow->order[word * 64 + bit];
    return true;
}

void due_follow(struct due *d, bool forwards, unsigned node)
{
    const struct node *n = &d->flow->nodes[node];
    for (unsigned i = 0; i < (forwards ? n->nsucc : n->npred); i++)
        due_add(d, forwards ? n->succ[i] : n->pred[i]);
}

/* ---- sets of what acts do ---- */

uint64_t flow_joined(const struct flow *f, bool forwards, const uint64_t *sets, unsigned node)
{
    const struct node *n = &f->nodes[node];
    uint64_t s = 0;
    for (unsigned i = 0; i < (forwards ? n->npred : n->nsucc); i++)
        s |= sets[forwards ? n->pred[i] : n->succ[i]];
    return s;
}

void flow_solve(const struct flow *f, bool forwards, uint64_t *sets, flow_step *step, void *context)
{
    struct arena *a = arena_new();
    struct due due;
    unsigned at;
    due_begin(&due, a, f);
    for (unsigned i = 0; i < f->nnodes; i++)
        if (f->nodes[i].nacts)
            due_add(&due, i);
    while (due_next(&due, forwards, &at)) {
        uint64_t s = step(context, &f->nodes[at], flow_joined(f, forwards, sets, at));
        if (s == sets[at])
            continue;
        sets[at] = s;
        due_follow(&due, forwards, at);
    }
    arena_free(a);
}
