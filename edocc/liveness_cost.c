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
    struct flow *before;      /* the graph before any S_SAVE, */
    const struct span *spans; /* and its spans */
    unsigned nspans;
    struct early *at;
    unsigned n, room;
    uint64_t *late, *early, *idle; /* what each local costs */
    struct state *states;          /* by span */
    unsigned *chain;               /* by span: the first one of its block */
    unsigned *last;                /* by chain: the last one that is a candidate's, */
    unsigned *inner;               /* by number of a wait: the innermost span around it */
    unsigned *number;              /* by event: which EV_SAVE it is */
    unsigned *spans_here;          /* those that have a wait that saves something of the chunk */
    unsigned nspans_here;
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

uint64_t chunk_weight(const struct chunk *c, unsigned node)
{
    const struct node *n = &c->flow->nodes[node];
    bool rarely = n->wait->fn && n->wait->fn == c->lf->lu->unit->preempt;
    return rarely ? (weight(n->loops) + RARELY - 1) / RARELY : weight(n->loops);
}

static void add(struct attempt *t, unsigned span, struct local *l)
{
    t->at = arena_more(t->arena, t->at, t->n, &t->room, sizeof *t->at);
    t->at[t->n++] = (struct early){span, l, false};
}

/* ---- candidates ---- */

/* Of a span around a wait that saves something. */
struct state {
    unsigned chunk; /* that this is for */
    set saved;      /* by waits in it */
    set written;    /* in it */
    set clean;      /* in front of it, behind its S_SAVE */
};

static void index_spans(struct attempt *t, const struct flow *f)
{
    t->states = arena_array_of(t->arena, struct state, f->nspans);
    t->spans_here = arena_array_of(t->arena, unsigned, f->nspans);
    t->chain = arena_array_of(t->arena, unsigned, f->nspans);
    t->last = arena_array_of(t->arena, unsigned, f->nspans);
    t->inner = arena_array_of(t->arena, unsigned, f->nwaits);
    memset(t->inner, 0xff, f->nwaits * sizeof *t->inner);
    for (unsigned i = 0; i < f->nspans; i++) {
        const struct span *s = &f->spans[i];
        t->chain[i] = s->before == NO_SPAN ? i : t->chain[s->before];
        for (unsigned j = s->wait; j < s->wait_end; j++)
            t->inner[j] = i; /* those inside come later */
    }
}

