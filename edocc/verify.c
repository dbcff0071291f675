/* SPDX-License-Identifier: MIT
 *
 * One walk forwards. For every local that isn't at one address in the frame, three facts at each
 * point: `here`, the C local holds its value, on all paths; `kept`, its slot in the frame does, on
 * all paths; `out`, someone may have its address, on some path. Whatever is indeterminate (not yet
 * born, or out of scope) counts as held everywhere: there is nothing to lose.
 *
 *   event        needs   here  kept  out          suspension              needs
 *   read         here                             each local it saves     here   kept := 1
 *   write                1     0                  each local not in the
 *   part                       0                    frame                 !out   here := 0
 *   S_SAVE       here          1
 *   address      here          0     1            each local it restores  kept   here := 1
 *   birth                1     1
 *   death                1     1     0
 *
 * Where a branch of a join begins, in an activation of its own, no local is here; what it uses from
 * outside must be in the frame.
 *
 * The facts are found first, then every event and suspension is held against them. Beside that,
 * places in the frame: a member lives in the union of its scope with what is around it and what is
 * inside, so at each suspension all that is alive must stand in scopes around the awaited frame. */
#include "verify.h"

#include <string.h>

struct facts {
    uint64_t here, kept, out; /* by local, of 64 */
};

struct check {
    struct lfunc *lf;
    unsigned first;       /* local of bit 0 */
    uint64_t *alive;      /* by scope: whose lifetimes include it */
    uint64_t *housed;     /* by scope: members of it and of those around it */
    uint64_t framed;      /* CLASS_FRAME */
    uint64_t with_slot;   /* not CLASS_LOCAL: has a place in the frame */
    struct facts *before; /* each node */
    bool *known;          /* before[] was reached by a walk */
    uint64_t blamed;
    const struct lscope **wait_place;   /* by wait.at - 1 */
    uint64_t *saves, *restores;         /* by wait.at - 1, of these 64 locals; */
    uint64_t *all_saves, *all_restores; /* of each 64 in turn */
    bool failed;
};

static const struct facts unborn = {~(uint64_t)0, ~(uint64_t)0, 0};

/* ---- reports ---- */

static void blame(struct check *c, unsigned bit, tokid tok, const char *what)
{
    const struct local *l = c->lf->locals.at[c->first + bit];
    c->failed = true;
    if (c->blamed >> bit & 1)
        return;
    c->blamed |= (uint64_t)1 << bit;
    if (!tok)
        tok = c->lf->func->sym->name_tok;
    diag_error(c->lf->lu->diag, tok, D_INTERNAL, "internal error: in '%s', '%s' %s",
               c->lf->func->sym->name, l->sym->name, what);
}

static void blame_all(struct check *c, uint64_t bits, tokid tok, const char *what)
{
    for (unsigned i = 0; i < 64; i++)
        if (bits >> i & 1)
            blame(c, i, tok, what);
}

/* ---- what lives where ---- */

static bool in_chunk(const struct check *c, const struct local *l, uint64_t *bit)
{
    if (l->index < c->first || l->index - c->first >= 64)
        return false;
    *bit = (uint64_t)1 << (l->index - c->first);
    return true;
}

static uint64_t bits_of(const struct check *c, const struct vec *locals)
{
    uint64_t all = 0, bit;
    for (unsigned i = 0; i < locals->n; i++)
        if (in_chunk(c, locals->at[i], &bit))
            all |= bit;
    return all;
}

static void find_lifetimes(struct check *c)
{
    memset(c->alive, 0, c->lf->scopes.n * sizeof *c->alive);
    for (unsigned i = c->first; i < c->lf->locals.n && i < c->first + 64; i++) {
        const struct local *l = c->lf->locals.at[i];
        if (l->scope)
            c->alive[l->scope->id] |= (uint64_t)1 << (i - c->first);
    }
    for (unsigned i = 0; i < c->lf->scopes.n; i++) {
        const struct lscope *sc = c->lf->scopes.at[i];
        c->housed[sc->id] = bits_of(c, &sc->members);
        if (sc->parent) {
            c->alive[sc->id] |= c->alive[sc->parent->id];
            c->housed[sc->id] |= c->housed[sc->parent->id];
        }
    }
}

static uint64_t alive_at(const struct check *c, const struct node *n)
{
    return n->scope ? c->alive[n->scope->id] : ~(uint64_t)0;
}

/* ---- the walk ---- */

static void meet(struct facts *f, const struct facts *with)
{
    f->here &= with->here;
    f->kept &= with->kept;
    f->out |= with->out;
}

