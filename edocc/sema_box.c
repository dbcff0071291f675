/* SPDX-License-Identifier: MIT
 *
 * edo_box(call): a plain function as far as the call goes, which it is given as a spawn is; but its
 * result has a type that follows the call's: edo_boxed_of(T), in C a pointer to a function with
 * that result, so that the C compiler keeps boxes of different results apart. */
#include <string.h>

#include "parse.h"

static struct type *box_type(struct parser *p, struct type *result)
{
    const struct sym *of_int = lookup(ident_of(p->u, p->idents, "edo_boxed", strlen("edo_boxed")));
    if (!of_int || of_int->kind != SYM_TYPEDEF || !type_boxed(of_int->type))
        return 0;
    struct type *f = type_copy(&p->ts, of_int->type->base);
    f->typedef_sym = 0;
    f->base = type_unqualified(&p->ts, result);
    return type_pointer(&p->ts, f);
}

void check_boxing(struct parser *p, struct expr *e)
{
    const struct expr *callee = expr_strip(e->a);
    if (type_boxed(callee->type)) {
        mark_edo(p);
        edo_error(p, e->r.first, e->r.last, D_BOX, "'%s' is a box: it is awaited, not called",
                  range_text(p->u, callee->r));
        return;
    }
    const struct sym *s = callee->kind == E_IDENT ? callee->sym : 0;
    if (!s || s->kind != SYM_FUNC || !s->file_scope || strcmp(s->name, "edo_box") ||
        e->nargs != 1 || s->type->nparams != 1 || !s->type->params[0]->type->is_call)
        return;
    mark_edo(p);
    struct type *result = call_result(p, e->args[0]);
    if (!result || result->placeholder) {
        edo_error(p, e->args[0]->r.first, e->args[0]->r.last, D_BOX,
                  result ? "a box can't be made of a call whose result is an edo_T"
                         : "edo_box takes an async call, and one whose result type is known");
        return;
    }
    struct type *t = box_type(p, result);
    if (!t)
        return;
    e->type = t;
    e->boxes = true;
}
