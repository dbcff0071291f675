/* SPDX-License-Identifier: MIT
 *
 * -Wedo-thread-local: the address of a thread-local that crosses an await. A task may go on on
 * another thread; there the address is that of the first thread's object, which may end before the
 * task does. What is followed: a variable, or a part of one, that such an address is assigned to,
 * also by way of another, and that is alive across an await before it gets another value; a
 * generator that was given it and is alive across an await; an argument of an awaited or captured
 * call. */
#include "safety.h"

#include "liveness.h"

#include <string.h>

enum { MOST_SOURCES = 64 };

/* An assignment of such an address to a local, or to a part of it. */
struct source {
    const struct local *to;
    const char *part; /* as written; 0: all of it */
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

/* One of the values of an initialiser. */
static const struct expr *source_in(struct lfunc *lf, const struct init *init,
                                    const struct sym **object)
{
    const struct expr *found = 0;
    if (init->expr)
        return is_source(lf, init->expr, object) ? init->expr : 0;
    for (uint32_t i = 0; i < init->nitems && !found; i++)
        found = source_in(lf, init->items[i].value, object);
    return found;
}

static bool is_sync_gen_call(const struct expr *e)
{
    return e->kind == E_CALL && e->sym && e->sym->type->gen && !e->sym->type->is_stream;
}

/* ---- where it goes ---- */

/* The local that lvalue `e` is, or is a part of; not what a pointer in it leads to. */
static const struct local *root_of(const struct expr *e)
{
    for (;; e = e->a) {
        e = expr_strip(e);
        if (e->kind == E_IDENT || e->kind == E_TEMP)
            return e->sym ? local_of(e->sym) : 0;
        if (e->kind != E_MEMBER && (e->kind != E_INDEX || e->a->type->kind != TY_ARRAY))
            return 0;
    }
}

static const struct expr *argument_of(const struct tracks *k, const struct expr *call,
                                      const struct sym **object)
{
    for (uint32_t i = 0; i < call->nargs; i++)
        if (is_source(k->lf, call->args[i], object))
            return call->args[i];
    return 0;
}

/* The value that goes to a local, s->to, or to s->part of it; 0: none that could be such an
 * address. */
static const struct expr *value_of(const struct tracks *k, const struct act *act, struct source *s)
{
    const struct expr *value = 0;
    *s = (struct source){0};
    if (act->decl) {
        s->to = act->decl->sym ? local_of(act->decl->sym) : 0;
        if (!s->to || !act->decl->init)
            return 0;
        if (act->decl->init->expr)
            return act->decl->init->expr;
        return source_in(k->lf, act->decl->init, &s->object);
    }
    if (act->set) {
        s->to = act->set;
        if (s->to->gen)
            return is_sync_gen_call(act->expr) ? argument_of(k, act->expr, &s->object) : 0;
        value = act->expr;
    } else if (act->expr && act->expr->kind == E_ASSIGN && act->expr->op == P_ASSIGN) {
        const struct expr *a = expr_strip(act->expr->a);
        s->to = root_of(a);
        s->part = a->kind == E_IDENT ? 0 : range_text(k->lf->lu->unit, a->r);
        value = act->expr->b;
    }
    return s->to && value && value->type->kind == TY_POINTER ? value : 0;
}

static unsigned add_source(struct tracks *k, const struct source *s)
{
    for (unsigned i = 0; i < k->n; i++)
        if (k->all[i].tok == s->tok && k->all[i].to == s->to)
            return i;
    if (k->n == MOST_SOURCES)
        return MOST_SOURCES;
    k->all[k->n] = *s;
    return k->n++;
}

static uint64_t added(struct tracks *k, const struct source *s)
{
    unsigned at = add_source(k, s);
    return at < MOST_SOURCES ? (uint64_t)1 << at : 0;
}

/* The local that `e` is the value of. */
static const struct local *copied(const struct expr *e)
{
    e = expr_strip(e);
    return (e->kind == E_IDENT || e->kind == E_TEMP) && e->sym ? local_of(e->sym) : 0;
}

/* What is held by what the act assigns to; `held` is held in front of it. */
static uint64_t assigned(struct tracks *k, const struct act *act, uint64_t held)
{
    struct source s;
    const struct expr *value = value_of(k, act, &s);
    uint64_t all = 0;
    if (!value)
        return 0;
    s.tok = value->r.first;
    if (s.object || is_source(k->lf, value, &s.object))
        return added(k, &s);
    const struct local *from = copied(value);
    for (unsigned i = 0, n = k->n; from && i < n; i++) {
        if (k->all[i].to != from || !(held >> i & 1))
            continue;
        s.object = k->all[i].object;
        s.tok = k->all[i].tok;
        all |= added(k, &s);
    }
    return all;
}

/* Another value is assigned to the same part. */
static uint64_t overwritten(const struct tracks *k, const struct act *act)
{
    const struct expr *e = act->expr;
    uint64_t all = 0;
    if (act->set || !e || e->kind != E_ASSIGN || expr_strip(e->a)->kind == E_IDENT)
        return 0;
    const struct local *to = root_of(e->a);
    for (unsigned i = 0; to && i < k->n; i++)
        if (k->all[i].to == to && k->all[i].part &&
            !strcmp(k->all[i].part, range_text(k->lf->lu->unit, expr_strip(e->a)->r)))
            all |= (uint64_t)1 << i;
    return all;
}

/* What is held behind the node; each act is shown what is held in front of it. */
static uint64_t through(struct tracks *k, const struct node *n, uint64_t s,
                        void (*show)(struct tracks *k, const struct act *act, uint64_t held))
{
    const struct flow *f = k->lf->flow;
    unsigned act = n->act;
    for (unsigned i = n->first; i <= n->first + n->n; i++) {
        for (; act < n->act + n->nacts && f->acts[act].event == i; act++) {
            if (show)
                show(k, &f->acts[act], s);
            s = (s & ~overwritten(k, &f->acts[act])) | assigned(k, &f->acts[act], s);
        }
        if (i == n->first + n->n)
            break;
        for (unsigned j = 0; j < k->n; j++)
            if (f->events[i].kind == EV_WRITE && f->events[i].local == k->all[j].to->index)
                s &= ~((uint64_t)1 << j);
    }
    return s;
}

static uint64_t held_behind(void *context, const struct node *n, uint64_t s)
{
    return through(context, n, s, 0);
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

/* Once, wherever it went. */
static void report_source(struct tracks *k, unsigned at, tokid await, const char *how)
{
    const struct source *s = &k->all[at];
    if (k->reported >> at & 1)
        return;
    for (unsigned i = 0; i < k->n; i++)
        if (k->all[i].tok == s->tok)
            k->reported |= (uint64_t)1 << i;
    report(k->lf->lu, s->object, s->tok, await, how);
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
    uint64_t held = a->live || a->local->gen ? k->held[a->node] : 0;
    for (unsigned j = 0; j < k->n; j++)
        if ((held >> j & 1) && k->all[j].to == a->local)
            report_source(k, j, a->wait->tok, "is kept across an await");
}

/* An argument is such an address, or a variable that holds one. */
static void check_arguments(struct tracks *k, struct expr **args, uint32_t n, uint64_t held,
                            const char *how)
{
    const struct sym *object;
    for (uint32_t i = 0; i < n; i++) {
        const struct expr *e = expr_strip(args[i]);
        if (is_source(k->lf, e, &object))
            report(k->lf->lu, object, e->r.first, 0, how);
        const struct local *l = copied(e);
        for (unsigned j = 0; l && j < k->n; j++)
            if (k->all[j].to == l && (held >> j & 1))
                report_source(k, j, 0, how);
    }
}

/* A captured call, a future's or a stream's. A generator runs here; who keeps it is looked for. */
static void look_at_call(struct tracks *k, const struct act *act, uint64_t held)
{
    const struct expr *e = act->expr;
    if (act->set || !e || e->kind != E_CALL || !e->async_call || is_sync_gen_call(e))
        return;
    check_arguments(k, e->args, e->nargs, held,
                    e->sym && e->sym->type->gen ? "is given to a stream"
                                                : "is given to a captured call");
}

static void check_wait(struct tracks *k, const struct wait *w, uint64_t held)
{
    if (w->kind != WAIT_GROUP) {
        check_arguments(k, w->args, w->nargs, held, "is given to an awaited function");
        return;
    }
    for (unsigned i = 0; w->group->heads && i < w->group->n; i++) {
        const struct wait *head = w->group->heads[i].wait;
        check_arguments(k, head->args, head->nargs, held, "is given to an awaited function");
    }
}

static void check_function(struct lfunc *lf)
{
    struct tracks k = {.lf = lf};
    const struct flow *f = lf->flow;
    for (unsigned before = MOST_SOURCES + 1; before != k.n;) {
        before = k.n;
        for (unsigned i = 0; i < f->nacts; i++)
            assigned(&k, &f->acts[i], UINT64_MAX);
    }
    struct arena *a = arena_new();
    k.held = arena_array_of(a, uint64_t, f->nnodes);
    if (k.n) {
        flow_solve(f, true, k.held, held_behind, &k);
        for_each_across(lf, is_target, look, &k);
    }
    for (unsigned i = 0; i < f->norder; i++) {
        const struct node *n = &f->nodes[f->order[i]];
        uint64_t held = flow_joined(f, true, k.held, f->order[i]);
        if (n->wait)
            check_wait(&k, n->wait, held);
        else
            through(&k, n, held, look_at_call);
    }
    arena_free(a);
}

void lint_thread_local(struct lfunc *lf)
{
    if (!diag_wants(lf->lu->diag, LINT_THREAD_LOCAL))
        return;
    if (lf->flow && lf->afn) {
        if (!is_sync_gen(lf))
            check_function(lf);
        return;
    }
    struct tracks k = {.lf = lf};
    for (uint32_t i = 0; i < lf->func->ncaptures; i++) {
        const struct expr *made = lf->func->captures[i]->a;
        check_arguments(&k, made->args, made->nargs, 0, "is given to a captured call");
    }
}