/* The first of the chunk's events that doesn't come before `event`. */
static unsigned first_from(const struct chunk *c, unsigned event)
{
    unsigned low = 0, high = c->nevents;
    while (low < high) {
        unsigned middle = low + (high - low) / 2;
        if (c->events[middle] < event)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static set written_between(const struct chunk *c, unsigned event, unsigned end)
{
    set s = 0;
    for (unsigned i = first_from(c, event); i < c->nevents && c->events[i] < end; i++) {
        const struct event *e = &c->flow->events[c->events[i]];
        if (e->kind != EV_READ)
            s |= (set)1 << (e->local - c->first);
    }
    return s;
}

static int by_number(const void *a, const void *b)
{
    unsigned x = *(const unsigned *)a, y = *(const unsigned *)b;
    return x < y ? -1 : x > y;
}

/* The spans where something is saved, in source order. */
static void find_spans(struct attempt *t, const struct chunk *c)
{
    t->nspans_here = 0;
    for (unsigned i = 0; i < c->nwaits; i++) {
        set saved = chunk_saves(c, c->flow->waits[c->waits[i]]);
        for (unsigned at = t->inner[c->waits[i]]; saved && at != NO_SPAN;
             at = c->flow->spans[at].parent) {
            struct state *s = &t->states[at];
            if (s->chunk != c->number) {
                *s = (struct state){.chunk = c->number};
                t->last[t->chain[at]] = NO_SPAN;
                t->spans_here[t->nspans_here++] = at;
            }
            s->saved |= saved;
        }
    }
    if (t->nspans_here)
        qsort(t->spans_here, t->nspans_here, sizeof *t->spans_here, by_number);
}

/* Clean in front of span `i`, before its S_SAVE. Of spans that save nothing, only what they write
 * matters. */
static set clean_before(const struct attempt *t, const struct chunk *c, unsigned i)
{
    const struct span *s = &c->flow->spans[i];
    unsigned before = t->last[t->chain[i]];
    if (before != NO_SPAN) {
        const struct state *b = &t->states[before];
        unsigned from = c->flow->spans[before].event_end;
        return b->clean & ~b->written & ~written_between(c, from, s->event);
    }
    return s->parent == NO_SPAN ? 0 : t->states[s->parent].clean & ~t->states[s->parent].written;
}

static void find_candidates(struct attempt *t, const struct chunk *c)
{
    const struct flow *f = c->flow;
    find_spans(t, c);
    for (unsigned i = 0; i < t->nspans_here; i++) {
        unsigned at = t->spans_here[i];
        const struct span *s = &f->spans[at];
        struct state *state = &t->states[at];
        set clean = clean_before(t, c, at);
        state->written = written_between(c, s->event, s->event_end);
        set save = state->saved & ~state->written & ~clean & chunk_visible(c, s->scope);
        state->clean = clean | save;
        t->last[t->chain[at]] = at;
        for (; save; save &= save - 1)
            add(t, at, c->lf->locals.at[c->first + (unsigned)__builtin_ctzll(save)]);
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
    for (unsigned i = 0; i < c->nwaits; i++) {
        unsigned node = c->flow->waits[c->waits[i]];
        uint64_t once = weight(c->flow->nodes[node].loops);
        if (c->flow->nodes[node].wait->fn &&
            c->flow->nodes[node].wait->fn == c->lf->lu->unit->preempt)
            once = (once + RARELY - 1) / RARELY;
        add_cost(c, cost, chunk_saves(c, node), once);
        add_cost(c, cost, chunk_restores(c, node), once);
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
    chunk_begin(&c, t->lf);
    index_spans(t, c.flow);
    for (unsigned first = 0; first < t->lf->locals.n; first += CHUNK) {
        chunk_place(&c, first, t->idle);
        if (!c.cached)
            continue;
        find_costs(&c, t->late);
        find_candidates(t, &c);
    }
    chunk_end(&c);
}

/* The n-th EV_SAVE of the graph is t->at[n]: both are in source order. */
static void number_saves(struct attempt *t)
{
    const struct flow *f = t->lf->flow;
    unsigned n = 0;
    t->number = arena_array_of(t->arena, unsigned, f->nevents);
    for (unsigned i = 0; i < f->nevents; i++)
        if (f->events[i].kind == EV_SAVE)
            t->number[i] = n++;
}

static void note_useful(void *context, unsigned event, bool dirty)
{
    struct attempt *t = context;
    t->at[t->number[event]].useful = dirty;
}

static void cost_early(struct attempt *t)
{
    struct chunk c = {0};
    number_saves(t);
    bool *others = arena_array_of(t->arena, bool, t->lf->locals.n / CHUNK + 1);
    for (unsigned i = 0; i < t->n; i++)
        others[t->at[i].local->index / CHUNK] = true;
    memcpy(t->early, t->late, t->lf->locals.n * sizeof *t->early);
    chunk_begin(&c, t->lf);
    for (unsigned first = 0; first < t->lf->locals.n; first += CHUNK) {
        if (!others[first / CHUNK])
            continue;
        chunk_place(&c, first, 0);
        memset(t->early + first, 0, c.n * sizeof *t->early);
        find_costs(&c, t->early);
        chunk_each_save(&c, note_useful, t);
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
    if (lf->flow != t->before)
        flow_free(lf->flow);
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
        l->idle |= l->where == CLASS_CACHED && t->idle[i] < best;
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
    t.before = lf->flow;
    t.spans = lf->flow->spans;
    t.nspans = lf->flow->nspans;
    t.late = arena_array_of(t.arena, uint64_t, lf->locals.n);
    t.early = arena_array_of(t.arena, uint64_t, lf->locals.n);
    t.idle = arena_array_of(t.arena, uint64_t, lf->locals.n);
    find_idle_costs(&t);
    cost_late(&t);
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
    if (lf->flow != t.before)
        flow_free(t.before);
    arena_free(t.arena);
}
