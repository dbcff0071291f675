/* SPDX-License-Identifier: MIT
 *
 * A runtime's timers: the wheel in milliseconds of the monotonic clock. Made when first used.
 *
 * A timer belongs to a branch that waits (struct edo_sleep_op), or is an alarm that calls a
 * function of the runtime's own. Its `owner` word says which, and how far it is:
 *
 *   EDO__TIMER_WOKEN      it is out of the wheel, and the branch has been woken for it
 *   EDO__TIMER_CANCELLED  it left before its time
 *   EDO__TIMER_ALARM      the word is a struct edo__alarm, not a branch
 *
 * Threads: the runtime's. */
#ifndef EDO_TIME_TIMERS_H
#define EDO_TIME_TIMERS_H

#include "sched/park.h"
#include "time/wheel.h"

#define EDO__TIMER_WOKEN ((uintptr_t)1)
#define EDO__TIMER_CANCELLED ((uintptr_t)2)
#define EDO__TIMER_ALARM ((uintptr_t)4)
#define EDO__TIMER_BITS ((uintptr_t)7)

#define EDO__TICK_NS UINT64_C(1000000)

struct edo_wheel {
    struct edo_timers timers; /* first: what the runtime knows of it */
    struct edo__wheel wheel;
};

/* Rings once, in a turn of the runtime. */
struct edo__alarm {
    struct edo_timer timer;
    bool set;
    void (*ring)(struct edo__alarm *alarm);
};

/* The wheel of the runtime that `cx` belongs to. 0, -ENOMEM, -EDO_ENORUNTIME. */
int edo__timers_of(edo_cx *cx, struct edo_wheel **wheel);
int edo__timers_of_runtime(edo_runtime *rt, struct edo_wheel **wheel);

/* `now` is the present; t->owner is set. Wakes at the first tick that isn't before `deadline`. */
void edo__timer_insert(struct edo_wheel *wheel, struct edo_timer *t, uint64_t deadline,
                       uint64_t now);
void edo__timer_remove(struct edo_timer *t);

/* Rings after `delay_ns`. The alarm isn't set; its `ring` is. */
void edo__alarm_set(struct edo_wheel *wheel, struct edo__alarm *alarm, uint64_t delay_ns);
void edo__alarm_stop(struct edo__alarm *alarm);

#endif
