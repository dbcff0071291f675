/* SPDX-License-Identifier: MIT
 *
 * What stays in its expression, but isn't C yet: a compound literal that lives to the end of its
 * block, the arguments of a captured call, an array that would end with the machine stack's
 * temporary. Each gets a local that holds it. */
#include "lower.h"

static struct local *holder_new(struct lfunc *lf, enum local_kind kind, struct expr *e)
{
    const char *base = kind == LOCAL_ARGS      ? "args%u"
                       : kind == LOCAL_LITERAL ? "literal%u"
                                               : "held%u";
    struct local *l = local_new(lf, kind, name_local(lf, base, ++lf->ntemps));
    l->scalar = false;
    l->taken = true;
    l->type_expr = e;
    l->sym->type = e->type;
    l->bytes = type_bytes(e->type, &l->align);
    l->source = kind == LOCAL_LITERAL ? TYPE_LITERAL : TYPE_EXPR;
    return l;
}

/* A compound literal whose address is used lives to the end of the block: it gets a local. So does
 * one with awaits inside (parent == e), whose place may be another than it was written at. */
void hold_literal(struct lfunc *lf, struct expr *e, const struct expr *parent)
{
    if (!lf->afn || !lf->suspending || !e->scope || e->low)
        return;
    bool address = parent == e || e->type->kind == TY_ARRAY || e->type->kind == TY_UNKNOWN ||
                   (parent && parent->kind == E_UNARY && parent->op == P_AND) ||
                   (parent && parent->kind == E_MEMBER);
    if (!address)
        return;
    struct local *l = holder_new(lf, LOCAL_LITERAL, e);
    e->low = l;
    l->type_expr = expr_copy(lf, e); /* e may become the temporary that holds its value */
    vec_push(lf->lu->arena, &lf->literals, e);
}

void hold_args(struct lfunc *lf, struct expr *e)
{
    if (captures_box(e)) {
        struct local *l = e->low ? e->low : holder_new(lf, LOCAL_ARGS, e);
        l->source = TYPE_TEXT;
        l->type_text = "void *";
        l->bytes = l->align = 8;
        e->low = l;
        return;
    }
    struct afn *f = e->a->sym ? afn_of(lf->lu, e->a->sym) : 0;
    if (f)
        f->dynamic = f->needs_args = f->needs_fn = true;
    if (!e->a->nargs || e->low)
        return;
    struct local *l = holder_new(lf, LOCAL_ARGS, expr_copy(lf, e)); /* e may be hoisted itself */
    l->source = f ? TYPE_TEXT : TYPE_ARGS;
    l->type_text = f ? arena_printf(lf->lu->arena, "struct %s", f->s_args) : 0;
    l->bytes = 0;
    e->low = l;
}

/* await g(f().array): the array must not end with the machine stack's temporary. */
static void hold_rvalue_array(struct lfunc *lf, struct expr *e)
{
    struct expr *base = e->a;
    while (base->kind == E_PAREN || base->kind == E_MEMBER)
        base = base->a;
    if (base->kind != E_CALL && base->kind != E_COND && base->kind != E_STMT_EXPR &&
        base->kind != E_ASSIGN && base->kind != E_COMMA)
        return;
    struct expr *value = expr_copy(lf, base);
    struct local *l = holder_new(lf, LOCAL_TEMP, value);
    expr_replace(
        base, glue_expr(lf, base->r, "(*(%b = %a, &%b))", value, temp_expr(lf, l->sym, base->r)));
}

void hold_block_on(struct lfunc *lf, struct expr *e)
{
    lf->lu->uses_block_on = true;
    struct afn *f = e->sym ? afn_of(lf->lu, e->sym) : 0;
    if (f && e->a->kind == E_CALL)
        f->dynamic = f->needs_args = f->needs_fn = f->needs_future = true;
    if (f)
        f->dynamic = f->needs_fn = f->needs_future = f->needs_args = true;
}

void hold_parts(struct lfunc *lf, struct expr *e, const struct expr *parent)
{
    if (e->unevaluated || e->kind == E_SIZEOF)
        return;
    switch ((int)e->kind) {
    case E_IDENT:
        if (e->taken && e->type->placeholder)
            expr_replace(e, place_copied(lf, e));
        return;
    case E_COMPOUND:
        hold_literal(lf, e, parent);
        break;
    case E_CAPTURE:
        hold_args(lf, e);
        break;
    case E_BLOCK_ON:
        hold_block_on(lf, e);
        break;
    case E_MEMBER:
        if (lf->in_await_args && e->type->kind == TY_ARRAY)
            hold_rvalue_array(lf, e);
        break;
    case E_START: {
        struct afn *f = afn_of(lf->lu, e->a->type->future_of);
        f->dynamic = f->needs_fn = f->needs_future = f->needs_args = true;
        break;
    }
    case E_STMT_EXPR:
        norm_block(lf, e->body);
        return;
    default:
        break;
    }
    struct kids kids = {0};
    expr_kids(lf->lu->arena, e, &kids);
    for (unsigned i = 0; i < kids.n; i++)
        hold_parts(lf, kids.at[i].expr, e->kind == E_PAREN ? parent : e);
    if (is_gen_use(e))
        norm_gen_use(lf, e);
}
