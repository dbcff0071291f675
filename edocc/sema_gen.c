/* SPDX-License-Identifier: MIT
 *
 * What generators require: of their declarations, of the place of a yield, of what each and
 * edo_next are given. */
#include "parse.h"

static void note_declared(struct parser *p, const struct sym *f)
{
    diag_note(p->d, f->name_tok, "'%s' is declared here", f->name);
}

/* Certainly no value of type `from` can be assigned to a `to`. */
static bool inconvertible(struct parser *p, struct type *to, struct type *from)
{
    from = type_unqualified(&p->ts, type_decay(&p->ts, from));
    to = type_unqualified(&p->ts, to);
    if (from->kind == TY_UNKNOWN || to->kind == TY_UNKNOWN)
        return false;
    if (from->kind == TY_STRUCT || to->kind == TY_STRUCT)
        return type_differs(to, from);
    return from->kind == TY_VOID;
}

/* ---- declarations ---- */

/* What can be a value that is handed over: kept, copied, assigned. */
static const char *wrong_yield(const struct type *t)
{
    switch (t->kind) {
    case TY_VOID: return "nothing";
    case TY_ARRAY: return "an array";
    case TY_FUNC: return "a function";
    case TY_STRUCT: return t->pinned ? "what is pinned" : 0;
    default: return t->is_vm ? "a variably modified type" : 0;
    }
}

void check_gen_declarator(struct parser *p, const struct specs *s, const struct type *t,
                          tokid name)
{
    while (t->kind == TY_POINTER || t->kind == TY_ARRAY)
        t = t->base;
    p->saw_edo = true;
    if (t->kind != TY_FUNC && name)
        fail_code(p, s->async_tok, D_ASYNC_TYPE, "'gen' on '%s', which is not a function",
                  p->toks[name].id->s);
    if (t->kind != TY_FUNC)
        fail_code(p, s->async_tok, D_ASYNC_TYPE, "'gen' on what is not a function");
}

/* What nobody has taken, and whose own error that is. */
bool report_idle_gen(struct parser *p, const struct expr *e)
{
    if (e->kind == E_GEN_NEXT || e->kind == E_GEN_END) {
        edo_error(p, e->r.first, e->r.last, D_UNAWAITED, "'%s' waits for its values: 'await' it",
                  e->sym->name);
        diag_note(p->d, e->sym->name_tok, "it is an 'async gen'");
    } else if (e->kind == E_CALL && is_gen_call(e)) {
        edo_error(p, e->r.first, e->r.last, D_UNAWAITED,
                  "the generator '%s' is never run: loop over it with 'each', or name it with "
                  "edo_gen(%s)",
                  e->sym->name, e->sym->name);
        diag_note(p->d, e->sym->name_tok, "alone, a call to '%s' runs nothing", e->sym->name);
    } else {
        return false;
    }
    return true;
}

void check_yields(struct parser *p, const struct specs *s, const struct type *f, tokid name)
{
    if (s->gen == GEN_OF && f->yields_r.first <= f->yields_r.last)
        for (tokid t = f->yields_r.first; t <= f->yields_r.last; t++)
            if (p->toks[t].punct == P_LBRACE)
                fail_code(p, t, D_GENERATOR, "a type defined in gen_of: define it before");
    const char *wrong = wrong_yield(f->yields);
    if (wrong && name)
        edo_error(p, name, name, D_GENERATOR, "the generator '%s' yields %s",
                  p->toks[name].id->s, wrong);
    else if (wrong)
        edo_error(p, s->async_tok, s->async_tok, D_GENERATOR, "this generator yields %s", wrong);
}

void check_gen(struct parser *p, const struct decl *d)
{
    if (d->sym && d->sym->leaf)
        edo_error(p, d->name_tok, d->name_tok, D_LEAF, "a generator can't be bound to a leaf");
}

bool check_gen_mismatch(const struct type *was, const struct type *now)
{
    if (was->gen != now->gen || was->is_stream != now->is_stream)
        return true;
    return now->gen && type_differs(was->yields, now->yields);
}

