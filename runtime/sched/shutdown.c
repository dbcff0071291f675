/* SPDX-License-Identifier: MIT
 *
 * The end of a runtime, step by step. */
#include "sched/runtime.h"

#include "base/error.h"
#include "sched/debug.h"
#include "sys/sys.h"
#include "task/task.h"

#include <errno.h>

static void cancel_all(edo_runtime *rt)
{
    for (struct edo_list *at = rt->home.tasks.next; at != &rt->home.tasks; at = at->next)
        edo__task_cancel_local(EDO_CONTAINER(at, edo_task, all));
}

/* Whether all tasks have ended in time. */
static bool drain(edo_runtime *rt)
{
    uint64_t now = edo__clock_ns();
    uint64_t deadline = now + rt->config.shutdown_ns;
    if (deadline < now)
        deadline = EDO_NO_DEADLINE;
    while (rt->home.ntasks) {
        edo__runtime_run_some(rt, 0);
        if (!rt->home.ntasks)
            break;
        if (edo__clock_ns() >= deadline)
            return false;
        if (rt->home.head)
            edo__runtime_look_outside(rt, 0);
        else
            edo__runtime_wait(rt, deadline);
    }
    return true;
}

int edo_runtime_free(edo_runtime *rt)
{
    if (!rt)
        return 0;
    struct edo_home *before = edo__runtime_enter(rt, "edo_runtime_free");
    rt->closing = true;
    cancel_all(rt);
    bool drained = drain(rt);
    edo__runtime_log_unsaid(rt);
    if (!drained) {
        edo__runtime_log(rt,
                         "%llu tasks did not end when the runtime was freed; their memory is left:",
                         (unsigned long long)rt->home.ntasks);
        edo__runtime_name_tasks(rt);
        edo__runtime_leave(rt, before);
        return -ETIMEDOUT;
    }
    edo__home_shut(&rt->home);
    edo__debug_remove(rt);
    if (rt->timers)
        rt->timers->ops->free(rt->timers);
    rt->parker->ops->free(rt->parker);
    edo__runtime_leave(rt, before);
    edo__home_close(&rt->home);
    return 0;
}
