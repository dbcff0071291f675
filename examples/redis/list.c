/* SPDX-License-Identifier: MIT
 *
 * A list is a ring of pointers. */
#include "redis.h"

#include <string.h>

static size_t place(const struct list *l, size_t index)
{
    return (l->first + index) & (l->room - 1);
}

struct str **list_at(struct list *l, size_t index)
{
    return &l->ring[place(l, index)];
}

static bool resize(struct list *l, size_t room)
{
    struct str **ring = mem_alloc(room * sizeof *ring);
    if (!ring)
        return false;
    for (size_t i = 0; i < l->len; i++)
        ring[i] = *list_at(l, i);
    mem_free(l->ring);
    *l = (struct list){.ring = ring, .room = room, .len = l->len};
    return true;
}

bool list_push(struct list *l, struct str *s, bool front)
{
    if (l->len == l->room && !resize(l, l->room ? 2 * l->room : 4))
        return false;
    if (front)
        l->first = place(l, l->room - 1);
    l->len++;
    *list_at(l, front ? 0 : l->len - 1) = s;
    return true;
}

struct str *list_pop(struct list *l, bool front)
{
    if (!l->len)
        return NULL;
    struct str *s = *list_at(l, front ? 0 : l->len - 1);
    if (front)
        l->first = place(l, 1);
    l->len--;
    if (l->room > 16 && l->len < l->room / 4)
        resize(l, l->room / 2); /* if there is no memory for the smaller one, this one stays */
    return s;
}

bool list_insert(struct list *l, size_t index, struct str *s)
{
    if (!list_push(l, s, false))
        return false;
    for (size_t i = l->len - 1; i > index; i--)
        *list_at(l, i) = *list_at(l, i - 1);
    *list_at(l, index) = s;
    return true;
}

void list_delete(struct list *l, size_t index)
{
    mem_free(*list_at(l, index));
    for (size_t i = index; i + 1 < l->len; i++)
        *list_at(l, i) = *list_at(l, i + 1);
    l->len--;
}

void list_free(struct list *l)
{
    for (size_t i = 0; i < l->len; i++)
        mem_free(*list_at(l, i));
    mem_free(l->ring);
    *l = (struct list){0};
}
