/* SPDX-License-Identifier: MIT
 *
 * Types of generators: pointers to them, typedefs, a generator's name as a value. A generator that
 * is known by its type alone has a frame of unknown size, so it runs in a box; what its users need
 * to know, the value and where it stands, is at the frame's start whatever it is (emit_gen.c). Such
 * generators are those of one symbol for each type, `any`, which has a declaration's type and name
 * but is no function. */
#include "parse.h"

#include <stdlib.h>

/* Certainly the same. */
static bool is_same(const struct type *a, const struct type *b)
{
    for (; a != b; a = a->base, b = b->base) {
        if (a->kind != b->kind || a->is_const != b->is_const || a->is_volatile != b->is_volatile ||
            a->is_atomic != b->is_atomic)
            return false;
        if (a->kind == TY_INT)
            return a->size && a->size == b->size && a->is_signed == b->is_signed &&
                   a->is_long == b->is_long && a->tag == b->tag;
        if (a->kind == TY_STRUCT)
            return a->tag && a->tag == b->tag && a->gen_of == b->gen_of;
        if (a->kind == TY_VOID || a->kind == TY_BOOL)
            return true;
        if (a->kind != TY_POINTER)
            return false;
    }
    return a->kind != TY_UNKNOWN;
}

static bool is_same_gen(const struct type *a, const struct type *b)
{
    if (a == b)
        return true;
    if (a->gen != b->gen || a->is_stream != b->is_stream || a->nparams != b->nparams ||
        !is_same(a->base, b->base) || !is_same(a->yields, b->yields))
        return false;
    for (uint32_t i = 0; i < a->nparams; i++)
        if (!is_same(a->params[i]->type, b->params[i]->type))
            return false;
    return true;
}

static struct sym *any_of(struct parser *p, const struct type *f)
{
    for (unsigned i = 0; i < p->any_gens.n; i++) {
        struct sym *any = p->any_gens.at[i];
        if (is_same_gen(any->type, f))
            return any;
    }
    return 0;
}

/* The hidden parameter is another than that of async functions: so the C compiler keeps them
 * apart. */
static void mark_parameter(struct parser *p, struct type *f)
{
    struct token *open = &p->u->toks[f->list.first];
    if (open->edit == EDIT_PARAM || open->edit == EDIT_PARAM_ONLY)
        vec_push(p->a, &p->gen_types, f);
    if (open->edit == EDIT_PARAM)
        open->edit = EDIT_GEN_PARAM;
    else if (open->edit == EDIT_PARAM_ONLY)
        open->edit = EDIT_GEN_PARAM_ONLY;
}

/* In the text that passes through nothing is left of the words. */
static void drop_words(struct parser *p, const struct specs *s)
{
    for (tokid t = s->gen_r.first; t <= s->gen_r.last; t++)
        p->u->toks[t].drop = true;
    p->u->drops = true;
}

static int by_list(const void *a, const void *b)
{
    tokid x = (*(struct type *const *)a)->list.first, y = (*(struct type *const *)b)->list.first;
    return x < y ? -1 : x > y;
}

void gen_types_sort(struct parser *p)
{
    p->u->gen_types = (struct type **)p->gen_types.at;
    p->u->ngen_types = p->gen_types.n;
    if (p->gen_types.n)
        qsort(p->gen_types.at, p->gen_types.n, sizeof *p->gen_types.at, by_list);
}

void gen_type(struct parser *p, const struct specs *s, struct type *f, struct type *whole,
              struct range declarator, tokid name)
{
    f->gen = s->gen;
    f->is_stream = s->is_async;
    f->yields = type_unqualified(&p->ts, f->base);
    if (s->gen == GEN_OF) {
        f->yields = type_unqualified(&p->ts, s->yields->type);
        f->yields_r = s->yields->r;
    }
    check_yields(p, s, f, name);
    mark_parameter(p, f);
    drop_words(p, s);
    if (!name)
        return;
    struct sym *any = arena_new_of(p->a, struct sym);
    struct decl *d = arena_new_of(p->a, struct decl);
    d->specs = s->r;
    d->declarator = declarator;
    d->name_tok = name;
    d->type = whole;
    d->sym = any;
    any->kind = SYM_FUNC;
    any->name = any->out = p->toks[name].id->s;
    any->type = f;
    any->storage = STO_EXTERN;
    any->file_scope = any->any_gen = true;
    any->name_tok = name;
    any->decl = d;
    f->any_gen = any;
    if (s->storage == STO_TYPEDEF && !any_of(p, f))
        vec_push(p->a, &p->any_gens, any);
}

const struct type *gen_pointee(const struct type *t)
{
    while (t->kind == TY_POINTER || t->kind == TY_ARRAY)
        t = t->base;
    return t->kind == TY_FUNC && t->gen ? t : 0;
}

struct sym *any_gen(struct parser *p, const struct type *f, tokid tok)
{
    struct sym *any = any_of(p, f);
    if (any)
        return any;
    if (!f->any_gen)
        fail_code(p, tok, D_GENERATOR,
                  "this type of generator has no name: give it one with a typedef, or a variable");
    vec_push(p->a, &p->any_gens, f->any_gen);
    return f->any_gen;
}

bool gen_erased(struct parser *p, struct expr *e, struct sym *any)
{
    struct expr *callee = (struct expr *)expr_strip(e->a);
    if (e->sym->any_gen || !is_same_gen(e->sym->type, any->type))
        return e->sym == any;
    name_value(p, callee);
    e->sym = any;
    return true;
}
