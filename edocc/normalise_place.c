/* SPDX-License-Identifier: MIT
 *
 * Locals of type edo_T that have memory of their own (sema_generic.c says which do): a local is a
 * pointer to that, allocated where it is declared and freed at the end of its scope. How much is
 * known from the first of the function's arguments whose result gives edo_T its type. */
#include "lower.h"

static void push(struct lfunc *lf, struct vec *out, struct stmt *s)
{
    vec_push(lf->lu->arena, out, s);
}

bool is_place(const struct decl *d)
{
    return d->sym && d->sym->place == d->sym;
}

/* The parameter that says where the function's result goes. */
static struct sym *result_param(struct lfunc *lf)
{
    const struct type *f = lf->func->sym->type;
    return f->params[f->nparams - 1]->sym;
}

static struct sym *sized_by(struct lfunc *lf)
{
    const struct type *f = lf->func->sym->type;
    uint32_t i = 0;
    while (!f->params[i]->type->is_call || !f->params[i]->type->call_result ||
           !f->params[i]->type->call_result->placeholder)
        i++;
    return f->params[i]->sym;
}

struct expr *place_expr(struct lfunc *lf, struct sym *into, struct range r)
{
    return temp_expr(lf, into && local_of(into) ? into : result_param(lf), r);
}

static void place_set(struct lfunc *lf, struct local *l, struct expr *value, struct vec *out)
{
    struct stmt *s = stmt_new(lf, S_SET, value->r);
    s->low = l;
    s->expr = value;
    push(lf, out, s);
}

void place_new(struct lfunc *lf, struct local *l, struct range r, struct vec *out)
{
    struct expr *call = temp_expr(lf, sized_by(lf), r);
    place_set(lf, l, glue_expr(lf, r, "edo__place_new(%X, %a.fn)", call, 0), out);
}

void place_free(struct lfunc *lf, struct sym *place, struct range r, struct vec *out)
{
    struct stmt *s = stmt_new(lf, S_EXPR, r);
    s->expr = glue_expr(lf, r, "edo__place_free(%X, %a)", temp_expr(lf, place, r), 0);
    push(lf, out, s);
}

static void as_pointer(struct local *l)
{
    l->source = TYPE_TEXT;
    l->type_text = "edo_T *";
    l->bytes = l->align = 8;
    l->steady = l->taken = l->hoisted = true;
    l->scalar = false;
}

struct local *place_temp(struct lfunc *lf)
{
    struct local *l = local_new(lf, LOCAL_HIDDEN, name_local(lf, "place%u", ++lf->ntemps));
    as_pointer(l);
    return l;
}

/* The value of an edo_T, a local's name. */
struct expr *place_copied(struct lfunc *lf, struct expr *e)
{
    if (!lf->func->own_places) /* it is in its place */
        return glue_expr(lf, e->r, "((void)0)", 0, 0);
    return glue_expr(lf, e->r, "edo__place_copy(%a, %b)", place_expr(lf, e->into, e->r),
                     temp_expr(lf, e->sym, e->r));
}

void norm_place_decl(struct lfunc *lf, struct decl *d, struct vec *out)
{
    struct expr *value = d->init ? d->init->expr : 0;
    struct local *l = local_of(d->sym);
    struct range r = {d->name_tok, d->name_tok};
    as_pointer(l);
    if (value && value->kind == E_TEMP) { /* a select's head left it */
        place_set(lf, l, temp_expr(lf, value->sym, r), out);
        return;
    }
    place_new(lf, l, r, out);
    if (value)
        norm_discard(lf, value, out);
}

/* ---- return in a branch of a join ---- */

static void take_into(struct expr *e, struct sym *into)
{
    while (e->kind == E_PAREN || e->kind == E_COMMA)
        e = e->kind == E_PAREN ? e->a : e->b;
    e->into = into;
    if (e->kind == E_COND) {
        take_into(e->b, into);
        take_into(e->c, into);
    }
}

/* The result goes to its place only if no branch has returned before. */
void return_place(struct lfunc *lf, struct expr *e, struct range r, struct vec *out)
{
    struct local *value = place_temp(lf);
    struct stmt *keep = stmt_new(lf, S_EXPR, r);
    take_into(e, value->sym);
    place_new(lf, value, r, out);
    norm_discard(lf, e, out);
    keep->expr = glue_expr(lf, r, "edo__place_copy(%a, %b)", place_expr(lf, 0, r),
                           temp_expr(lf, value->sym, r));
    claim(lf, keep, r, out);
    place_free(lf, value->sym, r, out);
    exit_to(lf, EXIT_RETURN, lf->branch, 0, r, out);
}
