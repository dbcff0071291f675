/* SPDX-License-Identifier: MIT
 *
 * Connecting. The socket's source is the operation's own until it is given to the caller: whatever
 * else ends the operation closes it.
 *
 * op->io.buf is where the connection goes. Before anything has begun (the task had used up its
 * turn) io.source is 0, and io.next the address's text. */
#include "net/addr.h"
#include "net/tcp.h"

#include <errno.h>
#include <unistd.h>

int edo__tcp_socket(const edo_addr *addr)
{
    int family = addr->family == EDO_ADDR_IPV4 ? AF_INET : AF_INET6;
    int fd = socket(family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, IPPROTO_TCP);
    return fd < 0 ? -errno : fd;
}

int edo__socket_addr(int fd, edo_addr *addr)
{
    union edo__sockaddr a;
    socklen_t len = sizeof a;
    if (getsockname(fd, &a.any, &len) < 0)
        return -errno;
    return edo__addr_from_system(&a, addr);
}

/* A socket that is connected, or (*waits) on its way to be. */
static int open_connection(edo_cx *cx, const edo_addr *addr, struct edo__source **s, bool *waits)
{
    struct edo__driver *d;
    int error = edo__driver_of(cx, &d);
    if (error)
        return error;
    if (!edo__source_reserve(d))
        return -ENOMEM;
    int fd = edo__tcp_socket(addr);
    if (fd < 0)
        return fd;
    union edo__sockaddr a;
    socklen_t len = edo__addr_to_system(addr, &a);
    int r;
    do
        r = connect(fd, &a.any, len);
    while (r < 0 && errno == EINTR);
    *waits = r < 0 && errno == EINPROGRESS;
    if (r < 0 && !*waits) {
        error = -errno;
        close(fd);
        return error;
    }
    *s = edo__source_new(d, fd, EDO__SOURCE_STREAM); /* reserved: it can't fail */
    return 0;
}

static edo_poll settle(struct edo_tcp_connect_op *op, struct edo__source *s, int result)
{
    if (result == 0) {
        edo__source_ready(s, EDO__SOURCE_IN | EDO__SOURCE_OUT);
        *(edo_tcp **)op->io.buf = (edo_tcp *)s;
    } else if (s) {
        edo__source_close(s, "edo_tcp_connect");
    }
    op->result = result;
    return EDO_READY;
}

static edo_poll begin(struct edo_tcp_connect_op *op, edo_cx *cx, const char *text)
{
    edo_addr addr;
    struct edo__source *s = NULL;
    bool waits = false;
    int error = edo_cx_cancelled(cx) ? -ECANCELED : edo_addr_parse(text, &addr);
    if (!error && addr.family == EDO_ADDR_ANY)
        error = -EINVAL;
    if (!error)
        error = open_connection(cx, &addr, &s, &waits);
    if (error || !waits)
        return settle(op, s, error);
    s->state &= (uint16_t)~(EDO__SOURCE_IN | EDO__SOURCE_OUT); /* an event will tell */
    if (edo__io_submit(s, &op->io, EDO__OP_CONNECT, cx) == EDO_PENDING)
        return EDO_PENDING;
    return settle(op, s, (int)op->io.result);
}

edo_poll edo__tcp_connect_start(struct edo_tcp_connect_op *op, edo_cx *cx, const char *addr,
                                edo_tcp **conn)
{
    op->io.buf = conn;
    if (edo_cx_spend(cx))
        return begin(op, cx, addr);
    op->io.source = NULL;
    op->io.next = (struct edo_io_op *)(uintptr_t)addr;
    op->io.branch = (uintptr_t)cx->branch | EDO__OP_WOKEN;
    return EDO_PENDING;
}

edo_poll edo__tcp_connect_resume(struct edo_tcp_connect_op *op, edo_cx *cx)
{
    struct edo__source *s = op->io.source;
    if (!s) {
        if (!edo_cx_spend(cx))
            return EDO_PENDING;
        return begin(op, cx, (const char *)op->io.next);
    }
    if (edo__io_take(&op->io, EDO__OP_CONNECT, cx) == EDO_PENDING)
        return EDO_PENDING;
    return settle(op, s, (int)op->io.result);
}

void edo__tcp_connect_cancel(struct edo_tcp_connect_op *op, edo_cx *cx)
{
    (void)cx;
    edo__op_cancel(&op->io);
}
