/* SPDX-License-Identifier: MIT
 *
 * Handles are sources under another name. */
#ifndef EDO_NET_TCP_H
#define EDO_NET_TCP_H

#include "driver/driver.h"
#include "edo/net.h"

struct edo_tcp {
    struct edo__source source;
};
struct edo_listener {
    struct edo__source source;
};

/* A new non-blocking TCP socket of the address's family, or a negative error. */
int edo__tcp_socket(const edo_addr *addr);

/* A source for `fd`, which listens. 0: no memory; `fd` is still the caller's. */
struct edo__source *edo__listener_new(struct edo__driver *d, int fd, const edo_listen_options *o);

/* Where `fd` is; 0, or an error. */
int edo__socket_addr(int fd, edo_addr *addr);

static inline edo_poll edo__io_submit(struct edo__source *s, struct edo_io_op *op,
                                      enum edo__op_kind kind, edo_cx *cx)
{
    edo_assert(s->driver->runtime == cx->runtime,
               "a handle is used outside of the runtime that it was made in");
    return s->driver->calls[kind].submit(s, op, cx);
}

static inline edo_poll edo__io_take(struct edo_io_op *op, enum edo__op_kind kind, edo_cx *cx)
{
    return op->source->driver->calls[kind].take(op, cx);
}

#endif
