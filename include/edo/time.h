/* SPDX-License-Identifier: MIT
 *
 * Time: durations, instants, sleeping. Both count nanoseconds; arithmetic saturates, so that
 * EDO_FOREVER plus anything is forever. The clock is CLOCK_MONOTONIC: it never goes back, and it
 * stands still while the machine is suspended. */
#ifndef EDO_TIME_H
#define EDO_TIME_H

#include <edo/abi.h>
#include <edo/mode.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct edo_duration {
    uint64_t ns;
} edo_duration;

typedef struct edo_instant {
    uint64_t ns; /* since a start that is the same for all of the process */
} edo_instant;

#define EDO__TIME_END UINT64_MAX

static inline uint64_t edo__time_scale(uint64_t n, uint64_t unit)
{
    return n > EDO__TIME_END / unit ? EDO__TIME_END : n * unit;
}

static inline edo_duration edo_ns(uint64_t n)
{
    edo_duration d = { n };
    return d;
}

static inline edo_duration edo_us(uint64_t n)
{
    return edo_ns(edo__time_scale(n, 1000u));
}

static inline edo_duration edo_ms(uint64_t n)
{
    return edo_ns(edo__time_scale(n, 1000000u));
}

static inline edo_duration edo_secs(uint64_t n)
{
    return edo_ns(edo__time_scale(n, 1000000000u));
}

/* A duration that doesn't end, and the instant that never comes. */
#define EDO_FOREVER edo_ns(EDO__TIME_END)
static inline edo_instant edo_never(void)
{
    edo_instant t = { EDO__TIME_END };
    return t;
}

static inline edo_duration edo_duration_add(edo_duration a, edo_duration b)
{
    return edo_ns(a.ns > EDO__TIME_END - b.ns ? EDO__TIME_END : a.ns + b.ns);
}

/* 0 if `b` is longer. */
static inline edo_duration edo_duration_sub(edo_duration a, edo_duration b)
{
    return edo_ns(a.ns > b.ns ? a.ns - b.ns : 0);
}

static inline edo_duration edo_duration_mul(edo_duration a, uint64_t n)
{
    return edo_ns(n ? edo__time_scale(a.ns, n) : 0);
}

static inline edo_instant edo_instant_add(edo_instant t, edo_duration d)
{
    edo_instant r = { edo_duration_add(edo_ns(t.ns), d).ns };
    return r;
}

static inline edo_instant edo_instant_sub(edo_instant t, edo_duration d)
{
    edo_instant r = { edo_duration_sub(edo_ns(t.ns), d).ns };
    return r;
}

/* From `earlier` to `t`; 0 if `earlier` isn't. */
static inline edo_duration edo_instant_since(edo_instant t, edo_instant earlier)
{
    return edo_duration_sub(edo_ns(t.ns), edo_ns(earlier.ns));
}

static inline bool edo_instant_before(edo_instant a, edo_instant b)
{
    return a.ns < b.ns;
}

/* The present: by the runtime's clock (below) in a task, by the system's elsewhere. Any thread,
 * signal handlers. */
edo_instant edo_now(void);

/* ---- sleeping ---------------------------------------------------------------------------------
 *
 * Never wakes early; late by at most a millisecond, the timer's tick, and whatever the task then
 * waits for its turn. Sleeps that end in the same tick end in the order in which they began.
 *
 * Results: 0; -ECANCELED; -EDO_ENORUNTIME; -ENOMEM (a runtime's first sleep only, which makes its
 * timer wheel). */

/* A place in the timer wheel. Opaque: its members are the library's. */
struct edo_timer_link {
    struct edo_timer_link *next, *prev;
};
struct edo_timer {
    struct edo_timer_link link; /* first: a link in a list is a timer */
    uint64_t tick;
    uintptr_t owner;
    struct edo_wheel *wheel;
};

/* Opaque, but for `result`. */
struct edo_sleep_op {
    union {
        int result;
        struct edo_timer timer;
    };
};

edo_poll edo__sleep_start(struct edo_sleep_op *op, edo_cx *cx, edo_duration duration);
edo_poll edo__sleep_until_start(struct edo_sleep_op *op, edo_cx *cx, edo_instant instant);
edo_poll edo__sleep_resume(struct edo_sleep_op *op, edo_cx *cx);
void edo__sleep_cancel(struct edo_sleep_op *op, edo_cx *cx);

/* Waits for `duration`, counted from the call; returns at once if that is 0. */
EDO_ASYNC_LEAF(int, edo_sleep, (edo_duration duration), struct edo_sleep_op, edo__sleep_start,
               edo__sleep_resume, edo__sleep_cancel, 0);

/* Waits until `instant`; returns at once if that has passed. */
EDO_ASYNC_LEAF(int, edo_sleep_until, (edo_instant instant), struct edo_sleep_op,
               edo__sleep_until_start, edo__sleep_resume, edo__sleep_cancel, 0);

/* ---- a time limit ----------------------------------------------------------------------------
 *
 * Runs `call`, whose result is a signed integer; when `duration` has passed it is cancelled: what
 * it waits for, and what it begins then, returns -ECANCELED. Returns when the call has: its own
 * result if it has one, -ETIMEDOUT if that is -ECANCELED and the time was up. Cancelled itself, it
 * cancels the call. The call starts at once, and doesn't start the clock if it is done at once.
 * -ENOMEM: nothing has run. -EDO_ENORUNTIME and -ENOMEM, too, in the place of -ECANCELED, if there
 * was no timer to be had: the call has been cancelled then. */
#if defined(__EDOCC__)
_Async edo_signed_T edo_timeout(edo_duration duration, edo_call_of(edo_signed_T) call);
#elif EDO__KEYWORD_MACROS
#define edo_timeout(duration, ...) (__extension__({ (void)(duration); (__VA_ARGS__); }))
#endif
extern const edo_fn edo_timeout__async;

/* ---- a clock for tests -----------------------------------------------------------------------
 *
 * The clock of a runtime can be stopped: edo_now, sleeps and time limits of its tasks go by it.
 * When each of them waits, and for nothing but time, the clock goes to the next deadline at once: a
 * test of hours takes no time, and goes the same way each time. It stands while a task waits for a
 * descriptor, or another thread holds a waker. From a task; none of these waits.
 *
 * -EDO_ENORUNTIME: not from a task. */

/* Stops the clock of the calling task's runtime. 0; -EALREADY: it is stopped. */
int edo_clock_pause(void);

/* Lets it go on, from the time it shows. 0; -EINVAL: it isn't stopped. */
int edo_clock_resume(void);

/* Puts a clock that is stopped forward. What is due by then wakes when the caller next waits, in
 * the order of the deadlines. 0; -EINVAL: it isn't stopped. */
int edo_clock_advance(edo_duration duration);

#ifdef __cplusplus
}
#endif
#endif