static struct facts across_edge(const struct check *c, const struct node *from, struct facts f)
{
    uint64_t dead = ~alive_at(c, from);
    f.here |= dead;
    f.kept |= dead;
    f.out &= ~dead;
    return f;
}

static void apply_event(struct facts *f, enum event_kind kind, uint64_t bit)
{
    switch (kind) {
    case EV_READ:
        break;
    case EV_WRITE:
        f->here |= bit;
        f->kept &= ~bit;
        break;
    case EV_SAVE:
        f->kept |= bit;
        break;
    case EV_PART:
        f->kept &= ~bit;
        break;
    case EV_ADDRESS:
        f->kept &= ~bit;
        f->out |= bit;
        break;
    case EV_DEATH:
        f->out &= ~bit;
        /* fall through */
    case EV_BIRTH:
        f->here |= bit;
        f->kept |= bit;
        break;
    }
}

static void apply_wait(const struct check *c, struct facts *f, const struct wait *w)
{
    f->kept |= c->saves[w->at - 1];
    f->here = c->framed | c->restores[w->at - 1];
}

static struct facts behind(const struct check *c, unsigned at)
{
    const struct flow *flow = c->lf->flow;
    const struct node *n = &flow->nodes[at];
    struct facts f = c->before[at];
    if (n->wait)
        apply_wait(c, &f, n->wait);
    if (n->enters)
        f.here = c->framed;
    for (unsigned i = n->first; i < n->first + n->n; i++) {
        unsigned bit = flow->events[i].local - c->first;
        if (bit < 64)
            apply_event(&f, flow->events[i].kind, (uint64_t)1 << bit);
    }
    return across_edge(c, n, f);
}

static void walk(struct check *c)
{
    const struct flow *flow = c->lf->flow;
    memset(c->known, 0, flow->nnodes * sizeof *c->known);
    c->before[0] = unborn;
    c->known[0] = true;
    for (bool more = true; more;) {
        more = false;
        for (unsigned i = 0; i < flow->norder; i++) {
            const struct node *n = &flow->nodes[flow->order[i]];
            struct facts f = behind(c, flow->order[i]);
            for (unsigned j = 0; j < n->nsucc; j++) {
                unsigned to = n->succ[j];
                struct facts met = c->known[to] ? c->before[to] : f;
                meet(&met, &f);
                if (c->known[to] && !memcmp(&met, &c->before[to], sizeof met))
                    continue;
                c->before[to] = met;
                c->known[to] = more = true;
            }
        }
    }
}

/* ---- the judgement ---- */

static void judge_event(struct check *c, const struct node *n, const struct event *e,
                        const struct facts *f, uint64_t bit)
{
    unsigned at = e->local - c->first;
    if (!(alive_at(c, n) & bit))
        blame(c, at, e->tok, "is used outside its scope");
    const struct local *l = c->lf->locals.at[e->local];
    if (l->scope && l->scope->branch != n->scope->branch && !(c->framed & bit))
        blame(c, at, e->tok, "is shared by branches of a join, but does not stand in the frame");
    if ((e->kind == EV_READ || e->kind == EV_ADDRESS) && !(f->here & bit))
        blame(c, at, e->tok, "is read, but its value was lost at an await");
    if (e->kind == EV_SAVE && !(f->here & bit))
        blame(c, at, e->tok, "is saved, but its value was lost at an await before");
    if (e->kind == EV_SAVE && !(c->with_slot & ~c->framed & bit))
        blame(c, at, e->tok, "is saved, but has no slot");
}

static void judge_wait(struct check *c, const struct node *n, const struct facts *f)
{
    const struct wait *w = n->wait;
    const struct lscope *place = c->wait_place[w->at - 1];
    uint64_t alive = alive_at(c, n), save = c->saves[w->at - 1], restore = c->restores[w->at - 1];
    uint64_t cached = c->with_slot & ~c->framed;
    blame_all(c, save & ~f->here, w->tok, "is saved, but its value was lost at an await before");
    blame_all(c, restore & ~(f->kept | save), w->tok, "is restored, but has not been saved");
    blame_all(c, f->out & alive & ~c->framed, w->tok,
              "has its address out at an await, but does not stand in the frame");
    blame_all(c, (save | restore) & ~(alive & cached), w->tok,
              "is saved or restored, but has no slot here");
    uint64_t housed = place && scope_is_around(place, n->scope) ? c->housed[place->id] : 0;
    blame_all(c, alive & c->with_slot & ~housed, w->tok,
              "shares its place in the frame with what is awaited");
}

