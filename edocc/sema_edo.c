/* SPDX-License-Identifier: MIT
 *
 * What Edo's forms require: of their operands, of the function they stand in, of declarations.
 *
 * An async call must be taken by someone: awaited, captured, named as a future, blocked on. Each is
 * put on a list when it is read; whoever takes it marks it; what is left at the end of the function
 * is an error. The same goes for an async function's name, which only a call may use. */
#include <string.h>

#include "parse.h"

void mark_edo(struct parser *p)
{
    p->saw_edo = true;
    if (p->body)
        p->body->edo = true;
}

void edo_error(struct parser *p, tokid first, tokid last, int code, const char *format, ...)
{
    va_list ap;
    va_start(ap, format);
    diag_verror(p->d, first, last, code, format, ap);
    va_end(ap);
}

/* ---- who takes a call ---- */

static struct vec *pending_of(struct parser *p)
{
    return p->body ? &p->body->pending : &p->file_pending;
}

void pend(struct parser *p, struct expr *e) { vec_push(p->a, pending_of(p), e); }
unsigned pending_mark(struct parser *p) { return pending_of(p)->n; }

void pending_forget(struct parser *p, unsigned mark)
{
    struct vec *v = pending_of(p);
    for (; mark < v->n; mark++) {
        struct expr *e = v->at[mark];
        e->taken |= e->kind == E_CALL;
    }
}

void pending_report(struct parser *p, struct vec *pending)
{
    for (unsigned i = 0; i < pending->n; i++) {
        const struct expr *e = pending->at[i];
        if (e->taken)
            continue;
        if (report_idle_gen(p, e))
            continue;
        if (e->kind != E_CALL) {
            name_value(p, e);
            continue;
        }
        if (e->sym && e->sym->func && e->sym->func->outer) {
            edo_error(p, e->r.first, e->r.first, D_UNAWAITED, "this async block is never awaited");
            continue;
        }
        edo_error(p, e->r.first, e->r.last, D_UNAWAITED, "call to '%s' is never awaited",
                  callee_text(p, e));
        if (e->sym)
            diag_note(p->d, e->sym->name_tok, "'%s' is async: alone, a call to it runs nothing",
                      e->sym->name);
    }
    pending->n = 0;
}

struct expr *async_call(struct expr *e)
{
    struct expr *core = (struct expr *)expr_strip(e);
    return core->kind == E_CALL && core->async_call ? core : 0;
}

/* ---- await, try ---- */

bool in_async(const struct parser *p)
{
    const struct func *f = p->body ? p->body->func : 0;
    return f && f->is_async && (!f->gen || f->is_stream);
}

static void note_not_async(struct parser *p)
{
    const struct func *f = p->body ? p->body->func : 0;
    if (f && f->gen)
        diag_note(p->d, f->sym->name_tok, "'%s' is a generator, and no 'async gen'", f->sym->name);
    else if (f)
        diag_note(p->d, f->sym->name_tok,
                  "'%s' is not async: make it so, or hand the call to edo_block_on or edo_spawn",
                  f->sym->name);
}

