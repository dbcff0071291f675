/* SPDX-License-Identifier: MIT
 *
 * The system calls of operations that begin and end connections, or only ask. */
#include "driver/calls.h"

#include <poll.h>

/* Asks without taking anything: neither bytes nor the socket's pending error. */
ssize_t edo__try_readable(struct edo__source *s)
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
    return n ? 0 : edo__not_ready(s, EDO__SOURCE_IN);
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
ssize_t edo__try_accept(struct edo__source *s, struct edo_io_op *op)
{
    if (!edo__source_reserve(s->driver))
        return s->extra->starve(s, -ENOMEM) ? -EAGAIN : -ENOMEM;
    for (int i = 0; i < ACCEPT_RETRIES; i++) {
        int fd = accept4(s->fd, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
        if (fd >= 0) {
            *(struct edo__source **)op->buf = edo__source_new(s->driver, fd, EDO__SOURCE_STREAM);
            return 0;
        }
        if (edo__would_block(errno))
            return edo__not_ready(s, EDO__SOURCE_IN);
        if (!client_gave_up(errno))
            break;
    }
    int error = -errno;
    return is_shortage(error) && s->extra->starve(s, error) ? -EAGAIN : error;
}

/* Tried only after an event: until then the direction isn't ready. */
ssize_t edo__try_connect(struct edo__source *s)
{
    int error = 0;
    socklen_t len = sizeof error;
    if (getsockopt(s->fd, SOL_SOCKET, SO_ERROR, &error, &len) < 0)
        return -errno;
    return -error;
}
