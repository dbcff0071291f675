/* SPDX-License-Identifier: MIT */
#include "time/wheel.h"

#include <assert.h>
#include <stddef.h>

#define DIGIT 6 /* bits; a level has 1 << DIGIT slots */

typedef struct edo__wheel wheel;
typedef struct edo_timer_link list;

static void list_init(list *l)
{
    l->next = l->prev = l;
}

static void list_append(list *l, struct edo_timer *t)
{
    t->link.next = l;
    t->link.prev = l->prev;
    l->prev->next = &t->link;
    l->prev = &t->link;
}

static void list_remove(struct edo_timer *t)
{
    t->link.prev->next = t->link.next;
    t->link.next->prev = t->link.prev;
}

/* 0 if there is none. */
static struct edo_timer *list_pop(list *l)
{
    if (l->next == l)
        return NULL;
    struct edo_timer *t = (struct edo_timer *)l->next; /* its first member */
    list_remove(t);
    return t;
}

/* All of `from`, which isn't empty, to `to`. `from` is empty then. */
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
static void place(wheel *w, struct edo_timer *t)
{
    unsigned level = (63 - (unsigned)__builtin_clzll(w->elapsed ^ t->tick)) / DIGIT;
    unsigned slot = (t->tick >> (level * DIGIT)) % EDO__WHEEL_SLOTS;
    list_append(&w->slots[level][slot], t);
    set_occupied(w, level, slot);
}

void edo__wheel_insert(wheel *w, struct edo_timer *t, uint64_t tick, uint64_t now)
{
    if (edo__wheel_is_empty(w) && now > w->elapsed)
        w->elapsed = now;
    if (tick <= w->elapsed)
        tick = w->elapsed + 1;
    if (tick > EDO__WHEEL_MAX_TICK)
        tick = EDO__WHEEL_MAX_TICK;
    assert(w->elapsed < tick);
    t->tick = tick;
    place(w, t);
}

/* The timer doesn't know its slot. If it was the last one there, its neighbours both are the slot's
 * head, whose address tells which slot that is. (One that advance has taken out of its slot to
 * expire may be removed too: its list's head is outside of the array.) */
void edo__wheel_remove(wheel *w, struct edo_timer *t)
{
    list *l = t->link.next;
    list_remove(t);
    if (l != l->next)
        return;
    uintptr_t first = (uintptr_t)w->slots, at = (uintptr_t)l;
    if (at < first || at >= first + sizeof w->slots)
        return;
    unsigned i = (unsigned)((at - first) / sizeof(list));
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
    struct edo_timer *t;
    for (; (t = list_pop(due)); count++)
        expire(t, context);
    return count;
}

unsigned edo__wheel_advance(wheel *w, uint64_t now, edo__wheel_expire *expire, void *context)
{
    unsigned count = 0, level, slot;
    uint64_t start;
    while (first_slot(w, &level, &slot, &start) && start <= now) {
        assert(start > w->elapsed);
        list entered, due;
        struct edo_timer *t;
        list_init(&due);
        list_move(&entered, &w->slots[level][slot]);
        set_empty(w, level, slot);
        w->elapsed = start;
        while ((t = list_pop(&entered))) {
            if (t->tick <= start)
                list_append(&due, t);
            else
                place(w, t);
        }
        count += expire_all(&due, expire, context);
    }
    if (w->elapsed < now)
        w->elapsed = now;
    return count;
}
