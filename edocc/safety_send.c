/* SPDX-License-Identifier: MIT
 *
 * Send: what has to stay on its thread. A type marked edo_local has to, and so does what holds or
 * points to it; an async function that keeps a value of such a type alive across an await has to
 * stay where it began; and with it whoever awaits it, or captures a call of it that it may run.
 * Where such a call is captured for a parameter that is edo_send (a spawn onto several threads),
 * that is an error.
 *
 * The first reason that is found for a function is kept (struct bound); reasons lead from awaiter
 * to callee and never in a circle, as each is found after the one it leads to. */
#include "safety.h"

#include "type.h"

#include <string.h>

struct search {
    struct lfunc *lf;
    const struct type **types; /* by local: the edo_local type in it, or 0 */
    struct local **named;      /* by local: the one that the user knows */
    struct bound best;
    bool found;
};

struct bound_search {
    struct lunit *lu;
    struct bound best;
};

/* ---- the values of a function ---- */

static const struct type *local_parameter(struct arena *a, const struct type *t)
{
    for (uint32_t i = 0; t && i < t->nparams; i++) {
        const struct type *found = type_local(a, t->params[i]->type);
        if (found)
            return found;
    }
    return 0;
}

const struct type *called_type(const struct expr *call)
{
    const struct type *t = call->sym ? call->sym->type : expr_strip(call->a)->type;
    return t->kind == TY_POINTER ? t->base : t;
}

static const struct type *local_in(struct arena *a, const struct local *l)
{
    if (l->sym->type->future_of)
        return local_parameter(a, l->sym->type->future_of->type);
    if (l->kind == LOCAL_ARGS && l->type_expr)
        return captures_box(l->type_expr) ? 0 : local_parameter(a, called_type(l->type_expr->a));
    if (l->gen)
        return local_parameter(a, l->gen->sym->type);
    return type_local(a, l->sym->type);
}

static bool is_wanted(void *context, const struct local *l)
{
    return ((struct search *)context)->types[l->index] != 0;
}

static tokid place_of(const struct local *l)
{
    return l->type_expr ? l->type_expr->r.first : l->sym->name_tok;
}

/* The first await that something crosses, and there what was declared first. */
static void take_first(void *context, const struct across *a)
{
    struct search *s = context;
    const struct local *l = s->named[a->local->index];
    tokid at = a->wait->tok, best = s->found ? s->best.wait->tok : 0;
    if (s->found && (at > best || (at == best && place_of(l) >= place_of(s->best.local))))
        return;
    s->found = true;
    s->best = (struct bound){
        .kind = BOUND_VALUE, .local = l, .wait = a->wait, .type = s->types[a->local->index]};
}

static void find_value(struct lfunc *lf)
{
    struct arena *a = lf->lu->arena;
    struct search s = {.lf = lf};
    s.types = arena_array_of(a, const struct type *, lf->locals.n);
    s.named = arena_array_of(a, struct local *, lf->locals.n);
    for (unsigned i = 0; i < lf->locals.n; i++) {
        struct local *l = lf->locals.at[i];
        unsigned at = l->boxed_vla && l->pointer ? l->pointer->index : i;
        if (at != i || !s.named[i]) {
            s.named[at] = l;
            s.types[at] = local_in(a, l);
        }
    }
    for_each_across(lf, is_wanted, take_first, &s);
    if (!s.found)
        return;
    struct bound *b = arena_new_of(a, struct bound);
    *b = s.best;
    lf->afn->bound = b;
}

/* ---- from callee to awaiter ---- */

static const struct type *leaf_type(const struct lunit *lu, const struct leaf_spec *leaf)
{
    const struct token *toks = lu->unit->toks;
    const struct type *found = 0;
    for (tokid t = leaf->type.first; t <= leaf->type.last && !found; t++)
        if (toks[t].sym && (toks[t].sym->kind == SYM_TAG || toks[t].sym->kind == SYM_TYPEDEF))
            found = type_local(lu->arena, toks[t].sym->type);
    return found;
}

static void find_declared(struct lunit *lu, struct afn *f)
{
    struct bound b = {.fn = f->sym, .tok = f->sym->name_tok};
    if (f->bound)
        return;
    if (f->sym->async_local)
        b.kind = BOUND_DECLARED;
    else if (f->sym->leaf && (b.type = leaf_type(lu, f->sym->leaf)))
        b.kind = BOUND_LEAF;
    else
        return;
    struct bound *kept = arena_new_of(lu->arena, struct bound);
    *kept = b;
    f->bound = kept;
}

const struct bound *bound_of(const struct sym *fn)
{
    const struct afn *f = fn ? fn->low : 0;
    return f ? f->bound : 0;
}