/* An array of them: `name` is what is declared so. */
static void check_gen_array(struct parser *p, const struct type *t, tokid name)
{
    if (t->kind != TY_ARRAY)
        return;
    while (t->kind == TY_ARRAY)
        t = t->base;
    if (t->kind != TY_STRUCT || !t->gen_of)
        return;
    diag_error(p->d, name, D_GENERATOR, "an edo_gen(%s) can't be an element of an array",
               t->gen_of->name);
    diag_note(p->d, name, "a struct with an edo_gen(%s) in it can", t->gen_of->name);
}

/* A variable of type edo_gen(f). */
void check_gen_object(struct parser *p, const struct specs *s, const struct decl *d)
{
    const struct sym *f = d->type->gen_of;
    if (s->storage != STO_TYPEDEF)
        check_gen_array(p, d->type, d->name_tok);
    if (!f || d->type->kind != TY_STRUCT || s->storage == STO_TYPEDEF)
        return;
    if (!p->body) {
        edo_error(p, d->name_tok, d->name_tok, D_GENERATOR, "an edo_gen lives in a block");
        diag_note(p->d, d->name_tok, "a struct with an edo_gen(%s) in it may stand here", f->name);
    }
    if (p->body && (s->storage == STO_STATIC || s->storage == STO_EXTERN || s->thread)) {
        edo_error(p, d->name_tok, d->name_tok, D_GENERATOR, "an edo_gen ends with its block");
        diag_note(p->d, d->name_tok, "what is to outlive it is a member of a struct");
    } else if (p->body && f->type->is_stream && !in_async(p)) {
        edo_error(p, d->name_tok, d->name_tok, D_GENERATOR,
                  "'%s' is an 'async gen', which only an async function can run", f->name);
        note_declared(p, f);
    }
}

/* ---- members ---- */

/* A struct may be declared where the generator's frame isn't known: so its member is a pointer to a
 * box, printed as one at the only token that is certainly there. */
void check_gen_member(struct parser *p, const struct type *t, tokid name, bool named)
{
    check_gen_array(p, t, name);
    if (!named || t->kind != TY_STRUCT || !t->gen_of)
        return;
    p->u->toks[name].edit = EDIT_GEN_MEMBER;
    p->toks[name].id->gen_member = true;
}

/* In expressions the member stands for what it points to. */
struct expr *gen_member(struct parser *p, struct expr *e)
{
    if (e->type->kind != TY_STRUCT)
        return e;
    mark_edo(p);
    if (!p->body)
        edo_error(p, e->r.first, e->r.last, D_GEN_USE, "an edo_gen is used where nothing is run");
    struct expr *object = expr_new(p, E_UNARY, e->r.first);
    object->op = P_STAR;
    object->op_tok = e->op_tok;
    object->implied = true;
    object->a = e;
    object->type = e->type;
    object->sym = 0;
    expr_height(p, object, e);
    expr_done(p, object);
    e->type = type_pointer(&p->ts, e->type);
    address_of(p, e); /* the pointer itself is set and taken through its address */
    return object;
}

/* ---- yield ---- */

static bool yield_stands_well(struct parser *p, const struct expr *e)
{
    if (p->body && p->body->func->gen && (p->constant || p->unevaluated)) {
        edo_error(p, e->op_tok, e->op_tok, D_YIELD, "'yield' where nothing is run");
        return false;
    }
    if (!p->body || !p->body->func->gen) {
        edo_error(p, e->op_tok, e->op_tok, D_YIELD, "'yield' outside a generator");
        if (p->body)
            diag_note(p->d, p->body->func->sym->name_tok, "%s is no generator",
                      func_text(p->a, p->body->func->sym));
        return false;
    }
    for (const struct enclosure *in = p->body->in; in; in = in->up) {
        const char *what = in->kind == IN_DEFER    ? "the body of a defer"
                           : in->kind == IN_SHIELD ? "an edo_shield"
                           : in->kind == IN_BRANCH ? "a branch of a join"
                                                   : 0;
        if (!what)
            continue;
        edo_error(p, e->op_tok, e->op_tok, D_YIELD, "'yield' in %s", what);
        diag_note(p->d, in->tok, "it begins here");
        return false;
    }
    return true;
}

