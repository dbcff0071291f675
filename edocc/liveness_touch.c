/* SPDX-License-Identifier: MIT
 *
 * A function may have a million awaits and as many locals. Most locals concern few nodes: CHUNK of
 * them at a time, only nodes that have an event of one of these, and what is worked out to hold
 * around them, are ever looked at. Those are the touched nodes; of all others, every set is empty.
 */
#include "liveness.h"

#include <stdlib.h>

/* ---- what a function has ---- */

static void index_nodes(struct chunk *c)
{
    const struct flow *f = c->flow;
    c->wait_of = arena_array_of(c->arena, unsigned, f->nnodes);
    c->node_of = arena_array_of(c->arena, unsigned, f->nevents);
    for (unsigned i = 0; i < f->nwaits; i++)
        c->wait_of[f->waits[i]] = i;
    for (unsigned i = 0; i < f->nnodes; i++)
        for (unsigned j = f->nodes[i].first; j < f->nodes[i].first + f->nodes[i].n; j++)
            c->node_of[j] = i;
}

/* The events of each chunk, in source order: those of the k-th are c->sorted[c->begins[k] ..]. */
static void index_events(struct chunk *c)
{
    const struct flow *f = c->flow;
    unsigned chunks = c->lf->locals.n / CHUNK + 1;
    c->begins = arena_array_of(c->arena, unsigned, chunks + 2);
    c->sorted = arena_array_of(c->arena, unsigned, f->nevents);
    for (unsigned i = 0; i < f->nevents; i++)
        c->begins[f->events[i].local / CHUNK + 2]++;
    for (unsigned k = 2; k < chunks + 2; k++)
        c->begins[k] += c->begins[k - 1];
    for (unsigned i = 0; i < f->nevents; i++)
        c->sorted[c->begins[f->events[i].local / CHUNK + 1]++] = i;
}

void chunk_begin(struct chunk *c, struct lfunc *lf)
{
    struct arena *a = c->arena = arena_new();
    unsigned n = lf->flow->nnodes;
    c->lf = lf;
    c->flow = lf->flow;
    c->visible = arena_array_of(a, struct visible, lf->scopes.n);
    c->marks = arena_array_of(a, struct marks, n);
    c->live = arena_array_of(a, set, n);
    c->wanted = arena_array_of(a, set, n);
    c->exposed = arena_array_of(a, set, n);
    c->dirty = arena_array_of(a, set, n);
    c->unset = arena_array_of(a, set, n);
    c->touched = arena_array_of(a, unsigned, n);
    c->is_touched = arena_array_of(a, bool, n);
    c->waits = arena_array_of(a, unsigned, lf->flow->nwaits);
    due_begin(&c->due, a, c->flow);
    index_nodes(c);
    index_events(c);
}

void chunk_end(struct chunk *c)
{
    arena_free(c->arena);
}

/* ---- what a chunk has ---- */

static void forget(struct chunk *c)
{
    for (unsigned i = 0; i < c->ntouched; i++) {
        unsigned at = c->touched[i];
        c->live[at] = c->wanted[at] = c->exposed[at] = c->dirty[at] = c->unset[at] = 0;
        c->marks[at] = (struct marks){0};
        c->is_touched[at] = false;
    }
    c->ntouched = c->nmarked = c->nwaits = 0;
}

/* Of each scope: its locals; `all` of what lives there is found when somebody asks. */
static void find_scopes(struct chunk *c)
{
    c->number++;
    c->last_name = 0;
    for (unsigned i = 0; i < c->n; i++) {
        const struct local *l = c->lf->locals.at[c->first + i];
        if (l->decl && l->decl->name_tok > c->last_name)
            c->last_name = l->decl->name_tok;
        c->idle |= (set)l->idle << i;
        if (!l->scope)
            continue;
        struct visible *v = &c->visible[l->scope->id];
        if (v->own_number != c->number)
            v->own = 0;
        v->own_number = c->number;
        v->own |= (set)1 << i;
    }
}

void chunk_open(struct chunk *c, unsigned first)
{
    forget(c);
    c->first = first;
    c->n = c->lf->locals.n - first < CHUNK ? c->lf->locals.n - first : CHUNK;
    c->cached = c->idle = 0;
    c->events = c->sorted + c->begins[first / CHUNK];
    c->nevents = c->begins[first / CHUNK + 1] - c->begins[first / CHUNK];
    find_scopes(c);
}

set chunk_visible(const struct chunk *c, const struct lscope *scope)
{
    struct visible *v = &c->visible[scope->id];
    if (v->number != c->number) {
        v->all = v->own_number == c->number ? v->own : 0;
        v->all |= scope->parent ? chunk_visible(c, scope->parent) : 0;
        v->number = c->number;
    }
    return v->all;
}

void chunk_touch(struct chunk *c, unsigned node)
{
    if (c->is_touched[node])
        return;
    c->is_touched[node] = true;
    c->touched[c->ntouched++] = node;
    if (c->flow->nodes[node].wait)
        c->waits[c->nwaits++] = c->wait_of[node];
}

/* ---- working out ---- */

static void solve(struct chunk *c, bool forwards, bool (*step)(struct chunk *c, unsigned node))
{
    unsigned at;
    while (due_next(&c->due, forwards, &at)) {
        if (!step(c, at))
            continue;
        chunk_touch(c, at);
        due_follow(&c->due, forwards, at);
    }
}

void chunk_solve_forwards(struct chunk *c, bool (*step)(struct chunk *c, unsigned node))
{
    solve(c, true, step);
}

void chunk_solve_backwards(struct chunk *c, bool (*step)(struct chunk *c, unsigned node))
{
    solve(c, false, step);
}

/* ---- in source order ---- */

static int by_number(const void *a, const void *b)
{
    unsigned x = *(const unsigned *)a, y = *(const unsigned *)b;
    return x < y ? -1 : x > y;
}

void chunk_sort_waits(struct chunk *c)
{
    if (c->nwaits)
        qsort(c->waits, c->nwaits, sizeof *c->waits, by_number);
}