static bool inherit(struct lfunc *lf, enum bound_kind kind, struct sym *fn, tokid tok)
{
    if (!bound_of(fn))
        return false;
    struct bound *b = arena_new_of(lf->lu->arena, struct bound);
    *b = (struct bound){.kind = kind, .fn = fn, .tok = tok};
    lf->afn->bound = b;
    return true;
}

struct sym *bound_by_pointer(const struct lunit *lu, const struct expr *call)
{
    const struct type *t = called_type(call);
    for (uint32_t i = 0; i < lu->unit->nnamed; i++) {
        struct sym *fn = lu->unit->named[i];
        if (!bound_of(fn) || fn->type->nparams != t->nparams ||
            type_differs(fn->type->base, t->base))
            continue;
        bool differs = false;
        for (uint32_t j = 0; j < t->nparams; j++)
            differs |= type_differs(fn->type->params[j]->type, t->params[j]->type);
        if (!differs)
            return fn;
    }
    return 0;
}

/* From what it runs: a function, or a call through a pointer. */
static bool inherit_call(struct lfunc *lf, enum bound_kind kind, const struct expr *call,
                         struct sym *fn, tokid tok)
{
    if (!fn && call && call->kind == E_CALL && call->async_call)
        return inherit(lf, BOUND_POINTER, bound_by_pointer(lf->lu, call), tok);
    return inherit(lf, kind, fn, tok);
}

static bool holds_bound(void *context, const struct local *l)
{
    struct held held;
    return local_holds_bound(((struct bound_search *)context)->lu, l, &held);
}

/* Keeps the first await that a run, or a box, crosses which has to stay. */
static void take_held(void *context, const struct across *a)
{
    struct bound_search *s = context;
    struct held held;
    if ((!s->best.wait || a->wait->tok < s->best.wait->tok) &&
        local_holds_bound(s->lu, a->local, &held))
        s->best = (struct bound){.kind = held.kind, .wait = a->wait, .fn = held.fn,
                                 .type = held.type,
                                 .tok = held.kind == BOUND_GEN ? a->wait->tok : held.tok};
}

static bool keep(struct lfunc *lf, const struct bound *b)
{
    struct bound *kept = arena_new_of(lf->lu->arena, struct bound);
    *kept = *b;
    lf->afn->bound = kept;
    return true;
}

static bool find_kept(struct lfunc *lf)
{
    struct bound_search s = {.lu = lf->lu};
    bool any = false;
    for (unsigned i = 0; i < lf->locals.n && !any; i++)
        any = holds_bound(&s, lf->locals.at[i]);
    if (any)
        for_each_across(lf, holds_bound, take_held, &s);
    return s.best.wait && keep(lf, &s.best);
}

/* A box that it awaits without keeping it, or captures as a call that it may run. */
static bool find_run_box(struct lfunc *lf, const struct expr *box, tokid tok)
{
    struct held held;
    if (!type_holds_bound(lf->lu, box->type, &held))
        return false;
    return keep(lf, &(struct bound){.kind = held.kind, .fn = held.fn, .type = held.type,
                                    .tok = held.tok, .awaits = tok});
}

static bool find_captured(struct lfunc *lf, const struct expr *e)
{
    if (e->kind != E_CAPTURE || e->unevaluated ||
        (e->op != CAPTURE_KEPT && e->op != CAPTURE_PART))
        return false;
    if (captures_box(e))
        return find_run_box(lf, e->a, e->r.first);
    return inherit_call(lf, BOUND_CAPTURE, e->a, e->sym, e->r.first);
}

static bool find_inherited(struct lfunc *lf)
{
    if (find_kept(lf))
        return true;
    for (unsigned i = 0; i < lf->waits.n; i++) {
        const struct wait *w = lf->waits.at[i];
        const struct expr *awaited = w->awaited ? expr_strip(w->awaited->a) : 0;
        if ((w->owned && w->awaited && find_run_box(lf, w->awaited->a, w->tok)) ||
            inherit_call(lf, BOUND_CALLEE, awaited, w->fn, w->tok))
            return true;
    }
    for (uint32_t i = 0; i < lf->func->ncaptures; i++)
        if (find_captured(lf, lf->func->captures[i]))
            return true;
    return false;
}

/* ---- reports ---- */

static const char *fn_text(struct lunit *lu, const struct sym *fn)
{
    return func_text(lu->arena, fn);
}

/* Where the chain of reasons ends; *fn is whose reason that is. */
static const struct bound *last_reason(const struct bound *b, const struct sym **fn)
{
    while (b->fn && b->kind != BOUND_DECLARED && b->kind != BOUND_LEAF) {
        *fn = b->fn;
        b = bound_of(b->fn);
    }
    return b;
}

