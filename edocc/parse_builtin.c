/* SPDX-License-Identifier: MIT
 *
 * Calls of builtins, whose arguments may be types. */
#include "parse.h"

static void offsetof_member(struct parser *p, struct vec *args)
{
    if (cur(p)->kind != T_IDENT)
        fail(p, p->t, "expected a member");
    advance(p);
    for (;;) {
        if (accept(p, P_DOT) || accept(p, P_ARROW)) {
            if (cur(p)->kind != T_IDENT)
                fail(p, p->t, "expected a member");
            advance(p);
        } else if (accept(p, P_LBRACKET)) {
            vec_push(p->a, args, value_of(p, expression(p)));
            expect(p, P_RBRACKET);
        } else {
            return;
        }
    }
}

static bool builtin_is(const struct parser *p, tokid t, const char *name)
{
    return tok_is(p->u, t, name);
}

/* Returns the last type among the arguments. */
static struct type *builtin_arguments(struct parser *p, tokid name, struct vec *args, unsigned *n)
{
    struct type *last_type = 0;
    for (*n = 0; !at(p, P_RPAREN); ++*n) {
        if (*n)
            expect(p, P_COMMA);
        if (*n == 1 && builtin_is(p, name, "__builtin_offsetof")) {
            offsetof_member(p, args);
        } else if (*n == 1 && builtin_is(p, name, "__builtin_has_attribute")) {
            while (!at(p, P_RPAREN) && cur(p)->kind != T_EOF)
                skip_group(p);
        } else if (starts_type(p, p->t)) {
            struct type_name *tn = type_name_read(p);
            last_type = tn->type;
            for (uint32_t i = 0; i < tn->nexprs; i++)
                vec_push(p->a, args, tn->exprs[i]);
        } else {
            vec_push(p->a, args, value_of(p, assignment_expression(p)));
        }
    }
    return last_type;
}

static void type_builtin(struct parser *p, struct expr *e, tokid name, struct type *given)
{
    if (builtin_is(p, name, "__builtin_offsetof")) {
        e->type = p->ts.t_ulong;
        e->constant = true;
        for (uint32_t i = 0; i < e->nargs; i++)
            e->constant &= e->args[i]->constant;
    } else if (builtin_is(p, name, "__builtin_types_compatible_p") ||
               builtin_is(p, name, "__builtin_constant_p") ||
               builtin_is(p, name, "__builtin_has_attribute")) {
        e->type = p->ts.t_int;
        e->constant = true;
    } else if (builtin_is(p, name, "__builtin_expect")) {
        e->type = p->ts.t_long;
    } else if (builtin_is(p, name, "__builtin_va_arg") && given) {
        e->type = given;
    } else if (builtin_is(p, name, "__builtin_choose_expr") && e->nargs == 3) {
        const struct expr *c = e->args[0];
        e->constant = e->args[1]->constant && e->args[2]->constant;
        if (c->value_known)
            e->type = e->args[c->value ? 1 : 2]->type;
    }
}

struct expr *builtin_call(struct parser *p)
{
    tokid name = p->t;
    struct expr *e = expr_new(p, E_BUILTIN, name);
    struct expr *callee = expr_new(p, E_IDENT, name);
    bool never_run = builtin_is(p, name, "__builtin_types_compatible_p") ||
                     builtin_is(p, name, "__builtin_constant_p") ||
                     builtin_is(p, name, "__builtin_has_attribute");
    advance(p);
    expr_done(p, callee);
    expect(p, P_LPAREN);
    struct vec args = {0};
    unsigned n;
    uint32_t looked_at = p->looked_at;
    p->unevaluated += never_run;
    struct type *given = builtin_arguments(p, name, &args, &n);
    p->unevaluated -= never_run;
    e->no_constant = p->looked_at != looked_at && builtin_is(p, name, "__builtin_constant_p");
    expect(p, P_RPAREN);
    e->args = (struct expr **)args.at;
    e->nargs = args.n;
    bool plain = !given && n == args.n && !builtin_is(p, name, "__builtin_offsetof") &&
                 !builtin_is(p, name, "__builtin_choose_expr") && !never_run;
    if (plain) {
        e->kind = E_CALL;
        e->a = callee;
    }
    expr_done(p, e);
    type_builtin(p, e, name, given);
    if (plain)
        check_call(p, e);
    return e;
}
