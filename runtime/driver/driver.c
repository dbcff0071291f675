/* SPDX-License-Identifier: MIT
 *
 * Which back end a runtime gets. */
#include "driver/driver.h"

#include "sched/runtime.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

struct backend {
    const char *name;
    int (*open)(struct edo__driver **d);
};

/* The first is the default. */
static const struct backend backends[] = {
    { "epoll", edo__epoll_open },
};

static const struct backend *choose(edo_runtime *rt)
{
    const char *name = getenv("EDO_DRIVER");
    if (!name || !*name)
        return backends;
    for (size_t i = 0; i < sizeof backends / sizeof *backends; i++)
        if (strcmp(backends[i].name, name) == 0)
            return &backends[i];
    edo__runtime_log(rt, "EDO_DRIVER=%s: this build has no such driver; it has: epoll", name);
    return NULL;
}

static __attribute__((cold)) int open_driver(edo_runtime *rt, struct edo__driver **d)
{
    const struct backend *backend = choose(rt);
    if (!backend)
        return -ENOTSUP;
    int error = backend->open(d);
    if (error)
        return error;
    (*d)->runtime = rt;
    rt->driver = *d;
    edo__runtime_set_parker(rt, &(*d)->parker);
    return 0;
}

int edo__driver_of(edo_cx *cx, struct edo__driver **d)
{
    edo_runtime *rt = cx->runtime;
    if (!rt)
        return -EDO_ENORUNTIME;
    if (!rt->driver)
        return open_driver(rt, d);
    *d = rt->driver;
    return 0;
}
