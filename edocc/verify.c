/* SPDX-License-Identifier: MIT
 *
 * Whether the value of each local that isn't at one address in the frame is where it is looked for.
 * Who looks for it makes a demand, which goes against the flow until it is met; a demand that comes
 * to where its object is lost is a fault. `here`: the C local is to hold the value. `kept`: its
 * slot is.
 *
 *   event    demands  meets       loses     suspension               demands  meets  loses
 *   read     here                           of a local it restores   kept     here
 *   write             here        kept      of a local it saves      here     kept
 *   part                          kept      of any other                             here
 *   S_SAVE   here     kept
 *   address  here                 kept
 *   birth             here, kept
 *   death             here, kept
 *
 * Where a local is indeterminate (not born yet, out of scope, where the function begins) there is
 * nothing to lose, and demands end. A branch of a join begins in an activation of its own, so that
 * `here` is lost there; what it uses from outside must be in the frame.
 *
 * `out` goes with the flow: someone may have its address. It begins where the address is taken,
 * ends with the scope or at a death, and must not come to a suspension.
 *
 * Locals are taken 64 at a time, and only nodes that mention one of them, or that a demand or an
 * address comes to, are looked at: a function may have a million awaits and as many locals. */
#include "verify.h"

#include <string.h>

enum { GROUP = 64 };

/* What happens to a local at a node: an event, or what the suspension does with it. */
enum { SAVES = 64, RESTORES };
struct mention {
    unsigned node, local;
    tokid tok;
    unsigned kind; /* enum event_kind, or one of the above */
};

struct facts {
    uint64_t here, kept; /* demanded at the end of a node */
    uint64_t out;        /* at its beginning */
};

struct walk {
    struct check *c;
    const struct flow *flow;
    struct mention *mentions; /* by group, then in source order; */
    unsigned *begins;         /* those of the k-th group from begins[k] on */
    unsigned group;
    struct facts *at;            /* by node */
    unsigned *first, *count;     /* by node: its mentions of this group */
    unsigned *touched, ntouched; /* nodes that have facts or mentions now */
    bool *is_touched;
    uint64_t *alive;     /* by scope, */
    unsigned *alive_of;  /* if asked for by this group: its number + 1 */
    unsigned *due, ndue; /* nodes to look at: a heap, in which the least rank is on top */
    unsigned *position;  /* by node: in flow.order */
    bool *is_due;
    bool backwards;
};

/* ---- reports ---- */

void verify_blame(struct check *c, const struct local *l, tokid tok, const char *what)
{
    c->failed = true;
    if (c->blamed[l->index])
        return;
    c->blamed[l->index] = true;
    if (!tok)
        tok = c->lf->func->sym->name_tok;
    diag_error(c->lf->lu->diag, tok, D_INTERNAL, "internal error: in '%s', '%s' %s",
               c->lf->func->sym->name, l->sym->name, what);
}

static void blame_all(struct walk *w, uint64_t bits, tokid tok, const char *what)
{
    for (; bits; bits &= bits - 1)
        verify_blame(w->c, w->c->lf->locals.at[w->group * GROUP + (unsigned)__builtin_ctzll(bits)],
                     tok, what);
}

/* ---- each mention by itself ---- */

/* Whether it has a value to follow: what stands in the frame holds it always. */
static bool judge_mention(struct check *c, const struct node *n, const struct mention *m)
{
    const struct local *l = c->lf->locals.at[m->local];
    if (!l->scope || !is_within(c, l->scope, n->scope)) {
        verify_blame(c, l, m->tok, "is used outside its scope");
        return false;
    }
    if (l->where != CLASS_FRAME && l->scope->branch != n->scope->branch)
        verify_blame(c, l, m->tok,
                     "is shared by branches of a join, but does not stand in the frame");
    if (l->where != CLASS_CACHED && (m->kind == EV_SAVE || m->kind == SAVES || m->kind == RESTORES))
        verify_blame(c, l, m->tok, "is saved or restored, but has no slot");
    return l->where != CLASS_FRAME;
}

static void mention(struct walk *w, struct mention m, unsigned *n)
{
    if (judge_mention(w->c, &w->flow->nodes[m.node], &m))
        w->mentions[(*n)++] = m;
}

static void mention_moves(struct walk *w, unsigned node, const struct vec *locals, unsigned kind,
                          unsigned *n)
{
    for (unsigned i = 0; i < locals->n; i++) {
        const struct local *l = locals->at[i];
        mention(w, (struct mention){node, l->index, w->flow->nodes[node].wait->tok, kind}, n);
    }
}

static unsigned most_mentions(const struct walk *w)
{
    unsigned n = w->flow->nevents;
    for (unsigned i = 0; i < w->flow->nwaits; i++) {
        const struct wait *wait = w->flow->nodes[w->flow->waits[i]].wait;
        n += wait->save.n + wait->restore.n;
    }
    return n;
}

