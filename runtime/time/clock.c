/* SPDX-License-Identifier: MIT
 *
 * The clock that a program reads: its runtime's, which can be stopped for tests. */
#include "edo/error.h"
#include "edo/time.h"
#include "sched/runtime.h"
#include "sys/sys.h"

#include <errno.h>

edo_instant edo_now(void)
{
    edo_runtime *rt = edo__runtime_current();
    edo_instant t = { rt ? edo__runtime_now(rt) : edo__clock_ns() };
    return t;
}

int edo_clock_pause(void)
{
    edo_runtime *rt = edo__runtime_current();
    if (!rt)
        return -EDO_ENORUNTIME;
    if (rt->clock.stopped)
        return -EALREADY;
    rt->clock.at = edo__runtime_now(rt);
    rt->clock.stopped = true;
    return 0;
}

int edo_clock_resume(void)
{
    edo_runtime *rt = edo__runtime_current();
    if (!rt)
        return -EDO_ENORUNTIME;
    if (!rt->clock.stopped)
        return -EINVAL;
    rt->clock.stopped = false;
    rt->clock.since = edo__clock_ns();
    return 0;
}

int edo_clock_advance(edo_duration duration)
{
    edo_runtime *rt = edo__runtime_current();
    if (!rt)
        return -EDO_ENORUNTIME;
    if (!rt->clock.stopped)
        return -EINVAL;
    rt->clock.at = edo_duration_add(edo_ns(rt->clock.at), duration).ns;
    return 0;
}
