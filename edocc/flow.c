/* SPDX-License-Identifier: MIT
 *
 * The graph's own story: nodes, edges, places that jumps lead to, and at the end the two lists of
 * neighbours and the order in which the analyses visit. flow_stmt.c and flow_expr.c say what goes
 * into it. */
#include "flow_build.h"

#include <string.h>

/* ---- nodes and edges ---- */

unsigned flow_node(struct flow_walk *w)
{
    struct flow *f = w->flow;
    f->nodes = arena_more(w->arena, f->nodes, f->nnodes, &w->nodes_room, sizeof *f->nodes);
    f->nodes[f->nnodes].scope = w->scope;
    f->nodes[f->nnodes].loops = w->loops;
    return f->nnodes++;
}

void flow_edge(struct flow_walk *w, unsigned from, unsigned to)
{
    if (from == NO_NODE)
        return;
    w->edges = arena_more(w->arena, w->edges, w->nedges, &w->edges_room, sizeof *w->edges);
    w->edges[w->nedges++] = (struct edge){from, to};
}

void flow_go(struct flow_walk *w, unsigned to)
{
    flow_edge(w, w->cur, to);
    w->cur = NO_NODE;
}

void flow_enter(struct flow_walk *w, unsigned to)
{
    flow_edge(w, w->cur, to);
    w->cur = to;
    w->flow->nodes[to].first = w->flow->nevents;
    w->flow->nodes[to].act = w->flow->nacts;
    w->flow->nodes[to].scope = w->scope; /* a label's node may have been made by a jump to it */
}

void flow_next(struct flow_walk *w)
{
    flow_enter(w, flow_node(w));
}

unsigned flow_here(struct flow_walk *w)
{
    if (w->cur == NO_NODE)
        flow_next(w);
    return w->cur;
}

void flow_event(struct flow_walk *w, const struct local *l, enum event_kind kind, tokid tok)
{
    struct flow *f = w->flow;
    unsigned here = flow_here(w); /* may move the nodes */
    if (!l->scope && w->forced)   /* declared inside a sizeof */
        return;
    f->events = arena_more(w->arena, f->events, f->nevents, &w->events_room, sizeof *f->events);
    f->events[f->nevents++] = (struct event){l->index, (uint8_t)kind, tok};
    f->nodes[here].n++;
}

void flow_act(struct flow_walk *w, struct expr *e, struct decl *d, const struct local *set)
{
    struct flow *f = w->flow;
    unsigned here = flow_here(w); /* may move the nodes */
    f->acts = arena_more(w->arena, f->acts, f->nacts, &w->acts_room, sizeof *f->acts);
    f->acts[f->nacts++] = (struct act){f->nevents, e, d, set};
    f->nodes[here].nacts++;
}

void flow_wait(struct flow_walk *w, unsigned node, struct wait *wait)
{
    struct flow *f = w->flow;
    f->waits = arena_more(w->arena, f->waits, f->nwaits, &w->waits_room, sizeof *f->waits);
    f->waits[f->nwaits++] = node;
    f->nodes[node].wait = wait;
}

unsigned flow_span(struct flow_walk *w, struct stmt *block, unsigned index, unsigned before)
{
    struct flow *f = w->flow;
    w->span_depth++;
    if (w->span_depth > MOST_SPAN_DEPTH)
        return NO_SPAN;
    f->spans = arena_more(w->arena, f->spans, f->nspans, &w->spans_room, sizeof *f->spans);
    f->spans[f->nspans] = (struct span){.block = block,
                                        .index = index,
                                        .parent = w->span,
                                        .before = before,
                                        .scope = w->scope,
                                        .event = f->nevents,
                                        .wait = f->nwaits,
                                        .loops = w->loops};
    w->span = f->nspans++;
    return w->span;
}

unsigned flow_span_end(struct flow_walk *w, unsigned span, unsigned before)
{
    struct flow *f = w->flow;
    w->span_depth--;
    if (span == NO_SPAN)
        return before;
    struct span *s = &f->spans[span];
    w->span = s->parent;
    s->event_end = f->nevents;
    s->wait_end = f->nwaits;
    if (s->wait != s->wait_end)
        return span;
    f->nspans = span; /* no await in it, nor in those inside */
    return before;
}

/* ---- places ---- */

static struct place *place_slot(struct places *p, const void *key)
{
    size_t h = ((uintptr_t)key >> 4) * 0x9e3779b97f4a7c15u >> 32;
    while (p->at[h & (p->room - 1)].key && p->at[h & (p->room - 1)].key != key)
        h++;
    return &p->at[h & (p->room - 1)];
}

static void places_grow(struct flow_walk *w)
{
    struct places old = w->places, *p = &w->places;
    p->room = old.room ? old.room * 2 : 64;
    p->at = arena_array_of(w->arena, struct place, p->room);
    for (unsigned i = 0; i < old.room; i++)
        if (old.at[i].key)
            *place_slot(p, old.at[i].key) = old.at[i];
}

