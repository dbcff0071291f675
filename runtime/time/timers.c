/* SPDX-License-Identifier: MIT */
#include "time/timers.h"

#include "base/alloc.h"
#include "edo/error.h"
#include "sched/runtime.h"

#include <errno.h>

static struct edo_wheel *wheel_of(struct edo_timers *timers)
{
    return (struct edo_wheel *)timers; /* its first member */
}

static uint64_t next_deadline(struct edo_timers *timers)
{
    uint64_t tick = edo__wheel_next(&wheel_of(timers)->wheel);
    return tick == UINT64_MAX ? EDO_NO_DEADLINE : edo__time_scale(tick, EDO__TICK_NS);
}

static void expired(struct edo_timer *t, void *context)
{
    (void)context;
    uintptr_t owner = t->owner;
    if (owner & EDO__TIMER_ALARM) {
        struct edo__alarm *alarm = (struct edo__alarm *)(owner & ~EDO__TIMER_BITS);
        alarm->set = false;
        alarm->ring(alarm);
        return;
    }
    t->owner = owner | EDO__TIMER_WOKEN;
    edo_branch_wake((edo_branch *)(owner & ~EDO__TIMER_BITS));
}

static void expire(struct edo_timers *timers, uint64_t now)
{
    edo__wheel_advance(&wheel_of(timers)->wheel, now / EDO__TICK_NS, expired, NULL);
}

static void free_wheel(struct edo_timers *timers)
{
    edo__free(timers, sizeof(struct edo_wheel), 16);
}

static const struct edo_timers_ops timers_ops = {
    .next_deadline = next_deadline, .expire = expire, .free = free_wheel,
};

static __attribute__((cold)) int make_wheel(edo_runtime *rt, struct edo_wheel **wheel)
{
    struct edo_wheel *w = edo__alloc(sizeof *w, 16);
    if (!w)
        return -ENOMEM;
    w->timers.ops = &timers_ops;
    edo__wheel_init(&w->wheel, edo__runtime_now(rt) / EDO__TICK_NS);
    edo__runtime_set_timers(rt, &w->timers);
    *wheel = w;
    return 0;
}

int edo__timers_of_runtime(edo_runtime *rt, struct edo_wheel **wheel)
{
    if (!rt)
        return -EDO_ENORUNTIME;
    if (!rt->timers)
        return make_wheel(rt, wheel);
    *wheel = wheel_of(rt->timers);
    return 0;
}

int edo__timers_of(edo_cx *cx, struct edo_wheel **wheel)
{
    return edo__timers_of_runtime(cx->runtime, wheel);
}

void edo__timer_insert(struct edo_wheel *wheel, struct edo_timer *t, uint64_t deadline,
                       uint64_t now)
{
    uint64_t tick = deadline / EDO__TICK_NS + (deadline % EDO__TICK_NS != 0);
    t->wheel = wheel;
    edo__wheel_insert(&wheel->wheel, t, tick, now / EDO__TICK_NS);
}

void edo__timer_remove(struct edo_timer *t)
{
    edo__wheel_remove(&t->wheel->wheel, t);
}

void edo__alarm_set(struct edo_wheel *wheel, struct edo__alarm *alarm, uint64_t delay_ns)
{
    edo_instant now = edo_now();
    alarm->set = true;
    alarm->timer.owner = (uintptr_t)alarm | EDO__TIMER_ALARM;
    edo__timer_insert(wheel, &alarm->timer, edo_instant_add(now, edo_ns(delay_ns)).ns, now.ns);
}

void edo__alarm_stop(struct edo__alarm *alarm)
{
    if (!alarm->set)
        return;
    alarm->set = false;
    edo__timer_remove(&alarm->timer);
}
