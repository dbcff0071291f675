/* SPDX-License-Identifier: MIT
 *
 * The descriptor of a runtime, for foreign event loops: the driver's own. */
#include "driver/driver.h"

#include "sched/runtime.h"

int edo_runtime_fd(edo_runtime *rt)
{
    struct edo__driver *d;
    int error = edo__driver_of(&rt->cx, &d);
    if (error)
        return error;
    if (!rt->embedded) {
        rt->embedded = true;
        rt->parker->ops->unpark(rt->parker); /* the first turn is due */
    }
    return rt->parker->ops->fd(rt->parker);
}
