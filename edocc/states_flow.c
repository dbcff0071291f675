/* SPDX-License-Identifier: MIT
 *
 * The transitions of a function's states, from its flow graph: for each node, which awaits control
 * can come to next. An await is a barrier: what lies behind it counts for its own state. The sets
 * are worked out 64 awaits at a time, backwards, so that their size doesn't grow with the function.
 *
 * A transition is labelled where a few conditions decide it: from the state, the nodes that choose
 * between different next states make a small tree (decision), and the label of a transition says
 * which of its leaves lead there. */
#include "flow.h"
#include "states.h"

#include <string.h>

enum {
    MOST_DEPTH = 3,     /* of a tree of decisions */
    MOST_CHOICES = 16,  /* of one decision */
    MOST_DECISIONS = 40, /* in a tree */
    MOST_STEPS = 500,   /* on the way to the next decision */
    MOST_LABEL = 48,    /* characters */
};

struct decision {
    unsigned node;
    unsigned n; /* 0: a leaf */
    struct decision *to;
    const char **when; /* "": goes without saying */
};

struct transitions {
    struct states *m;
    struct states_fn *fn;
    const struct lfunc *lf;
    const struct flow *flow;
    struct arena *arena;   /* until the function is done */
    unsigned *barrier;     /* by node: 1 + number of the await that starts there; or 0 */
    bool *differs;         /* by node: what follows depends on its choice */
    uint64_t *reach;       /* by node, of this chunk */
    unsigned *begins;      /* by state: the node behind it; NONE: unreachable */
    struct decision **trees; /* by state */
    unsigned first;        /* of the chunk; number of an await, or of the end behind them */
    unsigned *rooms;       /* of states[].next */
    unsigned budget;       /* of decisions, for the tree that is being made */
};
enum { NONE = UINT32_MAX };

/* ---- which awaits come next ---- */

static void find_barriers(struct transitions *t)
{
    const struct flow *f = t->flow;
    for (unsigned i = 0; i < f->nwaits; i++) {
        const struct node *gone = &f->nodes[f->waits[i]];
        if (!gone->reached)
            continue;
        for (unsigned j = 0; j < gone->npred; j++)
            t->barrier[gone->pred[j]] = gone->wait->at;
        t->begins[gone->wait->at] = gone->succ[0];
    }
    for (unsigned i = 0; i < f->nnodes; i++)
        if (f->nodes[i].enters && f->nodes[i].reached)
            t->begins[f->nodes[i].enters->at] = i;
    t->begins[0] = 0;
}

static uint64_t bit_of(const struct transitions *t, unsigned number)
{
    return number - t->first < 64 ? (uint64_t)1 << (number - t->first) : 0;
}

static uint64_t reach_of(const struct transitions *t, unsigned at)
{
    const struct node *n = &t->flow->nodes[at];
    uint64_t s = 0;
    if (t->barrier[at])
        return bit_of(t, t->barrier[at]);
    if (n->nsucc == 0) /* a branch ends in its join */
        return bit_of(t, n->scope && n->scope->branch ? n->scope->branch->group->wait->at
                                                      : t->lf->waits.n + 1);
    for (unsigned i = 0; i < n->nsucc; i++)
        s |= t->reach[n->succ[i]];
    return s;
}

static void find_reach(struct transitions *t)
{
    const struct flow *f = t->flow;
    memset(t->reach, 0, f->nnodes * sizeof *t->reach);
    for (bool more = true; more;) {
        more = false;
        for (unsigned i = f->norder; i-- > 0;) {
            uint64_t s = reach_of(t, f->order[i]);
            more |= s != t->reach[f->order[i]];
            t->reach[f->order[i]] = s;
        }
    }
}

static void find_differences(struct transitions *t)
{
    const struct flow *f = t->flow;
    for (unsigned i = 0; i < f->norder; i++) {
        const struct node *n = &f->nodes[f->order[i]];
        if (t->barrier[f->order[i]])
            continue;
        for (unsigned j = 1; j < n->nsucc; j++)
            t->differs[f->order[i]] |= t->reach[n->succ[j]] != t->reach[n->succ[0]];
    }
}