static bool has_name(const struct local *l)
{
    return l->kind == LOCAL_USER || l->kind == LOCAL_PARAM;
}

static const char *stop_text(const struct wait *w)
{
    return w->kind == WAIT_YIELD ? "a yield" : "an await";
}

static const char *reason_text(struct lunit *lu, const struct sym *fn, const struct bound *b)
{
    struct arena *a = lu->arena;
    const struct sym *whose = fn;
    const struct bound *last = last_reason(b, &whose);
    const char *who = "it";
    if (whose != fn)
        who = arena_printf(a, "%s, which it runs,", fn_text(lu, whose));
    switch (last->kind) {
    case BOUND_DECLARED: return arena_printf(a, "%s is async_local", who);
    case BOUND_LEAF: return arena_printf(a, "%s is a leaf on '%s'", who, type_text(a, last->type));
    case BOUND_BOX_ARGUMENT:
        return arena_printf(a, "%s %s a box, and an argument in it is of type '%s'", who,
                            last->wait ? "keeps" : "awaits", type_text(a, last->type));
    default: break;
    }
    const char *what = stop_text(last->wait);
    if (!has_name(last->local))
        return arena_printf(a, "%s keeps a value of type '%s' across %s", who,
                            type_text(a, last->type), what);
    return arena_printf(a, "%s keeps '%s' across %s", who, last->local->sym->name, what);
}

static void note_value(struct lunit *lu, const struct bound *b)
{
    const struct local *l = b->local;
    const char *marked = type_text(lu->arena, b->type);
    const char *type = type_text(lu->arena, l->sym->type);
    if (!has_name(l))
        diag_note(lu->diag, place_of(l), "a value of type '%s', which is edo_local", marked);
    else if (l->sym->type == b->type || !strcmp(type, marked))
        diag_note(lu->diag, place_of(l), "'%s' is of type '%s', which is edo_local", l->sym->name,
                  marked);
    else
        diag_note(lu->diag, place_of(l), "'%s' holds or points to '%s', which is edo_local",
                  l->sym->name, marked);
    diag_note(lu->diag, b->wait->tok, "it is still alive across this %s",
              b->wait->kind == WAIT_YIELD ? "yield" : "await");
}

static void note_box(struct lunit *lu, const struct sym *fn, const struct bound *b)
{
    if (b->wait)
        diag_note(lu->diag, b->wait->tok, "%s keeps a box across this %s", fn_text(lu, fn),
                  b->wait->kind == WAIT_YIELD ? "yield" : "await");
    else
        diag_note(lu->diag, b->awaits, "%s awaits a box here", fn_text(lu, fn));
    if (b->fn)
        diag_note(lu->diag, b->tok, "which may hold %s", fn_text(lu, b->fn));
    else
        diag_note(lu->diag, b->tok, "which may hold this call");
}

static void note_reasons(struct lunit *lu, const struct sym *fn, const struct bound *b)
{
    for (;; fn = b->fn, b = bound_of(b->fn)) {
        switch (b->kind) {
        case BOUND_CALLEE:
            diag_note(lu->diag, b->tok, "%s awaits %s here", fn_text(lu, fn), fn_text(lu, b->fn));
            continue;
        case BOUND_GEN:
            diag_note(lu->diag, b->tok, "%s keeps a run of the generator '%s' across this await",
                      fn_text(lu, fn), b->fn->name);
            continue;
        case BOUND_BOX:
        case BOUND_BOX_ARGUMENT:
            note_box(lu, fn, b);
            if (!b->fn)
                return;
            continue;
        case BOUND_CAPTURE:
            diag_note(lu->diag, b->tok, "%s may run %s, which is captured here", fn_text(lu, fn),
                      fn_text(lu, b->fn));
            continue;
        case BOUND_POINTER:
            diag_note(lu->diag, b->tok, "%s runs what a pointer leads to, which may be '%s'",
                      fn_text(lu, fn), b->fn->name);
            continue;
        case BOUND_VALUE: note_value(lu, b); return;
        case BOUND_DECLARED: diag_note(lu->diag, b->tok, "'%s' is declared here", fn->name); return;
        case BOUND_LEAF:
            diag_note(lu->diag, b->tok, "the leaf '%s' is declared here", fn->name);
            return;
        }
    }
}

static bool check_sent_argument(struct lunit *lu, const struct expr *e, const struct type *f,
                                uint32_t at);

static const char *called_text(struct lunit *lu, const struct expr *call)
{
    if (call->sym && call->sym->func && call->sym->func->outer)
        return "this block";
    return arena_printf(lu->arena, "this call of '%s'",
                        call->sym ? call->sym->name : range_text(lu->unit, call->a->r));
}

