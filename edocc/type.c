/* SPDX-License-Identifier: MIT */
#include "type.h"

#include <string.h>

#include "arena.h"
#include "frontend.h"

struct type *type_new(struct types *ts, enum type_kind kind)
{
    struct type *t = arena_new_of(ts->arena, struct type);
    t->kind = kind;
    t->nelem = -1;
    return t;
}

static struct type *basic(struct types *ts, enum type_kind kind, uint32_t size, bool is_signed)
{
    struct type *t = type_new(ts, kind);
    t->size = size;
    t->is_signed = is_signed;
    return t;
}

void types_init(struct types *ts, struct arena *arena, unsigned pointer_bytes)
{
    ts->arena = arena;
    ts->pointer_bytes = pointer_bytes;
    ts->unknown = basic(ts, TY_UNKNOWN, 0, false);
    ts->t_void = basic(ts, TY_VOID, 0, false);
    ts->t_bool = basic(ts, TY_BOOL, 1, false);
    ts->t_char = basic(ts, TY_INT, 1, true);
    ts->t_schar = basic(ts, TY_INT, 1, true);
    ts->t_uchar = basic(ts, TY_INT, 1, false);
    ts->t_short = basic(ts, TY_INT, 2, true);
    ts->t_ushort = basic(ts, TY_INT, 2, false);
    ts->t_int = basic(ts, TY_INT, 4, true);
    ts->t_uint = basic(ts, TY_INT, 4, false);
    ts->t_long = basic(ts, TY_INT, pointer_bytes, true);
    ts->t_ulong = basic(ts, TY_INT, pointer_bytes, false);
    ts->t_long->is_long = ts->t_ulong->is_long = true;
    ts->t_llong = basic(ts, TY_INT, 8, true);
    ts->t_ullong = basic(ts, TY_INT, 8, false);
    ts->t_int128 = basic(ts, TY_INT, 16, true);
    ts->t_uint128 = basic(ts, TY_INT, 16, false);
    ts->t_float = basic(ts, TY_FLOAT, 4, true);
    ts->t_double = basic(ts, TY_FLOAT, 8, true);
    ts->t_ldouble = basic(ts, TY_FLOAT, 0, true); /* differs between targets */
    ts->t_complex = basic(ts, TY_FLOAT, 0, true);
}

struct type *type_int_of(struct types *ts, unsigned bytes, bool is_signed)
{
    switch (bytes) {
    case 1: return is_signed ? ts->t_schar : ts->t_uchar;
    case 2: return is_signed ? ts->t_short : ts->t_ushort;
    case 4: return is_signed ? ts->t_int : ts->t_uint;
    case 8: return is_signed ? ts->t_llong : ts->t_ullong;
    case 16: return is_signed ? ts->t_int128 : ts->t_uint128;
    }
    return ts->unknown;
}

/* A struct's copy is completed together with it, so the copies of one tag form a list that begins
 * at the type that the tag itself has. */
struct type *type_copy(struct types *ts, struct type *t)
{
    struct type *c = arena_new_of(ts->arena, struct type);
    *c = *t;
    if (t->tag && t->tag->type) {
        c->variant = t->tag->type->variant;
        t->tag->type->variant = c;
    }
    return c;
}

struct type *type_pointer(struct types *ts, struct type *to)
{
    struct type *t = basic(ts, TY_POINTER, ts->pointer_bytes, false);
    t->base = to;
    t->is_vm = to->is_vm;
    return t;
}

struct type *type_array(struct types *ts, struct type *element, struct expr *length, int64_t n)
{
    struct type *t = type_new(ts, TY_ARRAY);
    t->base = element;
    t->length = length;
    t->nelem = n;
    t->is_vla = (length && !length->constant) || (element->kind == TY_ARRAY && element->is_vla);
    t->is_vm = t->is_vla || element->is_vm;
    t->pinned = element->pinned;
    t->overaligned = element->overaligned;
    t->is_const = element->is_const;
    t->is_volatile = element->is_volatile;
    t->has_array = true;
    return t;
}