/* ---- what a condition is called ---- */

static const char *flipped(uint16_t op)
{
    switch (op) {
    case P_EQ:
        return "!=";
    case P_NE:
        return "==";
    case P_LT:
        return ">=";
    case P_GE:
        return "<";
    case P_GT:
        return "<=";
    case P_LE:
        return ">";
    default:
        return 0;
    }
}

static bool is_simple(const struct expr *e)
{
    return e->kind == E_IDENT || e->kind == E_CALL || e->kind == E_MEMBER || e->kind == E_ARROW ||
           e->kind == E_INDEX || e->kind == E_PAREN;
}

/* As it reads if it is `truth`. "": goes without saying. 0: it has no name. */
static const char *condition(struct transitions *t, const struct expr *e, bool truth)
{
    struct unit *u = t->lf->lu->unit;
    while (e->kind == E_PAREN && e->a)
        e = e->a;
    if ((int)e->kind == E_GLUE) {
        if (!strcmp(e->member, "%a < 0"))
            return truth ? "error" : "";
        bool not = !strcmp(e->member, "!(%a)") || !strcmp(e->member, "!%a");
        if (not || !strcmp(e->member, "%a"))
            return condition(t, e->a, truth != not);
        return 0;
    }
    if (e->r.first > e->r.last)
        return 0;
    if (e->kind == E_UNARY && e->op == P_NOT)
        return condition(t, e->a, !truth);
    const char *text = range_text(u, e->r);
    if (truth)
        return text;
    if (e->kind == E_BINARY && flipped(e->op))
        return arena_printf(t->arena, "%s %s %s", range_text(u, e->a->r), flipped(e->op),
                            range_text(u, e->b->r));
    return arena_printf(t->arena, is_simple(e) || (int)e->kind == E_TEMP ? "!%s" : "!(%s)", text);
}

static const char *choice_text(struct transitions *t, const struct node *n, unsigned i)
{
    if (!n->cond)
        return 0;
    if (!n->is_switch)
        return n->nsucc == 2 ? condition(t, n->cond, (i == 0) != n->negated) : 0;
    const struct stmt *label = t->flow->nodes[n->succ[i]].choice;
    if (!label)
        return "no case";
    if (label->kind == S_DEFAULT)
        return "default";
    return arena_printf(t->arena, "case %s", range_text(t->lf->lu->unit, label->cond->r));
}

/* ---- decisions ---- */

static struct decision *decision_at(struct transitions *t, unsigned at, unsigned depth)
{
    struct decision *d = arena_new_of(t->arena, struct decision);
    const struct node *n = &t->flow->nodes[at];
    for (unsigned i = 0; i < MOST_STEPS && !t->barrier[at] && n->nsucc && !t->differs[at]; i++) {
        at = n->succ[0];
        n = &t->flow->nodes[at];
    }
    d->node = at;
    if (depth == MOST_DEPTH || t->barrier[at] || !t->differs[at] || n->nsucc > MOST_CHOICES ||
        t->budget < n->nsucc)
        return d;
    t->budget -= n->nsucc;
    d->when = arena_array_of(t->arena, const char *, n->nsucc);
    for (unsigned i = 0; i < n->nsucc; i++)
        if (!(d->when[i] = choice_text(t, n, i)))
            return d;
    d->n = n->nsucc;
    d->to = arena_array_of(t->arena, struct decision, d->n);
    for (unsigned i = 0; i < d->n; i++)
        d->to[i] = *decision_at(t, n->succ[i], depth + 1);
    return d;
}

static const char *and_text(struct transitions *t, const char *a, const char *b)
{
    return !*a ? b : !*b ? a : arena_printf(t->arena, "%s && %s", a, b);
}

/* When the leaves below lead to `bit`: 0 never; "" whatever is chosen, or what that is can't be
 * said; else the conditions. */