/* Each value of a stream may be asked for by another branch, and a future belongs to the one that
 * ran when it was declared. */
static void check_futures_around(struct parser *p, const struct expr *e)
{
    for (const struct level *l = p->level; l && l->scope; l = l->up) {
        for (const struct binding *b = l->first; b; b = b->next) {
            if (b->is_tag || b->sym->kind != SYM_VAR || !b->sym->type->future_of)
                continue;
            edo_error(p, e->op_tok, e->op_tok, D_YIELD,
                      "'yield' in the scope of the future '%s', which may belong to another branch "
                      "than the one that goes on here",
                      b->sym->name);
            diag_note(p->d, b->sym->name_tok, "it is declared here");
            return;
        }
    }
}

void check_yield(struct parser *p, struct expr *e)
{
    mark_edo(p);
    value_of(p, e->a);
    check_copy(p, e->a);
    if (!yield_stands_well(p, e))
        return;
    check_futures_around(p, e);
    struct sym *f = p->body->func->sym;
    if (!f->type->yields) /* declared as a plain function before, which has been reported */
        return;
    e->sym = f;
    e->type = f->type->yields;
    e->has_await = true;
    p->awaits++;
    if (inconvertible(p, e->type, e->a->type)) {
        edo_error(p, e->a->r.first, e->a->r.last, D_YIELD,
                  "'%s' yields '%s', and this is '%s'", f->name, type_text(p->a, e->type),
                  type_text(p->a, e->a->type));
        note_declared(p, f);
    }
}

/* ---- each ---- */

/* A stream is waited for: `what` in a function that can't. */
static void check_stream_here(struct parser *p, tokid tok, const struct sym *f, const char *what)
{
    if (!f->type->is_stream || in_async(p))
        return;
    edo_error(p, tok, tok, D_EACH, "%s over an 'async gen' outside an async function", what);
    note_declared(p, f);
}

static void wrong_each(struct parser *p, struct expr *e)
{
    edo_error(p, e->r.first, e->r.last, D_EACH,
              "nothing to loop over: this is neither a call of a generator nor an edo_gen");
    struct expr *made = async_call(e);
    if (made) {
        made->taken = true;
        note_callee(p, made);
    }
}

bool check_each(struct parser *p, struct stmt *s, struct decl *d)
{
    struct expr *made = async_call(s->expr);
    struct type *t = s->expr->type;
    struct sym *f = made && is_gen_call(made) ? made->sym : t->kind == TY_STRUCT ? t->gen_of : 0;
    if (!f || !f->type->gen) {
        wrong_each(p, s->expr);
        return false;
    }
    if (made && is_gen_call(made)) {
        made->taken = true;
        s->expr = made;
    }
    if (d->storage != STO_NONE && d->storage != STO_AUTO && d->storage != STO_REGISTER)
        edo_error(p, d->name_tok, d->name_tok, D_EACH,
                  "the variable of an each lives in its loop");
    if (d->type->kind == TY_ARRAY || d->type->is_vm ||
        inconvertible(p, d->type, f->type->yields)) {
        edo_error(p, d->name_tok, d->name_tok, D_EACH, "'%s' is '%s', and '%s' yields '%s'",
                  d->sym->name, type_text(p->a, d->type), f->name,
                  type_text(p->a, f->type->yields));
        note_declared(p, f);
    }
    if (d->type->kind == TY_UNKNOWN)
        d->type = d->sym->type = f->type->yields;
    check_stream_here(p, s->r.first, f, "each");
    p->awaits += f->type->is_stream;
    return true;
}

/* ---- edo_next, edo_resume, edo_gen_result, edo_gen_end ---- */

static const char *use_name(struct parser *p, const struct expr *e)
{
    return tok_text(p->u, e->op_tok);
}

static bool is_gen_pointer(const struct type *t)
{
    return (t->kind == TY_POINTER || t->kind == TY_ARRAY) && t->base &&
           t->base->kind == TY_STRUCT && t->base->gen_of;
}

