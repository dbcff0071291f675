/* SPDX-License-Identifier: MIT
 *
 * What the rooms above hang into a runtime: the driver as its parker, the timing wheel as its
 * timers. Both register when first used, on the runtime's thread, inside a turn (from a leaf, with
 * (edo_runtime *)cx->runtime).
 *
 *   driver   embed a struct edo_parker (sys/park.h); keep the driver in rt->driver;
 *            edo__runtime_set_parker(rt, &driver->parker) once.
 *   time     embed a struct edo_timers; keep it in rt->timers;
 *            edo__runtime_set_timers(rt, &wheel->timers) once.
 *
 * The runtime frees both when it ends, timers first: when all tasks are done, so with no operation
 * in flight. */
#ifndef EDO_SCHED_PARK_H
#define EDO_SCHED_PARK_H

#include "edo/runtime.h"
#include "sys/park.h"

#include <stdint.h>

struct edo_timers;

#define EDO_NO_DEADLINE UINT64_MAX

struct edo_timers_ops {
    /* When expire is to be called next, in edo__runtime_now; EDO_NO_DEADLINE. Cheap: asked before
     * each wait. */
    uint64_t (*next_deadline)(struct edo_timers *timers);
    /* Wakes the branches whose time has come. */
    void (*expire)(struct edo_timers *timers, uint64_t now);
    void (*free)(struct edo_timers *timers);
};

struct edo_timers {
    const struct edo_timers_ops *ops;
};

/* Replaces the parker the runtime began with. A runtime takes one driver, once. */
void edo__runtime_set_parker(edo_runtime *rt, struct edo_parker *parker);
void edo__runtime_set_timers(edo_runtime *rt, struct edo_timers *timers);

#endif
