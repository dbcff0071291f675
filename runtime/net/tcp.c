/* SPDX-License-Identifier: MIT
 *
 * A connection's operations: each names its kind to the driver, which does the rest. */
#include "net/addr.h"
#include "net/tcp.h"

#include <errno.h>
#include <netinet/tcp.h>

_Static_assert(sizeof(struct edo_tcp_read_op) <= 48, "operations stand in frames");
_Static_assert(sizeof(struct edo_tcp_write_all_op) <= 48, "operations stand in frames");

/* ---- reading and writing --------------------------------------------------------------------- */

edo_poll edo__tcp_read_start(struct edo_tcp_read_op *op, edo_cx *cx, edo_tcp *conn, void *buf,
                             size_t len)
{
    op->io.buf = buf;
    op->io.len = len;
    return edo__io_submit(&conn->source, &op->io, EDO__OP_READ, cx);
}

edo_poll edo__tcp_read_resume(struct edo_tcp_read_op *op, edo_cx *cx)
{
    return edo__io_take(&op->io, EDO__OP_READ, cx);
}

void edo__tcp_read_cancel(struct edo_tcp_read_op *op, edo_cx *cx)
{
    (void)cx;
    edo__op_cancel(&op->io);
}

edo_poll edo__tcp_readable_start(struct edo_tcp_readable_op *op, edo_cx *cx, edo_tcp *conn)
{
    edo_poll p = edo__io_submit(&conn->source, &op->io, EDO__OP_READABLE, cx);
    if (p == EDO_READY)
        op->result = (int)op->io.result;
    return p;
}

edo_poll edo__tcp_readable_resume(struct edo_tcp_readable_op *op, edo_cx *cx)
{
    edo_poll p = edo__io_take(&op->io, EDO__OP_READABLE, cx);
    if (p == EDO_READY)
        op->result = (int)op->io.result;
    return p;
}

void edo__tcp_readable_cancel(struct edo_tcp_readable_op *op, edo_cx *cx)
{
    (void)cx;
    edo__op_cancel(&op->io);
}

edo_poll edo__tcp_write_start(struct edo_tcp_write_op *op, edo_cx *cx, edo_tcp *conn,
                              const void *buf, size_t len)
{
    op->io.buf = (void *)(uintptr_t)buf; /* only read from */
    op->io.len = len;
    return edo__io_submit(&conn->source, &op->io, EDO__OP_WRITE, cx);
}

edo_poll edo__tcp_write_resume(struct edo_tcp_write_op *op, edo_cx *cx)
{
    return edo__io_take(&op->io, EDO__OP_WRITE, cx);
}

void edo__tcp_write_cancel(struct edo_tcp_write_op *op, edo_cx *cx)
{
    (void)cx;
    edo__op_cancel(&op->io);
}

edo_poll edo__tcp_write_all_start(struct edo_tcp_write_all_op *op, edo_cx *cx, edo_tcp *conn,
                                  const void *buf, size_t len)
{
    op->io.buf = (void *)(uintptr_t)buf; /* only read from */
    op->io.len = len;
    edo_poll p = edo__io_submit(&conn->source, &op->io, EDO__OP_WRITE_ALL, cx);
    if (p == EDO_READY)
        op->result = (int)op->io.result;
    return p;
}

edo_poll edo__tcp_write_all_resume(struct edo_tcp_write_all_op *op, edo_cx *cx)
{
    edo_poll p = edo__io_take(&op->io, EDO__OP_WRITE_ALL, cx);
    if (p == EDO_READY)
        op->result = (int)op->io.result;
    return p;
}

void edo__tcp_write_all_cancel(struct edo_tcp_write_all_op *op, edo_cx *cx)
{
    (void)cx;
    edo__op_cancel(&op->io);
}

/* ---- what doesn't wait ----------------------------------------------------------------------- */

void edo_tcp_close(edo_tcp *conn)
{
    edo__source_close(&conn->source, "edo_tcp_close");
}

int edo_tcp_shutdown(edo_tcp *conn, int how)
{
    static const int hows[] = { [EDO_SHUTDOWN_READ] = SHUT_RD,
                                [EDO_SHUTDOWN_WRITE] = SHUT_WR,
                                [EDO_SHUTDOWN_BOTH] = SHUT_RDWR };
    if (how < EDO_SHUTDOWN_READ || how > EDO_SHUTDOWN_BOTH)
        return -EINVAL;
    return shutdown(conn->source.fd, hows[how]) < 0 ? -errno : 0;
}

int edo_tcp_local_addr(edo_tcp *conn, edo_addr *addr)
{
    return edo__socket_addr(conn->source.fd, addr);
}

int edo_tcp_peer_addr(edo_tcp *conn, edo_addr *addr)
{
    union edo__sockaddr a;
    socklen_t len = sizeof a;
    if (getpeername(conn->source.fd, &a.any, &len) < 0)
        return -errno;
    return edo__addr_from_system(&a, addr);
}

int edo_tcp_fd(edo_tcp *conn)
{
    return conn->source.fd;
}

static int set_int(edo_tcp *conn, int level, int option, int value)
{
    int r = setsockopt(conn->source.fd, level, option, &value, sizeof value);
    return r < 0 ? -errno : 0;
}

static int get_int(edo_tcp *conn, int level, int option)
{
    int value = 0;
    socklen_t len = sizeof value;
    if (getsockopt(conn->source.fd, level, option, &value, &len) < 0)
        return -errno;
    return value;
}

static int get_bool(edo_tcp *conn, int level, int option)
{
    int value = get_int(conn, level, option);
    return value > 0 ? 1 : value;
}

int edo_tcp_set_nodelay(edo_tcp *conn, bool on)
{
    return set_int(conn, IPPROTO_TCP, TCP_NODELAY, on);
}

int edo_tcp_nodelay(edo_tcp *conn)
{
    return get_bool(conn, IPPROTO_TCP, TCP_NODELAY);
}

int edo_tcp_set_keepalive(edo_tcp *conn, bool on)
{
    return set_int(conn, SOL_SOCKET, SO_KEEPALIVE, on);
}

int edo_tcp_keepalive(edo_tcp *conn)
{
    return get_bool(conn, SOL_SOCKET, SO_KEEPALIVE);
}

int edo_tcp_set_reset_on_close(edo_tcp *conn, bool on)
{
    struct linger linger = { .l_onoff = on, .l_linger = 0 };
    int r = setsockopt(conn->source.fd, SOL_SOCKET, SO_LINGER, &linger, sizeof linger);
    return r < 0 ? -errno : 0;
}

int edo_tcp_reset_on_close(edo_tcp *conn)
{
    struct linger linger;
    socklen_t len = sizeof linger;
    if (getsockopt(conn->source.fd, SOL_SOCKET, SO_LINGER, &linger, &len) < 0)
        return -errno;
    return linger.l_onoff && !linger.l_linger;
}

int edo_tcp_set_recv_buffer(edo_tcp *conn, int bytes)
{
    return set_int(conn, SOL_SOCKET, SO_RCVBUF, bytes);
}

int edo_tcp_recv_buffer(edo_tcp *conn)
{
    return get_int(conn, SOL_SOCKET, SO_RCVBUF);
}

int edo_tcp_set_send_buffer(edo_tcp *conn, int bytes)
{
    return set_int(conn, SOL_SOCKET, SO_SNDBUF, bytes);
}

int edo_tcp_send_buffer(edo_tcp *conn)
{
    return get_int(conn, SOL_SOCKET, SO_SNDBUF);
}
