/* SPDX-License-Identifier: MIT
 *
 * A hierarchical timing wheel: who is to be woken at which tick.
 *
 * Eight levels of 64 slots; a slot of level k covers 64^k ticks. A node lies at the level of the
 * highest base-64 digit in which its tick differs from `elapsed`, in the slot of its own digit
 * there. As time enters a slot of a level above 0, its nodes move down; each moves at most seven
 * times. Nodes stand in their owners' memory (an operation in a frame): insert and remove
 * allocate nothing and take O(1).
 *
 * Invariants
 *   W1  A node in the wheel has tick > elapsed.
 *   W2  A node at level k agrees with `elapsed` in all digits above k and exceeds it in digit k:
 *       so everything at a lower level comes before everything at a higher one, and within a
 *       level slots come in their order.
 *   W3  Bit s of occupied[k] is set if and only if slot s of level k holds a node.
 *   W4  Nodes of one tick expire in the order in which they were inserted: lists are FIFO, and a
 *       slot is emptied downwards before anything can be inserted below it for the same ticks.
 *
 * One thread at a time: a current-thread runtime's own, without a lock. */
#ifndef EDO_TIME_WHEEL_H
#define EDO_TIME_WHEEL_H

#include "edo/time.h"

#define EDO__WHEEL_LEVELS 8 /* 48 bits of ticks; all of edo_instant is 44.1 bits of milliseconds */
#define EDO__WHEEL_SLOTS 64
#define EDO__WHEEL_MAX_TICK ((UINT64_C(1) << 48) - 1)

struct edo__wheel {
    uint64_t elapsed; /* everything up to this tick has expired */
    uint64_t occupied[EDO__WHEEL_LEVELS];
    uint32_t levels; /* bit k: occupied[k] is not 0 */
    struct edo_timer_link slots[EDO__WHEEL_LEVELS][EDO__WHEEL_SLOTS];
};

/* Called for each timer that expires, which is out of the wheel by then; may insert and remove
 * any timer. */
typedef void edo__wheel_expire(struct edo_timer *timer, void *context);

void edo__wheel_init(struct edo__wheel *w, uint64_t now);

static inline bool edo__wheel_is_empty(const struct edo__wheel *w)
{
    return w->levels == 0;
}

/* `now`: the present or any earlier tick; an empty wheel catches up with it for nothing. A tick
 * that has passed means the next one; one beyond the wheel, its end. The present itself never
 * comes near that: instants end after 2^44.1 milliseconds. */
void edo__wheel_insert(struct edo__wheel *w, struct edo_timer *timer, uint64_t tick,
                       uint64_t now);
void edo__wheel_remove(struct edo__wheel *w, struct edo_timer *timer);

/* When advance has to be called next: never later than the first node's tick, exactly that if it
 * is less than 64 ticks away. UINT64_MAX if the wheel is empty. */
uint64_t edo__wheel_next(const struct edo__wheel *w);

/* Time is now `now`: expires what is due, by tick, then by insertion. Returns how many. */
unsigned edo__wheel_advance(struct edo__wheel *w, uint64_t now, edo__wheel_expire *expire,
                            void *context);

#endif
