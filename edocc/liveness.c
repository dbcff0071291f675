/* SPDX-License-Identifier: MIT
 *
 * Five questions, each a data flow problem over the graph; locals are taken 64 at a time, so that a
 * set of locals is one word and a function with thousands of them needs no more memory than one
 * with few.
 *
 *   live     backwards: may its value still be read? Nothing is live outside its scope.
 *   exposed  forwards: may someone hold its address? Until its scope is left.
 *   unset    forwards: may it be indeterminate, never written since its scope was entered?
 *   dirty    forwards: may it have been written since its slot in the frame was right? A resume
 *            makes it false: what was live has been saved or was right; what was not is written
 *            before it is read.
 *   wanted   backwards: is its C local read before control is gone the next time? A save reads it
 *            too, but only a save that is made: a slot that is right from an earlier save is left
 *            alone, and the C local need not even be restored to pass the suspension.
 *
 * exposed at a suspension, or live across one and too big or too shared to copy, or unset there (to
 * copy it would be a use of what has no value, of which compilers warn): CLASS_FRAME.
 * Else live across one: CLASS_CACHED, saved where live and dirty, restored where wanted. */
#include "liveness.h"

#include <string.h>

static set visible_in(const struct chunk *c, const struct node *n)
{
    return n->scope ? chunk_visible(c, n->scope) : ~(set)0;
}

/* ---- what is where ---- */

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
        m->given |= bit;
        m->forgets &= ~bit;
        break;
    case EV_WRITE:
        m->def |= bit & ~m->use;
        /* fall through */
    case EV_PART:
        m->wrote |= bit;
        m->given |= bit;
        m->forgets &= ~bit;
        break;
    case EV_SAVE: /* reads it, but for nobody who would need it otherwise */
        m->save_use |= bit & ~m->def;
        m->wrote &= ~bit;
        m->settled |= bit;
        break;
    case EV_DEATH:
        m->exposes &= ~bit;
        m->ends |= bit;
        /* fall through */
    case EV_BIRTH:
        m->def |= bit & ~m->use;
        m->wrote &= ~bit;
        m->settled |= bit;
        m->forgets |= bit;
        m->given &= ~bit;
        break;
    }
}

static void find_marks(struct chunk *c, set whose)
{
    for (unsigned i = 0; i < c->nevents; i++) {
        const struct event *e = &c->flow->events[c->events[i]];
        unsigned node = c->node_of[c->events[i]];
        set bit = (set)1 << (e->local - c->first);
        if (!c->flow->nodes[node].reached || !(whose & bit))
            continue;
        chunk_touch(c, node);
        mark(&c->marks[node], e->kind, bit);
    }
    c->nmarked = c->ntouched;
}

/* ---- the five ---- */

/* What holds at the end of node `n`, as its successors have it at their beginnings. No node has
 * anything that isn't visible in it: only an edge that enters or leaves a scope ends something. */
static set at_end(const struct chunk *c, const set *begin, const struct node *n)
{
    set s = 0;
    for (unsigned i = 0; i < n->nsucc; i++)
        s |= begin[n->succ[i]];
    return s && n->goes_in ? s & visible_in(c, n) : s;
}

static set at_begin(const struct chunk *c, const set *end, const struct node *n)
{
    set s = 0;
    for (unsigned i = 0; i < n->npred; i++)
        s |= end[n->pred[i]];
    return s && n->left ? s & visible_in(c, n) : s;
}

static bool changes(set *to, set s)
{
    bool other = *to != s;
    *to = s;
    return other;
}

static bool find_live(struct chunk *c, unsigned at)
{
    set s = at_end(c, c->live, &c->flow->nodes[at]);
    return changes(&c->live[at], (s & ~c->marks[at].def) | c->marks[at].use);
}

static bool find_exposed(struct chunk *c, unsigned at)
{
    set s = at_begin(c, c->exposed, &c->flow->nodes[at]);
    return changes(&c->exposed[at], (s & ~c->marks[at].ends) | c->marks[at].exposes);
}

/* Of what is live there. What isn't, but is live behind a node, is written or born in it: so it
 * doesn't matter that nobody knows whether it was unset, or dirty, before. */
static set unset_before(const struct chunk *c, unsigned at)
{
    const struct node *n = &c->flow->nodes[at];
    set live = c->live[at], s = at == 0 ? live : 0;
    for (unsigned i = 0; live && i < n->npred; i++) {
        const struct node *from = &c->flow->nodes[n->pred[i]];
        s |= c->unset[n->pred[i]];
        if (n->entered && from->reached && from->scope != n->scope)
            s |= ~visible_in(c, from);
    }
    return s & live;
}

static bool find_unset(struct chunk *c, unsigned at)
{
    set s = (unset_before(c, at) & ~c->marks[at].given) | c->marks[at].forgets;
    return changes(&c->unset[at], s & at_end(c, c->live, &c->flow->nodes[at]));
}

