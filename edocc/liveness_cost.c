/* SPDX-License-Identifier: MIT
 *
 * What is cheapest for each cached local. An await that may complete at once is passed dirty, so a
 * local that lies idle through several awaits, or through a loop of them, is saved at each and, as
 * it is read in the end, restored after each. There are two other ways:
 *
 *   early  one save in front of the first of them (S_SAVE), made whether anything suspends or not,
 *          spares the others;
 *   idle   it is read and written in the frame, and neither saved nor restored.
 *
 * A candidate for an early save is a statement of a block that has awaits which save the local, but
 * nothing that writes it, if the local isn't clean in front of it anyway. All candidates get their
 * S_SAVE, everything is worked out anew, and each local goes back for which that isn't best. What
 * counts is the number of moves between machine and frame: those in loops more, and those that are
 * made though nothing suspends twice. */
#include "liveness.h"

#include <stdlib.h>
#include <string.h>

struct early {
    unsigned span;
    struct local *local;
    bool useful; /* some path brings it there dirty */
};

struct attempt {
    struct lfunc *lf;
    struct arena *arena;
    const struct span *spans; /* of the graph before any S_SAVE */
    unsigned nspans;
    struct early *at;
    unsigned n, room;
    uint64_t *late, *early, *idle; /* what each local costs */
    unsigned *node_of;             /* each event */
};

/* A loop that asks for budget (-fedo-preempt) suspends once in so many times, or less often. */
enum { RARELY = 64 };

static uint64_t weight(unsigned loops)
{
    return (uint64_t)1 << (loops < 5 ? loops * 3 : 15);
}

static uint64_t weight_always(unsigned loops)
{
    return 2 * weight(loops);
}

static void add(struct attempt *t, unsigned span, struct local *l)
{
    if (t->n == t->room) {
        t->room = t->room ? t->room * 2 : 64;
        struct early *at = arena_array_of(t->arena, struct early, t->room);
        if (t->n)
            memcpy(at, t->at, t->n * sizeof *at);
        t->at = at;
    }
    t->at[t->n++] = (struct early){span, l, false};
}

/* ---- candidates ---- */

static set written_between(const struct chunk *c, unsigned event, unsigned end)
{
    set s = 0;
    for (; event < end; event++) {
        const struct event *e = &c->flow->events[event];
        unsigned bit = e->local - c->first;
        if (bit < c->n && e->kind != EV_READ)
            s |= (set)1 << bit;
    }
    return s;
}

static set saved_in(const struct chunk *c, const struct span *s)
{
    set all = 0;
    for (unsigned i = s->wait; i < s->wait_end; i++)
        if (c->flow->nodes[c->flow->waits[i]].reached)
            all |= chunk_saves(c, c->flow->waits[i]);
    return all;
}

/* Of a span whose candidates are found. */
struct state {
    set written; /* in it */
    set clean;   /* in front of it, behind its S_SAVE */
};

/* Clean in front of span `i`, before its S_SAVE. */
static set clean_before(const struct chunk *c, const struct state *states, unsigned i)
{
    const struct span *s = &c->flow->spans[i];
    if (s->before != NO_SPAN) {
        const struct state *b = &states[s->before];
        unsigned from = c->flow->spans[s->before].event_end;
        return b->clean & ~b->written & ~written_between(c, from, s->event);
    }
    return s->parent == NO_SPAN ? 0 : states[s->parent].clean & ~states[s->parent].written;
}

static void find_candidates(struct attempt *t, const struct chunk *c, struct state *states)
{
    const struct flow *f = c->flow;
    for (unsigned i = 0; i < f->nspans; i++) {
        const struct span *s = &f->spans[i];
        set clean = clean_before(c, states, i),
            written = written_between(c, s->event, s->event_end);
        set save = saved_in(c, s) & ~written & ~clean & chunk_visible(c, s->scope);
        states[i] = (struct state){written, clean | save};
        for (; save; save &= save - 1)
            add(t, i, c->lf->locals.at[c->first + (unsigned)__builtin_ctzll(save)]);
    }
}

/* ---- what it costs ---- */

static void add_cost(const struct chunk *c, uint64_t *cost, set s, uint64_t each)
{
    for (; s; s &= s - 1)
        cost[c->first + (unsigned)__builtin_ctzll(s)] += each;
}

static void find_costs(const struct chunk *c, uint64_t *cost)
{
    for (unsigned i = 0; i < c->flow->nwaits; i++) {
        unsigned node = c->flow->waits[i];
        uint64_t each = weight(c->flow->nodes[node].loops);
        if (!c->flow->nodes[node].reached)
            continue;
        if (c->flow->nodes[node].wait->fn &&
            c->flow->nodes[node].wait->fn == c->lf->lu->unit->preempt)
            each = (each + RARELY - 1) / RARELY;
        add_cost(c, cost, chunk_saves(c, node), each);
        add_cost(c, cost, chunk_restores(c, node), each);
    }
}

static void find_idle_costs(struct attempt *t)
{
    const struct flow *f = t->lf->flow;
    for (unsigned i = 0; i < f->norder; i++) {
        const struct node *n = &f->nodes[f->order[i]];
        for (unsigned j = n->first; j < n->first + n->n; j++)
            if (f->events[j].kind != EV_BIRTH && f->events[j].kind != EV_DEATH)
                t->idle[f->events[j].local] += weight_always(n->loops);
    }
}

