/* SPDX-License-Identifier: MIT
 *
 * A runtime's life and its loop. */
#include "sched/runtime.h"

#include "base/error.h"
#include "edo/error.h"
#include "sched/debug.h"
#include "sys/sys.h"
#include "task/task.h"

#include <errno.h>
#include <string.h>

static const uint64_t default_shutdown_ns = UINT64_C(5000000000);

/* ---- what generated code asks for ------------------------------------------------------------ */

static void *host_alloc(edo_cx *cx, size_t size, size_t align)
{
    return edo__cache_alloc(&((edo_runtime *)cx->runtime)->home.cache, size, align);
}

static void host_free(edo_cx *cx, void *p, size_t size, size_t align)
{
    edo__cache_free(&((edo_runtime *)cx->runtime)->home.cache, p, size, align);
}

static void host_oom(edo_cx *cx, size_t size)
{
    (void)cx;
    edo__fatal("no memory for a call of %zu bytes, whose result can't say so", size);
}

static void host_panic(edo_cx *cx, const char *message)
{
    edo_task *task = edo_task_current();
    (void)cx;
    edo__fatal("%s (in task '%s')", message, task ? edo_task_name(task) : "?");
}

static const edo_host host = {host_alloc, host_free, host_oom, host_panic};

/* ---- beginning ------------------------------------------------------------------------------- */

int edo_runtime_new(const edo_runtime_config *config, edo_runtime **out)
{
    *out = 0;
    edo_runtime *rt = (edo_runtime *)edo__alloc(sizeof *rt, EDO__HOME_ALIGN);
    if (!rt)
        return -ENOMEM;
    memset(rt, 0, sizeof *rt);
    edo__home_init(&rt->home, sizeof *rt);
    if (config)
        rt->config = *config;
    if (!rt->config.shutdown_ns)
        rt->config.shutdown_ns = default_shutdown_ns;
    rt->home.detached_result = rt->config.detached_result;
    rt->home.user = rt->config.user;
    if (!rt->config.detached_result) {
        rt->home.detached_result = edo__runtime_log_detached;
        rt->home.user = rt;
    }
    rt->home.ignores_cancel = edo__runtime_log_stubborn;
    rt->cx.host = &host;
    rt->cx.runtime = rt;
    rt->home.cx = &rt->cx;
    edo__futex_parker_init(&rt->futex);
    edo__runtime_set_parker(rt, &rt->futex.parker);
    edo__debug_add(rt);
    *out = rt;
    return 0;
}

/* Whoever unparks took a node out of a sleeping inbox: the owner, which runs now, will not sleep
 * before it has seen that node. So it matters not which parker a late unpark finds. */
void edo__runtime_set_parker(edo_runtime *rt, struct edo_parker *parker)
{
    edo_assert(!rt->parker || rt->parker == &rt->futex.parker, "a runtime has one driver");
    rt->parker = parker;
    /* Release: the parker is ready for use; pairs with edo__task_request. */
    edo_atomic_store_release(&rt->home.parker, (uintptr_t)parker);
}

void edo__runtime_set_timers(edo_runtime *rt, struct edo_timers *timers)
{
    edo_assert(!rt->timers, "a runtime has one timing wheel");
    rt->timers = timers;
}

/* ---- the loop -------------------------------------------------------------------------------- */

struct edo_home *edo__runtime_enter(edo_runtime *rt, const char *what)
{
    struct edo_home *before = edo__home;
    if (before && before->running)
        edo__fatal("%s inside a task (EDEADLK): await instead; task '%s'", what,
                   edo_task_name(before->running));
    if (rt->entered)
        edo__fatal("%s while the runtime runs already (EDEADLK)", what);
    rt->entered = true;
    edo__home = &rt->home;
    return before;
}

void edo__runtime_leave(edo_runtime *rt, struct edo_home *before)
{
    rt->entered = false;
    edo__home = before;
}

void edo__runtime_run_some(edo_runtime *rt, edo_task *task)
{
    edo__home_run(&rt->home, &rt->cx, EDO__TICK, task);
}

void edo__runtime_look_outside(edo_runtime *rt, int64_t timeout_ns)
{
    bool slept = false;
    if (timeout_ns != 0) {
        slept = edo__inbox_sleep(&rt->home.inbox);
        if (!slept)
            timeout_ns = 0;
    }
    rt->parker->ops->park(rt->parker, timeout_ns);
    if (slept || edo__inbox_has_mail(&rt->home.inbox))
        edo__home_take_inbox(&rt->home);
    if (rt->timers)
        rt->timers->ops->expire(rt->timers, edo__runtime_now(rt));
}

/* Whether another thread may wake a task by a waker. The inbox is looked at last: whoever gives a
 * waker up after using it has pushed before. */
static bool wakers_are_held(edo_runtime *rt)
{
    for (struct edo_list *at = rt->home.tasks.next; at != &rt->home.tasks; at = at->next)
        if (edo__task_is_referenced(EDO_CONTAINER(at, edo_task, all)))
            return true;
    return edo__inbox_has_mail(&rt->home.inbox);
}

static uint64_t next_timer(edo_runtime *rt)
{
    return rt->timers ? rt->timers->ops->next_deadline(rt->timers) : EDO_NO_DEADLINE;
}