static bool find_dirty(struct chunk *c, unsigned at)
{
    const struct node *n = &c->flow->nodes[at];
    set s = at_begin(c, c->dirty, n);
    s = (s & ~c->marks[at].settled) | c->marks[at].wrote;
    return changes(&c->dirty[at], n->wait ? 0 : s & at_end(c, c->live, n) & c->cached);
}

static set saved_at(const struct chunk *c, const struct node *n)
{
    return at_end(c, c->live, n) & at_begin(c, c->dirty, n) & c->cached;
}

static bool find_wanted_for_use(struct chunk *c, unsigned at)
{
    const struct node *n = &c->flow->nodes[at];
    set s = n->wait ? 0 : (at_end(c, c->wanted, n) & ~c->marks[at].def) | c->marks[at].use;
    return changes(&c->wanted[at], s & c->cached);
}

static bool find_wanted(struct chunk *c, unsigned at)
{
    const struct node *n = &c->flow->nodes[at];
    set s = at_end(c, c->wanted, n);
    if (n->wait)
        s = saved_at(c, n);
    else
        s = (s & ~c->marks[at].def) | c->marks[at].use | c->marks[at].save_use;
    return changes(&c->wanted[at], s & c->cached);
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

/* Of those live at `w`, which have no name there: control came back from behind the declaration to
 * before it. What stands in the frame needs none. */
static set nameless(const struct chunk *c, const struct wait *w, set live)
{
    set s = 0;
    for (; live && w->tok < c->last_name; live &= live - 1) {
        unsigned bit = (unsigned)__builtin_ctzll(live);
        const struct local *l = c->lf->locals.at[c->first + bit];
        if (l->kind == LOCAL_USER && !l->hoisted && l->decl && l->decl->name_tok > w->tok)
            s |= (set)1 << bit;
    }
    return s;
}

static void place(struct chunk *c)
{
    const struct flow *f = c->flow;
    set across = 0, framed = 0;
    for (unsigned i = 0; i < c->nwaits; i++) {
        unsigned at = f->waits[c->waits[i]];
        const struct node *n = &f->nodes[at];
        set live = at_end(c, c->live, n);
        across |= live;
        framed |=
            at_begin(c, c->exposed, n) | nameless(c, n->wait, live) | (live & unset_before(c, at));
    }
    for (unsigned i = 0; i < c->n; i++) {
        struct local *l = c->lf->locals.at[c->first + i];
        set bit = (set)1 << i;
        l->where = CLASS_LOCAL;
        if ((framed & bit) || l->shared || l->idle || ((across & bit) && !is_cacheable(l)))
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

set chunk_saves(const struct chunk *c, unsigned node)
{
    return saved_at(c, &c->flow->nodes[node]);
}

set chunk_restores(const struct chunk *c, unsigned node)
{
    return at_end(c, c->wanted, &c->flow->nodes[node]) & c->cached;
}

set chunk_live_across(const struct chunk *c, unsigned node)
{
    return at_end(c, c->live, &c->flow->nodes[node]);
}

set chunk_exposed_at(const struct chunk *c, unsigned node)
{
    return at_begin(c, c->exposed, &c->flow->nodes[node]);
}

set chunk_unset_at(const struct chunk *c, unsigned node)
{
    return chunk_live_across(c, node) & unset_before(c, node);
}

void chunk_each_save(const struct chunk *c, void (*tell)(void *context, unsigned event, bool dirty),
                     void *context)
{
    struct marks m = {0};
    set before = 0;
    unsigned node = 0;
    for (unsigned i = 0; i < c->nevents; i++) {
        const struct event *e = &c->flow->events[c->events[i]];
        set bit = (set)1 << (e->local - c->first);
        if (i == 0 || c->node_of[c->events[i]] != node) {
            node = c->node_of[c->events[i]];
            before = at_begin(c, c->dirty, &c->flow->nodes[node]);
            m = (struct marks){0};
        }
        if (e->kind == EV_SAVE && c->flow->nodes[node].reached)
            tell(context, c->events[i], ((before & ~m.settled) | m.wrote) & bit);
        mark(&m, e->kind, bit);
    }
}

static void solve_live(struct chunk *c, set whose)
{
    find_marks(c, whose);
    for (unsigned i = 0; i < c->nmarked; i++)
        if (c->marks[c->touched[i]].use)
            due_add(&c->due, c->touched[i]);
    chunk_solve_backwards(c, find_live);
    for (unsigned i = 0; i < c->nmarked; i++)
        if (c->marks[c->touched[i]].exposes)
            due_add(&c->due, c->touched[i]);
    chunk_solve_forwards(c, find_exposed);
}

static void solve_unset(struct chunk *c)
{
    for (unsigned i = 0; i < c->ntouched; i++) {
        unsigned at = c->touched[i];
        if (at == 0 || c->flow->nodes[at].entered || c->marks[at].forgets)
            due_add(&c->due, at);
    }
    chunk_solve_forwards(c, find_unset);
}

static void solve_dirty(struct chunk *c)
{
    for (unsigned i = 0; i < c->nmarked; i++)
        if (c->marks[c->touched[i]].wrote & c->cached)
            due_add(&c->due, c->touched[i]);
    chunk_solve_forwards(c, find_dirty);
}

/* By those who use it for its value. All that it takes is a restore that no plan can spare. */
static void solve_wanted_for_use(struct chunk *c)
{
    for (unsigned i = 0; i < c->nmarked; i++)
        if (c->marks[c->touched[i]].use & c->cached)
            due_add(&c->due, c->touched[i]);
    chunk_solve_backwards(c, find_wanted_for_use);
}

/* By saves too. */
static void solve_wanted(struct chunk *c)
{
    for (unsigned i = 0; i < c->nmarked; i++)
        if ((c->marks[c->touched[i]].use | c->marks[c->touched[i]].save_use) & c->cached)
            due_add(&c->due, c->touched[i]);
    for (unsigned i = 0; i < c->nwaits; i++)
        due_add(&c->due, c->flow->waits[c->waits[i]]);
    chunk_solve_backwards(c, find_wanted);
}

/* Takes those out of the cached ones that are cheaper in the frame, whatever else is found. */
static void find_idle(struct chunk *c, const uint64_t *idle_costs)
{
    uint64_t costs[CHUNK] = {0};
    solve_wanted_for_use(c);
    for (unsigned i = 0; i < c->nwaits; i++) {
        unsigned at = c->flow->waits[c->waits[i]];
        uint64_t each = chunk_weight(c, at);
        for (set s = chunk_restores(c, at); s; s &= s - 1)
            costs[__builtin_ctzll(s)] += each;
    }
    for (unsigned i = 0; i < c->n; i++) {
        struct local *l = c->lf->locals.at[c->first + i];
        if (costs[i] <= idle_costs[l->index])
            continue;
        l->idle = true;
        l->where = CLASS_FRAME;
        c->cached &= ~((set)1 << i);
    }
}

void chunk_follow(struct chunk *c, unsigned first)
{
    chunk_open(c, first);
    solve_live(c, ~(set)0);
    chunk_sort_waits(c);
}

void chunk_place(struct chunk *c, unsigned first, const uint64_t *idle_costs)
{
    chunk_open(c, first);
    solve_live(c, c->skips_idle ? ~c->idle : ~(set)0);
    solve_unset(c);
    place(c);
    if (c->cached && idle_costs)
        find_idle(c, idle_costs);
    if (!c->cached)
        return;
    solve_dirty(c);
    solve_wanted(c);
    chunk_sort_waits(c);
}

static void list_plan(struct lfunc *lf)
{
    struct chunk c = {0};
    chunk_begin(&c, lf);
    c.skips_idle = true;
    for (unsigned first = 0; first < lf->locals.n; first += CHUNK) {
        chunk_place(&c, first, 0);
        for (unsigned i = 0; i < c.nwaits && c.cached; i++) {
            unsigned at = c.flow->waits[c.waits[i]];
            const struct node *n = &c.flow->nodes[at];
            list(&c, &n->wait->save, chunk_saves(&c, at));
            list(&c, &n->wait->restore, chunk_restores(&c, at));
        }
    }
    chunk_end(&c);
}

static void place_in_frame(struct local *l)
{
    if (!l->boxed_vla &&
        !l->in_head) /* that one has no object here, but a pointer, which is a local itself */
        l->where = CLASS_FRAME;
}

/* No analysis: whatever lives around an await stands in the frame, and what has to. */
static void place_all_in_frame(struct lfunc *lf)
{
    for (unsigned i = 0; i < lf->locals.n; i++) {
        struct local *l = lf->locals.at[i];
        if (l->shared)
            place_in_frame(l);
    }
    for (unsigned i = 0; i < lf->waits.n; i++) {
        const struct wait *w = lf->waits.at[i];
        for (const struct lscope *sc = w->scope; sc; sc = sc->parent)
            for (unsigned j = 0; j < sc->locals.n; j++)
                place_in_frame(sc->locals.at[j]);
    }
}

/* What several branches of a join see stands in the frame, and nowhere else. */
static void find_shared(struct lfunc *lf)
{
    const struct flow *f = lf->flow;
    for (unsigned i = 0; i < f->nnodes; i++) {
        const struct node *n = &f->nodes[i];
        for (unsigned j = n->first; j < n->first + n->n; j++) {
            struct local *l = lf->locals.at[f->events[j].local];
            l->shared |= l->scope && l->scope->branch != n->scope->branch;
        }
    }
}

static void place_nowhere(struct local *l)
{
    l->where = CLASS_LOCAL;
    l->idle = false;
}

void place_locals(struct lfunc *lf)
{
    for (unsigned i = 0; i < lf->locals.n; i++)
        place_nowhere(lf->locals.at[i]);
    if (!lf->afn)
        return;
    flow_free(lf->flow);
    flow_build(lf);
    if (lf->lu->options->all_in_frame) {
        place_all_in_frame(lf);
        return;
    }
    find_shared(lf);
    choose_cheapest(lf);
    list_plan(lf);
}
