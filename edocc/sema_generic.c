/* SPDX-License-Identifier: MIT
 *
 * Functions with an edo_T result: its type is that of the call they are given. They are compiled
 * once, for all types, as functions without a result that have one more parameter: where the
 * result goes. What is to be done with a local of type edo_T is awaiting a call into it, copying it
 * to another, taking its address, and returning it. */
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

struct type *generic_result(struct parser *p, struct expr *call, const struct type *f)
{
    struct type *first = 0;
    for (uint32_t i = 0; i < call->nargs && i < f->nparams; i++) {
        if (!gives_type(f->params[i]->type))
            continue;
        struct type *known = call_result(p, call->args[i]), *t = known ? known : p->ts.unknown;
        if (first && type_differs(first, t))
            edo_error(p, call->args[i]->r.first, call->args[i]->r.last, D_CAPTURE_RESULT,
                      "the call's result is '%s', and that of the one before it '%s'",
                      type_text(p->a, t), type_text(p->a, first));
        if (!first)
            first = t;
    }
    return first ? type_unqualified(&p->ts, first) : p->ts.unknown;
}

/* ---- locals of type edo_T ----
 *
 * Such a local stands where the function's result goes, if it is the only one there at its time:
 * then nothing is copied, and no memory is needed. Where that could be seen (two of them at once,
 * one that is taken in a branch of a join or in a defer), each has memory of its own, as an array
 * of variable length has. Which it is, is known at the end of the body: mentions and declarations
 * are kept until then. */

static bool in_generic(const struct parser *p)
{
    return p->body && p->body->func->sym->type->generic;
}

bool is_placeholder(const struct sym *s)
{
    return s->kind == SYM_VAR && !s->file_scope && s->type->placeholder;
}

/* One of the locals is in scope here. */
static bool beside_another(const struct parser *p)
{
    const struct vec *places = &p->body->places;
    for (const struct scope *s = p->scope; s; s = s->parent)
        for (unsigned i = 0; i < places->n; i++)
            if (((const struct sym *)places->at[i])->scope == s)
                return true;
    return false;
}

void placeholder_local(struct parser *p, struct sym *sym)
{
    if (!in_generic(p))
        fail_code(p, sym->name_tok, D_ASYNC_TYPE, "an edo_T outside a function with such a result");
    if (sym->storage != STO_NONE && sym->storage != STO_AUTO && sym->storage != STO_REGISTER)
        fail_code(p, sym->name_tok, D_ASYNC_TYPE, "an edo_T that isn't a local variable");
    p->body->own_places |= beside_another(p);
    local_add(p, sym);
    vec_push(p->a, &p->body->places, sym);
}

void placeholder_value(struct parser *p, struct expr *e)
{
    if (p->body)
        vec_push(p->a, &p->body->place_uses, e);
}

void placeholder_placed(struct expr *e)
{
    e = (struct expr *)expr_strip(e);
    if (e->type->placeholder)
        e->placed = true;
    if (e->kind == E_COMMA || e->kind == E_COND)
        placeholder_placed(e->kind == E_COND ? e->c : e->b);
    if (e->kind == E_COND)
        placeholder_placed(e->b ? e->b : e->a);
}

void placeholder_dropped(struct expr *e)
{
    e = (struct expr *)expr_strip(e);
    if (e->kind == E_AWAIT)
        e->placed = true;
    if (e->kind == E_COMMA || e->kind == E_COND)
        placeholder_dropped(e->kind == E_COND ? e->c : e->b);
    if (e->kind == E_COND && e->b)
        placeholder_dropped(e->b);
}

void placeholder_object(struct parser *p, const struct type *t, tokid name)
{
    while (t->kind == TY_ARRAY)
        t = t->base;
    if (t->placeholder)
        edo_error(p, name, name, D_ASYNC_TYPE, "an edo_T that isn't a local variable");
}

void placeholder_named(struct parser *p, struct expr *e, struct sym *sym)
{
    if (sym->in == p->body->func) {
        placeholder_value(p, e);
        return;
    }
    edo_error(p, e->r.first, e->r.first, D_CAPTURED,
              "an async block can't capture '%s', an edo_T: what its type is isn't known here",
              sym->name);
    diag_note(p->d, sym->name_tok, "declared here");
}

/* What runs beside the function's own line, or behind its `return`, must not write to where the
 * result goes. */
static void take_here(struct parser *p)
{
    for (const struct enclosure *in = p->body->in; in; in = in->up)
        p->body->own_places |= in->kind == IN_BRANCH || in->kind == IN_DEFER;
}

/* The value of `e` goes to `into`. False: this is nothing that it could be copied from. */
static bool take(struct parser *p, struct expr *e, struct sym *into)
{
    e = (struct expr *)expr_strip(e);
    if (e->kind == E_COND)
        return e->b && take(p, e->b, into) && take(p, e->c, into);
    if (e->kind == E_COMMA)
        return take(p, e->b, into);
    if (!e->type->placeholder || (e->kind != E_AWAIT && e->kind != E_IDENT))
        return false;
    e->taken = e->placed = true;
    e->into = into;
    if (e->kind == E_AWAIT) {
        take_here(p);
        p->body->returns_beside |= !into && beside_another(p);
    } else {
        p->body->own_places |= into != 0;
    }
    return true;
}

static void wrong_value(struct parser *p, struct expr *e)
{
    placeholder_placed(e);
    edo_error(p, e->r.first, e->r.last, D_ASYNC_TYPE,
              "an edo_T gets its value from an awaited call, or from another edo_T");
}

