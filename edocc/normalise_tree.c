/* SPDX-License-Identifier: MIT
 *
 * What the passes need to make and to walk trees: new nodes, the direct parts of a node in source
 * order, names that nothing else in the unit has, sizes of types. */
#include "lower.h"

#include <stdlib.h>
#include <stdio.h>
#include <string.h>

/* ---- growing text ---- */

void outbuf_add(struct outbuf *b, const char *s, size_t n)
{
    if (b->room - b->n < n + 1) {
        size_t room = (b->room ? b->room * 2 : 4096) + n;
        b->s = edocc_realloc(b->s, b->n, room);
        b->room = room;
    }
    memcpy(b->s + b->n, s, n);
    b->n += n;
    b->s[b->n] = 0;
}

void outbuf_str(struct outbuf *b, const char *s)
{
    outbuf_add(b, s, strlen(s));
}

void outbuf_char(struct outbuf *b, char c)
{
    outbuf_add(b, &c, 1);
}

void outbuf_free(struct outbuf *b)
{
    free(b->s);
    *b = (struct outbuf){0};
}

/* ---- nodes ---- */

struct stmt *stmt_new(struct lfunc *lf, int kind, struct range r)
{
    struct stmt *s = arena_new_of(lf->lu->arena, struct stmt);
    s->kind = kind;
    s->r = r;
    return s;
}

struct expr *temp_expr(struct lfunc *lf, struct sym *sym, struct range r)
{
    struct expr *e = arena_new_of(lf->lu->arena, struct expr);
    e->kind = E_TEMP;
    e->r = r;
    e->sym = sym;
    e->type = sym->type;
    return e;
}

static struct type unknown_type = {.kind = TY_UNKNOWN, .nelem = -1};
static struct type int_type = {.kind = TY_INT, .is_signed = true, .size = 4, .nelem = -1};

struct expr *glue_expr(struct lfunc *lf, struct range r, const char *text, struct expr *a,
                       struct expr *b)
{
    struct expr *e = arena_new_of(lf->lu->arena, struct expr);
    e->kind = (enum expr_kind)E_GLUE;
    e->r = r;
    e->member = text;
    e->a = a;
    e->b = b;
    e->type = &unknown_type;
    return e;
}

struct local *local_new(struct lfunc *lf, enum local_kind kind, const char *name)
{
    struct sym *sym = arena_new_of(lf->lu->arena, struct sym);
    struct local *l = arena_new_of(lf->lu->arena, struct local);
    sym->kind = SYM_VAR;
    sym->name = sym->out = name;
    sym->type = kind == LOCAL_HIDDEN ? &int_type : &unknown_type;
    sym->in = lf->func;
    sym->low = l;
    l->sym = sym;
    l->kind = kind;
    l->index = lf->locals.n;
    l->scope = lf->scope;
    l->hoisted = true;
    l->scalar = true;
    vec_push(lf->lu->arena, &lf->locals, l);
    if (lf->scope)
        vec_push(lf->lu->arena, &lf->scope->locals, l);
    return l;
}

/* ---- parts ---- */

static void kid_add(struct arena *a, struct kids *k, struct range r, struct expr *e, struct stmt *s)
{
    if (k->n == k->room) {
        unsigned few = sizeof k->few / sizeof *k->few, room = k->room ? k->room * 2 : few;
        struct kid *at = k->room ? arena_array_of(a, struct kid, room) : k->few;
        if (k->n)
            memcpy(at, k->at, k->n * sizeof *at);
        k->at = at;
        k->room = room;
    }
    unsigned i = k->n++;
    for (; i > 0 && k->at[i - 1].r.first > r.first; i--)
        k->at[i] = k->at[i - 1];
    k->at[i] = (struct kid){r, e, s};
}

static void kid_expr(struct arena *a, struct kids *k, struct expr *e)
{
    if (e)
        kid_add(a, k, e->r, e, 0);
}

