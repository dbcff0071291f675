/* SPDX-License-Identifier: MIT
 *
 * Four questions, each a data flow problem over the graph; locals are taken 64 at a time, so that a
 * set of locals is one word and a function with thousands of them needs no more memory than one
 * with few.
 *
 *   live     backwards: may its value still be read? Nothing is live outside its scope.
 *   exposed  forwards: may someone hold its address? Until its scope is left.
 *   dirty    forwards: may it have been written since its slot in the frame was right? A resume
 *            makes it false: what was live has been saved or was right; what was not is written
 *            before it is read.
 *   wanted   backwards: is its C local read before control is gone the next time? A save reads it
 *            too, but only a save that is made: a slot that is right from an earlier save is left
 *            alone, and the C local need not even be restored to pass the suspension.
 *
 * exposed at a suspension, or live across one and too big or too shared to copy: CLASS_FRAME.
 * Else live across one: CLASS_CACHED, saved where live and dirty, restored where wanted. */
#include "liveness.h"

#include <string.h>

typedef uint64_t set; /* bit i: local `first + i` */

struct marks {
    set use, def;      /* read before anything else; given a new value before any read */
    set wrote, settled; /* dirty behind it whatever was before; not dirty */
    set exposes, ends;
};

struct chunk {
    struct lfunc *lf;
    struct flow *flow;
    unsigned first, n;
    set *visible; /* by scope id: what lives there */
    struct marks *marks;
    set *live, *wanted; /* at the beginning of each node */
    set *exposed, *dirty; /* at its end */
    set cached;
};

static set visible_in(const struct chunk *c, const struct node *n)
{
    return n->scope ? c->visible[n->scope->id] : ~(set)0;
}

/* ---- what is where ---- */

static void find_visible(struct chunk *c)
{
    for (unsigned i = 0; i < c->lf->scopes.n; i++) {
        const struct lscope *sc = c->lf->scopes.at[i]; /* a parent comes before its children */
        c->visible[sc->id] = sc->parent ? c->visible[sc->parent->id] : 0;
        for (unsigned j = 0; j < sc->locals.n; j++) {
            const struct local *l = sc->locals.at[j];
            if (l->index - c->first < c->n)
                c->visible[sc->id] |= (set)1 << (l->index - c->first);
        }
    }
}

static void mark(struct marks *m, enum event_kind kind, set bit)
{
    switch (kind) {
    case EV_READ:
        m->use |= bit & ~m->def;
        break;
    case EV_ADDRESS: /* what it is for may read or write it */
        m->use |= bit & ~m->def;
        m->exposes |= bit;
        m->wrote |= bit;
        break;
    case EV_WRITE:
        m->def |= bit & ~m->use;
        m->wrote |= bit;
        break;
    case EV_PART:
        m->wrote |= bit;
        break;
    case EV_DEATH:
        m->exposes &= ~bit;
        m->ends |= bit;
        /* fall through */
    case EV_BIRTH:
        m->def |= bit & ~m->use;
        m->wrote &= ~bit;
        m->settled |= bit;
        break;
    }
}

static void find_marks(struct chunk *c)
{
    const struct flow *f = c->flow;
    for (unsigned i = 0; i < f->norder; i++) {
        const struct node *n = &f->nodes[f->order[i]];
        struct marks *m = &c->marks[f->order[i]];
        *m = (struct marks){0};
        for (unsigned j = n->first; j < n->first + n->n; j++) {
            unsigned at = f->events[j].local - c->first;
            if (at < c->n)
                mark(m, f->events[j].kind, (set)1 << at);
        }
    }
}

/* ---- the four ---- */

/* What holds at the end of node `n`, as its successors have it at their beginnings. */
static set at_end(const struct chunk *c, const set *begin, const struct node *n)
{
    set s = 0;
    for (unsigned i = 0; i < n->nsucc; i++)
        s |= begin[n->succ[i]];
    return s & visible_in(c, n);
}

static set at_begin(const struct chunk *c, const set *end, const struct node *n)
{
    set s = 0;
    for (unsigned i = 0; i < n->npred; i++)
        s |= end[n->pred[i]];
    return s & visible_in(c, n);
}

static void find_live(struct chunk *c)
{
    const struct flow *f = c->flow;
    for (bool more = true; more;) {
        more = false;
        for (unsigned i = f->norder; i-- > 0;) {
            unsigned at = f->order[i];
            set s = at_end(c, c->live, &f->nodes[at]);
            s = (s & ~c->marks[at].def) | c->marks[at].use;
            more |= s != c->live[at];
            c->live[at] = s;
        }
    }
}

static void find_exposed(struct chunk *c)
{
    const struct flow *f = c->flow;
    for (bool more = true; more;) {
        more = false;
        for (unsigned i = 0; i < f->norder; i++) {
            unsigned at = f->order[i];
            set s = at_begin(c, c->exposed, &f->nodes[at]);
            s = (s & ~c->marks[at].ends) | c->marks[at].exposes;
            more |= s != c->exposed[at];
            c->exposed[at] = s;
        }
    }
}

static void find_dirty(struct chunk *c)
{
    const struct flow *f = c->flow;
    for (bool more = true; more;) {
        more = false;
        for (unsigned i = 0; i < f->norder; i++) {
            unsigned at = f->order[i];
            set s = at_begin(c, c->dirty, &f->nodes[at]);
            s = (s & ~c->marks[at].settled) | c->marks[at].wrote;
            if (f->nodes[at].wait)
                s = 0;
            more |= s != c->dirty[at];
            c->dirty[at] = s;
        }
    }
}

