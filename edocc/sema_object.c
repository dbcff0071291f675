/* SPDX-License-Identifier: MIT
 *
 * Where only an object may stand: what is assigned to, counted up or down, has its address taken,
 * is the output of an asm. The C compiler checks that, but where an await is part of it it gets to
 * see a temporary, which is an object: so those are told here. */
#include "parse.h"

void check_object(struct parser *p, const struct expr *e, const char *what)
{
    const struct expr *of = e;
    while (of->kind == E_PAREN || of->kind == E_MEMBER)
        of = of->a;
    bool is_value = of->kind == E_AWAIT || of->kind == E_TRY || of->kind == E_YIELD;
    bool becomes_one = of->has_await && (of->kind == E_COMMA || of->kind == E_COND ||
                                         of->kind == E_BINARY || of->kind == E_STMT_EXPR);
    if (!is_value && !becomes_one)
        return;
    const char *name = of->kind == E_TRY     ? "a try"
                       : of->kind == E_YIELD ? "a yield"
                       : is_value            ? "an await"
                                             : "this";
    edo_error(p, e->r.first, e->r.last, D_SYNTAX, "%s gives a value and no object: it %s", name,
              what);
}
