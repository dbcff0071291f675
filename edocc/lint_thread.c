/* SPDX-License-Identifier: MIT
 *
 * -Wedo-thread-local: the address of a thread-local that crosses an await. A task may go on on
 * another thread; there the address is that of the first thread's object, which may end before the
 * task does. What is followed: a variable that such an address is assigned to and that is alive
 * across an await before it gets another value; an argument of an awaited or captured call. */
#include "safety.h"

#include "liveness.h"

#include <string.h>

enum { MOST_SOURCES = 64 };

/* An assignment of such an address to a local. */
struct source {
    const struct local *to;
    const struct sym *object; /* 0: errno */
    tokid tok;
};

struct tracks {
    struct lfunc *lf;
    struct source all[MOST_SOURCES];
    unsigned n;
    uint64_t *held; /* at the end of each node */
    uint64_t reported;
};

/* ---- which expressions ---- */

static bool is_thread_local(const struct sym *s)
{
    return s->storage == STO_THREAD;
}

static bool is_errno(const struct unit *unit, const struct expr *e)
{
    static const char *const names[] = {"__errno_location", "__error", 0};
    while (e->kind == E_PAREN || (e->kind == E_UNARY && (e->op == P_AND || e->op == P_STAR)))
        e = e->a;
    return e->kind == E_CALL && call_among(unit, e, names) >= 0;
}

static bool is_source(struct lfunc *lf, const struct expr *e, const struct sym **object)
{
    *object = address_of_some(e, is_thread_local);
    return *object || (e->type->kind == TY_POINTER && is_errno(lf->lu->unit, e));
}

/* ---- where it goes ---- */

static bool target_of(const struct act *act, const struct local **to, const struct expr **value)
{
    if (act->decl) {
        *to = act->decl->sym ? local_of(act->decl->sym) : 0;
        *value = act->decl->init ? act->decl->init->expr : 0;
    } else if (act->expr && act->expr->kind == E_ASSIGN && act->expr->op == P_ASSIGN) {
        const struct expr *a = expr_strip(act->expr->a);
        *to = a->kind == E_IDENT ? local_of(a->sym) : 0;
        *value = act->expr->b;
    } else {
        return false;
    }
    return *to && *value && (*to)->sym->type->kind == TY_POINTER;
}

/* The place among the sources of what the act does; MOST_SOURCES: none. */
static unsigned source_at(struct tracks *k, const struct act *act, bool add)
{
    const struct local *to;
    const struct expr *value;
    const struct sym *object;
    if (!target_of(act, &to, &value) || !is_source(k->lf, value, &object))
        return MOST_SOURCES;
    for (unsigned i = 0; i < k->n; i++)
        if (k->all[i].tok == value->r.first && k->all[i].to == to)
            return i;
    if (!add || k->n == MOST_SOURCES)
        return MOST_SOURCES;
    k->all[k->n] = (struct source){to, object, value->r.first};
    return k->n++;
}

static uint64_t through(struct tracks *k, const struct node *n, uint64_t s)
{
    const struct flow *f = k->lf->flow;
    unsigned act = n->act;
    for (unsigned i = n->first; i <= n->first + n->n; i++) {
        for (; act < n->act + n->nacts && f->acts[act].event == i; act++) {
            unsigned at = source_at(k, &f->acts[act], false);
            if (at < MOST_SOURCES)
                s |= (uint64_t)1 << at;
        }
        if (i == n->first + n->n)
            break;
        for (unsigned j = 0; j < k->n; j++)
            if (f->events[i].kind == EV_WRITE && f->events[i].local == k->all[j].to->index)
                s &= ~((uint64_t)1 << j);
    }
    return s;
}

static void find_held(struct tracks *k)
{
    const struct flow *f = k->lf->flow;
    for (bool more = true; more;) {
        more = false;
        for (unsigned i = 0; i < f->norder; i++) {
            unsigned at = f->order[i];
            uint64_t s = 0;
            for (unsigned j = 0; j < f->nodes[at].npred; j++)
                s |= k->held[f->nodes[at].pred[j]];
            s = through(k, &f->nodes[at], s);
            more |= s != k->held[at];
            k->held[at] = s;
        }
    }
}

/* ---- reports ---- */

static void report(struct lunit *lu, const struct sym *object, tokid at, tokid await,
                   const char *how)
{
    diag_warning(lu->diag, at, D_WARN_THREAD_LOCAL,
                 "the address of %s%s%s, which is thread-local, %s", object ? "'" : "",
                 object ? object->name : "errno", object ? "'" : "", how);
    if (await)
        diag_note(lu->diag, await, "another thread may go on behind this await");
    if (object)
        diag_note(lu->diag, object->name_tok, "'%s' is declared here", object->name);
}

static bool is_target(void *context, const struct local *l)
{
    const struct tracks *k = context;
    for (unsigned i = 0; i < k->n; i++)
        if (k->all[i].to == l)
            return true;
    return false;
}

static void look(void *context, const struct across *a)
{
    struct tracks *k = context;
    const struct flow *f = k->lf->flow;
    if (!a->live)
        return;
    for (unsigned i = 0; i < f->nwaits; i++) {
        if (f->nodes[f->waits[i]].wait != a->wait)
            continue;
        uint64_t held = k->held[f->waits[i]] & ~k->reported;
        for (unsigned j = 0; j < k->n; j++) {
            if (!(held >> j & 1) || k->all[j].to != a->local)
                continue;
            k->reported |= (uint64_t)1 << j;
            report(k->lf->lu, k->all[j].object, k->all[j].tok, a->wait->tok,
                   "is kept across an await");
        }
    }
}

static void check_variables(struct lfunc *lf)
{
    struct tracks k = {.lf = lf};
    for (unsigned i = 0; i < lf->flow->nacts; i++)
        source_at(&k, &lf->flow->acts[i], true);
    if (!k.n)
        return;
    struct arena *a = arena_new();
    k.held = arena_array_of(a, uint64_t, lf->flow->nnodes);
    find_held(&k);
    for_each_across(lf, is_target, look, &k);
    arena_free(a);
}

static void check_arguments(struct lfunc *lf, struct expr **args, uint32_t n, const char *how)
{
    const struct sym *object;
    for (uint32_t i = 0; i < n; i++)
        if (is_source(lf, args[i], &object))
            report(lf->lu, object, args[i]->r.first, 0, how);
}

void lint_thread_local(struct lfunc *lf)
{
    if (!lint_on(diag_lints(lf->lu->diag), LINT_THREAD_LOCAL))
        return;
    for (unsigned i = 0; i < lf->waits.n; i++) {
        const struct wait *w = lf->waits.at[i];
        check_arguments(lf, w->args, w->nargs, "is given to an awaited function");
    }
    for (uint32_t i = 0; i < lf->func->ncaptures; i++) {
        const struct expr *made = lf->func->captures[i]->a;
        if (lf->func->captures[i]->kind != E_CAPTURE) /* kept in a local, in a select's head */
            continue;
        check_arguments(lf, made->args, made->nargs, "is given to a captured call");
    }
    if (lf->flow && !is_sync_gen(lf))
        check_variables(lf);
}