struct type *type_qualify(struct types *ts, struct type *t, unsigned quals)
{
    if (!quals || t->kind == TY_FUNC)
        return t;
    struct type *c = type_copy(ts, t);
    c->is_const |= (quals & Q_CONST) != 0;
    c->is_volatile |= (quals & Q_VOLATILE) != 0;
    c->is_atomic |= (quals & Q_ATOMIC) != 0;
    if (t->kind == TY_ARRAY)
        c->base = type_qualify(ts, t->base, quals);
    return c;
}

struct type *type_unqualified(struct types *ts, struct type *t)
{
    if (!t->is_const && !t->is_volatile && !t->is_atomic)
        return t;
    if (t->kind == TY_ARRAY)
        return t;
    struct type *c = type_copy(ts, t);
    c->is_const = c->is_volatile = c->is_atomic = false;
    return c;
}

static void complete_one(struct type *t, const struct type *from)
{
    t->members = from->members;
    t->nmembers = from->nmembers;
    t->has_array = from->has_array;
    t->pinned |= from->pinned;
    t->local |= from->local;
    t->overaligned |= from->overaligned;
    t->is_vm |= from->is_vm;
    t->size = from->size;
    t->is_signed = from->is_signed;
}

void type_complete(struct type *t, struct member *members, uint32_t n)
{
    t->members = members;
    t->nmembers = n;
    for (uint32_t i = 0; i < n; i++) {
        const struct type *m = members[i].type;
        t->has_array |= m->kind == TY_ARRAY || (m->kind == TY_STRUCT && m->has_array);
        t->pinned |= m->pinned;
        t->overaligned |= m->overaligned;
        t->is_vm |= m->is_vm;
    }
    for (struct type *v = t->variant; v; v = v->variant)
        complete_one(v, t);
}

struct type *type_promote(struct types *ts, struct type *t)
{
    if (t->kind == TY_BOOL || (t->kind == TY_INT && t->size && t->size < 4))
        return ts->t_int;
    return type_unqualified(ts, t);
}

struct type *type_arithmetic(struct types *ts, struct type *a, struct type *b)
{
    a = type_promote(ts, a);
    b = type_promote(ts, b);
    if (a->kind == TY_VECTOR)
        return a;
    if (b->kind == TY_VECTOR)
        return b;
    bool numbers = (a->kind == TY_INT || a->kind == TY_FLOAT) &&
                   (b->kind == TY_INT || b->kind == TY_FLOAT);
    if (!numbers)
        return ts->unknown;
    if (a->kind == TY_FLOAT && b->kind == TY_FLOAT)
        return a->size && a->size == b->size ? a : ts->t_complex;
    if (a->kind == TY_FLOAT)
        return a;
    if (b->kind == TY_FLOAT)
        return b;
    if (!a->size || !b->size)
        return ts->unknown;
    if (a->size != b->size)
        return type_unqualified(ts, a->size > b->size ? a : b);
    if (a->is_signed != b->is_signed)
        return a->is_signed ? b : a;
    return a->is_long ? b : a; /* long long is the greater */
}

struct type *type_decay(struct types *ts, struct type *t)
{
    if (t->kind == TY_ARRAY)
        return type_pointer(ts, t->base);
    if (t->kind == TY_FUNC)
        return type_pointer(ts, t);
    return t;
}

bool type_is_complete(const struct type *t)
{
    switch (t->kind) {
    case TY_VOID:
    case TY_FUNC: return false;
    case TY_ARRAY: return t->length || t->nelem >= 0;
    case TY_STRUCT: return t->members || (t->tag && t->tag->type && t->tag->type->members);
    default: return true;
    }
}

int64_t type_sizeof(const struct types *ts, const struct type *t)
{
    int64_t n = 1;
    for (; t->kind == TY_ARRAY; t = t->base)
        if (t->nelem < 0 || __builtin_mul_overflow(n, t->nelem, &n))
            return -1;
    int64_t size = -1;
    if (t->kind == TY_INT || t->kind == TY_FLOAT || t->kind == TY_BOOL)
        size = t->size ? (int64_t)t->size : -1;
    else if (t->kind == TY_POINTER)
        size = ts->pointer_bytes;
    if (size < 0 || __builtin_mul_overflow(n, size, &n))
        return -1;
    return n;
}

