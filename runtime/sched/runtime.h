/* SPDX-License-Identifier: MIT
 *
 * The current-thread executor. One thread drives a runtime (edo_block_on, edo_runtime_turn); which
 * one may change between calls, never during one.
 *
 * Its loop:
 *   1. run up to EDO__TICK tasks from the queue;
 *   2. every EDO__TICK tasks, or when the queue is empty: take the inbox, let the parker complete
 *      what is ready (waiting only if the queue is empty), fire timers;
 *   3. again, until what it was called for is done.
 *
 * What runs inside a turn (leaves, the driver's completions, timers) finds edo__home set to
 * &rt->home and wakes branches without locks. Other threads come through the inbox. */
#ifndef EDO_SCHED_RUNTIME_H
#define EDO_SCHED_RUNTIME_H

#include "edo/runtime.h"
#include "edo/time.h"
#include "sched/park.h"
#include "sched/repeats.h"
#include "sys/park.h"
#include "sys/sys.h"
#include "task/home.h"

enum {
    EDO__TICK = 61, /* tasks between two looks at the outside world */
};

/* After how long a wait that only other threads can end is looked at again; then twice that, and so
 * on. */
#define EDO__PATIENCE_NS UINT64_C(1000000000)
/* The same while a clock is stopped that might go on. */
#define EDO__STOPPED_NS UINT64_C(10000000)

struct edo__driver;

/* What its tasks take for the present: `at`, and, unless it is stopped, what has passed by the
 * system's clock since that said `since`. */
struct edo__clock {
    uint64_t at, since;
    bool stopped;
};

struct edo_runtime {
    struct edo_home home;
    edo_cx cx;
    struct edo_parker *parker; /* the owner's copy of home.parker */
    struct edo_timers *timers; /* 0 until a task waits for time */
    struct edo__driver *driver; /* the driver room's; 0 until a task waits for I/O */
    struct edo_futex_parker futex;
    edo_runtime_config config;
    struct edo_list all;          /* debug.h */
    struct edo__clock clock;
    struct edo__repeats detached; /* results of detached tasks, for the log */
    bool closing;          /* spawns are refused */
    bool entered;          /* a thread is inside */
    bool lost;             /* it was said that nothing can wake its tasks */
    bool embedded;         /* edo_runtime_fd was asked for: keep it readable while work is left */
};

static inline edo_runtime *edo__runtime_of(struct edo_home *home)
{
    return (edo_runtime *)home;
}

/* The runtime whose turn this thread runs; 0: none. */
static inline edo_runtime *edo__runtime_current(void)
{
    return edo__home ? edo__runtime_of(edo__home) : 0;
}

/* At the end of what can be counted it stands. */
static inline uint64_t edo__runtime_now(const edo_runtime *rt)
{
    if (rt->clock.stopped)
        return rt->clock.at;
    return edo_duration_add(edo_ns(rt->clock.at), edo_ns(edo__clock_ns() - rt->clock.since)).ns;
}

/* ---- within the room ------------------------------------------------------------------------- */

/* On this thread, until left: edo__home is &rt->home. `what` is what was called. */
struct edo_home *edo__runtime_enter(edo_runtime *rt, const char *what);
void edo__runtime_leave(edo_runtime *rt, struct edo_home *before);
/* Drives until `task` is done. Inside. */
void edo__runtime_drive(edo_runtime *rt, edo_task *task);
/* Completes what is ready, waiting for it for at most timeout_ns. Inside. */
void edo__runtime_look_outside(edo_runtime *rt, int64_t timeout_ns);
/* The same, waiting for as long as the timers allow, or until `deadline` of the system's clock, if
 * it is earlier. A clock that is stopped goes to the next timer instead, if nothing else can end
 * the wait. */
void edo__runtime_wait(edo_runtime *rt, uint64_t deadline);
/* Runs at most EDO__TICK tasks, or until `task` (or 0) is done. */
void edo__runtime_run_some(edo_runtime *rt, edo_task *task);

/* say.c: the runtime is about to wait for `task` to end. Says so if nothing can end that wait: no
 * timer, no operation, no waker, no handle that another thread might cancel through. Returns when
 * to ask again: wakers may be dropped while it waits. */
uint64_t edo__runtime_tell_if_lost(edo_runtime *rt, edo_task *task, uint64_t patience_ns);
/* Names each task that is left, and where it waits. */
void edo__runtime_name_tasks(edo_runtime *rt);
/* What the home has to say. */
void edo__runtime_log_detached(void *user, edo_task *task, int64_t result);
/* How many of those went unsaid, at the runtime's end. */
void edo__runtime_log_unsaid(edo_runtime *rt);
void edo__runtime_log_stubborn(struct edo_home *home, edo_task *task);

/* ---- for all --------------------------------------------------------------------------------- */

/* Says something through the configuration's log callback (standard error by default). */
__attribute__((format(printf, 2, 3))) void edo__runtime_log(edo_runtime *rt, const char *format,
                                                            ...);

#endif
