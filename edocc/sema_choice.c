/* SPDX-License-Identifier: MIT
 *
 * One of several calls where a call is wanted: `await (c ? f() : g())` awaits the one that is
 * chosen, as if `await` stood in front of each; so does what stands behind a comma, a cast, at the
 * end of a statement expression. Where the call is wanted as a value, each is captured. */
#include "parse.h"

static struct stmt *last_value(const struct stmt *block)
{
    struct stmt *s = block->nbody ? block->body[block->nbody - 1] : 0;
    while (s && (s->kind == S_LABEL || s->kind == S_CASE || s->kind == S_DEFAULT))
        s = s->then;
    return s && s->kind == S_EXPR && s->expr ? s : 0;
}

static bool is_operation(struct expr *e)
{
    return async_call(e) || (e->kind == E_IDENT && e->type->future_of) || e->kind == E_GEN_NEXT ||
           e->kind == E_GEN_END;
}

/* `e` isn't such a thing itself, but its value is that of one. */
bool chooses_call(struct expr *e)
{
    const struct stmt *last;
    for (;;)
        switch (e->kind) {
        case E_PAREN:
        case E_CAST:
            e = e->a;
            if (is_operation(e))
                return true;
            continue;
        case E_COMMA:
            e = e->b;
            if (is_operation(e))
                return true;
            continue;
        case E_COND:
            if (!e->b)
                return false;
            if (is_operation(e->b) || is_operation(e->c) || chooses_call(e->b))
                return true;
            e = e->c;
            continue;
        case E_STMT_EXPR:
            last = last_value(e->body);
            return last && (is_operation(last->expr) || chooses_call(last->expr));
        default:
            return false;
        }
}

static struct expr *await_each(struct parser *p, const struct expr *await, struct expr *e);

static void await_within(struct parser *p, const struct expr *await, struct expr **part,
                         struct expr *e)
{
    *part = await_each(p, await, *part);
    expr_height(p, e, *part);
}

static struct expr *await_each(struct parser *p, const struct expr *await, struct expr *e)
{
    struct stmt *last;
    struct expr *one;
    switch (e->kind) {
    case E_PAREN:
        await_within(p, await, &e->a, e);
        e->type = e->a->type;
        return e;
    case E_CAST:
        await_within(p, await, &e->a, e);
        return e;
    case E_COMMA:
        await_within(p, await, &e->b, e);
        e->type = e->b->type;
        return e;
    case E_COND:
        if (!e->b)
            break;
        await_within(p, await, &e->b, e);
        await_within(p, await, &e->c, e);
        type_conditional(p, e);
        return e;
    case E_STMT_EXPR:
        last = last_value(e->body);
        if (!last)
            break;
        await_within(p, await, &last->expr, e);
        last->has_await = e->body->has_await = true;
        e->type = last->expr->type;
        return e;
    default:
        break;
    }
    one = expr_new(p, E_AWAIT, e->r.first);
    one->op_tok = await->op_tok;
    one->a = e;
    expr_done(p, one);
    one->r = e->r;
    check_await(p, one);
    return one;
}

/* `e`, an await of one of several: what it stands for is its operand, in which each is awaited. */
void await_chosen(struct parser *p, struct expr *e)
{
    e->a = await_each(p, e, e->a);
    e->kind = E_PAREN;
    e->type = e->a->type;
    expr_height(p, e, e->a);
    p->u->toks[e->op_tok].drop = true;
    p->u->drops = true;
}

/* There is an error about `e` already. */
void chosen_taken(struct expr *e)
{
    struct stmt *last = e->kind == E_STMT_EXPR ? last_value(e->body) : 0;
    if (async_call(e))
        async_call(e)->taken = true;
    else if (last)
        chosen_taken(last->expr);
    else if (e->kind == E_PAREN || e->kind == E_CAST)
        chosen_taken(e->a);
    else if (e->kind == E_COMMA)
        chosen_taken(e->b);
    if (e->kind == E_COND && e->b) {
        chosen_taken(e->b);
        chosen_taken(e->c);
    }
}

/* The type that awaiting the captured `e` gives, one or one of several; 0: it isn't known. */
struct type *call_result(struct parser *p, const struct expr *e)
{
    e = expr_strip(e);
    if (e->kind == E_CAPTURE)
        return captured_result(e);
    if (e->kind == E_COMMA)
        return call_result(p, e->b);
    if (e->kind != E_COND || !e->b)
        return e->type->is_call ? e->type->call_result : 0;
    struct type *b = call_result(p, e->b), *c = call_result(p, e->c);
    if (b && c && type_differs(b, c))
        edo_error(p, e->r.first, e->r.last, D_CAPTURE_RESULT,
                  "the result of one of these calls is '%s', and that of the other '%s'",
                  type_text(p->a, b), type_text(p->a, c));
    return b ? c : 0;
}

/* Every one of those that `e` may be is a call's value. */
static void check_captured(struct parser *p, const struct expr *e)
{
    e = expr_strip(e);
    if (e->kind == E_COND && e->b)
        check_captured(p, e->b);
    if (e->kind == E_COND || e->kind == E_COMMA) {
        check_captured(p, e->kind == E_COND ? e->c : e->b);
    } else if (e->type->future_of) {
        edo_error(p, e->r.first, e->r.last, D_AWAIT_OPERAND,
                  "the future '%s' can't be one of several here: it stands by its name alone",
                  range_text(p->u, e->r));
    } else if (e->kind != E_CAPTURE && !e->type->is_call && e->kind != E_STMT_EXPR) {
        edo_error(p, e->r.first, e->r.last, D_AWAIT_OPERAND,
                  "nothing to run: this is neither an async call nor the value of one");
    }
}

/* `e`, one of several calls, as a value; *result: what awaiting it gives. */
struct expr *capture_chosen(struct parser *p, struct expr *e, struct type **result)
{
    e = capture_any(p, e);
    check_captured(p, e);
    struct type *t = call_result(p, e);
    *result = t ? type_unqualified(&p->ts, t) : p->ts.unknown;
    return e;
}
