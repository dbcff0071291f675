/* SPDX-License-Identifier: MIT
 *
 * One attempt at each kind of operation's system call. Here alone the driver meets recv, send and
 * accept; what a result says about readiness is noted here too (R2). */
#include "driver/driver.h"

#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <sys/socket.h>

static ssize_t not_ready(struct edo__source *s, unsigned flag)
{
    s->state &= (uint16_t)~flag;
    return -EAGAIN;
}

static bool would_block(int error)
{
    return error == EAGAIN || error == EWOULDBLOCK;
}

/* A short count means that nothing is left, and whatever comes later is an event: unless the
 * stream's end or an error stands behind the bytes already (the event has said so), or urgent data
 * had stopped the receive. So a message costs one receive, not a second one to hear EAGAIN. */
static void note_short(struct edo__source *s, unsigned flag)
{
    if (!(s->state & EDO__SOURCE_LATCHED))
        s->state &= (uint16_t)~flag;
}

static ssize_t try_read(struct edo__source *s, struct edo_io_op *op)
{
    s->state &= (uint16_t)~EDO__SOURCE_IN_SURE;
    for (;;) {
        ssize_t n = recv(s->fd, op->buf, op->len, 0);
        if (n >= 0) {
            if (n > 0 && (size_t)n < op->len)
                note_short(s, EDO__SOURCE_IN);
            return n;
        }
        if (would_block(errno))
            return not_ready(s, EDO__SOURCE_IN);
        if (errno != EINTR)
            return -errno;
    }
}

/* Asks without taking anything: neither bytes nor the socket's pending error. */
static ssize_t try_readable(struct edo__source *s)
{
    if (s->state & EDO__SOURCE_IN_SURE)
        return 0;
    struct pollfd p = { .fd = s->fd, .events = POLLIN | POLLRDHUP };
    int n;
    do
        n = poll(&p, 1, 0);
    while (n < 0 && errno == EINTR);
    if (n < 0)
        return -errno;
    return n ? 0 : not_ready(s, EDO__SOURCE_IN);
}

static ssize_t try_write(struct edo__source *s, struct edo_io_op *op)
{
    for (;;) {
        ssize_t n = send(s->fd, op->buf, op->len, MSG_NOSIGNAL);
        if (n >= 0) {
            if ((size_t)n < op->len)
                note_short(s, EDO__SOURCE_OUT);
            return n;
        }
        if (would_block(errno))
            return not_ready(s, EDO__SOURCE_OUT);
        if (errno != EINTR)
            return -errno;
    }
}

static ssize_t try_write_all(struct edo__source *s, struct edo_io_op *op)
{
    while (op->len) {
        ssize_t n = try_write(s, op);
        if (n < 0)
            return n;
        op->buf = (char *)op->buf + n;
        op->len -= (size_t)n;
        if (op->len && !(s->state & EDO__SOURCE_OUT))
            return -EAGAIN;
    }
    return 0;
}

/* Errors that belong to the connection that was about to be accepted, not to the listener. */
static bool client_gave_up(int error)
{
    switch (error) {
    case EINTR:
    case ECONNABORTED:
    case EPROTO:
    case ENOPROTOOPT:
    case ENETDOWN:
    case ENETUNREACH:
    case EHOSTDOWN:
    case EHOSTUNREACH:
    case ENONET:
        return true;
    default:
        return false;
    }
}

static bool is_shortage(int error)
{
    return error == -EMFILE || error == -ENFILE || error == -ENOBUFS || error == -ENOMEM;
}

#define ACCEPT_RETRIES 64

/* The source is there before the connection is: it can't be lost for want of memory. */
static ssize_t try_accept(struct edo__source *s, struct edo_io_op *op)
{
    if (!edo__source_reserve(s->driver))
        return s->extra->starve(s, -ENOMEM) ? -EAGAIN : -ENOMEM;
    for (int i = 0; i < ACCEPT_RETRIES; i++) {
        int fd = accept4(s->fd, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
        if (fd >= 0) {
            *(struct edo__source **)op->buf = edo__source_new(s->driver, fd, EDO__SOURCE_STREAM);
            return 0;
        }
        if (would_block(errno))
            return not_ready(s, EDO__SOURCE_IN);
        if (!client_gave_up(errno))
            break;
    }
    int error = -errno;
    return is_shortage(error) && s->extra->starve(s, error) ? -EAGAIN : error;
}

/* Tried only after an event: until then the direction isn't ready. */
static ssize_t try_connect(struct edo__source *s)
{
    int error = 0;
    socklen_t len = sizeof error;
    if (getsockopt(s->fd, SOL_SOCKET, SO_ERROR, &error, &len) < 0)
        return -errno;
    return -error;
}

ssize_t edo__op_attempt(struct edo__source *s, struct edo_io_op *op, enum edo__op_kind kind)
{
    switch (kind) {
    case EDO__OP_READ:
        return try_read(s, op);
    case EDO__OP_READABLE:
        return try_readable(s);
    case EDO__OP_ACCEPT:
        return try_accept(s, op);
    case EDO__OP_WRITE:
        return try_write(s, op);
    case EDO__OP_WRITE_ALL:
        return try_write_all(s, op);
    case EDO__OP_CONNECT:
        return try_connect(s);
    case EDO__OP_FD:
        break;
    }
    __builtin_unreachable();
}