static void wrong_operand(struct parser *p, struct expr *e, const struct expr *core)
{
    const struct expr *callee = core->kind == E_CALL && core->a ? expr_strip(core->a) : 0;
    const char *meant;
    if (core->kind == E_GEN_NEXT || core->kind == E_GEN_END) {
        edo_error(p, e->r.first, e->r.last, D_AWAIT_OPERAND,
                  "nothing to await: '%s' is no 'async gen', its values come at once",
                  core->sym->name);
        diag_note(p->d, core->sym->name_tok, "declared here");
    } else if (is_gen_call(core)) {
        edo_error(p, e->r.first, e->r.last, D_AWAIT_OPERAND,
                  "'%s' is a generator: loop over it with 'each', or name it with edo_gen(%s)",
                  core->sym->name, core->sym->name);
        diag_note(p->d, core->sym->name_tok, "declared here");
    } else if (core->type->is_call) {
        edo_error(p, e->r.first, e->r.last, D_AWAIT_OPERAND,
                  "an edo_call_any can't be awaited: its result type is not known");
    } else if (core->type->future_of) {
        edo_error(p, e->r.first, e->r.last, D_AWAIT_OPERAND,
                  "a future is awaited by its own name alone");
    } else if (callee && callee->kind == E_IDENT && callee->sym) {
        edo_error(p, e->r.first, e->r.last, D_AWAIT_OPERAND,
                  "nothing to await: '%s' is not an async function", callee->sym->name);
        diag_note(p->d, callee->sym->name_tok, "declared here");
    } else if (callee && meant_function(p, callee, false)) { /* has been said */
        mark_edo(p);
    } else if (callee && (meant = meant_function(p, callee, true))) {
        edo_error(p, callee->r.first, callee->r.first, D_MISSPELT,
                  "'%s' is not declared; did you mean '%s'?", tok_text(p->u, callee->r.first),
                  meant);
        diag_fix(p->d, meant);
    } else if (callee && callee->kind == E_IDENT) {
        edo_error(p, e->r.first, e->r.last, D_AWAIT_OPERAND,
                  "nothing to await: '%s' is not declared", tok_text(p->u, callee->r.first));
    } else if (core->kind == E_IDENT && !core->sym) {
        mark_edo(p);
        if (!p->body || !p->body->func->failed) /* else what couldn't be read may declare it */
            edo_error(p, e->r.first, e->r.last, D_AWAIT_OPERAND,
                      "nothing to await: '%s' is not declared", tok_text(p->u, core->r.first));
    } else {
        edo_error(p, e->r.first, e->r.last, D_AWAIT_OPERAND,
                  "nothing to await: this is neither an async call nor a future");
    }
}

/* Finds out what `e`, an await or block_on, runs; its operand becomes the call or the name itself.
 * False if it is neither. */
static bool resolve_run(struct parser *p, struct expr *e)
{
    struct expr *core = (struct expr *)expr_strip(e->a), *made = async_call(e->a);
    if (made && is_gen_call(made)) {
        made->taken = true;
        return false;
    }
    if (made) {
        made->taken = true;
        e->sym = made->sym;
        e->type = made->type;
    } else if (core->type->future_of && core->kind == E_IDENT) {
        e->sym = core->type->future_of;
        e->type = type_unqualified(&p->ts, e->sym->type->base);
    } else {
        return false;
    }
    e->a = core;
    return true;
}

static bool runs_here(struct parser *p, struct expr *e, const char *word)
{
    p->looked_at += e->unevaluated;
    if (p->constant) {
        edo_error(p, e->op_tok, e->op_tok, D_AWAIT_OUTSIDE, "%s where a constant is needed", word);
        return false;
    }
    if (!e->unevaluated) {
        p->awaits++;
        e->has_await = true;
    }
    return true;
}

void check_await(struct parser *p, struct expr *e)
{
    mark_edo(p);
    if (in_async(p) && chooses_call(e->a)) {
        await_chosen(p, e);
        return;
    }
    bool known = resolve_run(p, e);
    const struct expr *core = expr_strip(e->a);
    if (core->kind == E_GEN_NEXT || core->kind == E_GEN_END) {
        e->a = (struct expr *)core;
        e->a->taken = true;
        e->type = core->type;
        known = !core->sym || core->sym->type->is_stream;
    }
    if (!known && core->type->is_call && core->type->call_result) {
        e->a = (struct expr *)core;
        e->type = core->type->call_result;
        known = true;
    }
    if (!known && type_boxed(core->type)) {
        e->a = value_of(p, (struct expr *)core);
        e->type = type_unqualified(&p->ts, type_boxed(core->type));
        known = true;
    }
    if (!in_async(p)) {
        edo_error(p, e->op_tok, e->op_tok, D_AWAIT_OUTSIDE, "'await' outside an async function");
        note_not_async(p);
        return;
    }
    if (!known) {
        wrong_operand(p, e, core);
        return;
    }
    if (e->type->placeholder)
        placeholder_awaited(p, e);
    if (runs_here(p, e, "'await'") && !e->unevaluated && e->sym && e->a->kind == E_CALL)
        vec_push(p->a, &p->body->awaits, e->sym);
}

