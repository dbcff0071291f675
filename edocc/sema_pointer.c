/* SPDX-License-Identifier: MIT
 *
 * Function types with `async`, and async functions as values. In the C that is generated such a
 * type has a hidden first parameter, and an async function's name, where no call follows, stands
 * for its descriptor: both are edits of single tokens, so they hold wherever the text goes. */
#include "parse.h"

/* The function type that `async` among the specifiers belongs to: the one nearest to the name, as
 * with `inline`. A function that returns a pointer to an async one needs a typedef. */
static struct type *async_function(const struct specs *s, struct type *t)
{
    for (; t != s->type && t->base; t = t->base)
        if (t->kind == TY_FUNC)
            return t;
    return 0;
}

static void hide_parameter(struct parser *p, const struct type *f)
{
    struct token *toks = p->u->toks;
    p->u->drops = true;
    if (f->nparams) {
        toks[f->list.first].edit = EDIT_PARAM;
        return;
    }
    toks[f->list.first].edit = EDIT_PARAM_ONLY;
    for (tokid t = f->list.first + 1; t < f->list.last; t++)
        toks[t].drop = true;
}

struct type *async_type(struct parser *p, const struct specs *s, struct type *t, tokid name)
{
    struct type *f = async_function(s, t);
    p->saw_edo = true;
    if (!f && name)
        fail_code(p, s->async_tok, D_ASYNC_TYPE, "'async' on '%s', which is not a function",
                  p->toks[name].id->s);
    else if (!f)
        fail_code(p, s->async_tok, D_ASYNC_TYPE, "'async' on what is not a function");
    if (f->variadic && name)
        edo_error(p, name, name, D_VARIADIC,
                  "the async function '%s' is variadic: give it a fixed list of parameters",
                  p->toks[name].id->s);
    else if (f->variadic)
        edo_error(p, s->async_tok, s->async_tok, D_VARIADIC, "an async function type is variadic");
    if (!f->is_async)
        hide_parameter(p, f);
    f->is_async = true;
    if (f->base->placeholder && !f->generic && f != t)
        fail_code(p, s->async_tok, D_ASYNC_TYPE,
                  "a pointer to a function with an edo_T result: what a call of it results in "
                  "could not be told; point to one that has a type of its own, and awaits it");
    if (f->base->placeholder && !f->generic)
        generic_function(p, f);
    p->u->toks[s->async_tok].drop = true;
    return f;
}

struct type *async_declarator(struct parser *p, const struct specs *s,
                              const struct declarator *dr)
{
    tokid name = dr->has_name ? dr->name_tok : 0;
    if (!s->is_async && !s->gen)
        return 0;
    if (s->gen)
        check_gen_declarator(p, s, dr->type, name);
    struct type *f = async_type(p, s, dr->type, name);
    if (s->gen)
        gen_type(p, s, f, dr->type, dr->r, name);
    return f;
}

/* Where the parameters of `t` are written: by the declaration of a type, or of a function, that
 * `specs` names, or by one which that names. */
static const struct decl *said_by(struct parser *p, struct range specs, const struct type *t)
{
    for (tokid i = specs.first; i <= specs.last; i++) {
        const struct sym *s = p->toks[i].sym;
        const struct decl *d = s && (s->kind == SYM_TYPEDEF || s->kind == SYM_FUNC) ? s->decl : 0;
        if (d && d->declarator.first <= t->list.first && t->list.last <= d->declarator.last)
            return d;
        d = d ? said_by(p, d->specs, t) : 0;
        if (d)
            return d;
    }
    return 0;
}

void adopt_type(struct parser *p, const struct specs *s, struct decl *d)
{
    const struct decl *said = said_by(p, s->r, d->type);
    p->saw_edo = true;
    if (!said || said->type->kind != TY_FUNC || d->type->gen)
        fail_code(p, d->name_tok, D_ASYNC_TYPE,
                  "'%s' is declared by what has the type of an async function: write its "
                  "parameters",
                  p->toks[d->name_tok].id->s);
    d->said = said;
}

const struct type *async_pointee(const struct type *t)
{
    while (t->kind == TY_POINTER || t->kind == TY_ARRAY)
        t = t->base;
    return t->kind == TY_FUNC && t->is_async ? t : 0;
}

void name_value(struct parser *p, const struct expr *e)
{
    struct sym *s = e->sym;
    if (s->type->generic) {
        edo_error(p, e->r.first, e->r.last, D_ASYNC_TYPE,
                  "'%s' can't be used without a call: its result type follows its argument",
                  s->name);
        diag_note(p->d, s->name_tok, "declared here");
        return;
    }
    p->u->toks[e->r.first].edit = EDIT_POINTER;
    p->u->drops = true;
    if (s->named)
        return;
    s->named = true;
    vec_push(p->a, &p->named, s);
}

const char *callee_text(struct parser *p, const struct expr *call)
{
    return call->sym ? call->sym->name : range_text(p->u, call->a->r);
}

static bool is_block(const struct expr *call)
{
    return call->sym && call->sym->func && call->sym->func->outer;
}

void note_callee(struct parser *p, const struct expr *call)
{
    if (call->sym && !is_block(call))
        diag_note(p->d, call->sym->name_tok, "'%s' is declared here", call->sym->name);
}

void check_budget(struct parser *p, struct sym *sym, const struct declarator *dr, bool is_async)
{
    tokid tok = dr->at.budget_tok;
    if (!is_async) {
        edo_error(p, tok, tok, D_BUDGET, "edo_frame on '%s', which is not an async function",
                  sym->name);
    } else if (sym->budget &&
               (sym->budget != dr->at.budget || sym->budget_align != dr->at.budget_align)) {
        edo_error(p, tok, tok, D_BUDGET, "'%s' was given edo_frame(%u, %u) before", sym->name,
                  sym->budget, sym->budget_align);
        diag_note(p->d, sym->name_tok, "declared here");
    }
    sym->budget = dr->at.budget;
    sym->budget_align = dr->at.budget_align;
}
