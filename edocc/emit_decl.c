/* SPDX-License-Identifier: MIT
 *
 * Declarations inside functions: kept where the local is a C local, an assignment where it stands
 * in the frame or at the top of its block. */
#include "emit.h"

/* ---- initialisers ---- */

static void print_init(struct printer *p, struct init *init)
{
    struct kids kids = {0};
    init_kids(p->lu->arena, init, &kids);
    print_range(p, init->r, &kids);
}

static bool is_zero_number(struct printer *p, const struct expr *e)
{
    const struct token *t = &p->lu->unit->toks[e->r.first];
    return e->kind == E_NUMBER && t->len == 1 && *t->s == '0';
}

/* {} and {0}: all bytes zero (members of any type: C's {0} zeroes what it doesn't name). */
static bool is_zero_init(struct printer *p, const struct init *init)
{
    return init->braces && (init->nitems == 0 ||
                            (init->nitems == 1 && init->items[0].value->expr &&
                             init->items[0].designator.first > init->items[0].designator.last &&
                             is_zero_number(p, init->items[0].value->expr)));
}

static const struct expr *strip(const struct expr *e)
{
    while (e && e->kind == E_PAREN)
        e = e->a;
    return e;
}

/* name = initialiser, for what C only initialises. */
static void print_init_assignment(struct printer *p, struct decl *d, const char *name)
{
    struct init *init = d->init;
    enum type_kind k = d->type->kind;
    const struct expr *value = strip(init->expr);
    bool string = value && value->kind == E_STRING;
    bool array = k == TY_ARRAY || (k == TY_UNKNOWN && (init->braces || string));
    bool constant = k == TY_STRUCT && !type_assignable(d->type);
    if (is_zero_init(p, init) && (array || k == TY_STRUCT)) {
        print_glue(p, "__builtin_memset((void *)&%s, 0, sizeof %s);", name, name);
        return;
    }
    if (!array && !constant) {
        print_glue(p, "%s =", name);
        if (init->braces)
            print_glue(p, "(__typeof__(%s))", name);
        print_init(p, init);
        print_glue(p, ";");
        return;
    }
    print_glue(p, "__builtin_memcpy((void *)&%s,", name);
    print_glue(p,
               init->braces ? "&(__typeof__(%s))"
               : constant   ? "(__typeof__(%s)[1]){"
                            : "&(__typeof__(%s)){",
               name);
    print_init(p, init);
    print_glue(p, init->braces ? ", sizeof %s);" : "}, sizeof %s);", name);
}

/* edo_future(f) x = f(a): the arguments wait in it. */
static void print_future_init(struct printer *p, struct decl *d, const char *name)
{
    struct afn *f = d->type->future_of->low;
    if (p->lf->afn)
        print_glue(p, "edo__future_init(&%s.branch, %s);", name, p->lf->cx);
    else
        print_glue(p, "edo_branch_init(&%s.branch);", name);
    const struct expr *call = d->init ? strip(d->init->expr) : 0;
    if (!call || !f->sym->type->nparams)
        return;
    print_args_set(p, f, arena_printf(p->lu->arena, "%s.args", name), call->args, call->nargs);
    print_glue(p, ";");
}

/* ---- one declarator ---- */

static void print_as_written(struct printer *p, struct decl *d)
{
    struct kids kids = {0};
    decl_kids(p->lu->arena, d, &kids);
    print_range(p, d->specs, &kids);
    print_range(p, d->declarator, &kids);
    if (d->init) {
        print_user(p, d->init->r.first, "=");
        print_init(p, d->init);
    }
    print_user(p, d->declarator.last, ";");
}

/* register long number asm("rax") */
static bool names_register(struct printer *p, const struct decl *d)
{
    for (tokid t = d->name_tok; t <= d->declarator.last; t++)
        if (p->lu->unit->toks[t].kw == KW_ASM)
            return true;
    return false;
}

