/* SPDX-License-Identifier: MIT
 *
 * Listening and accepting.
 *
 * When accept finds no fd or no memory, the listener is paused: those who accept stay in their
 * queue, those who connect in the kernel's. It tries again as soon as one of the runtime's own
 * sockets has been closed, and after a delay in any case, 5 ms at first and 1 s at most: others use
 * up the same limits. */
#include "base/alloc.h"
#include "net/addr.h"
#include "net/tcp.h"
#include "sched/runtime.h"
#include "sys/sys.h"
#include "time/timers.h"

#include <errno.h>
#include <netinet/tcp.h>
#include <string.h>
#include <unistd.h>

enum { DEFAULT_BACKLOG = 4096 };

#define FIRST_DELAY_NS UINT64_C(5000000)
#define LONGEST_DELAY_NS UINT64_C(1000000000)
#define LOG_EVERY_NS UINT64_C(60000000000)

struct extra {
    struct edo__source_extra base;
    struct edo__source *source;
    struct edo__alarm alarm;
    struct edo__starved starved;
    uint64_t delay_ns;
    uint64_t logged_at; /* 0: never */
    bool report_shortage;
};

/* ---- running out, and going on --------------------------------------------------------------- */

static void go_on(struct extra *x)
{
    edo__alarm_stop(&x->alarm);
    edo__starved_remove(&x->starved);
    x->source->state &= ~(unsigned)EDO__SOURCE_PAUSED;
    edo__source_ready(x->source, EDO__SOURCE_IN);
}

static void delay_is_over(struct edo__alarm *alarm)
{
    go_on(EDO_CONTAINER(alarm, struct extra, alarm));
}

static void fd_was_freed(struct edo__starved *starved)
{
    go_on(EDO_CONTAINER(starved, struct extra, starved));
}

static void log_shortage(struct extra *x, int error)
{
    uint64_t now = edo__clock_ns();
    if (x->logged_at && now - x->logged_at < LOG_EVERY_NS)
        return;
    x->logged_at = now;
    char at[EDO_ADDR_TEXT] = "?";
    edo_addr addr;
    if (edo__socket_addr(x->source->fd, &addr) == 0)
        edo_addr_format(&addr, at, sizeof at);
    edo__runtime_log(x->source->driver->runtime, "accepting on %s waits: %s", at,
                     edo_strerror(error));
}

static bool starve(struct edo__source *s, int error)
{
    struct extra *x = (struct extra *)s->extra;
    struct edo_wheel *wheel;
    if (x->report_shortage || edo__timers_of_runtime(s->driver->runtime, &wheel) < 0)
        return false;
    log_shortage(x, error);
    edo__alarm_set(wheel, &x->alarm, x->delay_ns);
    edo__starved_add(s->driver, &x->starved);
    if (x->delay_ns < LONGEST_DELAY_NS)
        x->delay_ns *= 2;
    s->state |= EDO__SOURCE_PAUSED;
    return true;
}

static void closing(struct edo__source *s)
{
    struct extra *x = (struct extra *)s->extra;
    edo__alarm_stop(&x->alarm);
    edo__starved_remove(&x->starved);
}

static void free_extra(struct edo__source_extra *x)
{
    edo__free(x, sizeof(struct extra), 16);
}

/* ---- listening ------------------------------------------------------------------------------- */

static int set_option(int fd, int level, int option, int value)
{
    return setsockopt(fd, level, option, &value, sizeof value) < 0 ? -errno : 0;
}

/* nodelay is inherited by the accepted: it costs nothing per connection. */
static int set_options(int fd, const edo_addr *addr, const edo_listen_options *o)
{
    int error = set_option(fd, SOL_SOCKET, SO_REUSEADDR, 1);
    if (!error && o->reuseport)
        error = set_option(fd, SOL_SOCKET, SO_REUSEPORT, 1);
    if (!error && addr->family != EDO_ADDR_IPV4)
        error = set_option(fd, IPPROTO_IPV6, IPV6_V6ONLY,
                           o->v6only && addr->family == EDO_ADDR_IPV6);
    if (!error && o->nodelay)
        error = set_option(fd, IPPROTO_TCP, TCP_NODELAY, 1);
    return error;
}

static int open_socket(const edo_addr *addr, const edo_listen_options *o)
{
    int fd = edo__tcp_socket(addr);
    if (fd < 0)
        return fd;
    union edo__sockaddr a;
    socklen_t len = edo__addr_to_system(addr, &a);
    int error = set_options(fd, addr, o);
    if (!error && (bind(fd, &a.any, len) < 0 ||
                   listen(fd, o->backlog > 0 ? o->backlog : DEFAULT_BACKLOG) < 0))
        error = -errno;
    if (!error)
        return fd;
    close(fd);
    return error;
}

