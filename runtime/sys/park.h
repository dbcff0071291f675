/* SPDX-License-Identifier: MIT
 *
 * How a runtime's thread waits. A parker is what an executor sleeps in: a futex here, the driver's
 * own wait (epoll, io_uring) once a program does I/O.
 *
 * An unpark that comes before the park makes that park return at once: it is remembered, once. */
#ifndef EDO_SYS_PARK_H
#define EDO_SYS_PARK_H

#include "base/atomic.h"

#include <stdbool.h>
#include <stdint.h>

struct edo_parker;

#define EDO_PARK_FOREVER ((int64_t)-1)

struct edo_parker_ops {
    /* The runtime's thread. Completes what is ready, waking its branches; waits for that for at
     * most timeout_ns (0: not at all; EDO_PARK_FOREVER: without limit) or until unparked. May
     * return early. */
    void (*park)(struct edo_parker *parker, int64_t timeout_ns);
    /* Any thread, and signal handlers: leaves errno alone. */
    void (*unpark)(struct edo_parker *parker);
    /* Readable when something is ready or it has been unparked; -1: has none. */
    int (*fd)(struct edo_parker *parker);
    /* The runtime's thread. True: no operation waits, so only an unpark or the time ends a park. */
    bool (*is_idle)(struct edo_parker *parker);
    /* The runtime's thread. No task is left, so no operation is in flight; no unpark comes. */
    void (*free)(struct edo_parker *parker);
};

struct edo_parker {
    const struct edo_parker_ops *ops;
};

/* Waits on a futex: for programs that do no I/O. */
struct edo_futex_parker {
    struct edo_parker parker;
    edo_atomic_u32 token; /* 1: unparked since the last park */
};

void edo__futex_parker_init(struct edo_futex_parker *p);

#endif