static void find_mentions(struct walk *w)
{
    const struct flow *f = w->flow;
    unsigned n = 0, groups = w->c->lf->locals.n / GROUP + 1;
    unsigned room = most_mentions(w);
    w->mentions = arena_array_of(w->c->arena, struct mention, room);
    for (unsigned i = 0; i < f->nnodes; i++) {
        const struct node *node = &f->nodes[i];
        if (!node->reached)
            continue;
        for (unsigned j = node->first; j < node->first + node->n; j++) {
            const struct event *e = &f->events[j];
            mention(w, (struct mention){i, e->local, e->tok, e->kind}, &n);
        }
        if (node->wait) {
            mention_moves(w, i, &node->wait->save, SAVES, &n);
            mention_moves(w, i, &node->wait->restore, RESTORES, &n);
        }
    }
    struct mention *sorted = arena_array_of(w->c->arena, struct mention, n);
    w->begins = arena_array_of(w->c->arena, unsigned, groups + 2);
    for (unsigned i = 0; i < n; i++)
        w->begins[w->mentions[i].local / GROUP + 2]++;
    for (unsigned k = 2; k < groups + 2; k++)
        w->begins[k] += w->begins[k - 1];
    for (unsigned i = 0; i < n; i++)
        sorted[w->begins[w->mentions[i].local / GROUP + 1]++] = w->mentions[i];
    w->mentions = sorted;
}

/* ---- what lives where ---- */

static uint64_t bit_of(const struct mention *m)
{
    return (uint64_t)1 << m->local % GROUP;
}

static uint64_t alive_at(struct walk *w, unsigned node)
{
    const struct lscope *sc = w->flow->nodes[node].scope;
    if (!sc) /* from any scope to any */
        return ~(uint64_t)0;
    if (w->alive_of[sc->id] == w->group + 1)
        return w->alive[sc->id];
    const struct vec *locals = &w->c->lf->locals;
    uint64_t all = 0;
    for (unsigned i = w->group * GROUP; i < locals->n && i < (w->group + 1) * GROUP; i++) {
        const struct local *l = locals->at[i];
        if (l->scope && is_within(w->c, l->scope, sc))
            all |= (uint64_t)1 << i % GROUP;
    }
    w->alive_of[sc->id] = w->group + 1;
    return w->alive[sc->id] = all;
}

/* ---- what is due ---- */

static unsigned rank(const struct walk *w, unsigned i)
{
    unsigned at = w->position[w->due[i]];
    return w->backwards ? ~at : at;
}

static void swap_due(struct walk *w, unsigned i, unsigned j)
{
    unsigned node = w->due[i];
    w->due[i] = w->due[j];
    w->due[j] = node;
}

static void touch(struct walk *w, unsigned node)
{
    if (!w->is_touched[node])
        w->touched[w->ntouched++] = node;
    w->is_touched[node] = true;
}

static void make_due(struct walk *w, unsigned node)
{
    touch(w, node);
    if (w->is_due[node])
        return;
    w->is_due[node] = true;
    unsigned i = w->ndue++;
    w->due[i] = node;
    for (; i && rank(w, i) < rank(w, (i - 1) / 2); i = (i - 1) / 2)
        swap_due(w, i, (i - 1) / 2);
}

static unsigned take_due(struct walk *w)
{
    unsigned node = w->due[0];
    w->is_due[node] = false;
    w->due[0] = w->due[--w->ndue];
    for (unsigned i = 0, least; (least = 2 * i + 1) < w->ndue; i = least) {
        if (least + 1 < w->ndue && rank(w, least + 1) < rank(w, least))
            least++;
        if (rank(w, i) <= rank(w, least))
            break;
        swap_due(w, i, least);
    }
    return node;
}

/* ---- demands ---- */

static void demand(struct walk *w, struct facts *f, const struct mention *m)
{
    uint64_t bit = bit_of(m);
    switch (m->kind) {
    case EV_READ:
        f->here |= bit;
        return;
    case EV_SAVE:
        f->kept &= ~bit;
        f->here |= bit;
        return;
    case EV_BIRTH:
    case EV_DEATH:
        f->here &= ~bit;
        f->kept &= ~bit;
        return;
    }
    blame_all(w, f->kept & bit, m->tok, "changes here, and is restored later without a save");
    f->kept &= ~bit;
    if (m->kind == EV_WRITE)
        f->here &= ~bit;
    if (m->kind == EV_ADDRESS)
        f->here |= bit;
}

static void suspend(struct walk *w, struct facts *f, unsigned node)
{
    uint64_t saves = 0, restores = 0;
    for (unsigned i = w->first[node]; i < w->first[node] + w->count[node]; i++)
        *(w->mentions[i].kind == SAVES ? &saves : &restores) |= bit_of(&w->mentions[i]);
    blame_all(w, f->here & ~restores, w->flow->nodes[node].wait->tok,
              "is read behind this await, which loses it");
    f->here = saves;
    f->kept = (f->kept | restores) & ~saves;
}

