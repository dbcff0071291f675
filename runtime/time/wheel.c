/* SPDX-License-Identifier: MIT */
#include "wheel.h"

#include <assert.h>
#include <stddef.h>

#define DIGIT 6 /* bits; a level has 1 << DIGIT slots */

typedef struct edo__wheel wheel;
typedef struct edo__wheel_link list;
typedef struct edo__wheel_node node;

static void list_init(list *l)
{
    l->next = l->prev = l;
}

static void list_append(list *l, list *n)
{
    n->next = l;
    n->prev = l->prev;
    l->prev->next = n;
    l->prev = n;
}

static void list_remove(list *n)
{
    n->prev->next = n->next;
    n->next->prev = n->prev;
}

/* All of `from` to the empty `to`; `from` is empty then. */
static void list_move(list *to, list *from)
{
    to->next = from->next;
    to->prev = from->prev;
    to->next->prev = to->prev->next = to;
    list_init(from);
}

void edo__wheel_init(wheel *w, uint64_t now)
{
    w->elapsed = now;
    w->levels = 0;
    for (unsigned k = 0; k < EDO__WHEEL_LEVELS; k++) {
        w->occupied[k] = 0;
        for (unsigned s = 0; s < EDO__WHEEL_SLOTS; s++)
            list_init(&w->slots[k][s]);
    }
}

static void set_occupied(wheel *w, unsigned level, unsigned slot)
{
    w->occupied[level] |= UINT64_C(1) << slot;
    w->levels |= 1u << level;
}

static void set_empty(wheel *w, unsigned level, unsigned slot)
{
    w->occupied[level] &= ~(UINT64_C(1) << slot);
    if (!w->occupied[level])
        w->levels &= ~(1u << level);
}

/* By W2. tick > elapsed, so there is a highest digit in which they differ. */
static void place(wheel *w, node *n)
{
    unsigned level = (63 - (unsigned)__builtin_clzll(w->elapsed ^ n->tick)) / DIGIT;
    unsigned slot = (n->tick >> (level * DIGIT)) % EDO__WHEEL_SLOTS;
    list_append(&w->slots[level][slot], &n->link);
    set_occupied(w, level, slot);
}

void edo__wheel_insert(wheel *w, node *n, uint64_t tick, uint64_t now)
{
    if (edo__wheel_is_empty(w) && now > w->elapsed)
        w->elapsed = now;
    if (tick <= w->elapsed)
        tick = w->elapsed + 1;
    if (tick > EDO__WHEEL_MAX_TICK)
        tick = EDO__WHEEL_MAX_TICK;
    assert(w->elapsed < tick);
    n->tick = tick;
    place(w, n);
}

/* The node doesn't know its slot. If it was the last one there, its neighbours both are the slot's
 * head, whose address tells which slot that is. (A node that advance has taken out of its slot to
 * expire may be removed too: its list's head is outside of the array.) */
void edo__wheel_remove(wheel *w, node *n)
{
    list *l = n->link.next;
    list_remove(&n->link);
    if (l != l->next)
        return;
    uintptr_t first = (uintptr_t)w->slots, at = (uintptr_t)l;
    if (at < first || at >= first + sizeof w->slots)
        return;
    unsigned i = (unsigned)((at - first) / sizeof *l);
    set_empty(w, i / EDO__WHEEL_SLOTS, i % EDO__WHEEL_SLOTS);
}

/* The first occupied slot in time (W2); false if there is none. `start` is its first tick. */
static bool first_slot(const wheel *w, unsigned *level, unsigned *slot, uint64_t *start)
{
    if (!w->levels)
        return false;
    unsigned k = (unsigned)__builtin_ctz(w->levels);
    unsigned s = (unsigned)__builtin_ctzll(w->occupied[k]);
    uint64_t above = w->elapsed >> (k * DIGIT) >> DIGIT; /* in two steps: k may be the last */
    *level = k;
    *slot = s;
    *start = ((above << DIGIT) | s) << (k * DIGIT);
    return true;
}

uint64_t edo__wheel_next(const wheel *w)
{
    unsigned level, slot;
    uint64_t start;
    return first_slot(w, &level, &slot, &start) ? start : UINT64_MAX;
}

static unsigned expire_all(list *due, edo__wheel_expire *expire, void *context)
{
    unsigned count = 0;
    while (due->next != due) {
        node *n = (node *)due->next;
        list_remove(&n->link);
        expire(n, context);
        count++;
    }
    return count;
}

unsigned edo__wheel_advance(wheel *w, uint64_t now, edo__wheel_expire *expire, void *context)
{
    unsigned count = 0, level, slot;
    uint64_t start;
    while (first_slot(w, &level, &slot, &start) && start <= now) {
        assert(start > w->elapsed);
        list entered, due;
        list_init(&due);
        list_move(&entered, &w->slots[level][slot]);
        set_empty(w, level, slot);
        w->elapsed = start;
        while (entered.next != &entered) {
            node *n = (node *)entered.next;
            list_remove(&n->link);
            if (n->tick <= start)
                list_append(&due, &n->link);
            else
                place(w, n);
        }
        count += expire_all(&due, expire, context);
    }
    if (w->elapsed < now)
        w->elapsed = now;
    return count;
}