void placeholder_declared(struct parser *p, struct stmt *st)
{
    vec_push(p->a, &p->body->place_decls, st);
    p->body->own_places |= st->ndecls != 1;
    for (uint32_t i = 0; i < st->ndecls; i++) {
        struct decl *d = st->decls[i];
        if (!d->type->placeholder || !d->init)
            continue;
        if (!d->init->expr)
            edo_error(p, d->init->r.first, d->init->r.last, D_ASYNC_TYPE,
                      "an edo_T gets its value from an awaited call, or from another edo_T");
        else if (!take(p, d->init->expr, d->sym))
            wrong_value(p, d->init->expr);
    }
}

/* when (edo_T r = call): `st` declares r. */
void placeholder_head(struct parser *p, struct stmt *st, struct expr *head)
{
    const struct decl *d = st->decls[0];
    if (!d->type->placeholder || !head->type->placeholder)
        edo_error(p, d->name_tok, d->name_tok, D_ASYNC_TYPE,
                  d->type->placeholder ? "an edo_T takes the result of a call that has one"
                                       : "the result of this call is an edo_T, which no other "
                                         "type can take");
    else
        vec_push(p->a, &p->body->place_decls, st);
    head->taken = head->placed = true;
    head->into = d->sym;
    take_here(p);
}

void placeholder_head_assigned(struct parser *p, struct expr *to, struct expr *head)
{
    const struct expr *core = expr_strip(to);
    placeholder_placed(to);
    if (core->kind != E_IDENT || !core->type->placeholder || !head->type->placeholder) {
        wrong_value(p, to);
        return;
    }
    head->taken = head->placed = true;
    head->into = core->sym;
    take_here(p);
}

struct expr *placeholder_assigned(struct parser *p, struct expr *e)
{
    const struct expr *to = expr_strip(e->a);
    placeholder_placed(e->a);
    if (to->kind != E_IDENT) {
        placeholder_placed(e->b);
        edo_error(p, e->a->r.first, e->a->r.last, D_ASYNC_TYPE,
                  "only a local of type edo_T can be assigned to");
        return e;
    }
    if (!take(p, e->b, to->sym))
        wrong_value(p, e->b);
    if (expr_strip(e->b)->kind == E_IDENT)
        e->b->r = e->r; /* what stands for it stands for the whole */
    return e->b;
}

void placeholder_awaited(struct parser *p, struct expr *e)
{
    placeholder_value(p, e);
    if (!in_generic(p))
        fail_code(p, e->op_tok, D_AWAIT_OPERAND,
                  "the result of this call is an edo_T: that has a type only in a function which "
                  "results in one");
}

void placeholder_returned(struct parser *p, struct stmt *s, tokid tok)
{
    const struct expr *core = s->expr ? expr_strip(s->expr) : 0;
    if (core && core->type->kind == TY_UNKNOWN && core->kind == E_AWAIT) /* an error is reported */
        return;
    if (!core || !core->type->placeholder)
        edo_error(p, tok, tok, D_RETURN, "'return' without an edo_T in '%s'",
                  p->body->func->sym->name);
    else if (!take(p, s->expr, 0))
        wrong_value(p, s->expr);
}

/* ---- at the end of the body ---- */

/* All of them stand where the result goes, so they are no locals. */
static void settle_together(struct parser *p, struct func *f)
{
    struct body *b = p->body;
    struct sym *to = f->sym->type->params[f->sym->type->nparams - 1]->sym;
    struct vec locals = {0};
    for (unsigned i = 0; i < b->locals.n; i++) {
        struct sym *s = b->locals.at[i];
        if (!is_placeholder(s)) {
            s->index = locals.n;
            vec_push(p->a, &locals, s);
            continue;
        }
        s->place = to;
        to->address_taken |= s->address_taken;
    }
    b->locals = locals;
    for (unsigned i = 0; i < b->place_uses.n; i++) {
        struct expr *use = b->place_uses.at[i];
        if (use->kind == E_IDENT)
            use->sym = to;
    }
    for (unsigned i = 0; i < b->place_decls.n; i++) {
        struct stmt *s = b->place_decls.at[i];
        struct expr *value = s->decls[0]->init ? s->decls[0]->init->expr : 0;
        s->kind = S_EXPR;
        s->expr = value && value->kind != E_TEMP ? value : 0; /* E_TEMP: of a select's head */
        s->decls = 0;
        s->ndecls = 0;
    }
}

void placeholder_unknown(struct parser *p, const struct expr *e)
{
    edo_error(p, e->r.first, e->r.last, D_ASYNC_TYPE,
              "an edo_T has no type that is known here: it can be awaited into, copied to another, "
              "returned, and have its address taken");
}

/* What is left of a statement that couldn't be read may have lost what it was written for. */
static void report_uses(struct parser *p, const struct func *f)
{
    const struct vec *uses = &p->body->place_uses;
    for (unsigned i = 0; i < uses->n && !f->failed; i++) {
        const struct expr *e = uses->at[i];
        if (e->placed || !e->type->placeholder || e->kind == E_PAREN)
            continue;
        placeholder_unknown(p, e);
    }
}

void placeholders_settle(struct parser *p, struct func *f)
{
    struct body *b = p->body;
    report_uses(p, f);
    if (!b->places.n && !b->own_places)
        return;
    f->own_places = b->own_places || (b->has_defer && b->returns_beside);
    if (!f->own_places)
        settle_together(p, f);
    for (unsigned i = 0; i < b->places.n && f->own_places; i++)
        ((struct sym *)b->places.at[i])->place = b->places.at[i];
}
