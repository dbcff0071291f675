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

/* Where a const local of an async function ends up (in a frame, or restored from one) it isn't
 * const: the C compiler wouldn't notice. */
void check_changed(struct parser *p, const struct expr *e, const char *what)
{
    check_object(p, e, what);
    const struct expr *of = e;
    while (of->kind == E_PAREN || (of->kind == E_MEMBER && of->a->type->kind == TY_STRUCT) ||
           (of->kind == E_INDEX && of->a->type->kind == TY_ARRAY))
        of = of->a;
    const struct sym *s = of->kind == E_IDENT ? of->sym : 0;
    if (!s || s->kind != SYM_VAR || s->file_scope || !s->type->is_const || !p->body ||
        !(type_is_scalar(s->type) || s->type->kind == TY_STRUCT))
        return;
    edo_error(p, e->r.first, e->r.last, D_SYNTAX, "'%s' is const: it %s", s->name, what);
    diag_note(p->d, s->name_tok, "declared here");
}
