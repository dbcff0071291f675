/* SPDX-License-Identifier: MIT
 *
 * Calls as values: edo_call and its kin, and what is captured where one is wanted.
 *
 * A capture keeps its arguments in the block it stands in, as a compound literal is kept. What
 * could outlive that block, or needs room for the arguments of several captures at once, is no
 * place to capture into. */
#include <string.h>

#include "parse.h"

/* ---- the types ---- */

struct type *call_specifier(struct parser *p)
{
    tokid word = p->t;
    const struct sym *base = lookup(ident_of(p->u, p->idents, "edo_call", strlen("edo_call")));
    if (!base || base->kind != SYM_TYPEDEF || !base->type->is_call)
        fail_code(p, word, D_FUTURE, "edo_call_of needs <edo.h>");
    advance(p);
    expect(p, P_LPAREN);
    struct type_name *tn = type_name_read(p);
    expect(p, P_RPAREN);
    struct token *toks = p->u->toks;
    toks[word].edit = EDIT_CALL;
    for (tokid t = word + 1; t <= p->prev; t++)
        toks[t].drop = true;
    p->u->drops = true;
    struct type *t = type_copy(&p->ts, base->type);
    t->typedef_sym = 0;
    t->call_result = type_unqualified(&p->ts, tn->type);
    t->call_name = tn;
    return t;
}

/* An edo_T parameter takes any type; a variable of that type is one of a function's own. */
static bool results_differ(const struct type *got, const struct type *wanted, bool as_argument)
{
    if (wanted && wanted->placeholder && !as_argument)
        return !got || (!got->placeholder && got->kind != TY_UNKNOWN);
    if (wanted && wanted->placeholder && got)
        return wanted->placeholder_signed && !got->placeholder && got->kind != TY_UNKNOWN &&
               !type_is_signed_int(got);
    return wanted && (!got || type_differs(got, wanted));
}

static void wrong_result(struct parser *p, const struct expr *e, const struct type *got,
                         const struct type *wanted)
{
    const char *kind = wanted->call_name ? "edo_call_of" : "edo_call";
    const struct type *t = wanted->call_result;
    const char *result = t->placeholder_signed ? "signed integer" : type_text(p->a, t);
    if (got)
        edo_error(p, e->r.first, e->r.last, D_CAPTURE_RESULT,
                  "the call's result is '%s', and an %s has the result '%s'",
                  type_text(p->a, got), kind, result);
    else
        edo_error(p, e->r.first, e->r.last, D_CAPTURE_RESULT,
                  "the result of this call isn't known, and an %s has the result '%s'", kind,
                  result);
}

/* ---- capturing ---- */

/* `e` is the call `made`, or a box. */
static struct expr *capture_one(struct parser *p, struct expr *e, struct expr *made,
                                const struct type *wanted, bool as_argument)
{
    if (is_gen_call(made)) /* its own error is still to come */
        return e;
    mark_edo(p);
    bool is_call = made->kind == E_CALL && made->async_call;
    made->taken |= is_call;
    if (!p->body || p->constant) {
        edo_error(p, e->r.first, e->r.last, D_FUTURE,
                  "a call can be captured only inside a function, and not in a static object");
        return e;
    }
    struct type *result = is_call ? made->type : type_boxed(made->type);
    if (result->placeholder && made->sym) {
        edo_error(p, e->r.first, e->r.last, D_CAPTURE_RESULT,
                  "this call of '%s' can't become a value: its result is an edo_T, whose type "
                  "isn't known in this function; await it",
                  made->sym->name);
        return e;
    }
    if (results_differ(result, wanted->call_result, as_argument)) {
        wrong_result(p, e, result, wanted);
        if (is_call)
            note_callee(p, made);
    }
    struct expr *c = expr_new(p, E_CAPTURE, e->r.first);
    c->a = is_call ? made : value_of(p, made);
    c->sym = is_call ? made->sym : 0;
    c->scope = p->scope;
    expr_done(p, c);
    c->r = e->r;
    c->type = type_unqualified(&p->ts, (struct type *)wanted);
    c->op = wanted->send ? CAPTURE_SENT : CAPTURE_KEPT;
    struct vec *all = &p->body->captures;
    for (unsigned i = all->n; i-- > 0;) {
        struct expr *inner = all->at[i];
        if (inner->r.first < made->r.first)
            break;
        if (inner->op == CAPTURE_KEPT)
            inner->op = CAPTURE_PART;
    }
    vec_push(p->a, all, c);
    return c;
}

bool captures_spawned(struct parser *p, unsigned before)
{
    if (!p->body)
        return false;
    struct vec *all = &p->body->captures;
    for (unsigned i = before; i < all->n; i++) {
        struct expr *e = all->at[i];
        if (e->op == CAPTURE_KEPT)
            e->op = CAPTURE_SPAWNED;
    }
    return all->n > before;
}