void init_kids(struct arena *a, struct init *init, struct kids *kids)
{
    if (!init)
        return;
    kid_expr(a, kids, init->expr);
    for (uint32_t i = 0; i < init->nitems; i++) {
        for (uint32_t j = 0; j < init->items[i].nindex; j++)
            kid_expr(a, kids, init->items[i].index[j]);
        init_kids(a, init->items[i].value, kids);
    }
}

static void type_name_kids(struct arena *a, struct type_name *tn, struct kids *kids)
{
    for (uint32_t i = 0; tn && i < tn->nexprs; i++)
        kid_expr(a, kids, tn->exprs[i]);
}

void expr_kids(struct arena *a, struct expr *e, struct kids *kids)
{
    type_name_kids(a, e->tn, kids);
    kid_expr(a, kids, e->a);
    kid_expr(a, kids, e->b);
    kid_expr(a, kids, e->c);
    for (uint32_t i = 0; i < e->nargs; i++)
        kid_expr(a, kids, e->args[i]);
    init_kids(a, e->init, kids);
    if (e->body)
        kid_add(a, kids, e->body->r, 0, e->body);
}

void decl_kids(struct arena *a, struct decl *d, struct kids *kids)
{
    for (uint32_t i = 0; i < d->nexprs; i++)
        kid_expr(a, kids, d->exprs[i]);
    init_kids(a, d->init, kids);
}

/* ---- as written ---- */

/* A copy of the expressions in `e`, but for those in statements. */
static struct expr *written(struct arena *a, struct expr *e)
{
    if (!e || e->written)
        return e ? e->written : 0;
    struct expr *copy = arena_new_of(a, struct expr);
    *copy = *e;
    e->written = copy;
    copy->a = written(a, e->a);
    copy->b = written(a, e->b);
    copy->c = written(a, e->c);
    if (e->nargs)
        copy->args = arena_array_of(a, struct expr *, e->nargs);
    for (uint32_t i = 0; i < e->nargs; i++)
        copy->args[i] = written(a, e->args[i]);
    return copy;
}

void keep_as_written(struct lfunc *lf)
{
    struct func *f = lf->func;
    for (uint32_t i = 0; i < f->ncaptures; i++)
        f->captures[i] = written(lf->lu->arena, f->captures[i]);
    for (uint32_t i = 0; i < f->nspawns; i++)
        f->spawns[i] = written(lf->lu->arena, f->spawns[i]);
}

/* ---- names ---- */

struct name {
    const char *s; /* 0: nothing is here */
    uint32_t length;
    uint32_t next; /* as a base: NAME_2 up to the one before this are taken; 0: not known */
};

struct names {
    struct name *at; /* open addressing */
    size_t room, n;  /* room: a power of 2 */
    struct arena *arena; /* of `at` */
};

size_t name_hash(const char *s, size_t len)
{
    size_t h = 14695981039346656037u;
    for (size_t i = 0; i < len; i++)
        h = (h ^ (unsigned char)s[i]) * 1099511628211u;
    return h;
}

static struct name *name_slot(const struct names *ns, const char *s, size_t length)
{
    for (size_t h = name_hash(s, length);; h++) {
        struct name *n = &ns->at[h & (ns->room - 1)];
        if (!n->s || (n->length == length && !memcmp(n->s, s, length)))
            return n;
    }
}

static void names_grow(struct lunit *lu, struct names *ns)
{
    struct names old = *ns;
    ns->room = old.room ? old.room * 2 : 64;
    ns->arena = arena_new_in(lu->arena, ns->room * sizeof *ns->at);
    ns->at = arena_array_of(ns->arena, struct name, ns->room);
    for (size_t i = 0; i < old.room; i++)
        if (old.at[i].s)
            *name_slot(ns, old.at[i].s, old.at[i].length) = old.at[i];
    arena_free(old.arena);
}

/* False: it is taken. `s` has to stay. */
static bool name_take(struct lunit *lu, struct names *ns, const char *s, size_t length)
{
    if (ns->n * 2 >= ns->room)
        names_grow(lu, ns);
    struct name *n = name_slot(ns, s, length);
    if (n->s)
        return false;
    *n = (struct name){s, (uint32_t)length, 0};
    ns->n++;
    return true;
}