unsigned flow_place(struct flow_walk *w, const void *key)
{
    if (w->places.n * 2 >= w->places.room)
        places_grow(w);
    struct place *p = place_slot(&w->places, key);
    if (!p->key) {
        *p = (struct place){key, flow_node(w)};
        w->places.n++;
    }
    return p->node;
}

/* ---- neighbours and order ---- */

static void list_neighbours(const struct flow_walk *w, struct flow *f)
{
    unsigned *to = arena_array_of(f->arena, unsigned, w->nedges + 1);
    unsigned *from = arena_array_of(f->arena, unsigned, w->nedges + 1);
    for (unsigned i = 0; i < w->nedges; i++) {
        f->nodes[w->edges[i].from].nsucc++;
        f->nodes[w->edges[i].to].npred++;
    }
    for (unsigned i = 0; i < f->nnodes; i++) {
        struct node *n = &f->nodes[i];
        n->succ = to;
        n->pred = from;
        to += n->nsucc;
        from += n->npred;
        n->nsucc = n->npred = 0;
    }
    for (unsigned i = 0; i < w->nedges; i++) {
        struct node *a = &f->nodes[w->edges[i].from], *b = &f->nodes[w->edges[i].to];
        a->succ[a->nsucc++] = w->edges[i].to;
        b->pred[b->npred++] = w->edges[i].from;
        bool in = b->scope != a->scope && !scope_is_around(b->scope, a->scope);
        a->goes_in |= in;
        b->entered |= in;
        b->left |= b->scope != a->scope && !scope_is_around(a->scope, b->scope);
    }
}

/* Reverse postorder, without recursion: a function may be one chain of a hundred thousand nodes. */
static void find_order(const struct flow_walk *w, struct flow *f)
{
    struct visit {
        unsigned node, next;
    } *stack = arena_array_of(w->arena, struct visit, f->nnodes);
    unsigned depth = 0, place = f->nnodes;
    f->order = arena_array_of(f->arena, unsigned, f->nnodes);
    f->nodes[0].reached = true;
    stack[depth++] = (struct visit){0, 0};
    while (depth) {
        struct visit *v = &stack[depth - 1];
        struct node *n = &f->nodes[v->node];
        if (v->next == n->nsucc) {
            f->order[--place] = v->node;
            depth--;
            continue;
        }
        unsigned to = n->succ[v->next++];
        if (!f->nodes[to].reached) {
            f->nodes[to].reached = true;
            stack[depth++] = (struct visit){to, 0};
        }
    }
    f->norder = f->nnodes - place;
    f->order += place;
}

static void *copied(struct arena *a, const void *at, size_t size)
{
    return size ? memcpy(arena_alloc(a, size), at, size) : 0;
}

/* The graph as it stays: without the room that it has grown in. */
static struct flow *kept(const struct flow_walk *w)
{
    struct flow *f = w->flow;
    size_t nodes = f->nnodes * sizeof *f->nodes, events = f->nevents * sizeof *f->events;
    size_t acts = f->nacts * sizeof *f->acts, spans = f->nspans * sizeof *f->spans;
    size_t waits = f->nwaits * sizeof *f->waits;
    size_t neighbours = 2 * (w->nedges + 1) * sizeof(unsigned) + f->nnodes * sizeof *f->order;
    enum { GAPS = 512 };
    struct arena *a = arena_new_in(w->lf->lu->arena, sizeof *f + nodes + events + acts + spans +
                                                         waits + neighbours + GAPS);
    f = copied(a, f, sizeof *f);
    f->arena = a;
    f->nodes = copied(a, f->nodes, nodes);
    f->events = copied(a, f->events, events);
    f->acts = copied(a, f->acts, acts);
    f->spans = copied(a, f->spans, spans);
    f->waits = copied(a, f->waits, waits);
    return f;
}

void flow_build(struct lfunc *lf)
{
    struct flow_walk w = {.lf = lf, .arena = arena_new(), .scope = lf->root};
    w.flow = arena_new_of(w.arena, struct flow);
    w.span = NO_SPAN;
    w.cur = w.brk = w.cont = w.head = NO_NODE;
    flow_next(&w);
    w.anywhere = flow_node(&w);
    w.flow->nodes[w.anywhere].scope = 0;
    flow_stmt(&w, lf->body);
    for (uint32_t i = 0; i < lf->func->nlabels; i++)
        if (lf->func->labels[i]->address_taken && lf->func->labels[i]->at)
            flow_edge(&w, w.anywhere, flow_place(&w, lf->func->labels[i]));
    struct flow *f = kept(&w);
    list_neighbours(&w, f);
    find_order(&w, f);
    lf->flow = f;
    arena_free(w.arena);
}

void flow_free(struct flow *f)
{
    if (f)
        arena_free(f->arena);
}
