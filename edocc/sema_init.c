/* SPDX-License-Identifier: MIT
 *
 * How many elements an array without a length gets from its initialiser: C's rules for brace lists
 * with the inner braces left out, designators and ranges. -1 wherever a type isn't known. */
#include <string.h>

#include "parse.h"

enum { UNKNOWN = -1 };

static bool designated(const struct init_item *item)
{
    return item->designator.first <= item->designator.last;
}

static bool is_chars(const struct type *t)
{
    return t->kind == TY_ARRAY && t->base->kind == TY_INT;
}

/* Whether one item without a designator initialises a whole object of type `t`; UNKNOWN if the
 * types don't tell. */
static int fills(const struct type *t, const struct init *value)
{
    if (value->braces || t->gen_of ||
        (t->kind != TY_ARRAY && t->kind != TY_STRUCT && t->kind != TY_UNKNOWN))
        return true;
    const struct expr *e = expr_strip(value->expr);
    if (t->kind == TY_UNKNOWN || e->type->kind == TY_UNKNOWN)
        return UNKNOWN;
    if (is_chars(t) && e->kind == E_STRING)
        return true;
    return t->kind == TY_STRUCT && e->type->kind == TY_STRUCT && t->tag == e->type->tag;
}

static bool take_whole(const struct type *t, const struct init *list, uint32_t *i, unsigned depth);
static bool take_rest(const struct type *t, int64_t k, const struct init *list, uint32_t *i,
                      unsigned depth);

/* Takes from items[*i] what an object of type `t` takes when its braces are left out. */
static bool take(const struct type *t, const struct init *list, uint32_t *i, unsigned depth)
{
    if (*i >= list->nitems || designated(&list->items[*i]))
        return true;
    return take_whole(t, list, i, depth);
}

/* The same, whatever designator the first of the items has. */
static bool take_whole(const struct type *t, const struct init *list, uint32_t *i, unsigned depth)
{
    int whole = fills(t, list->items[*i].value);
    if (whole == UNKNOWN || depth > 64)
        return false;
    if (whole) {
        ++*i;
        return true;
    }
    uint32_t before = *i;
    const struct type *first = t->kind == TY_ARRAY ? t->base : t->nmembers ? t->members[0].type : 0;
    return first && (t->kind != TY_ARRAY || t->nelem > 0) &&
           take_whole(first, list, i, depth + 1) && take_rest(t, 1, list, i, depth) && *i > before;
}

/* What parts of `t` from number `k` on take: the list goes on inside it. */
static bool take_rest(const struct type *t, int64_t k, const struct init *list, uint32_t *i,
                      unsigned depth)
{
    if (t->kind == TY_ARRAY && t->nelem < 0)
        return *i >= list->nitems || designated(&list->items[*i]);
    int64_t n = t->kind == TY_ARRAY ? t->nelem : t->is_union ? 0 : t->nmembers;
    for (; k < n && *i < list->nitems && !designated(&list->items[*i]); k++)
        if (!take(t->kind == TY_ARRAY ? t->base : t->members[k].type, list, i, depth + 1))
            return false;
    return true;
}

/* Where the designator of `item` goes on at token `at`, `used` of its indices being behind. */
struct path {
    struct parser *p;
    const struct init_item *item;
    tokid at;
    uint32_t used;
};

/* The part of `t` that the designator names next: its number, or UNKNOWN. */
static int64_t next_part(struct path *path, const struct type *t)
{
    const struct init_item *item = path->item;
    const struct token *tok = &path->p->toks[path->at];
    if (tok->punct == P_DOT && t->kind == TY_STRUCT) {
        const struct token *name = &path->p->toks[path->at + 1];
        path->at += 2;
        for (uint32_t k = 0; k < t->nmembers; k++)
            if (t->members[k].name && strlen(t->members[k].name) == name->len &&
                !memcmp(t->members[k].name, name->s, name->len))
                return k;
        return UNKNOWN; /* of an anonymous member, say */
    }
    if (tok->punct != P_LBRACKET || t->kind != TY_ARRAY || path->used >= item->nindex)
        return UNKNOWN;
    const struct expr *index = item->index[path->used++];
    if (path->used < item->nindex && path->p->toks[index->r.last + 1].punct == P_ELLIPSIS)
        index = item->index[path->used++];
    path->at = index->r.last + 2;
    return index->value_known && index->value >= 0 ? index->value : UNKNOWN;
}

/* Takes items[*i], whose designator names a part of an object of type `t`, and what follows it in
 * the object. */
static bool take_designated(struct path *path, const struct type *t, const struct init *list,
                            uint32_t *i, unsigned depth)
{
    unsigned punct = path->p->toks[path->at].punct;
    if (path->at > path->item->designator.last || (punct != P_DOT && punct != P_LBRACKET))
        return take_whole(t, list, i, depth);
    int64_t k = next_part(path, t);
    if (k == UNKNOWN || depth > 64 || (t->kind == TY_ARRAY && t->nelem >= 0 && k >= t->nelem))
        return false;
    return take_designated(path, t->kind == TY_ARRAY ? t->base : t->members[k].type, list, i,
                           depth + 1) &&
           take_rest(t, k + 1, list, i, depth);
}

int64_t init_length(struct parser *p, struct type *element, const struct init *init)
{
    if (!init->braces) {
        const struct type *t = init->expr->type;
        return t->kind == TY_ARRAY && expr_strip(init->expr)->kind == E_STRING ? t->nelem : UNKNOWN;
    }
    if (init->nitems == 1 && !init->items[0].value->braces && !designated(&init->items[0])) {
        const struct expr *only = expr_strip(init->items[0].value->expr);
        if (only->kind == E_STRING && element->kind == TY_INT)
            return only->type->nelem; /* char s[] = {"…"} */
    }
    int64_t at = 0, length = 0;
    for (uint32_t i = 0; i < init->nitems;) {
        const struct init_item *item = &init->items[i];
        if (designated(item)) {
            struct path path = {p, item, item->designator.first, 0};
            const struct type array = {.kind = TY_ARRAY, .base = element, .nelem = UNKNOWN};
            at = next_part(&path, &array);
            if (at == UNKNOWN)
                return UNKNOWN;
            /* without braces, the items behind it may go on inside this element; what isn't known
             * about the element matters only then */
            bool alone = i + 1 >= init->nitems || designated(&init->items[i + 1]);
            if (alone)
                i++;
            else if (!take_designated(&path, element, init, &i, 0))
                return UNKNOWN;
        } else if (!take(element, init, &i, 0)) {
            return UNKNOWN;
        }
        if (__builtin_add_overflow(at, 1, &at))
            return UNKNOWN;
        if (at > length)
            length = at;
    }
    return length;
}
