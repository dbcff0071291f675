/* SPDX-License-Identifier: MIT
 *
 * Async blocks. `async { … }` is read as a function of its own, whose parameters are copies of the
 * locals of the function around it that it names, and stands as a call of that function with those
 * locals as arguments. */
#include "parse.h"

/* ---- labels: those of the function around aren't seen ---- */

static void labels_hide(struct parser *p, const struct vec *infos, struct vec *saved)
{
    for (unsigned i = 0; i < infos->n; i++) {
        struct ident *id = ((struct label_info *)infos->at[i])->id;
        vec_push(p->a, saved, id->labels);
        id->labels = 0;
    }
}

static void labels_show(const struct vec *infos, const struct vec *saved)
{
    for (unsigned i = infos->n; i-- > 0;)
        ((struct label_info *)infos->at[i])->id->labels = saved->at[i];
}

/* ---- what is captured ---- */

/* An array is passed in a struct. */
static struct type *array_struct(struct parser *p, struct type *array)
{
    struct type *t = type_new(&p->ts, TY_STRUCT);
    struct member *m = arena_new_of(p->a, struct member);
    *m = (struct member){.name = "v", .type = array};
    type_complete(t, m, 1);
    t->has_array = true;
    return t;
}

static struct sym *copy_local(struct parser *p, struct body *b, struct sym *s)
{
    struct sym *copy = arena_new_of(p->a, struct sym);
    struct decl *d = arena_new_of(p->a, struct decl);
    copy->kind = SYM_VAR;
    copy->name = copy->out = s->name;
    copy->name_tok = s->name_tok;
    copy->is_param = true;
    copy->array = s->array ? s->array : s->type->kind == TY_ARRAY ? s->type : 0;
    copy->type = copy->array && !s->array ? array_struct(p, s->type) : s->type;
    copy->captured = s;
    copy->in = b->func;
    copy->scope = b->func->scope;
    copy->decl = d;
    *d = *s->decl;
    d->sym = copy;
    d->type = copy->type;
    d->cleanup = 0;
    vec_push(p->a, &b->copies, copy);
    return copy;
}

static void check_capture(struct parser *p, tokid tok, const struct sym *s)
{
    if (s->type->is_vm)
        edo_error(p, tok, tok, D_CAPTURED, "an async block can't capture '%s', whose type is "
                                           "variably modified", s->name);
    else if (s->type->future_of)
        edo_error(p, tok, tok, D_CAPTURED, "an async block can't capture the future '%s'",
                  s->name);
    else if (s->type->pinned)
        edo_error(p, tok, tok, D_CAPTURED, "an async block can't capture '%s', which is pinned",
                  s->name);
    else
        return;
    diag_note(p->d, s->name_tok, "declared here");
}

static struct sym *copy_in(struct parser *p, struct body *b, tokid tok, struct sym *s)
{
    if (s->in == b->func || !b->outer)
        return s;
    struct sym *outer = copy_in(p, b->outer, tok, s);
    if (outer == s)
        check_capture(p, tok, s);
    struct sym *copy = copy_local(p, b, outer);
    bind(p->a, b->copied, p->toks[tok].id, copy, false);
    return copy;
}

/* ---- what is no part of a call: statics, and what is declared ---- */

static bool is_lasting(const struct sym *s)
{
    return s->kind == SYM_VAR && !s->file_scope && s->in && s->decl &&
           (s->storage == STO_STATIC || s->storage == STO_EXTERN || s->storage == STO_THREAD);
}

/* Declared at file scope, with what its initialiser names. */
static void take_outside(struct parser *p, tokid tok, struct sym *s)
{
    const struct init *init = s->decl->init;
    if (s->outside)
        return;
    s->outside = true;
    if (s->type->is_vm) {
        check_capture(p, tok, s);
        return;
    }
    for (tokid t = init ? init->r.first : 1; init && t <= init->r.last; t++) {
        struct sym *named = p->toks[t].sym;
        if (named && is_lasting(named))
            take_outside(p, tok, named);
        if (p->toks[t].punct != P_ANDAND || p->toks[t + 1].kind != T_IDENT || p->toks[t + 1].sym)
            continue;
        edo_error(p, tok, tok, D_CAPTURED,
                  "an async block can't use '%s', in which there is the address of a label of the "
                  "function around",
                  s->name);
        diag_note(p->d, s->name_tok, "declared here");
        return;
    }
}

struct sym *captured_local(struct parser *p, tokid tok, struct sym *s)
{
    if (!p->body || !p->body->outer)
        return s;
    if (s->kind == SYM_FUNC && s->declares && s->declares != p->body->func)
        s->outside = true;
    if (is_lasting(s) && s->in != p->body->func) {
        take_outside(p, tok, s);
        return s;
    }
    if (s->kind != SYM_VAR || s->file_scope || !s->in || !s->decl)
        return s;
    return copy_in(p, p->body, tok, s);
}

