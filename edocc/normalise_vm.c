/* SPDX-License-Identifier: MIT
 *
 * Variably modified locals of async functions. A resume jumps into the blocks of the function, and
 * C forbids a jump into the scope of such a declaration: so the declaration goes. Its lengths
 * become hidden locals; the object of a VLA is allocated through cx->host and freed at the end of
 * its scope; a mention of the name is printed as `(*(T (*)[length])pointer)`. */
#include "lower.h"

#include <string.h>

bool is_vm_here(struct lfunc *lf, struct decl *d)
{
    return lf->afn && d->type && d->type->is_vm &&
           (lf->suspending || (d->sym && d->sym->is_param)) && d->storage != STO_STATIC &&
           d->storage != STO_EXTERN && d->storage != STO_THREAD;
}

static struct local *steady_local(struct lfunc *lf, const char *name, const char *type)
{
    struct local *l = local_new(lf, LOCAL_HIDDEN, name);
    l->source = TYPE_TEXT;
    l->type_text = type;
    l->bytes = l->align = 8;
    l->steady = l->taken = true;
    return l;
}

static bool is_length(struct lfunc *lf, struct decl *d, struct expr *e)
{
    struct token *toks = lf->lu->unit->toks;
    if (e->r.first <= d->specs.first || e->r.first > d->declarator.last)
        return false;
    tokid t = e->r.first - 1;
    while (t > d->specs.first && toks[t].kind == T_IDENT && toks[t].kw)
        t--;
    return toks[t].punct == P_LBRACKET && toks[e->r.last + 1].punct == P_RBRACKET;
}

static void keep_lengths(struct lfunc *lf, struct decl *d, struct vec *out)
{
    for (uint32_t i = 0; i < d->nexprs; i++) {
        struct expr *e = d->exprs[i];
        if (e->unevaluated || e->kind == E_TEMP || e->value_known || !is_length(lf, d, e))
            continue;
        norm_value(lf, e, out);
        struct expr *length = arena_new_of(lf->lu->arena, struct expr);
        *length = *e;
        struct stmt *s = stmt_new(lf, S_SET, e->r);
        struct local *l =
            steady_local(lf, name_local(lf, "length%u", ++lf->ntemps), "__typeof__(sizeof 0)");
        s->low = l;
        s->expr = glue_expr(lf, e->r, "(__typeof__(sizeof 0))(%a)", length, 0);
        vec_push(lf->lu->arena, out, s);
        *e = *temp_expr(lf, l->sym, e->r);
    }
}

static void set_pointer(struct lfunc *lf, struct local *l, struct expr *value, struct range r,
                        struct vec *out)
{
    l->boxed_vla = true;
    l->hoisted = false;
    if (!l->pointer)
        l->pointer = steady_local(lf, name_local(lf, "%s__at", l->sym->name), "void *");
    if (!value)
        return;
    struct stmt *s = stmt_new(lf, S_SET, r);
    s->low = l->pointer;
    s->expr = value;
    vec_push(lf->lu->arena, out, s);
}

void norm_vm_decl(struct lfunc *lf, struct stmt *s, struct decl *d, struct vec *out)
{
    struct range r = {d->name_tok, d->name_tok};
    keep_lengths(lf, d, out);
    if (d->sym->kind == SYM_TYPEDEF) {
        d->sym->low = d;
        d->sym->out = 0; /* printed by its declaration */
        return;
    }
    struct local *l = local_of(d->sym);
    if (d->type->is_vla) {
        struct expr *value =
            glue_expr(lf, r, "edo__vla_new(%X, sizeof(%T), __alignof__(%T))", 0, 0);
        value->sym = d->sym;
        lf->lu->uses_vla = true;
        lf->lu->uses_gen_host |= is_sync_gen(lf);
        set_pointer(lf, l, value, r, out);
        return;
    }
    set_pointer(lf, l, 0, r, out);
    if (d->init && d->init->expr) {
        norm_value(lf, d->init->expr, out);
        set_pointer(lf, l, glue_expr(lf, d->init->expr->r, "(void *)(%a)", d->init->expr, 0), r,
                    out);
    }
    (void)s;
}

/* The outermost length of an array parameter says nothing of its type, but what it does is done. */
static void run_lengths(struct lfunc *lf, struct decl *d, struct vec *out)
{
    for (uint32_t i = 0; i < d->nexprs; i++) {
        struct expr *e = d->exprs[i];
        if (e->unevaluated || e->kind == E_IDENT || e->value_known ||
            e->r.first <= d->specs.last || !is_length(lf, d, e))
            continue;
        struct stmt *s = stmt_new(lf, S_EXPR, e->r);
        s->expr = glue_expr(lf, e->r, "(void)(%a)", e, 0);
        vec_push(lf->lu->arena, out, s);
    }
}

void norm_vm_params(struct lfunc *lf, struct vec *out)
{
    for (uint32_t i = 0; lf->afn && i < lf->func->nparams; i++) {
        struct decl *d = lf->func->params[i];
        struct local *l = d->sym ? local_of(d->sym) : 0;
        if (!is_vm_here(lf, d))
            run_lengths(lf, d, out);
        if (!l || !is_vm_here(lf, d))
            continue;
        keep_lengths(lf, d, out);
        const char *text = arena_printf(lf->lu->arena, "(void *)%s", d->sym->name);
        set_pointer(lf, l, glue_expr(lf, d->declarator, text, 0, 0), d->declarator, out);
    }
}
