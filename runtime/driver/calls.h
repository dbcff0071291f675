/* SPDX-License-Identifier: MIT
 *
 * One attempt at each kind of operation's system call: its result, or -EAGAIN. Here and in calls.c
 * alone, the driver meets recv, send and accept; what a result says about readiness is noted here
 * too (R2).
 *
 * What a message is made of is inline: between an event and its answer stand these calls and
 * nothing that isn't needed for every one of them. */
#ifndef EDO_DRIVER_CALLS_H
#define EDO_DRIVER_CALLS_H

#include "driver/driver.h"

#include <errno.h>
#include <sys/socket.h>

static inline ssize_t edo__not_ready(struct edo__source *s, unsigned flag)
{
    s->state &= ~flag;
    return -EAGAIN;
}

static inline bool edo__would_block(int error)
{
    return error == EAGAIN || error == EWOULDBLOCK;
}

/* A short count means that nothing is left, and whatever comes later is an event: unless the
 * stream's end or an error stands behind the bytes already (the event has said so), or urgent data
 * had stopped the receive. So a message costs one receive, not a second one to hear EAGAIN. */
static inline void edo__note_short(struct edo__source *s, unsigned flag)
{
    if (!(s->state & EDO__SOURCE_LATCHED))
        s->state &= ~flag;
}

static inline ssize_t edo__try_read(struct edo__source *s, struct edo_io_op *op)
{
    s->state &= ~(unsigned)EDO__SOURCE_IN_SURE;
    for (;;) {
        ssize_t n = recv(s->fd, op->buf, op->len, 0);
        if (n >= 0) {
            if (n > 0 && (size_t)n < op->len)
                edo__note_short(s, EDO__SOURCE_IN);
            return n;
        }
        if (edo__would_block(errno))
            return edo__not_ready(s, EDO__SOURCE_IN);
        if (errno != EINTR)
            return -errno;
    }
}

static inline ssize_t edo__try_write(struct edo__source *s, struct edo_io_op *op)
{
    for (;;) {
        ssize_t n = send(s->fd, op->buf, op->len, MSG_NOSIGNAL);
        if (n >= 0) {
            if ((size_t)n < op->len)
                edo__note_short(s, EDO__SOURCE_OUT);
            return n;
        }
        if (edo__would_block(errno))
            return edo__not_ready(s, EDO__SOURCE_OUT);
        if (errno != EINTR)
            return -errno;
    }
}

static inline ssize_t edo__try_write_all(struct edo__source *s, struct edo_io_op *op)
{
    while (op->len) {
        ssize_t n = edo__try_write(s, op);
        if (n < 0)
            return n;
        if ((size_t)n == op->len)
            return 0;
        op->buf = (char *)op->buf + n;
        op->len -= (size_t)n;
        if (!(s->state & EDO__SOURCE_OUT))
            return -EAGAIN;
    }
    return 0; /* nothing was asked for */
}

/* calls.c */
ssize_t edo__try_readable(struct edo__source *s);
ssize_t edo__try_accept(struct edo__source *s, struct edo_io_op *op);
ssize_t edo__try_connect(struct edo__source *s);

#endif