static set saved_at(const struct chunk *c, const struct node *n)
{
    return at_end(c, c->live, n) & at_begin(c, c->dirty, n) & c->cached;
}

static void find_wanted(struct chunk *c)
{
    const struct flow *f = c->flow;
    for (bool more = true; more;) {
        more = false;
        for (unsigned i = f->norder; i-- > 0;) {
            unsigned at = f->order[i];
            const struct node *n = &f->nodes[at];
            set s = at_end(c, c->wanted, n);
            s = n->wait ? saved_at(c, n) : (s & ~c->marks[at].def) | c->marks[at].use;
            more |= s != c->wanted[at];
            c->wanted[at] = s;
        }
    }
}

/* ---- the plan ---- */

static bool has_fixed_member(const struct type *t)
{
    if (t->kind == TY_ARRAY && t->base)
        return has_fixed_member(t->base);
    if (t->kind == TY_STRUCT && !t->members)
        return true;
    for (uint32_t i = 0; t->kind == TY_STRUCT && i < t->nmembers; i++) {
        const struct type *m = t->members[i].type;
        if (m->is_const || m->is_volatile || m->is_atomic || has_fixed_member(m))
            return true;
    }
    return false;
}

/* A C local of it can be overwritten after a resume. */
static bool is_cacheable(const struct local *l)
{
    const struct type *t = l->sym->type;
    if (!l->scalar || t->is_volatile || t->is_atomic || t->pinned || t->future_of)
        return false;
    if (t->is_const && t->kind == TY_STRUCT)
        return false; /* a scalar's const is left out where it is declared */
    return !has_fixed_member(t);
}

static void place(struct chunk *c)
{
    const struct flow *f = c->flow;
    set across = 0, exposed = 0;
    for (unsigned i = 0; i < f->norder; i++) {
        const struct node *n = &f->nodes[f->order[i]];
        if (!n->wait)
            continue;
        across |= at_end(c, c->live, n);
        exposed |= at_begin(c, c->exposed, n);
    }
    for (unsigned i = 0; i < c->n; i++) {
        struct local *l = c->lf->locals.at[c->first + i];
        set bit = (set)1 << i;
        l->where = CLASS_LOCAL;
        if ((exposed & bit) || ((across & bit) && !is_cacheable(l)))
            l->where = CLASS_FRAME;
        else if (across & bit)
            l->where = CLASS_CACHED;
        if (l->where == CLASS_CACHED)
            c->cached |= bit;
    }
}

static void list(struct chunk *c, struct vec *v, set s)
{
    for (; s; s &= s - 1)
        vec_push(c->lf->lu->arena, v, c->lf->locals.at[c->first + (unsigned)__builtin_ctzll(s)]);
}

static void plan_waits(struct chunk *c)
{
    const struct flow *f = c->flow;
    for (unsigned i = 0; i < f->norder; i++) {
        const struct node *n = &f->nodes[f->order[i]];
        if (!n->wait)
            continue;
        list(c, &n->wait->save, saved_at(c, n));
        list(c, &n->wait->restore, at_end(c, c->wanted, n) & c->cached);
    }
}

static void place_chunk(struct chunk *c)
{
    size_t bytes = c->flow->nnodes * sizeof(set);
    memset(c->live, 0, bytes);
    memset(c->wanted, 0, bytes);
    memset(c->exposed, 0, bytes);
    memset(c->dirty, 0, bytes);
    c->cached = 0;
    find_visible(c);
    find_marks(c);
    find_live(c);
    find_exposed(c);
    place(c);
    if (!c->cached)
        return;
    find_dirty(c);
    find_wanted(c);
    plan_waits(c);
}

static void place_in_frame(struct local *l)
{
    if (!l->boxed_vla) /* that one has no object here, but a pointer, which is a local itself */
        l->where = CLASS_FRAME;
}

/* No analysis: whatever lives around an await stands in the frame. */
static void place_all_in_frame(struct lfunc *lf)
{
    for (unsigned i = 0; i < lf->waits.n; i++) {
        const struct wait *w = lf->waits.at[i];
        for (const struct lscope *sc = w->scope; sc; sc = sc->parent)
            for (unsigned j = 0; j < sc->locals.n; j++)
                place_in_frame(sc->locals.at[j]);
    }
}

void place_locals(struct lfunc *lf)
{
    for (unsigned i = 0; i < lf->locals.n; i++)
        ((struct local *)lf->locals.at[i])->where = CLASS_LOCAL;
    if (!lf->afn)
        return;
    flow_build(lf);
    if (lf->lu->options->all_in_frame) {
        place_all_in_frame(lf);
        return;
    }
    struct arena *a = arena_new(); /* for this function only */
    unsigned n = lf->flow->nnodes;
    struct chunk c = {.lf = lf, .flow = lf->flow};
    c.visible = arena_array_of(a, set, lf->scopes.n);
    c.marks = arena_array_of(a, struct marks, n);
    c.live = arena_array_of(a, set, n);
    c.wanted = arena_array_of(a, set, n);
    c.exposed = arena_array_of(a, set, n);
    c.dirty = arena_array_of(a, set, n);
    for (; c.first < lf->locals.n; c.first += 64) {
        c.n = lf->locals.n - c.first < 64 ? lf->locals.n - c.first : 64;
        place_chunk(&c);
    }
    arena_free(a);
}