static const char *label_of(struct transitions *t, const struct decision *d, uint64_t bit)
{
    const char *all = 0;
    unsigned plain = 0;
    if (!d->n)
        return t->reach[d->node] & bit ? "" : 0;
    for (unsigned i = 0; i < d->n; i++) {
        const char *one = label_of(t, &d->to[i], bit);
        if (!one)
            continue;
        plain += !*one;
        one = and_text(t, d->when[i], one);
        if (!*one || strlen(one) > MOST_LABEL)
            return "";
        all = all ? arena_printf(t->arena, "%s or %s", all, one) : one;
    }
    return plain == d->n || (all && strlen(all) > MOST_LABEL) ? "" : all;
}

/* ---- the transitions ---- */

static void add_edge(struct transitions *t, unsigned from, unsigned to, const char *when)
{
    struct states_state *s = &t->fn->states[from];
    if (s->nnext == t->rooms[from]) {
        unsigned room = t->rooms[from] ? t->rooms[from] * 2 : 4;
        struct states_edge *at = arena_array_of(t->m->arena, struct states_edge, room);
        if (s->nnext)
            memcpy(at, s->next, s->nnext * sizeof *at);
        s->next = at;
        t->rooms[from] = room;
    }
    s->next[s->nnext++] =
        (struct states_edge){to, when && *when ? arena_strdup(t->m->arena, when) : 0};
}

/* From a join control goes into its branches too; from a select to its heads, and back. */
static uint64_t branches_of(const struct transitions *t, unsigned from)
{
    const struct wait *w = from ? t->lf->waits.at[from - 1] : 0;
    uint64_t s = 0;
    if (w && w->head && t->begins[w->head->group->wait->at] != NONE)
        return bit_of(t, w->head->group->wait->at);
    if (!w || w->kind != WAIT_GROUP)
        return 0;
    for (unsigned i = 0; i < w->group->n && w->group->heads; i++)
        if (w->group->heads[i].wait->kind != WAIT_FUTURE && t->begins[from] != NONE)
            s |= bit_of(t, w->group->heads[i].wait->at);
    for (unsigned i = 0; i < w->group->n && w->group->branches; i++)
        if (t->begins[w->group->branches[i].entry->at] != NONE)
            s |= bit_of(t, w->group->branches[i].entry->at);
    return s;
}

static void add_edges(struct transitions *t, unsigned from)
{
    uint64_t into = branches_of(t, from), s = into;
    if (t->begins[from] != NONE)
        s |= t->reach[t->begins[from]];
    for (; s; s &= s - 1) {
        unsigned bit = (unsigned)__builtin_ctzll(s);
        bool branch = into >> bit & 1;
        add_edge(t, from, t->first + bit,
                 branch ? 0 : label_of(t, t->trees[from], (uint64_t)1 << bit));
    }
}

void states_transitions(struct states *m, struct states_fn *fn, const struct lfunc *lf)
{
    const struct flow *f = lf->flow;
    unsigned nwaits = lf->waits.n;
    struct transitions t = {.m = m, .fn = fn, .lf = lf, .flow = f, .arena = arena_new()};
    t.barrier = arena_array_of(t.arena, unsigned, f->nnodes);
    t.differs = arena_array_of(t.arena, bool, f->nnodes);
    t.reach = arena_array_of(t.arena, uint64_t, f->nnodes);
    t.begins = arena_array_of(t.arena, unsigned, nwaits + 1);
    t.trees = arena_array_of(t.arena, struct decision *, nwaits + 1);
    t.rooms = arena_array_of(t.arena, unsigned, nwaits + 1);
    memset(t.begins, 0xff, (nwaits + 1) * sizeof *t.begins);
    find_barriers(&t);
    for (t.first = 1; t.first <= nwaits + 1; t.first += 64) {
        find_reach(&t);
        find_differences(&t);
    }
    for (unsigned i = 0; i <= nwaits; i++) {
        t.budget = MOST_DECISIONS;
        if (t.begins[i] != NONE)
            t.trees[i] = decision_at(&t, t.begins[i], 0);
    }
    for (t.first = 1; t.first <= nwaits + 1; t.first += 64) {
        find_reach(&t);
        for (unsigned i = 0; i <= nwaits; i++)
            add_edges(&t, i);
    }
    arena_free(t.arena);
}