/* A clock that is stopped goes to the next timer when each task waits, and for nothing but time. */
static bool clock_may_jump(edo_runtime *rt)
{
    return __builtin_expect(rt->clock.stopped, 0) && !rt->home.head &&
           next_timer(rt) != EDO_NO_DEADLINE && rt->parker->ops->is_idle(rt->parker) &&
           !wakers_are_held(rt);
}

static bool clock_jumps(edo_runtime *rt)
{
    if (!clock_may_jump(rt))
        return false;
    uint64_t due = next_timer(rt);
    if (rt->clock.at < due)
        rt->clock.at = due;
    rt->timers->ops->expire(rt->timers, rt->clock.at);
    return true;
}

/* `due`, of a clock that is stopped or was, by the system's. A waker that is dropped without a wake
 * says nothing: whether a clock that stands may go on is looked at again. */
static __attribute__((cold)) uint64_t system_deadline(const edo_runtime *rt, uint64_t due)
{
    uint64_t system = edo__clock_ns(), now = edo__runtime_now(rt);
    if (due == EDO_NO_DEADLINE || due <= now)
        return due == EDO_NO_DEADLINE ? due : 0;
    uint64_t left = rt->clock.stopped ? EDO__STOPPED_NS : due - now;
    return left < EDO_NO_DEADLINE - system ? system + left : EDO_NO_DEADLINE;
}

/* When to look at the timers again, by the system's clock. */
static uint64_t next_due(edo_runtime *rt)
{
    uint64_t due = next_timer(rt);
    bool as_system = !rt->clock.stopped && rt->clock.at == rt->clock.since;
    return __builtin_expect(as_system, 1) ? due : system_deadline(rt, due);
}

void edo__runtime_wait(edo_runtime *rt, uint64_t deadline)
{
    int64_t timeout = EDO_PARK_FOREVER;
    if (rt->timers) {
        if (clock_jumps(rt))
            return;
        uint64_t due = next_due(rt);
        if (due < deadline)
            deadline = due;
    }
    if (deadline != EDO_NO_DEADLINE) {
        uint64_t now = edo__clock_ns();
        timeout = deadline > now ? (int64_t)(deadline - now) : 0;
        if (timeout < 0)
            timeout = INT64_MAX;
    }
    edo__runtime_look_outside(rt, timeout);
}

void edo__runtime_drive(edo_runtime *rt, edo_task *task)
{
    uint64_t patience = EDO__PATIENCE_NS;
    for (;;) {
        edo__runtime_run_some(rt, task);
        if (edo__task_is_done(task))
            return;
        uint64_t until = EDO_NO_DEADLINE;
        if (!rt->home.head && !rt->lost)
            until = edo__runtime_tell_if_lost(rt, task, patience);
        if (rt->home.head) {
            edo__runtime_look_outside(rt, 0);
        } else {
            edo__runtime_wait(rt, until);
            patience = rt->home.head ? EDO__PATIENCE_NS : patience * 2;
        }
    }
}

/* ---- spawning -------------------------------------------------------------------------------- */

static int spawn(edo_runtime *rt, edo_call call, bool handle, edo_task **out)
{
    if (rt->closing)
        return -EDO_ECLOSED;
    edo_task *task = edo__task_new(&rt->home, call, handle);
    if (!task)
        return -ENOMEM;
    if (out)
        *out = task;
    return 0;
}

int edo_spawn(edo_call_any call)
{
    edo_runtime *rt = edo__runtime_current();
    return rt ? spawn(rt, call, false, 0) : -EDO_ENORUNTIME;
}

int edo_task_spawn(edo_task **task, edo_call_any call)
{
    edo_runtime *rt = edo__runtime_current();
    *task = 0;
    return rt ? spawn(rt, call, true, task) : -EDO_ENORUNTIME;
}

int edo_spawn_on(edo_runtime *rt, edo_call_any call)
{
    edo_assert(!rt->entered || edo__runtime_current() == rt,
               "edo_spawn_on by a thread that doesn't drive the runtime");
    int error = spawn(rt, call, false, 0);
    if (!error && rt->embedded && !rt->entered)
        rt->parker->ops->unpark(rt->parker);
    return error;
}

/* ---- in a foreign loop (edo_runtime_fd is the driver room's) --------------------------------- */

uint64_t edo_runtime_next_deadline(edo_runtime *rt)
{
    return clock_may_jump(rt) ? 0 : next_due(rt);
}

bool edo_runtime_turn(edo_runtime *rt)
{
    struct edo_home *before = edo__runtime_enter(rt, "edo_runtime_turn");
    struct edo_home *home = &rt->home;
    edo__home_take_inbox(home);
    edo__runtime_look_outside(rt, 0);
    clock_jumps(rt);
    /* What is woken from here on waits for the next turn: it is queued behind. */
    size_t queued = 0;
    for (edo_task *task = home->head; task; task = task->next)
        queued++;
    edo__home_run(home, &rt->cx, queued, 0);
    /* The descriptor has to be readable if work is left, and when some comes from another
     * thread. */
    if (rt->embedded && (home->head || !edo__inbox_sleep(&home->inbox)))
        rt->parker->ops->unpark(rt->parker);
    bool left = home->ntasks != 0;
    edo__runtime_leave(rt, before);
    return left;
}