/* `base`, or the first of base_2, base_3, … that is free. */
static const char *name_free(struct lunit *lu, struct names *ns, const char *base)
{
    size_t length = strlen(base);
    if (name_take(lu, ns, base, length))
        return base;
    unsigned i = name_slot(ns, base, length)->next;
    char text[16];
    char *name = arena_alloc(lu->arena, length + sizeof text);
    memcpy(name, base, length);
    i = i ? i : 2;
    do {
        snprintf(text, sizeof text, "_%u", i++);
        strcpy(name + length, text);
    } while (!name_take(lu, ns, name, strlen(name)));
    name_slot(ns, base, length)->next = i;
    return name;
}

/* Every identifier that the unit has is taken. */
static void names_init(struct lunit *lu)
{
    lu->names = arena_new_of(lu->arena, struct names);
    for (tokid t = 0; t < lu->unit->ntoks; t++)
        if (lu->unit->toks[t].kind == T_IDENT)
            name_take(lu, lu->names, lu->unit->toks[t].s, lu->unit->toks[t].len);
}

const char *name_fresh(struct lunit *lu, const char *format, ...)
{
    va_list ap;
    va_start(ap, format);
    const char *base = arena_vprintf(lu->arena, format, ap);
    va_end(ap);
    if (!lu->names)
        names_init(lu);
    return name_free(lu, lu->names, base);
}

/* Every identifier within the function's text is taken in its own set. */
const char *name_local(struct lfunc *lf, const char *format, ...)
{
    struct lunit *lu = lf->lu;
    va_list ap;
    va_start(ap, format);
    const char *base = arena_vprintf(lu->arena, format, ap);
    va_end(ap);
    if (!lf->names) {
        const struct token *toks = lu->unit->toks;
        lf->names = arena_new_of(lu->arena, struct names);
        for (tokid t = lf->func->all.first; t <= lf->func->all.last; t++)
            if (toks[t].kind == T_IDENT)
                name_take(lu, lf->names, toks[t].s, toks[t].len);
    }
    return name_free(lu, lf->names, base);
}

/* ---- types ---- */

bool type_assignable(const struct type *t)
{
    if (t->kind == TY_ARRAY)
        return !t->base || type_assignable(t->base);
    if (t->kind != TY_STRUCT)
        return true;
    if (t->is_const)
        return false;
    for (uint32_t i = 0; i < t->nmembers; i++) {
        const struct type *m = t->members[i].type;
        if (m->is_const || !type_assignable(m))
            return false;
    }
    return true;
}

/* ---- sizes, as far as they are known here: a guide, not a promise ---- */

static unsigned struct_bytes(const struct type *t, unsigned *align)
{
    unsigned size = 0, most = 1;
    if (!t->members)
        return 0;
    for (uint32_t i = 0; i < t->nmembers; i++) {
        unsigned a, n = type_bytes(t->members[i].type, &a);
        if (!n || t->members[i].bitfield)
            return 0;
        most = a > most ? a : most;
        if (t->is_union)
            size = n > size ? n : size;
        else
            size = (size + a - 1) / a * a + n;
    }
    *align = most;
    return (size + most - 1) / most * most;
}

unsigned type_bytes(const struct type *t, unsigned *align)
{
    unsigned n = 0;
    *align = 8;
    switch (t->kind) {
    case TY_BOOL:
    case TY_INT:
    case TY_FLOAT:
        n = t->size;
        *align = n > 8 ? 16 : n ? n : 8;
        break;
    case TY_POINTER:
        n = 8;
        break;
    case TY_ARRAY:
        n = t->nelem > 0 && t->nelem < 1 << 24 ? type_bytes(t->base, align) * (unsigned)t->nelem
                                               : 0;
        break;
    case TY_STRUCT:
        n = struct_bytes(t, align);
        break;
    case TY_VECTOR:
        *align = 16;
        break;
    default:
        break;
    }
    return t->overaligned ? 0 : n;
}
