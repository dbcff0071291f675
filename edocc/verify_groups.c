/* SPDX-License-Identifier: MIT
 *
 * The verifier's look at what lives at once. Everything that is directly in the scope of a join, or
 * of a select's heads, does: its branches with all they hold, the heads' frames, the array of
 * branches. So that scope must be known as one that shares no storage, each of those parts must
 * stand in it, and nothing of it in a scope around it, which may share storage with any other part.
 * What the group's poll reads while the function is away must stand in the frame; each branch must
 * begin in a state of its own, each head in a branch of its own, and a named future must be given
 * back to the branch that has declared it. All of that is found again from the tree of scopes. */
#include "verify.h"

#include <string.h>

struct groups {
    struct lfunc *lf;
    const struct lscope **place; /* by wait.at - 1 */
    bool failed;
};

static void blame(struct groups *v, tokid tok, const char *what)
{
    v->failed = true;
    diag_error(v->lf->lu->diag, tok ? tok : v->lf->func->sym->name_tok, D_INTERNAL,
               "internal error: in '%s', %s", v->lf->func->sym->name, what);
}

/* ---- what is awaited ---- */

static void find_places(struct groups *v)
{
    const struct lfunc *lf = v->lf;
    for (unsigned i = 0; i < lf->scopes.n; i++) {
        const struct lscope *sc = lf->scopes.at[i];
        for (unsigned j = 0; j < sc->waits.n; j++) {
            const struct wait *w = sc->waits.at[j];
            if (v->place[w->at - 1])
                blame(v, w->tok, "what is awaited has two places in the frame");
            v->place[w->at - 1] = sc;
        }
    }
}

/* Out of a group's scope nothing may be moved: what is around it doesn't hold its parts apart. */
static bool stands_well(const struct lscope *place, const struct lscope *used)
{
    for (; used != place; used = used->parent)
        if (!used || used->group)
            return false;
    return true;
}

static void judge_waits(struct groups *v)
{
    for (unsigned i = 0; i < v->lf->waits.n; i++) {
        const struct wait *w = v->lf->waits.at[i];
        if (w->at != i + 1) {
            blame(v, w->tok, "two awaits go on in the same state");
            continue;
        }
        if (!wait_has_member(w))
            continue;
        const struct lscope *place = v->place[i];
        const struct group *g = w->kind == WAIT_GROUP ? w->group : w->head ? w->head->group : 0;
        if (!place)
            blame(v, w->tok, "what is awaited has no place in the frame");
        else if (g ? place != g->scope : !stands_well(place, w->scope))
            blame(v, w->tok, "what is awaited shares its place with what lives beside it");
    }
}

/* ---- joins ---- */

static void judge_branches(struct groups *v, const struct group *g)
{
    for (unsigned i = 0; i < g->n; i++) {
        const struct branch *b = &g->branches[i];
        tokid tok = b->entry->tok;
        if (b->group != g || b->outer != g->in || b->scope->branch != b ||
            b->scope->parent != g->scope)
            blame(v, tok, "a branch isn't one of its join's");
        if (b->entry->kind != WAIT_ENTRY || b->entry->at != g->branches[0].entry->at + i)
            blame(v, tok, "a branch begins in another one's state");
    }
    const struct local *claimed = g->claimed;
    if (claimed && (claimed->scope != g->scope || claimed->where != CLASS_FRAME))
        blame(v, g->wait->tok, "whether a branch has returned isn't kept in its join's scope");
}

/* Control comes to each branch by one node, which knows that no local's value comes along. */
static void judge_entries(struct groups *v)
{
    const struct flow *flow = v->lf->flow;
    struct arena *a = arena_new();
    unsigned *entered = arena_array_of(a, unsigned, v->lf->waits.n + 1);
    for (unsigned i = 0; i < flow->nnodes; i++)
        if (flow->nodes[i].enters)
            entered[flow->nodes[i].enters->at]++;
    for (unsigned i = 0; i < v->lf->waits.n; i++) {
        const struct wait *w = v->lf->waits.at[i];
        if ((w->kind == WAIT_ENTRY) != (entered[w->at] == 1))
            blame(v, w->tok, "a branch isn't entered as one");
    }
    arena_free(a);
}

/* ---- selects ---- */

/* How many branches of joins lie between a select and the scope of a future. */
static unsigned branches_between(const struct group *g, const struct lscope *future)
{
    unsigned n = 0;
    for (const struct lscope *sc = g->scope; sc && sc != future; sc = sc->parent)
        n += sc->branch && sc->branch->scope == sc;
    return n;
}

static void judge_future(struct groups *v, const struct head *h)
{
    const struct local *l = local_of(h->wait->operand->sym);
    if (!l || l->where != CLASS_FRAME || !scope_is_around(l->scope, h->group->scope)) {
        blame(v, h->wait->tok, "a select waits for a future that isn't in the frame");
        return;
    }
    if (h->outwards != branches_between(h->group, l->scope))
        blame(v, h->wait->tok, "a future isn't given back to the branch that has declared it");
    if (h->enabled && h->enabled->where != CLASS_FRAME)
        blame(v, h->wait->tok, "a guard that a wait looks at isn't in the frame");
}

static void judge_heads(struct groups *v, const struct group *g)
{
    unsigned embedded = 0;
    for (unsigned i = 0; i < g->n; i++) {
        const struct head *h = &g->heads[i];
        if (h->group != g || h->index != i)
            blame(v, h->wait->tok, "a head isn't one of its select's");
        else if (h->wait->kind == WAIT_FUTURE)
            judge_future(v, h);
        else if (h->branch != embedded++)
            blame(v, h->wait->tok, "a head runs in another one's branch");
    }
    if (embedded != g->embedded)
        blame(v, g->wait->tok, "a select has not as many branches as heads");
}

/* ---- all of it ---- */

bool verify_groups(struct lfunc *lf)
{
    struct groups v = {.lf = lf};
    struct arena *a = arena_new();
    v.place = arena_array_of(a, const struct lscope *, lf->waits.n);
    find_places(&v);
    judge_waits(&v);
    judge_entries(&v);
    for (unsigned i = 0; i < lf->groups.n; i++) {
        const struct group *g = lf->groups.at[i];
        if (g->scope->group != g || g->wait->group != g)
            blame(&v, g->wait->tok, "parts of a join or select share their place in the frame");
        if (g->heads)
            judge_heads(&v, g);
        else
            judge_branches(&v, g);
    }
    arena_free(a);
    return !v.failed;
}