static void box_sent(struct parser *p, const struct expr *e)
{
    edo_error(p, e->r.first, e->r.last, D_SEND,
              "what this box holds may have to stay on its thread: box it there, or give the call "
              "itself");
}

static struct expr *capture_as(struct parser *p, struct expr *e, const struct type *wanted,
                               bool as_argument)
{
    struct expr *made = async_call(e), *core = (struct expr *)expr_strip(e);
    if (made)
        return capture_one(p, e, made, wanted, as_argument);
    bool box = type_boxed(core->type) && !chooses_call(core);
    if (box && wanted->send)
        box_sent(p, e);
    if (box)
        return capture_one(p, e, core, wanted, as_argument);
    if (core->kind == E_COND) {
        if (core->b)
            core->b = capture_as(p, core->b, wanted, as_argument);
        core->c = capture_as(p, core->c, wanted, as_argument);
    } else if (core->kind == E_STMT_EXPR && chooses_call(core)) {
        edo_error(p, e->r.first, e->r.last, D_FUTURE,
                  "the arguments of this call would end with the statement expression: make it the "
                  "call itself");
        chosen_taken(core);
        return e;
    } else if (core->kind == E_COMMA) {
        core->b = capture_as(p, core->b, wanted, as_argument);
    } else {
        if (core->type->is_call &&
            results_differ(core->type->call_result, wanted->call_result, as_argument))
            wrong_result(p, e, core->type->call_result, wanted);
        if (core->type->is_call && wanted->send && !core->type->send)
            edo_error(p, e->r.first, e->r.last, D_SEND,
                      "this call may have to stay on its thread: its type is '%s', not "
                      "'edo_call_send'",
                      type_text(p->a, core->type));
        return e;
    }
    for (struct expr *up = e;; up = up->a) {
        up->type = type_unqualified(&p->ts, (struct type *)wanted);
        if (up == core)
            return e;
    }
}

struct expr *capture(struct parser *p, struct expr *e, const struct type *wanted)
{
    return capture_as(p, e, wanted, false);
}

struct expr *capture_argument(struct parser *p, struct expr *e, const struct type *wanted)
{
    return capture_as(p, e, wanted, true);
}

struct expr *capture_any(struct parser *p, struct expr *call)
{
    const struct sym *any = lookup(ident_of(p->u, p->idents, "edo_call_any", 12));
    if (!any || any->kind != SYM_TYPEDEF || !any->type->is_call)
        return call;
    return capture(p, call, any->type);
}

/* ---- where a capture would be left behind ---- */

/* The async call with arguments, or the box, that `e` would capture; 0: none. */
static struct expr *with_arguments(struct expr *e)
{
    struct expr *core = (struct expr *)expr_strip(e), *made = async_call(e), *found;
    if (made)
        return made->nargs ? made : 0;
    if (type_boxed(core->type))
        return core;
    if (core->kind == E_COMMA)
        return with_arguments(core->b);
    if (core->kind != E_COND)
        return 0;
    found = core->b ? with_arguments(core->b) : 0;
    return found ? found : with_arguments(core->c);
}

/* The variable that lvalue `e` is a part of; 0: it is behind a pointer. *several: of an array. */
static const struct sym *assigned(const struct expr *e, bool *several)
{
    for (;;) {
        e = expr_strip(e);
        if (e->kind == E_IDENT)
            return e->sym;
        *several |= e->kind == E_INDEX && !e->b->constant;
        if (e->kind != E_MEMBER && !(e->kind == E_INDEX && e->a->type->kind == TY_ARRAY))
            return 0;
        e = e->a;
    }
}

void check_call_assigned(struct parser *p, struct expr *e)
{
    struct expr *made = with_arguments(e->b);
    bool several = false;
    const struct sym *to = assigned(e->a, &several);
    e->b = capture(p, e->b, e->a->type);
    if (!made || !p->body)
        return;
    if (several) {
        edo_error(p, made->r.first, made->r.last, D_FUTURE,
                  "each call that is captured here would have its arguments at one place: use an "
                  "initialiser");
    } else if (to && (to->file_scope || to->storage == STO_STATIC || to->scope != p->scope)) {
        edo_error(p, made->r.first, made->r.last, D_FUTURE,
                  "the arguments of this call end with the block it stands in, and '%s' lives on",
                  to->name);
        diag_note(p->d, to->name_tok,
                  "declared here: choose with ?: where it is declared, or keep an edo_boxed, which "
                  "owns its arguments");
    }
}

struct expr *capture_returned(struct parser *p, struct expr *e, const struct type *wanted)
{
    struct expr *made = with_arguments(e);
    e = capture(p, e, wanted);
    if (made)
        edo_error(p, made->r.first, made->r.last, D_FUTURE,
                  "a call can't be returned: its arguments end with this function");
    return e;
}