/* EDO_ADDR_ANY is IPv6's socket for both families, or, on a machine without IPv6, IPv4's. */
static int open_any_socket(edo_addr addr, const edo_listen_options *o)
{
    int fd = open_socket(&addr, o);
    if (addr.family != EDO_ADDR_ANY || (fd != -EAFNOSUPPORT && fd != -EADDRNOTAVAIL))
        return fd;
    addr.family = EDO_ADDR_IPV4;
    return open_socket(&addr, o);
}

struct edo__source *edo__listener_new(struct edo__driver *d, int fd, const edo_listen_options *o)
{
    struct extra *x = edo__alloc(sizeof *x, 16);
    if (!x)
        return NULL;
    struct edo__source *s = edo__source_new(d, fd, EDO__SOURCE_LISTENER);
    if (!s) {
        free_extra(&x->base);
        return NULL;
    }
    memset(x, 0, sizeof *x);
    x->base.starve = starve;
    x->base.closing = closing;
    x->base.free = free_extra;
    x->source = s;
    x->alarm.ring = delay_is_over;
    x->starved.retry = fd_was_freed;
    x->delay_ns = FIRST_DELAY_NS;
    x->report_shortage = o->report_shortage;
    s->extra = &x->base;
    return s;
}

static int open_listener(edo_cx *cx, const char *text, const edo_listen_options *o,
                         edo_listener **listener)
{
    static const edo_listen_options defaults;
    edo_addr addr;
    struct edo__driver *d;
    if (!o)
        o = &defaults;
    int error = edo_addr_parse(text, &addr);
    if (!error)
        error = edo__driver_of(cx, &d);
    if (error)
        return error;
    int fd = open_any_socket(addr, o);
    if (fd < 0)
        return fd;
    struct edo__source *s = edo__listener_new(d, fd, o);
    if (!s) {
        close(fd);
        return -ENOMEM;
    }
    *listener = (edo_listener *)s;
    return 0;
}

edo_poll edo__tcp_listen_with_start(struct edo_tcp_listen_op *op, edo_cx *cx, const char *addr,
                                    const edo_listen_options *options, edo_listener **listener)
{
    if (!edo_cx_spend(cx)) {
        op->addr = addr;
        op->options = options;
        op->listener = listener;
        return EDO_PENDING;
    }
    op->result = edo_cx_cancelled(cx) ? -ECANCELED : open_listener(cx, addr, options, listener);
    return EDO_READY;
}

edo_poll edo__tcp_listen_start(struct edo_tcp_listen_op *op, edo_cx *cx, const char *addr,
                               edo_listener **listener)
{
    return edo__tcp_listen_with_start(op, cx, addr, NULL, listener);
}

/* Reached only by one whose task had used up its turn. */
edo_poll edo__tcp_listen_resume(struct edo_tcp_listen_op *op, edo_cx *cx)
{
    return edo__tcp_listen_with_start(op, cx, op->addr, op->options, op->listener);
}

void edo_listener_close(edo_listener *listener)
{
    edo__source_close(&listener->source, "edo_listener_close");
}

int edo_listener_addr(edo_listener *listener, edo_addr *addr)
{
    return edo__socket_addr(listener->source.fd, addr);
}

int edo_listener_fd(edo_listener *listener)
{
    return listener->source.fd;
}

/* ---- accepting ------------------------------------------------------------------------------- */

static edo_poll accepted(struct edo_tcp_accept_op *op, struct edo__source *listener)
{
    if (op->io.result == 0 && listener->extra)
        ((struct extra *)listener->extra)->delay_ns = FIRST_DELAY_NS;
    op->result = (int)op->io.result;
    return EDO_READY;
}

edo_poll edo__tcp_accept_start(struct edo_tcp_accept_op *op, edo_cx *cx, edo_listener *listener,
                               edo_tcp **conn)
{
    op->io.buf = conn;
    if (edo__io_submit(&listener->source, &op->io, EDO__OP_ACCEPT, cx) == EDO_PENDING)
        return EDO_PENDING;
    return accepted(op, &listener->source);
}

edo_poll edo__tcp_accept_resume(struct edo_tcp_accept_op *op, edo_cx *cx)
{
    struct edo__source *listener = op->io.source; /* which the op is the last to hold, at times */
    if (edo__io_take(&op->io, EDO__OP_ACCEPT, cx) == EDO_PENDING)
        return EDO_PENDING;
    return accepted(op, listener);
}

void edo__tcp_accept_cancel(struct edo_tcp_accept_op *op, edo_cx *cx)
{
    (void)cx;
    edo__op_cancel(&op->io);
}
