/* SPDX-License-Identifier: MIT
 *
 * How many elements an array without a length gets from its initialiser: C's rules for brace lists
 * with the inner braces left out, designators and ranges. -1 wherever a type isn't known. */
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
    if (value->braces || (t->kind != TY_ARRAY && t->kind != TY_STRUCT && t->kind != TY_UNKNOWN))
        return true;
    const struct expr *e = expr_strip(value->expr);
    if (t->kind == TY_UNKNOWN || e->type->kind == TY_UNKNOWN)
        return UNKNOWN;
    if (is_chars(t) && e->kind == E_STRING)
        return true;
    return t->kind == TY_STRUCT && e->type->kind == TY_STRUCT && t->tag == e->type->tag;
}

/* Takes from items[*i] what an object of type `t` takes when its braces are left out. */
static bool take(const struct type *t, const struct init *list, uint32_t *i, unsigned depth)
{
    if (*i >= list->nitems || designated(&list->items[*i]))
        return true;
    int whole = fills(t, list->items[*i].value);
    if (whole == UNKNOWN || depth > 64)
        return false;
    if (whole) {
        ++*i;
        return true;
    }
    uint32_t before = *i;
    if (t->kind == TY_ARRAY) {
        if (t->nelem < 0)
            return false;
        for (int64_t k = 0; k < t->nelem && *i < list->nitems; k++) {
            if (!take(t->base, list, i, depth + 1))
                return false;
            if (*i < list->nitems && designated(&list->items[*i]))
                break;
        }
    } else {
        if (!t->nmembers)
            return false;
        for (uint32_t k = 0; k < t->nmembers; k++) {
            if (!take(t->members[k].type, list, i, depth + 1))
                return false;
            if (t->is_union)
                break;
        }
    }
    return *i > before;
}

int64_t init_length(struct parser *p, struct type *element, const struct init *init)
{
    (void)p;
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
            const struct expr *index = item->nindex ? item->index[item->is_range ? 1 : 0] : 0;
            if (item->is_member || !index || !index->value_known || index->value < 0)
                return UNKNOWN;
            at = index->value;
            i++;
            /* without braces, the items behind it may go on inside this element */
            bool goes_on = i < init->nitems && !designated(&init->items[i]);
            bool settled = item->nested ? type_is_scalar(element)
                                        : fills(element, item->value) == true;
            if (goes_on && !settled)
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
