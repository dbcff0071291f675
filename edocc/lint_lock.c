/* SPDX-License-Identifier: MIT
 *
 * -Wedo-lock: a lock of threads that is held across an await. While the function is suspended,
 * other tasks of the thread run; one that wants the lock stops the thread, for ever, and a mutex
 * has to be unlocked by the thread that locked it.
 *
 * Two data flow problems over the flow graph, for each lock that the function names: forwards, may
 * it be held; backwards, may it be unlocked before it is locked again. A suspension where both hold
 * lies between lock and unlock. A lock that the function never unlocks, or unlocks under another
 * name, isn't judged: a callee may have unlocked it. */
#include "safety.h"

#include <string.h>

enum { MOST_LOCKS = 64 };

static const char *const takers[] = {
    "pthread_mutex_lock", "pthread_mutex_trylock", "pthread_mutex_timedlock",
    "pthread_mutex_clocklock", "pthread_spin_lock", "pthread_spin_trylock",
    "pthread_rwlock_rdlock", "pthread_rwlock_wrlock", "pthread_rwlock_tryrdlock",
    "pthread_rwlock_trywrlock", "mtx_lock", "mtx_timedlock", "mtx_trylock", "flockfile",
    "ftrylockfile", 0,
};
static const char *const givers[] = {
    "pthread_mutex_unlock", "pthread_spin_unlock", "pthread_rwlock_unlock", "mtx_unlock",
    "funlockfile", 0,
};

struct locks {
    struct lfunc *lf;
    /* Each place that takes one: the call, and its argument as written. */
    const struct expr *taken[MOST_LOCKS];
    const char *name[MOST_LOCKS];
    unsigned n;
    uint64_t *held;  /* at the end of each node: taken where */
    uint64_t *given; /* at its beginning: an unlock may follow, of what was taken there */
};

/* The places that take the lock that `e` is about. */
static uint64_t same_lock(const struct locks *k, const struct expr *e)
{
    uint64_t all = 0;
    const char *name = e->nargs ? range_text(k->lf->lu->unit, e->args[0]->r) : "";
    for (unsigned i = 0; i < k->n; i++)
        if (!strcmp(k->name[i], name))
            all |= (uint64_t)1 << i;
    return all;
}

static void find_locks(struct locks *k)
{
    const struct flow *f = k->lf->flow;
    for (unsigned i = 0; i < f->nacts && k->n < MOST_LOCKS; i++) {
        const struct expr *e = f->acts[i].expr;
        if (!e || f->acts[i].set || e->kind != E_CALL || !e->nargs ||
            call_among(k->lf->lu->unit, e, takers) < 0)
            continue;
        k->taken[k->n] = e;
        k->name[k->n++] = range_text(k->lf->lu->unit, e->args[0]->r);
    }
}

enum action { NOTHING, TAKES, GIVES };

/* *lock: the places that take the same; *here: this place, if it takes one. */
static enum action action_of(const struct locks *k, const struct act *act, uint64_t *lock,
                             uint64_t *here)
{
    const struct expr *e = act->expr;
    enum action does = NOTHING;
    *lock = *here = 0;
    if (!e || act->set || e->kind != E_CALL)
        return NOTHING;
    if (call_among(k->lf->lu->unit, e, takers) >= 0)
        does = TAKES;
    else if (call_among(k->lf->lu->unit, e, givers) >= 0)
        does = GIVES;
    if (does)
        *lock = same_lock(k, e);
    for (unsigned i = 0; i < k->n; i++)
        if (k->taken[i] == e)
            *here = (uint64_t)1 << i;
    return does;
}

/* Forwards. What is unlocked without being held is held under another name: it may be any. */
static uint64_t held_behind(void *context, const struct node *n, uint64_t s)
{
    const struct locks *k = context;
    uint64_t lock, here;
    for (unsigned i = n->act; i < n->act + n->nacts; i++) {
        switch (action_of(k, &k->lf->flow->acts[i], &lock, &here)) {
        case TAKES: s = (s & ~lock) | here; break;
        case GIVES: s = s & lock ? s & ~lock : 0; break;
        case NOTHING: break;
        }
    }
    return s;
}

/* Backwards. */
static uint64_t given_from(void *context, const struct node *n, uint64_t s)
{
    const struct locks *k = context;
    uint64_t lock, here;
    for (unsigned i = n->act + n->nacts; i-- > n->act;) {
        switch (action_of(k, &k->lf->flow->acts[i], &lock, &here)) {
        case TAKES: s &= ~lock; break;
        case GIVES: s |= lock; break;
        case NOTHING: break;
        }
    }
    return s;
}

static void report(struct locks *k)
{
    const struct flow *f = k->lf->flow;
    struct diag *d = k->lf->lu->diag;
    uint64_t reported = 0;
    for (unsigned i = 0; i < f->nwaits; i++) {
        uint64_t both = k->held[f->waits[i]] & k->given[f->waits[i]] & ~reported;
        if (!f->nodes[f->waits[i]].reached)
            continue;
        for (; both; both &= both - 1) {
            unsigned lock = (unsigned)__builtin_ctzll(both);
            const struct expr *e = k->taken[lock];
            diag_warning(d, expr_strip(e->a)->r.first, D_WARN_LOCK,
                         "the lock '%s' is held across an await", k->name[lock]);
            diag_note(d, f->nodes[f->waits[i]].wait->tok, "this one");
        }
        reported |= k->held[f->waits[i]] & k->given[f->waits[i]];
    }
}

void lint_locks(struct lfunc *lf)
{
    struct locks k = {.lf = lf};
    if (!diag_wants(lf->lu->diag, LINT_LOCK) || !lf->flow->nwaits)
        return;
    find_locks(&k);
    if (!k.n)
        return;
    struct arena *a = arena_new();
    unsigned n = lf->flow->nnodes;
    k.held = arena_array_of(a, uint64_t, n);
    k.given = arena_array_of(a, uint64_t, n);
    flow_solve(lf->flow, true, k.held, held_behind, &k);
    flow_solve(lf->flow, false, k.given, given_from, &k);
    report(&k);
    arena_free(a);
}
