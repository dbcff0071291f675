/* SPDX-License-Identifier: MIT
 *
 * What the passes need to make and to walk trees: new nodes, the direct parts of a node in source
 * order, names that nothing else in the unit has, sizes of types. */
#include "lower.h"

#include <stdlib.h>
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
        unsigned room = k->room ? k->room * 2 : 4;
        struct kid *at = arena_array_of(a, struct kid, room);
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

/* ---- names ---- */

struct names {
    const char **at; /* open addressing */
    size_t room, n;
};

size_t name_hash(const char *s, size_t len)
{
    size_t h = 14695981039346656037u;
    for (size_t i = 0; i < len; i++)
        h = (h ^ (unsigned char)s[i]) * 1099511628211u;
    return h;
}

static bool set_add(struct lunit *lu, struct names *ns, const char *s, size_t len)
{
    if (ns->n * 2 >= ns->room) {
        struct names old = *ns;
        ns->room = old.room ? old.room * 2 : 256;
        ns->at = arena_array_of(lu->arena, const char *, ns->room);
        for (size_t i = 0; i < old.room; i++) {
            if (!old.at[i])
                continue;
            size_t h = name_hash(old.at[i], strlen(old.at[i])) & (ns->room - 1);
            while (ns->at[h])
                h = (h + 1) & (ns->room - 1);
            ns->at[h] = old.at[i];
        }
    }
    size_t h = name_hash(s, len) & (ns->room - 1);
    for (; ns->at[h]; h = (h + 1) & (ns->room - 1))
        if (strlen(ns->at[h]) == len && !memcmp(ns->at[h], s, len))
            return false;
    ns->at[h] = arena_strndup(lu->arena, s, len);
    ns->n++;
    return true;
}

/* Every identifier that the unit has is taken. */
static void names_init(struct lunit *lu)
{
    lu->names = arena_new_of(lu->arena, struct names);
    for (tokid t = 0; t < lu->unit->ntoks; t++)
        if (lu->unit->toks[t].kind == T_IDENT)
            set_add(lu, lu->names, lu->unit->toks[t].s, lu->unit->toks[t].len);
}

const char *name_fresh(struct lunit *lu, const char *format, ...)
{
    va_list ap;
    va_start(ap, format);
    char *base = arena_vprintf(lu->arena, format, ap), *name = base;
    va_end(ap);
    if (!lu->names)
        names_init(lu);
    for (unsigned i = 2; !set_add(lu, lu->names, name, strlen(name)); i++)
        name = arena_printf(lu->arena, "%s_%u", base, i);
    return name;
}

/* Every identifier within the function's text is taken in its own set. */
const char *name_local(struct lfunc *lf, const char *format, ...)
{
    struct lunit *lu = lf->lu;
    va_list ap;
    va_start(ap, format);
    char *base = arena_vprintf(lu->arena, format, ap), *name = base;
    va_end(ap);
    if (!lf->names) {
        const struct token *toks = lu->unit->toks;
        lf->names = arena_new_of(lu->arena, struct names);
        for (tokid t = lf->func->all.first; t <= lf->func->all.last; t++)
            if (toks[t].kind == T_IDENT)
                set_add(lu, lf->names, toks[t].s, toks[t].len);
    }
    for (unsigned i = 2; !set_add(lu, lf->names, name, strlen(name)); i++)
        name = arena_printf(lu->arena, "%s_%u", base, i);
    return name;
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