static void judge(struct check *c)
{
    const struct flow *flow = c->lf->flow;
    for (unsigned i = 0; i < flow->norder; i++) {
        const struct node *n = &flow->nodes[flow->order[i]];
        struct facts f = c->before[flow->order[i]];
        if (n->enters)
            f.here = c->framed;
        if (n->wait)
            judge_wait(c, n, &f);
        for (unsigned j = n->first; j < n->first + n->n; j++) {
            unsigned bit = flow->events[j].local - c->first;
            if (bit >= 64)
                continue;
            judge_event(c, n, &flow->events[j], &f, (uint64_t)1 << bit);
            apply_event(&f, flow->events[j].kind, (uint64_t)1 << bit);
        }
    }
}

/* ---- places ---- */

/* Every local that has a place in the frame has one, in its scope or around it, and each await
 * stands where no member of a scope inside can be alive with it. */
static void judge_members(struct check *c)
{
    uint64_t seen = 0;
    for (unsigned i = 0; i < c->lf->scopes.n; i++) {
        const struct lscope *sc = c->lf->scopes.at[i];
        for (unsigned j = 0; j < sc->members.n; j++) {
            const struct local *l = sc->members.at[j];
            uint64_t bit;
            if (!in_chunk(c, l, &bit))
                continue;
            if (seen & bit)
                blame(c, l->index - c->first, 0, "has two places in the frame");
            if (!scope_is_around(sc, l->scope))
                blame(c, l->index - c->first, 0, "shares its place in the frame");
            seen |= bit;
        }
    }
    blame_all(c, c->with_slot & ~seen, 0, "has no place in the frame");
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

static void classify(struct check *c)
{
    c->framed = c->with_slot = c->blamed = 0;
    for (unsigned i = c->first; i < c->lf->locals.n && i < c->first + 64; i++) {
        const struct local *l = c->lf->locals.at[i];
        uint64_t bit = (uint64_t)1 << (i - c->first);
        if (l->where == CLASS_FRAME)
            c->framed |= bit;
        if (l->where != CLASS_LOCAL)
            c->with_slot |= bit;
    }
}

static void spread(const struct check *c, const struct vec *locals, uint64_t *bits, unsigned wait)
{
    for (unsigned i = 0; i < locals->n; i++) {
        const struct local *l = locals->at[i];
        bits[l->index / 64 * c->lf->waits.n + wait] |= (uint64_t)1 << l->index % 64;
    }
}

static void find_waits(struct check *c, struct arena *a)
{
    size_t n = (c->lf->locals.n / 64 + 1) * (size_t)c->lf->waits.n;
    c->all_saves = arena_array_of(a, uint64_t, n);
    c->all_restores = arena_array_of(a, uint64_t, n);
    c->wait_place = arena_array_of(a, const struct lscope *, c->lf->waits.n);
    for (unsigned i = 0; i < c->lf->waits.n; i++) {
        const struct wait *w = c->lf->waits.at[i];
        spread(c, &w->save, c->all_saves, w->at - 1);
        spread(c, &w->restore, c->all_restores, w->at - 1);
        if (w->kind == WAIT_YIELD || is_gen_wait(w)) /* no member of its own */
            c->wait_place[w->at - 1] = w->scope;
    }
    for (unsigned i = 0; i < c->lf->scopes.n; i++) {
        const struct lscope *sc = c->lf->scopes.at[i];
        for (unsigned j = 0; j < sc->waits.n; j++)
            c->wait_place[((const struct wait *)sc->waits.at[j])->at - 1] = sc;
    }
}

bool verify_function(struct lfunc *lf)
{
    if (!lf->afn)
        return true;
    struct arena *a = arena_new();
    struct check c = {.lf = lf};
    c.alive = arena_array_of(a, uint64_t, lf->scopes.n);
    c.housed = arena_array_of(a, uint64_t, lf->scopes.n);
    c.before = arena_array_of(a, struct facts, lf->flow->nnodes);
    c.known = arena_array_of(a, bool, lf->flow->nnodes);
    find_waits(&c, a);
    judge_branches(&c);
    for (; c.first < lf->locals.n; c.first += 64) {
        c.saves = c.all_saves + (size_t)c.first / 64 * lf->waits.n;
        c.restores = c.all_restores + (size_t)c.first / 64 * lf->waits.n;
        classify(&c);
        find_lifetimes(&c);
        judge_members(&c);
        walk(&c);
        judge(&c);
    }
    arena_free(a);
    return verify_groups(lf) && !c.failed;
}