/* ---- the function ---- */

static struct func *block_function(struct parser *p, tokid first)
{
    const struct func *around = p->body->func;
    struct func *f = arena_new_of(p->a, struct func);
    struct decl *d = arena_new_of(p->a, struct decl);
    struct sym *s = arena_new_of(p->a, struct sym);
    const struct func *root = around;
    while (root->outer)
        root = root->outer;
    s->kind = SYM_FUNC;
    s->name = s->out = arena_printf(p->a, "%s__block", root->sym->name);
    s->type = type_new(&p->ts, TY_FUNC);
    s->type->base = p->ts.t_int;
    s->type->is_async = true;
    s->storage = STO_STATIC;
    s->file_scope = true;
    s->name_tok = first;
    s->decl = d;
    s->func = f;
    d->specs = d->declarator = (struct range){1, 0};
    d->name_tok = first;
    d->sym = s;
    d->type = s->type;
    d->text = "int";
    f->sym = s;
    f->specs = f->declarator = d->specs;
    f->result = p->ts.t_int;
    f->is_async = true;
    f->outer = p->body->func;
    return f;
}

/* The copies are known at the end: they become the parameters, the first of the locals. */
static void block_parameters(struct parser *p, struct func *f, const struct vec *copies)
{
    struct vec params = {0}, locals = {0};
    for (unsigned i = 0; i < copies->n; i++) {
        struct sym *s = copies->at[i];
        vec_push(p->a, &params, s->decl);
        vec_push(p->a, &locals, s);
    }
    for (uint32_t i = 0; i < f->nlocals; i++)
        vec_push(p->a, &locals, f->locals[i]);
    for (unsigned i = 0; i < locals.n; i++)
        ((struct sym *)locals.at[i])->index = i;
    f->params = f->sym->type->params = (struct decl **)params.at;
    f->nparams = f->sym->type->nparams = params.n;
    f->locals = (struct sym **)locals.at;
    f->nlocals = locals.n;
}

static void block_read(struct parser *p, struct func *f)
{
    struct body *outer = p->body, body = {.func = f, .outer = outer};
    struct level *level = p->level;
    struct scope *scope = p->scope;
    struct vec *sink = p->sink, labels = {0};
    unsigned unevaluated = p->unevaluated, constant = p->constant;
    uint32_t awaits = p->awaits, stmt_exprs = p->stmt_exprs;
    unsigned errors = diag_errors(p->d);
    labels_hide(p, &outer->label_infos, &labels);
    p->sink = 0;
    p->unevaluated = p->constant = 0;
    p->body = &body;
    p->scope = 0;
    f->scope = scope_enter(p, 0);
    body.copied = p->level;
    function_body_read(p, f);
    scopes_leave(p, level);
    p->scope = scope;
    p->body = outer;
    p->sink = sink;
    p->unevaluated = unevaluated;
    p->constant = constant;
    p->awaits = awaits; /* they are run by the block, not where it stands */
    p->stmt_exprs = stmt_exprs;
    labels_show(&outer->label_infos, &labels);
    f->failed |= diag_errors(p->d) != errors;
    block_parameters(p, f, &body.copies);
    vec_push(p->a, &outer->blocks, f);
    vec_push(p->a, &p->blocks, f);
}

/* ---- the call ---- */

static struct expr *block_call(struct parser *p, struct func *f, tokid first)
{
    struct expr *e = expr_new(p, E_CALL, first), *callee = expr_new(p, E_IDENT, first);
    struct vec args = {0};
    for (uint32_t i = 0; i < f->nparams; i++) {
        struct expr *arg = expr_new(p, E_TEMP, first);
        arg->sym = f->params[i]->sym->captured;
        arg->type = f->params[i]->type;
        vec_push(p->a, &args, arg);
    }
    callee->sym = f->sym;
    callee->type = f->sym->type;
    e->op_tok = first;
    e->a = callee;
    e->sym = f->sym;
    e->type = f->result;
    e->args = (struct expr **)args.at;
    e->nargs = args.n;
    e->async_call = true;
    expr_done(p, e);
    pend(p, e);
    return e;
}

struct expr *async_block(struct parser *p)
{
    tokid first = p->t;
    if (!p->body)
        fail_code(p, first, D_AWAIT_OUTSIDE, "an async block outside a function");
    mark_edo(p);
    advance(p);
    tokid open = p->t, prev = p->prev;
    skip_group(p);
    tokid close = p->prev, after = p->t;
    p->t = open;
    p->prev = prev;
    nest(p);
    struct func *f = block_function(p, first);
    f->all = (struct range){first, close};
    block_read(p, f);
    p->nesting--;
    p->t = after;
    p->prev = close;
    return block_call(p, f, first);
}