static const struct member *member_at(const struct type *t, const char *name, int depth)
{
    for (uint32_t i = 0; i < t->nmembers; i++) {
        const struct member *m = &t->members[i];
        if (m->name && !strcmp(m->name, name))
            return m;
        if (!m->name && m->type->kind == TY_STRUCT && depth < FRONT_MAX_NESTING) {
            const struct member *inner = member_at(m->type, name, depth + 1);
            if (inner)
                return inner;
        }
    }
    return 0;
}

const struct member *type_member(const struct type *t, const char *name)
{
    return t->kind == TY_STRUCT ? member_at(t, name, 0) : 0;
}

bool type_differs(const struct type *a, const struct type *b)
{
    for (;;) {
        if (a->kind == TY_UNKNOWN || b->kind == TY_UNKNOWN)
            return false;
        if (a->kind != b->kind)
            return true;
        switch (a->kind) {
        case TY_INT:
            return a->size && b->size && (a->size != b->size || a->is_signed != b->is_signed);
        case TY_FLOAT: return a->size && b->size && a->size != b->size;
        case TY_STRUCT:
            return a->tag != b->tag || a->future_of != b->future_of || a->gen_of != b->gen_of;
        case TY_POINTER:
            a = a->base;
            b = b->base;
            continue;
        default: return false;
        }
    }
}

/* ---- types that stay on their thread ---- */

static struct type *own_type(const struct type *t)
{
    return t->tag && t->tag->type ? t->tag->type : (struct type *)t;
}

/* Without recursion: types may form long chains, and circles. */
const struct type *type_local(struct arena *arena, const struct type *t)
{
    struct vec seen = {0};
    const struct type *found = 0;
    vec_push(arena, &seen, (struct type *)t);
    for (unsigned i = 0; i < seen.n && !found; i++) {
        const struct type *at = seen.at[i];
        while (at && !at->local &&
               (at->kind == TY_POINTER || at->kind == TY_ARRAY || at->kind == TY_VECTOR))
            at = at->base;
        if (at && !at->local && at->kind == TY_STRUCT) {
            struct type *own = own_type(at);
            seen.at[i] = own;
            at = own;
            bool known = own->not_local;
            own->not_local = !own->local;
            for (uint32_t j = 0; j < own->nmembers && !known && !own->local; j++)
                vec_push(arena, &seen, own->members[j].type);
            for (uint32_t j = 0; at->gen_of && j < at->gen_of->type->nparams && !known; j++)
                vec_push(arena, &seen, at->gen_of->type->params[j]->type); /* a run holds them */
        }
        if (at && at->local)
            found = at;
    }
    for (unsigned i = 0; i < seen.n && found; i++)
        if (((struct type *)seen.at[i])->kind == TY_STRUCT)
            own_type(seen.at[i])->not_local = false;
    return found;
}

/* ---- for those behind the front end ---- */

bool type_is_integer(const struct type *t) { return t->kind == TY_INT || t->kind == TY_BOOL; }

bool type_is_scalar(const struct type *t)
{
    return type_is_integer(t) || t->kind == TY_FLOAT || t->kind == TY_POINTER;
}

bool type_is_signed_int(const struct type *t) { return t->kind == TY_INT && t->is_signed; }

static const char *int_name(const struct type *t)
{
    switch (t->size) {
    case 1: return t->is_signed ? "char" : "unsigned char";
    case 2: return t->is_signed ? "short" : "unsigned short";
    case 4: return t->is_signed ? "int" : "unsigned int";
    case 8: return t->is_signed ? "long" : "unsigned long";
    case 16: return t->is_signed ? "__int128" : "unsigned __int128";
    }
    return "integer";
}

enum { MOST_SHOWN = 20 }; /* stars, and dimensions */