static void look_back(struct walk *w, unsigned node)
{
    const struct node *n = &w->flow->nodes[node];
    struct facts f = w->at[node];
    if (n->wait)
        suspend(w, &f, node);
    for (unsigned i = w->first[node] + w->count[node]; !n->wait && i-- > w->first[node];)
        demand(w, &f, &w->mentions[i]);
    if (n->enters) {
        blame_all(w, f.here, n->enters->tok, "is read in a branch that does not have it");
        f.here = 0;
    }
    for (unsigned i = 0; i < n->npred; i++) {
        struct facts *to = &w->at[n->pred[i]];
        if (!w->flow->nodes[n->pred[i]].reached || !((f.here & ~to->here) | (f.kept & ~to->kept)))
            continue;
        uint64_t alive = alive_at(w, n->pred[i]);
        if (!((f.here & alive & ~to->here) | (f.kept & alive & ~to->kept)))
            continue;
        to->here |= f.here & alive;
        to->kept |= f.kept & alive;
        make_due(w, n->pred[i]);
    }
}

/* ---- addresses ---- */

static void look_ahead(struct walk *w, unsigned node)
{
    const struct node *n = &w->flow->nodes[node];
    uint64_t out = w->at[node].out;
    for (unsigned i = w->first[node]; i < w->first[node] + w->count[node]; i++) {
        if (w->mentions[i].kind == EV_ADDRESS)
            out |= bit_of(&w->mentions[i]);
        else if (w->mentions[i].kind == EV_DEATH)
            out &= ~bit_of(&w->mentions[i]);
    }
    if (!out)
        return;
    out &= alive_at(w, node);
    if (n->wait)
        blame_all(w, out, n->wait->tok,
                  "has its address out at an await, but does not stand in the frame");
    for (unsigned i = 0; i < n->nsucc; i++) {
        if (!(out & ~w->at[n->succ[i]].out))
            continue;
        w->at[n->succ[i]].out |= out;
        make_due(w, n->succ[i]);
    }
}

/* ---- a group ---- */

static void walk_group(struct walk *w)
{
    for (unsigned i = w->begins[w->group]; i < w->begins[w->group + 1]; i++) {
        unsigned node = w->mentions[i].node;
        if (!w->count[node]++)
            w->first[node] = i;
        touch(w, node);
    }
    for (unsigned i = 0, n = w->ntouched; i < n; i++)
        make_due(w, w->touched[i]);
    for (w->backwards = true; w->ndue;)
        look_back(w, take_due(w));
    w->backwards = false;
    for (unsigned i = w->begins[w->group]; i < w->begins[w->group + 1]; i++)
        if (w->mentions[i].kind == EV_ADDRESS)
            make_due(w, w->mentions[i].node);
    while (w->ndue)
        look_ahead(w, take_due(w));
    for (; w->ntouched; w->ntouched--) {
        unsigned node = w->touched[w->ntouched - 1];
        w->at[node] = (struct facts){0};
        w->count[node] = 0;
        w->is_touched[node] = false;
    }
}

static void walk_groups(struct check *c)
{
    const struct flow *f = c->lf->flow;
    struct walk w = {.c = c, .flow = f};
    find_mentions(&w);
    w.at = arena_array_of(c->arena, struct facts, f->nnodes);
    w.first = arena_array_of(c->arena, unsigned, f->nnodes);
    w.count = arena_array_of(c->arena, unsigned, f->nnodes);
    w.touched = arena_array_of(c->arena, unsigned, f->nnodes);
    w.is_touched = arena_array_of(c->arena, bool, f->nnodes);
    w.alive = arena_array_of(c->arena, uint64_t, c->lf->scopes.n);
    w.alive_of = arena_array_of(c->arena, unsigned, c->lf->scopes.n);
    w.due = arena_array_of(c->arena, unsigned, f->nnodes);
    w.position = arena_array_of(c->arena, unsigned, f->nnodes);
    w.is_due = arena_array_of(c->arena, bool, f->nnodes);
    for (unsigned i = 0; i < f->norder; i++)
        w.position[f->order[i]] = i;
    for (; w.group * GROUP < c->lf->locals.n; w.group++)
        walk_group(&w);
}

bool verify_function(struct lfunc *lf)
{
    if (!lf->afn)
        return true;
    struct check c = {.lf = lf, .arena = arena_new()};
    c.blamed = arena_array_of(c.arena, bool, lf->locals.n);
    verify_scopes(&c);
    verify_places(&c);
    walk_groups(&c);
    arena_free(c.arena);
    return verify_groups(lf) && !c.failed;
}
