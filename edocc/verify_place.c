/* SPDX-License-Identifier: MIT
 *
 * Places in the frame. A member lives in the union of its scope with what is around it and what is
 * inside, so at each suspension all that is alive must stand in scopes around the awaited frame. */
#include "verify.h"

/* A scope is made when those around it have been: in the order of their numbers, all parents come
 * before their children. */
void verify_scopes(struct check *c)
{
    const struct vec *scopes = &c->lf->scopes;
    unsigned *next = arena_array_of(c->arena, unsigned, scopes->n), roots = 0;
    c->rank = arena_array_of(c->arena, unsigned, scopes->n);
    c->size = arena_array_of(c->arena, unsigned, scopes->n);
    for (unsigned i = scopes->n; i-- > 0;) {
        const struct lscope *sc = scopes->at[i];
        c->size[i]++;
        if (sc->parent)
            c->size[sc->parent->id] += c->size[i];
    }
    for (unsigned i = 0; i < scopes->n; i++) {
        const struct lscope *sc = scopes->at[i];
        unsigned *from = sc->parent ? &next[sc->parent->id] : &roots;
        c->rank[i] = *from;
        *from += c->size[i];
        next[i] = c->rank[i] + 1;
    }
}

/* A branch of a join stands beside its siblings: its scope is directly in the join's, of which all
 * parts live at once. */
static void judge_branches(struct check *c)
{
    for (unsigned i = 0; i < c->lf->scopes.n; i++) {
        const struct lscope *sc = c->lf->scopes.at[i];
        const struct branch *around = sc->parent ? sc->parent->branch : 0, *b = sc->branch;
        bool good = b == around || (b && b->scope == sc && b->outer == around &&
                                    sc->parent == b->group->scope && sc->parent->group == b->group);
        if (good)
            continue;
        c->failed = true;
        diag_error(c->lf->lu->diag, sc->from, D_INTERNAL,
                   "internal error: in '%s', a branch shares its place in the frame with others",
                   c->lf->func->sym->name);
    }
}

/* By local: the scope that it is a member of. Every local that has a place in the frame has one,
 * in its scope or around it. */
static const struct lscope **judge_members(struct check *c)
{
    const struct lfunc *lf = c->lf;
    const struct lscope **home = arena_array_of(c->arena, const struct lscope *, lf->locals.n);
    for (unsigned i = 0; i < lf->scopes.n; i++) {
        const struct lscope *sc = lf->scopes.at[i];
        for (unsigned j = 0; j < sc->members.n; j++) {
            const struct local *l = sc->members.at[j];
            if (home[l->index])
                verify_blame(c, l, 0, "has two places in the frame");
            if (!is_within(c, sc, l->scope))
                verify_blame(c, l, 0, "shares its place in the frame");
            home[l->index] = sc;
        }
    }
    for (unsigned i = 0; i < lf->locals.n; i++) {
        const struct local *l = lf->locals.at[i];
        if (l->where != CLASS_LOCAL && !home[i])
            verify_blame(c, l, 0, "has no place in the frame");
    }
    return home;
}

/* By wait.at - 1: the scope that the awaited frame is a member of. */
static const struct lscope **find_wait_places(const struct check *c)
{
    const struct lfunc *lf = c->lf;
    const struct lscope **place = arena_array_of(c->arena, const struct lscope *, lf->waits.n);
    for (unsigned i = 0; i < lf->waits.n; i++) {
        const struct wait *w = lf->waits.at[i];
        if (w->kind == WAIT_YIELD || is_gen_wait(w)) /* no member of its own */
            place[w->at - 1] = w->scope;
    }
    for (unsigned i = 0; i < lf->scopes.n; i++) {
        const struct lscope *sc = lf->scopes.at[i];
        for (unsigned j = 0; j < sc->waits.n; j++)
            place[((const struct wait *)sc->waits.at[j])->at - 1] = sc;
    }
    return place;
}

/* By scope: 1 + the rank of the innermost home of the locals that are alive in it; 0: none has one.
 * Those homes are all around the scope, so their ranks say which of two is inside the other. */
static unsigned *find_innermost(const struct check *c, const struct lscope **home)
{
    const struct lfunc *lf = c->lf;
    unsigned *innermost = arena_array_of(c->arena, unsigned, lf->scopes.n);
    for (unsigned i = 0; i < lf->locals.n; i++) {
        const struct local *l = lf->locals.at[i];
        if (l->where == CLASS_LOCAL || !home[i] || !l->scope)
            continue;
        unsigned rank = c->rank[home[i]->id] + 1, *at = &innermost[l->scope->id];
        *at = *at > rank ? *at : rank;
    }
    for (unsigned i = 0; i < lf->scopes.n; i++) {
        const struct lscope *sc = lf->scopes.at[i];
        if (sc->parent && innermost[sc->parent->id] > innermost[i])
            innermost[i] = innermost[sc->parent->id];
    }
    return innermost;
}

static void blame_covered(struct check *c, const struct node *n, const struct lscope *place,
                          const struct lscope **home)
{
    for (unsigned i = 0; i < c->lf->locals.n; i++) {
        const struct local *l = c->lf->locals.at[i];
        if (l->where == CLASS_LOCAL || !l->scope || !is_within(c, l->scope, n->scope))
            continue;
        if (!place || !home[i] || !is_within(c, home[i], place))
            verify_blame(c, l, n->wait->tok, "shares its place in the frame with what is awaited");
    }
}

static void judge_waits(struct check *c, const struct lscope **home)
{
    const struct flow *f = c->lf->flow;
    const struct lscope **places = find_wait_places(c);
    const unsigned *innermost = find_innermost(c, home);
    for (unsigned i = 0; i < f->nwaits; i++) {
        const struct node *n = &f->nodes[f->waits[i]];
        if (!n->reached)
            continue;
        const struct lscope *place = places[n->wait->at - 1];
        if (place && !is_within(c, place, n->scope))
            place = 0;
        if (innermost[n->scope->id] > (place ? c->rank[place->id] + 1 : 0))
            blame_covered(c, n, place, home);
    }
}

void verify_places(struct check *c)
{
    judge_branches(c);
    judge_waits(c, judge_members(c));
}
