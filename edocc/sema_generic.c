/* SPDX-License-Identifier: MIT
 *
 * Functions with an edo_T result: its type is that of the call they are given. They are compiled
 * once, for all types, as functions without a result that have one more parameter: where the
 * result goes. In their bodies a local of type edo_T is what stands at that place, and the only
 * things to be done with it are awaiting a call into it, taking its address, and returning it. */
#include "parse.h"

static bool gives_type(const struct type *param)
{
    return param->is_call && param->call_result && param->call_result->placeholder;
}

void generic_function(struct parser *p, struct type *f)
{
    struct vec params = {0};
    bool given = false;
    for (uint32_t i = 0; i < f->nparams; i++) {
        vec_push(p->a, &params, f->params[i]);
        given |= gives_type(f->params[i]->type);
    }
    if (!given)
        edo_error(p, f->list.first, f->list.last, D_ASYNC_TYPE,
                  "no parameter is an edo_call_of(edo_T): the result has no type to follow");
    struct decl *d = arena_new_of(p->a, struct decl);
    struct sym *s = sym_new(p, SYM_VAR, "edo__to", type_pointer(&p->ts, f->base), f->list.first);
    s->is_param = true;
    s->file_scope = false;
    s->decl = d;
    d->specs = d->declarator = (struct range){1, 0};
    d->sym = s;
    d->type = s->type;
    d->text = "edo_T *";
    vec_push(p->a, &params, d);
    f->params = (struct decl **)params.at;
    f->nparams = params.n;
    f->base = p->ts.t_void;
    f->generic = true;
}

static struct type *given_result(struct parser *p, const struct expr *e)
{
    e = expr_strip(e);
    if (e->kind == E_CAPTURE)
        return captured_result(e);
    if (e->kind == E_COND)
        return given_result(p, e->c);
    if (e->kind == E_COMMA)
        return given_result(p, e->b);
    return e->type->is_call && e->type->call_result ? e->type->call_result : p->ts.unknown;
}

struct type *generic_result(struct parser *p, struct expr *call, const struct type *f)
{
    struct type *first = 0;
    for (uint32_t i = 0; i < call->nargs && i < f->nparams; i++) {
        if (!gives_type(f->params[i]->type))
            continue;
        struct type *t = given_result(p, call->args[i]);
        if (first && type_differs(first, t))
            edo_error(p, call->args[i]->r.first, call->args[i]->r.last, D_CAPTURE_RESULT,
                      "the call's result is '%s', and that of the one before it '%s'",
                      type_text(p->a, t), type_text(p->a, first));
        if (!first)
            first = t;
    }
    return first ? type_unqualified(&p->ts, first) : p->ts.unknown;
}

/* ---- locals of type edo_T ---- */

static bool in_generic(const struct parser *p)
{
    return p->body && p->body->func->sym->type->generic;
}

void placeholder_local(struct parser *p, struct sym *sym)
{
    if (!in_generic(p))
        fail_code(p, sym->name_tok, D_ASYNC_TYPE, "an edo_T outside a function with such a result");
    const struct func *f = p->body->func;
    for (const struct scope *s = p->scope; s && p->body->placeholder; s = s->parent)
        if (s == p->body->placeholder->scope)
            not_supported(p, sym->name_tok, "a second edo_T beside another");
    p->body->placeholder = sym;
    sym->in = p->body->func;
    sym->scope = p->scope;
    sym->place = f->params[f->nparams - 1]->sym;
}

static bool is_awaited(const struct expr *e)
{
    e = expr_strip(e);
    return e->kind == E_AWAIT && e->type->placeholder;
}

/* The result of `e` goes to the one place there is: so what runs beside the function's own line,
 * or behind its `return`, must not take one. */
static void take(struct parser *p, struct expr *e)
{
    e = (struct expr *)expr_strip(e);
    if (e->kind == E_COND) {
        if (e->b)
            take(p, e->b);
        take(p, e->c);
    } else if (e->kind == E_COMMA) {
        take(p, e->b);
    } else if (e->kind == E_AWAIT) {
        e->taken = true;
        for (const struct enclosure *in = p->body->in; in; in = in->up)
            if (in->kind == IN_BRANCH || in->kind == IN_DEFER)
                not_supported(p, e->op_tok, in->kind == IN_BRANCH
                                                ? "an edo_T taken in a branch of a join"
                                                : "an edo_T taken in the body of a defer");
    }
}

/* edo_T r = await call; leaves the await alone. */
void placeholder_declared(struct parser *p, struct stmt *st)
{
    struct decl *d = st->decls ? st->decls[0] : 0;
    if (st->ndecls != 1 || (d->init && (!d->init->expr || !is_awaited(d->init->expr))))
        not_supported(p, st->r.first, "this declaration of an edo_T (it takes an awaited call)");
    st->kind = S_EXPR;
    st->expr = d->init ? d->init->expr : 0;
    if (st->expr)
        take(p, st->expr);
    st->decls = 0;
    st->ndecls = 0;
}

/* when (edo_T r = call). */
void placeholder_head(struct parser *p, const struct decl *d, struct expr *head)
{
    if (!d->type->placeholder || !head->type->placeholder)
        not_supported(p, d->name_tok, "this declaration of an edo_T (it takes that of a call)");
    take(p, head);
}

struct expr *placeholder_assigned(struct parser *p, struct expr *e)
{
    if (!is_awaited(e->b))
        not_supported(p, e->op_tok, "an assignment of an edo_T (but of an awaited call)");
    take(p, e->b);
    return e->b;
}

void placeholder_awaited(struct parser *p, struct expr *e)
{
    if (!in_generic(p))
        fail_code(p, e->op_tok, D_AWAIT_OPERAND,
                  "the result of this call is an edo_T: that has a type only in a function which "
                  "results in one");
}

void placeholder_returned(struct parser *p, struct stmt *s, tokid tok)
{
    const struct expr *core = s->expr ? expr_strip(s->expr) : 0;
    if (!core || !core->type->placeholder) {
        edo_error(p, tok, tok, D_RETURN, "'return' without an edo_T in '%s'",
                  p->body->func->sym->name);
        return;
    }
    take(p, s->expr);
    if (core->kind == E_IDENT)
        s->expr = 0; /* it is in its place */
}