static const char *base_name(struct arena *arena, const struct type *t)
{
    if (t->future_of)
        return arena_printf(arena, "edo_future(%s)", t->future_of->name);
    if (t->call_name && !t->typedef_sym)
        return arena_printf(arena, "edo_call_of(%s)", type_text(arena, t->call_result));
    if (t->gen_of && t->kind == TY_STRUCT)
        return arena_printf(arena, "edo_gen(%s)", t->gen_of->name);
    if (t->typedef_sym)
        return t->typedef_sym->name;
    switch (t->kind) {
    case TY_VOID: return "void";
    case TY_BOOL: return "_Bool";
    case TY_INT: return t->tag && t->tag->name ? arena_printf(arena, "enum %s", t->tag->name)
                                               : int_name(t);
    case TY_FLOAT: return t->size == 4 ? "float" : t->size == 8 ? "double" : "floating type";
    case TY_STRUCT:
        return arena_printf(arena, "%s %s", t->is_union ? "union" : "struct",
                            t->tag && t->tag->name ? t->tag->name : "<anonymous>");
    case TY_VECTOR: return "vector";
    case TY_FUNC: return t->is_async ? "async function" : "function";
    default: return "unknown type";
    }
}

/* "[3][2]", behind the element's type, which it leaves in *t. */
static const char *array_text(struct arena *arena, const struct type **t)
{
    const char *text = "";
    for (unsigned i = 0; (*t)->kind == TY_ARRAY && !(*t)->typedef_sym && (*t)->base; i++) {
        if (i == MOST_SHOWN)
            text = arena_printf(arena, "%s…", text);
        else if (i < MOST_SHOWN && (*t)->nelem >= 0)
            text = arena_printf(arena, "%s[%lld]", text, (long long)(*t)->nelem);
        else if (i < MOST_SHOWN)
            text = arena_printf(arena, "%s[]", text);
        *t = (*t)->base;
    }
    return text;
}

char *type_text(struct arena *arena, const struct type *t)
{
    unsigned stars = 0;
    while (t->kind == TY_POINTER && !t->typedef_sym && t->base) {
        stars++;
        t = t->base;
    }
    const char *array = array_text(arena, &t), *pointers = "";
    for (unsigned i = 0; i < stars && i < MOST_SHOWN; i++)
        pointers = arena_printf(arena, "%s*", pointers);
    if (stars > MOST_SHOWN)
        pointers = arena_printf(arena, "%s…", pointers);
    const char *quals = t->is_const ? "const " : t->is_volatile ? "volatile " : "";
    const char *base = base_name(arena, t);
    if (stars && *array)
        return arena_printf(arena, "%s%s (%s)%s", quals, base, pointers, array);
    return arena_printf(arena, "%s%s%s%s%s", quals, base, stars ? " " : "", pointers, array);
}

const struct expr *expr_strip(const struct expr *e)
{
    while (e && e->kind == E_PAREN)
        e = e->a;
    return e;
}

struct type *type_boxed(const struct type *t)
{
    const struct type *f = t->kind == TY_POINTER ? t->base : 0;
    if (!f || f->kind != TY_FUNC || f->is_async || f->nparams != 1)
        return 0;
    const struct type *param = f->params[0]->type;
    if (param->kind != TY_POINTER || param->base->kind != TY_STRUCT || !param->base->tag ||
        strcmp(param->base->tag->name, "edo__boxed"))
        return 0;
    return f->base;
}

bool captures_box(const struct expr *e)
{
    return !(e->a->kind == E_CALL && e->a->async_call);
}

struct type *captured_result(const struct expr *e)
{
    return captures_box(e) ? type_boxed(e->a->type) : e->a->type;
}

struct expr *one_call(struct expr *e)
{
    while (e->kind == E_PAREN || e->kind == E_COND || e->kind == E_COMMA) {
        struct expr *b = e->kind == E_COND && e->b ? one_call(e->b) : 0;
        if (b && b->kind == E_CAPTURE)
            return b;
        e = e->kind == E_PAREN ? e->a : e->kind == E_COND ? e->c : e->b;
    }
    return e;
}