/* An argument that holds or leads to the run of a generator, or a box. */
static bool check_held_argument(struct lunit *lu, const struct expr *e, const struct type *param)
{
    struct held held;
    if (!type_holds_bound(lu, param, &held))
        return true;
    const char *what = "it holds or leads to a box, and what may be in it has to stay";
    if (held.kind == BOUND_GEN)
        what = arena_printf(lu->arena, "it holds or leads to a run of '%s', which has to stay",
                            held.fn->name);
    diag_error_range(lu->diag, e->r.first, e->r.last, D_SEND,
                     "this argument can't change threads: %s", what);
    if (held.kind != BOUND_GEN)
        diag_note(lu->diag, held.tok, "this call is put into a box%s%s%s",
                  held.fn ? "" : ", with an argument of type '",
                  held.fn ? "" : type_text(lu->arena, held.type), held.fn ? "" : "'");
    if (held.fn)
        note_reasons(lu, held.fn, bound_of(held.fn));
    return false;
}

/* A captured call that any thread may run. */
static bool check_sent(struct lunit *lu, const struct expr *e)
{
    if (e->kind != E_CAPTURE || captures_box(e)) /* an error of its own, or kept elsewhere */
        return true;
    const struct expr *call = e->a;
    const struct sym *fn = call->sym ? call->sym : bound_by_pointer(lu, call);
    const struct bound *b = bound_of(fn);
    const struct type *f = called_type(call);
    if (b) {
        diag_error_range(lu->diag, e->r.first, e->r.last, D_SEND,
                         "%s can't change threads: %s%s", called_text(lu, call),
                         call->sym ? "" : arena_printf(lu->arena, "it may be '%s', and ", fn->name),
                         reason_text(lu, fn, b));
        note_reasons(lu, fn, b);
        return false;
    }
    for (uint32_t i = 0; i < call->nargs; i++)
        if (!check_sent_argument(lu, call->args[i], f, i))
            return false;
    return true;
}

static bool check_sent_argument(struct lunit *lu, const struct expr *e, const struct type *f,
                                uint32_t at)
{
    const struct decl *param = at < f->nparams ? f->params[at] : 0;
    const struct type *t = param ? type_local(lu->arena, param->type) : 0;
    if (t) {
        diag_error_range(lu->diag, e->r.first, e->r.last, D_SEND,
                         "this argument can't change threads: '%s' is edo_local",
                         type_text(lu->arena, t));
        diag_note(lu->diag, param->name_tok ? param->name_tok : param->specs.first,
                  "declared here");
        return false;
    }
    if (!param)
        return true;
    if (!param->type->is_call)
        return check_held_argument(lu, e, param->type);
    const struct expr *core = expr_strip(e);
    if (core->kind == E_CAPTURE)
        return check_sent(lu, core);
    if (core->kind == E_COND)
        return (!core->b || check_sent_argument(lu, core->b, f, at)) &&
               check_sent_argument(lu, core->c, f, at);
    if (!e->type->is_call || e->type->send)
        return true;
    diag_error_range(lu->diag, e->r.first, e->r.last, D_SEND,
                     "this call may have to stay on its thread: its type is '%s', not "
                     "'edo_call_send'",
                     type_text(lu->arena, e->type));
    return false;
}

/* Other units know of it only what the prototype says. */
static void check_prototype(struct lunit *lu, const struct lfunc *lf)
{
    const struct sym *fn = lf->func->sym;
    const struct bound *b = lf->afn->bound;
    if (!b || fn->async_local || fn->storage == STO_STATIC || !fn->decl ||
        fn->decl->name_tok == fn->name_tok)
        return;
    diag_error(lu->diag, fn->name_tok, D_SEND_UNDECLARED,
               "'%s' has to be declared async_local: %s", fn->name, reason_text(lu, fn, b));
    note_reasons(lu, fn, b);
}

void check_send(struct lunit *lu)
{
    for (unsigned i = 0; i < lu->funcs.n; i++)
        if (((struct lfunc *)lu->funcs.at[i])->afn)
            find_value(lu->funcs.at[i]);
    for (unsigned i = 0; i < lu->afns.n; i++)
        find_declared(lu, lu->afns.at[i]);
    for (bool more = true; more;) {
        more = false;
        for (unsigned i = 0; i < lu->order.n; i++) {
            struct lfunc *lf = lu->order.at[i];
            more |= !lf->afn->bound && find_inherited(lf);
        }
    }
    for (unsigned i = 0; i < lu->funcs.n; i++) {
        const struct lfunc *lf = lu->funcs.at[i];
        for (uint32_t j = 0; j < lf->func->ncaptures; j++)
            if (lf->func->captures[j]->op == CAPTURE_SENT)
                check_sent(lu, lf->func->captures[j]);
        if (lf->afn)
            check_prototype(lu, lf);
    }
}