void check_try(struct parser *p, struct expr *e)
{
    mark_edo(p);
    struct type *t = type_unqualified(&p->ts, type_decay(&p->ts, e->a->type));
    e->type = t;
    value_of(p, e->a);
    if (!p->body) {
        edo_error(p, e->op_tok, e->op_tok, D_TRY_FUNCTION, "'try' outside a function");
        return;
    }
    runs_here(p, e, "'try'");
    const struct func *f = p->body->func;
    if (f->result->kind != TY_UNKNOWN && !type_is_signed_int(f->result)) {
        edo_error(p, e->op_tok, e->op_tok, D_TRY_FUNCTION,
                  "'try' in a function whose result is '%s', not a signed integer",
                  type_text(p->a, f->result));
        diag_note(p->d, f->sym->name_tok, "'%s' is declared here", f->sym->name);
    }
    placeholder_dropped(e->a);
    if (t->kind != TY_UNKNOWN && !type_is_signed_int(t))
        edo_error(p, e->a->r.first, e->a->r.last, D_TRY_OPERAND,
                  "'try' needs a signed integer, and this is '%s'", type_text(p->a, t));
    for (const struct enclosure *in = p->body->in; in; in = in->up) {
        if (in->kind != IN_DEFER)
            continue;
        edo_error(p, e->op_tok, e->op_tok, D_DEFER_JUMP,
                  "'try' may return, which would leave the body of a defer");
        diag_note(p->d, in->tok, "it begins here");
        break;
    }
}

/* ---- block_on, start ---- */

static bool block_on_value(struct parser *p, struct expr *e)
{
    struct expr *core = (struct expr *)expr_strip(e->a);
    if (type_boxed(core->type)) {
        e->type = type_unqualified(&p->ts, type_boxed(core->type));
        e->a = capture_any(p, core);
        return true;
    }
    if (!core->type->is_call || !core->type->call_result)
        return false;
    e->a = value_of(p, core);
    e->type = core->type->call_result;
    return true;
}

void check_block_on(struct parser *p, struct expr *e)
{
    mark_edo(p);
    bool known = resolve_run(p, e), chosen = !known && p->body && chooses_call(e->a);
    if (chosen)
        e->a = capture_chosen(p, e->a, &e->type);
    if (!p->body || p->constant) {
        edo_error(p, e->op_tok, e->op_tok, D_BLOCK_ON, "edo_block_on outside a function");
    } else if (!known && !chosen && !block_on_value(p, e)) {
        edo_error(p, e->a->r.first, e->a->r.last, D_BLOCK_ON,
                  "edo_block_on takes an async call, an edo_call, a box, or a future by its name");
    } else if (known && (!e->sym || e->sym->type->generic)) {
        e->a = capture_any(p, e->a);
    }
    if (in_async(p) && !e->unevaluated)
        diag_warning(p->d, e->op_tok, D_WARN_BLOCK_ON,
                     "edo_block_on in an async function stops every task of its thread, and libedo "
                     "refuses it in a task: use 'await'");
    if (e->b)
        check_copy(p, e->b);
    p->awaits += !e->unevaluated;
}

void check_start(struct parser *p, struct expr *e)
{
    mark_edo(p);
    struct expr *core = (struct expr *)expr_strip(e->a);
    e->type = p->ts.t_void;
    if (core->kind != E_IDENT || !core->type->future_of) {
        edo_error(p, e->a->r.first, e->a->r.last, D_FUTURE, "edo_start takes a future by its name");
        return;
    }
    e->a = core;
    e->sym = core->type->future_of;
    if (!in_async(p)) {
        edo_error(p, e->op_tok, e->op_tok, D_FUTURE, "edo_start outside an async function");
        note_not_async(p);
    }
}

/* ---- calls and captures ---- */