static void check_destination(struct parser *p, struct expr *e, const struct sym *f)
{
    const struct type *to = e->b->type;
    bool pointer = to->kind == TY_POINTER || to->kind == TY_ARRAY;
    bool null = e->b->constant && e->b->value_known && !e->b->value;
    const struct type *at = pointer ? to->base : 0;
    if (to->kind == TY_UNKNOWN || null || (at && at->kind == TY_VOID) ||
        (at && !at->is_const && !type_differs(at, f->type->yields)))
        return;
    edo_error(p, e->b->r.first, e->b->r.last, D_GEN_USE,
              "'%s' yields '%s': this should be a pointer to one, and is '%s'", f->name,
              type_text(p->a, f->type->yields), type_text(p->a, to));
    note_declared(p, f);
}

void check_gen_use(struct parser *p, struct expr *e)
{
    mark_edo(p);
    e->type = e->kind == E_GEN_NEXT ? p->ts.t_bool : p->ts.t_void;
    if (!is_gen_pointer(e->a->type)) {
        edo_error(p, e->a->r.first, e->a->r.last, D_GEN_USE,
                  "%s takes a pointer to an edo_gen(f), and this is '%s'", use_name(p, e),
                  type_text(p->a, e->a->type));
        return;
    }
    struct sym *f = e->sym = e->a->type->base->gen_of;
    if (!p->body || p->constant || p->unevaluated) {
        edo_error(p, e->op_tok, e->op_tok, D_GEN_USE, "%s where nothing is run", use_name(p, e));
        return;
    }
    if (e->b)
        check_destination(p, e, f);
    if (e->c) {
        check_copy(p, e->c);
        if (inconvertible(p, f->type->yields, e->c->type))
            edo_error(p, e->c->r.first, e->c->r.last, D_GEN_USE,
                      "the value of a 'yield' in '%s' is '%s', and this is '%s'", f->name,
                      type_text(p->a, f->type->yields), type_text(p->a, e->c->type));
    }
    if (e->kind == E_GEN_RESULT) {
        if (f->type->gen != GEN_OF || f->type->base->kind == TY_VOID) {
            edo_error(p, e->op_tok, e->op_tok, D_GEN_USE, "'%s' ends without a value", f->name);
            diag_note(p->d, f->name_tok, "one with a value is declared gen_of(T) R %s", f->name);
        }
        e->type = type_unqualified(&p->ts, f->type->base);
    } else if (f->type->is_stream) {
        pend(p, e);
    }
}

/* ---- giving an edo_gen its call ---- */

/* `e` for an object of type `t`. False: that is no edo_gen. */
bool check_gen_value(struct parser *p, const struct type *t, struct expr *e)
{
    if (!t->gen_of || t->kind != TY_STRUCT)
        return false;
    struct expr *made = async_call(e);
    if (made)
        made->taken = true;
    bool any = t->gen_of->any_gen && made && is_gen_call(made) && gen_erased(p, made, t->gen_of);
    if (!any && (!made || made->sym != t->gen_of)) {
        edo_error(p, e->r.first, e->r.last, D_GEN_USE,
                  t->gen_of->any_gen ? "an edo_gen(%s) needs a call of a generator of that type"
                                     : "an edo_gen(%s) needs a call: %s(…)",
                  t->gen_of->name, t->gen_of->name);
        note_declared(p, t->gen_of);
    }
    return true;
}

struct expr *check_gen_set(struct parser *p, struct expr *e)
{
    mark_edo(p);
    check_gen_value(p, e->a->type, e->b);
    e->kind = E_GEN_SET;
    e->sym = e->a->type->gen_of;
    const struct expr *to = expr_strip(e->a);
    if (e->sym->any_gen && to->kind != E_IDENT && !to->implied) {
        edo_error(p, e->a->r.first, e->a->r.last, D_GEN_USE,
                  "an edo_gen(%s) begins another run under its own name only", e->sym->name);
        diag_note(p->d, e->a->r.first, "that one may need another amount of memory");
    }
    e->type = p->ts.t_void;
    if (async_call(e->b))
        e->b = async_call(e->b);
    address_of(p, e->a);
    if (!p->body || p->constant || p->unevaluated)
        edo_error(p, e->op_tok, e->op_tok, D_GEN_USE, "an edo_gen is set where nothing is run");
    return e;
}