static void print_local(struct printer *p, struct decl *d, struct local *l)
{
    const char *name = d->sym->out;
    if (l->boxed_vla)
        return;
    if (l->gen) {
        print_at(p, d->name_tok);
        if (l->where != CLASS_FRAME && !l->hoisted) {
            print_declare(p, l, l->box_name ? l->box_name : name, 0);
            print_glue(p, ";");
        }
        print_gen_start(p, l, d->init ? d->init->expr : 0);
        return;
    }
    if (d->type->future_of) {
        print_at(p, d->name_tok);
        if (l->where != CLASS_FRAME && !l->hoisted)
            print_glue(p, "struct %s %s;", ((struct afn *)d->type->future_of->low)->s_future, name);
        print_line(p);
        print_future_init(p, d, name);
        return;
    }
    if (l->where == CLASS_FRAME || l->hoisted) {
        if (d->init) {
            print_at(p, d->name_tok);
            print_init_assignment(p, d, name);
        }
        return;
    }
    if (names_register(p, d)) {
        print_as_written(p, d);
        return;
    }
    bool assigned = l->where == CLASS_CACHED || l->set_later;
    print_decl_as(p, d, name, assigned ? DECLARE_UNCONST : 0);
    if (d->init) {
        print_user(p, d->name_tok, "=");
        print_init(p, d->init);
    }
    print_user(p, d->name_tok, ";");
}

static bool is_static(const struct decl *d)
{
    return d->storage == STO_STATIC || d->storage == STO_THREAD;
}

static void print_static(struct printer *p, struct decl *d)
{
    print_user(p, d->specs.first, "static");
    if (d->storage == STO_THREAD || d->sym->storage == STO_THREAD)
        print_user(p, d->specs.first, "__thread");
    print_decl_as(p, d, d->sym->out, 0);
    if (d->init) {
        print_user(p, d->name_tok, "=");
        print_init(p, d->init);
    }
    print_user(p, d->name_tok, ";");
}

/* At file scope, for the async blocks of the function that declares it. */
void print_outside(struct printer *p, struct decl *d)
{
    struct sym *s = d->sym;
    if (is_static(d) && s->out == s->name)
        s->out = name_fresh(p->lu, "%s__%s", p->lf->func->sym->name, s->name);
    p->outside = true;
    p->shadow = false;
    if (is_static(d))
        print_static(p, d);
    else
        print_as_written(p, d);
}

static void print_one(struct printer *p, struct decl *d)
{
    struct sym *s = d->sym;
    if (!s || s->kind == SYM_TAG || (d->type && d->type->is_async))
        return;
    if (s->kind == SYM_TYPEDEF) {
        if (d->type->is_vm && s->out)
            print_as_written(p, d);
        return;
    }
    struct local *l = local_of(s);
    if (l && s->kind == SYM_VAR)
        print_local(p, d, l);
    else if (is_static(d) && s->outside)
        return;
    else if (is_static(d))
        print_static(p, d);
    else
        print_as_written(p, d);
    if (!l || !l->hoisted || l->where == CLASS_FRAME)
        debug_declared(p, s);
}

void print_decl(struct printer *p, struct stmt *s)
{
    for (uint32_t i = 0; i < s->ndecls; i++)
        print_one(p, s->decls[i]);
}

/* ---- what is declared at the top of a block ---- */

void print_scope_locals(struct printer *p, struct lscope *sc)
{
    for (unsigned i = 0; i < sc->locals.n; i++) {
        struct local *l = sc->locals.at[i];
        if (!l->hoisted || l->where == CLASS_FRAME || l->boxed_vla)
            continue;
        print_line(p);
        if (l->sym->type->future_of)
            print_glue(p, "struct %s %s", ((struct afn *)l->sym->type->future_of->low)->s_future,
                       l->sym->out);
        else
            print_declare(p, l, l->box_name ? l->box_name : l->sym->out, DECLARE_UNCONST);
        print_glue(p, ";");
        debug_declared(p, l->sym);
    }
}