static void cost_late(struct attempt *t)
{
    struct chunk c = {0};
    struct state *states = arena_array_of(t->arena, struct state, t->nspans);
    chunk_begin(&c, t->lf);
    for (unsigned first = 0; first < t->lf->locals.n; first += CHUNK) {
        chunk_place(&c, first);
        if (!c.cached)
            continue;
        find_costs(&c, t->late);
        find_candidates(t, &c, states);
    }
    chunk_end(&c);
}

/* The n-th EV_SAVE of the graph is t->at[n]: both are in source order. */
static void find_useful(struct attempt *t, const struct chunk *c)
{
    const struct flow *f = c->flow;
    unsigned n = 0;
    for (unsigned i = 0; i < f->nevents; i++) {
        if (f->events[i].kind != EV_SAVE)
            continue;
        struct early *e = &t->at[n++];
        if (e->local->index - c->first < c->n)
            e->useful = chunk_dirty_before(c, t->node_of[i], i) >> (e->local->index - c->first) & 1;
    }
}

static void find_nodes(struct attempt *t)
{
    const struct flow *f = t->lf->flow;
    t->node_of = arena_array_of(t->arena, unsigned, f->nevents + 1);
    for (unsigned i = 0; i < f->nnodes; i++)
        for (unsigned j = f->nodes[i].first; j < f->nodes[i].first + f->nodes[i].n; j++)
            t->node_of[j] = i;
}

static void cost_early(struct attempt *t)
{
    find_nodes(t);
    struct chunk c = {0};
    chunk_begin(&c, t->lf);
    for (unsigned first = 0; first < t->lf->locals.n; first += CHUNK) {
        chunk_place(&c, first);
        if (!c.cached)
            continue;
        find_costs(&c, t->early);
        find_useful(t, &c);
    }
    chunk_end(&c);
    for (unsigned i = 0; i < t->n; i++)
        if (t->at[i].useful)
            t->early[t->at[i].local->index] += weight_always(t->spans[t->at[i].span].loops);
}

/* ---- putting them in ---- */

static int by_span(const void *a, const void *b)
{
    const struct early *x = a, *y = b;
    if (x->span != y->span)
        return x->span < y->span ? -1 : 1;
    return x->local->index < y->local->index ? -1 : x->local->index > y->local->index;
}

/* Each statement that has some in front of it becomes a block of them and itself. */
static void insert(struct attempt *t)
{
    struct lfunc *lf = t->lf;
    for (unsigned i = 0; i < t->n;) {
        const struct span *s = &t->spans[t->at[i].span];
        struct stmt *behind = s->block->body[s->index];
        struct range nowhere = {1, 0};
        struct vec list = {0};
        for (unsigned span = t->at[i].span; i < t->n && t->at[i].span == span; i++) {
            struct stmt *save = stmt_new(lf, S_SAVE, nowhere);
            save->low = t->at[i].local;
            vec_push(lf->lu->arena, &list, save);
        }
        vec_push(lf->lu->arena, &list, behind);
        s->block->body[s->index] = list_block(lf, &list, nowhere);
    }
    flow_build(lf);
}

static void take_out(struct attempt *t)
{
    for (unsigned i = 0; i < t->n; i++) {
        const struct span *s = &t->spans[t->at[i].span];
        if (i && t->at[i - 1].span == t->at[i].span)
            continue;
        struct stmt *block = s->block->body[s->index];
        s->block->body[s->index] = block->body[block->nbody - 1];
    }
}

/* Only the early saves that pay stay. Whether others were among them. */
static bool choose(struct attempt *t)
{
    unsigned n = 0;
    for (unsigned i = 0; i < t->lf->locals.n; i++) {
        struct local *l = t->lf->locals.at[i];
        uint64_t best = t->early[i] < t->late[i] ? t->early[i] : t->late[i];
        l->idle = l->where == CLASS_CACHED && t->idle[i] < best;
    }
    for (unsigned i = 0; i < t->n; i++) {
        const struct local *l = t->at[i].local;
        if (t->at[i].useful && !l->idle && t->early[l->index] < t->late[l->index])
            t->at[n++] = t->at[i];
    }
    bool others = n < t->n;
    t->n = n;
    return others;
}

void choose_cheapest(struct lfunc *lf)
{
    struct attempt t = {.lf = lf, .arena = arena_new()};
    t.spans = lf->flow->spans;
    t.nspans = lf->flow->nspans;
    t.late = arena_array_of(t.arena, uint64_t, lf->locals.n);
    t.early = arena_array_of(t.arena, uint64_t, lf->locals.n);
    t.idle = arena_array_of(t.arena, uint64_t, lf->locals.n);
    cost_late(&t);
    find_idle_costs(&t);
    if (t.n) {
        qsort(t.at, t.n, sizeof *t.at, by_span);
        insert(&t);
        cost_early(&t);
        struct attempt all = t;
        all.at = arena_array_of(t.arena, struct early, t.n);
        memcpy(all.at, t.at, t.n * sizeof *t.at);
        if (choose(&t)) {
            take_out(&all);
            insert(&t);
        }
    }
    arena_free(t.arena);
}