static const char *forbidden(const char *name)
{
    static const char *const names[] = {
        "setjmp", "_setjmp", "__setjmp", "sigsetjmp", "__sigsetjmp", "__builtin_setjmp",
        "alloca", "__builtin_alloca", "__builtin_alloca_with_align",
        "__builtin_alloca_with_align_and_max", "__builtin_va_start", "__builtin_next_arg",
        "__builtin_apply_args", "vfork",
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (!strcmp(name, names[i]))
            return i < 6 ? "setjmp" : i < 10 ? "alloca" : i < 12 ? "va_start" : name;
    return 0;
}

static void check_arguments(struct parser *p, struct expr *e, const struct type *f)
{
    unsigned n = f->nparams - f->generic;
    bool few = e->nargs < n, many = e->nargs > n && !f->variadic;
    if (few || many) {
        edo_error(p, e->r.first, e->r.last, D_ARGUMENTS,
                  "too %s arguments to '%s': %u instead of %u", few ? "few" : "many",
                  callee_text(p, e), e->nargs, n);
        if (e->sym)
            diag_note(p->d, e->sym->name_tok, "declared here");
    }
}

void check_call(struct parser *p, struct expr *e)
{
    struct expr *callee = (struct expr *)expr_strip(e->a);
    const struct type *f = callee->type;
    if (f->kind == TY_POINTER)
        f = f->base;
    bool is_func = f->kind == TY_FUNC, spawned = false;
    if (callee->kind == E_IDENT && callee->sym && callee->sym->kind == SYM_FUNC &&
        callee->type->is_async) {
        callee->taken = true;
        e->async_call = true;
        e->sym = callee->sym;
        mark_edo(p);
        pend(p, e);
        check_arguments(p, e, f);
    } else {
        value_of(p, callee);
        if (is_func && f->is_async) { /* through a pointer */
            e->async_call = true;
            if (f->gen)
                e->sym = any_gen(p, f, e->r.first);
            mark_edo(p);
            pend(p, e);
            check_arguments(p, e, f);
        }
    }
    for (uint32_t i = 0; i < e->nargs; i++) {
        const struct type *want = is_func && i < f->nparams ? f->params[i]->type : 0;
        if (want && want->is_call) {
            unsigned before = p->body ? p->body->captures.n : 0;
            e->args[i] = capture_argument(p, e->args[i], want);
            spawned |= !e->async_call && captures_spawned(p, before);
        }
        value_of(p, e->args[i]);
        check_copy(p, e->args[i]);
    }
    check_misspelt_call(p, e, callee);
    check_moved(p, e);
    if (spawned && p->body)
        vec_push(p->a, &p->body->spawns, e);
    check_boxing(p, e);
    if (is_func && f->generic && e->async_call)
        e->type = generic_result(p, e, f);
    if (callee->kind == E_IDENT && p->body && p->body->func->is_async && !e->unevaluated &&
        (!callee->sym || callee->sym->file_scope)) {
        const char *name = forbidden(p->toks[callee->r.first].id->s);
        if (name)
            edo_error(p, callee->r.first, callee->r.first, D_FORBIDDEN_CALL,
                      "'%s' can't be used in %s", name,
                      p->body->func->gen ? "a generator" : "an async function");
    }
}

void check_copy(struct parser *p, const struct expr *e)
{
    const struct type *t = e->type;
    if (!t->pinned || t->kind != TY_STRUCT)
        return;
    mark_edo(p);
    const struct expr *core = expr_strip(e);
    if (t->future_of && core->kind == E_IDENT)
        edo_error(p, e->r.first, e->r.last, D_PINNED_COPY,
                  "'%s' is a future: it can't be copied, assigned, passed or returned",
                  core->sym->name);
    else
        edo_error(p, e->r.first, e->r.last, D_PINNED_COPY,
                  "'%s' is pinned: it can't be copied, assigned, passed or returned",
                  type_text(p->a, t));
    if (core->kind == E_IDENT && core->sym)
        diag_note(p->d, core->sym->name_tok, "declared here");
    else if (t->tag)
        diag_note(p->d, t->tag->name_tok, "the type is declared here");
}

/* ---- declarations ---- */

struct expr *check_initialiser(struct parser *p, struct decl *d, struct expr *e)
{
    struct type *t = d->type;
    if (t->future_of && t->kind == TY_STRUCT) {
        struct expr *made = async_call(e);
        if (made && made->sym == t->future_of) {
            made->taken = true;
            return made;
        }
        if (made) {
            made->taken = true;
            edo_error(p, e->r.first, e->r.last, D_FUTURE,
                      "'%s' is a future of '%s', and this calls '%s'", d->sym->name,
                      t->future_of->name, callee_text(p, made));
        } else {
            edo_error(p, e->r.first, e->r.last, D_FUTURE, "the future '%s' needs a call: = %s(…)",
                      d->sym->name, t->future_of->name);
            chosen_taken(e);
        }
        return e;
    }
    if (check_gen_value(p, t, e))
        return e;
    if (t->is_call)
        e = capture(p, e, t);
    if (!(e->kind == E_STRING && t->kind == TY_ARRAY))
        value_of(p, e);
    check_copy(p, e);
    return e;
}

void check_return(struct parser *p, struct stmt *s, tokid tok)
{
    const struct func *f = p->body->func;
    if (s->expr && f->result->is_call)
        s->expr = capture_returned(p, s->expr, f->result);
    if (s->expr)
        check_copy(p, s->expr);
    if (!f->is_async)
        return;
    if (f->sym->type->generic) {
        placeholder_returned(p, s, tok);
        return;
    }
    bool is_void = f->result->kind == TY_VOID;
    if (f->gen == GEN_PLAIN && s->expr) {
        edo_error(p, tok, tok, D_RETURN, "'return' with a value in the generator '%s'",
                  f->sym->name);
        diag_note(p->d, f->sym->name_tok, "one that ends with a value is declared gen_of(T) R %s",
                  f->sym->name);
        return;
    }
    if (!is_void && !s->expr) {
        edo_error(p, tok, tok, D_RETURN, "'return' without a value in %s", func_text(p->a, f->sym));
        diag_note(p->d, f->sym->name_tok, f->outer ? "it begins here" : "declared here");
    } else if (is_void && s->expr && s->expr->type->kind != TY_VOID &&
               s->expr->type->kind != TY_UNKNOWN) {
        edo_error(p, tok, tok, D_RETURN, "'return' with a value in '%s', whose result is void",
                  f->sym->name);
        diag_note(p->d, f->sym->name_tok, "declared here");
    }
}

static bool reaches_future(const struct type *t)
{
    /* no typedef names a future, so a chain of them needn't be walked */
    while (t && !t->typedef_sym && (t->kind == TY_POINTER || t->kind == TY_ARRAY ||
                                     t->kind == TY_FUNC))
        t = t->base;
    return t && t->future_of;
}

static void check_future(struct parser *p, const struct specs *s, const struct decl *d)
{
    if (d->type->kind != TY_STRUCT)
        fail_code(p, d->name_tok, D_FUTURE,
                  "a future stands by its own name alone: instead of an array of futures, or a "
                  "pointer to one, have tasks or boxes (edo_box)");
    if (s->storage != STO_NONE && s->storage != STO_AUTO && s->storage != STO_REGISTER)
        fail_code(p, d->name_tok, D_FUTURE, "a future lives in a block: it can't be static, extern "
                                            "or a type");
    if (s->thread)
        fail_code(p, d->name_tok, D_FUTURE, "a future lives in a block");
}

static void check_pinned_function(struct parser *p, const struct decl *d)
{
    const struct type *f = d->type;
    if (f->base->pinned && f->base->kind == TY_STRUCT && f->gen != GEN_PLAIN)
        edo_error(p, d->name_tok, d->name_tok, D_PINNED_COPY,
                  "'%s' returns '%s', which is pinned: it can't be copied",
                  p->toks[d->name_tok].id->s, type_text(p->a, f->base));
    for (uint32_t i = 0; i < f->nparams; i++) {
        const struct decl *param = f->params[i];
        if (param->type->pinned && param->type->kind == TY_STRUCT)
            edo_error(p, param->specs.first, param->specs.first, D_PINNED_COPY,
                      "'%s' is pinned: it can't be passed by value",
                      type_text(p->a, param->type));
    }
}

static bool is_int(const struct type *t)
{
    return t->kind == TY_UNKNOWN || (t->kind == TY_INT && t->size == 4 && t->is_signed);
}

static void check_async(struct parser *p, const struct specs *s, struct decl *d)
{
    const char *name = p->toks[d->name_tok].id->s;
    if (s->gen)
        check_gen_declarator(p, s, d->type, d->name_tok);
    struct type *f = async_type(p, s, d->type, d->name_tok);
    if (s->gen)
        gen_type(p, s, f, d->type, d->declarator, d->name_tok);
    if (f != d->type || s->storage == STO_TYPEDEF)
        return;
    tokid before = s->async_tok ? s->async_tok - 1 : 0;
    if (s->tag_definition && before >= s->r.first && p->toks[before].punct == P_RBRACE &&
        p->toks[s->async_tok].line > p->toks[before].line)
        diag_error_behind(p->d, before, D_SYNTAX, "expected ';' behind the type's definition");
    else if (s->tag_definition && (p->body || s->gen || !s->defines_tag->name))
        edo_error(p, d->specs.first, d->specs.first, D_ASYNC_TYPE,
                  "define the type before the declaration of '%s': %s", name,
                  p->body  ? "the function is the file's, and a type of this block is not"
                  : s->gen ? "a generator's can't be defined there"
                           : "its callers have no other name for it");
    else if (s->tag_definition) {
        d->is_tag_definition = true;
        d->defines_tag = s->defines_tag;
    }
    for (uint32_t i = 0; i < d->type->nparams; i++)
        if (d->type->params[i]->is_tag_definition)
            edo_error(p, d->type->params[i]->specs.first, d->type->params[i]->specs.first,
                      D_ASYNC_TYPE,
                      "a type defined among the parameters of '%s' ends with them: no caller "
                      "could have one", name);
    if (s->implicit_int)
        edo_error(p, d->name_tok, d->name_tok, D_ASYNC_TYPE, "the result of '%s' has no type",
                  name);
    if (s->gen)
        check_gen(p, d);
    bool is_main = !p->body && !strcmp(name, "main");
    if (is_main && !is_int(d->type->base))
        edo_error(p, d->name_tok, d->name_tok, D_ASYNC_TYPE, "the result of 'main' must be 'int'");
    if (is_main && d->type->nparams != 0 && d->type->nparams != 2)
        edo_error(p, d->name_tok, d->name_tok, D_ASYNC_TYPE,
                  "an async 'main' takes (void) or (int argc, char **argv)");
}

/* What the C compiler would say of generated code, and far from where it belongs. */
static void check_local(struct parser *p, const struct specs *s, struct decl *d)
{
    const char *name = p->toks[d->name_tok].id->s;
    bool rewritten = p->body->func->is_async || p->body->func->gen;
    if (s->implicit_int && rewritten && d->type->kind != TY_FUNC)
        edo_error(p, d->name_tok, d->name_tok, D_NOT_SUPPORTED,
                  "'%s' has no type, and none is implied here", name);
    const struct sym *f = d->cleanup;
    if (f && f->kind == SYM_FUNC && f->type->kind == TY_FUNC && f->type->is_async)
        edo_error(p, d->name_tok, d->name_tok, D_UNAWAITED,
                  "the cleanup of '%s' is async, and nothing awaits it: write "
                  "'defer { await %s(&%s); }'", name, f->name, name);
}

void check_declaration(struct parser *p, const struct specs *s, struct decl *d)
{
    if (p->body)
        check_local(p, s, d);
    if (reaches_future(d->type))
        check_future(p, s, d);
    if (s->is_async || s->gen)
        check_async(p, s, d);
    else if (d->type->kind == TY_FUNC && d->type->is_async && s->storage != STO_TYPEDEF)
        adopt_type(p, s, d);
    check_gen_object(p, s, d);
    if (d->type->kind == TY_FUNC && s->storage != STO_TYPEDEF)
        check_pinned_function(p, d);
}

void check_async_definition(struct parser *p, const struct specs *s, struct decl *d)
{
    if (d->said)
        fail_code(p, d->name_tok, D_ASYNC_TYPE,
                  "'%s' has a body: its parameters must be written here, not the name of its type",
                  d->sym->name);
    if ((!s->is_async && !s->gen) || !d->type->is_async) {
        if (d->type->kind == TY_FUNC && d->sym->type->is_async)
            d->type = d->sym->type; /* reported */
        return;
    }
    const struct sym *f = d->sym;
    if (d->type->nkr_names)
        fail_code(p, d->name_tok, D_KR_ASYNC, "'%s' is async: it needs a prototype", f->name);
    if (f->leaf)
        edo_error(p, d->name_tok, d->name_tok, D_LEAF, "'%s' is bound to a leaf, and has a body",
                  f->name);
    if (f->func) {
        edo_error(p, d->name_tok, d->name_tok, D_ASYNC_MISMATCH, "'%s' is defined twice", f->name);
        diag_note(p->d, f->func->sym->decl->name_tok, "first here");
    }
    for (uint32_t i = 0; i < d->type->nparams; i++)
        if (!d->type->params[i]->sym)
            edo_error(p, d->type->params[i]->specs.first, d->type->params[i]->specs.last, D_SYNTAX,
                      "this parameter of '%s' has no name", f->name);
}
