/* SPDX-License-Identifier: MIT
 *
 * TCP: listening, connecting, reading, writing.
 *
 * Handles. An edo_tcp and an edo_listener belong to the runtime in whose task they were made, and
 * are used on its thread only. Each is closed once, by its edo_…_close, which never waits:
 * operations that are in flight on it return -EDO_ECLOSED, and the socket is closed after the last
 * of them. Closing twice stops the process with a message.
 *
 * Waiting. Any number of tasks may wait for one handle. Those that read (or accept) are served in
 * the order in which they began, as are those that write; reading and writing don't wait for each
 * other.
 *
 * Cancellation. An operation of a cancelled branch returns -ECANCELED, and has done nothing: no
 * byte is lost, no connection. The one exception says so.
 *
 * Results: >= 0, or negative errors. Each operation below may return, beside what it names,
 * -ECANCELED, -EDO_ECLOSED, and, the first time it has to wait, -ENOMEM or -ENOSPC (the limit in
 * /proc/sys/fs/epoll/max_user_watches). Writing never raises SIGPIPE. */
#ifndef EDO_NET_H
#define EDO_NET_H

#include <edo/abi.h>
#include <edo/error.h>
#include <edo/io.h>
#include <edo/mode.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct edo_tcp edo_tcp;
typedef struct edo_listener edo_listener;

/* ---- addresses ------------------------------------------------------------------------------- */

enum {
    EDO_ADDR_ANY = 0,  /* every address of the machine, of both families: for listening */
    EDO_ADDR_IPV4 = 4, /* ip[0..3] */
    EDO_ADDR_IPV6 = 6,
};

typedef struct edo_addr {
    uint8_t family;   /* EDO_ADDR_… */
    uint8_t ip[16];   /* in the order of the text */
    uint16_t port;    /* a number, not in network order */
    uint32_t scope;   /* of a link-local IPv6 address: the interface's index; else 0 */
} edo_addr;

/* Room for any address as text, terminator included. */
#define EDO_ADDR_TEXT 80

/* "127.0.0.1:80", "[::1]:80", "[fe80::1%eth0]:80", "localhost:80" (which is 127.0.0.1), and, for
 * EDO_ADDR_ANY, ":80" or "*:80". Never asks a resolver.
 * 0; -EINVAL: not an address; -EDO_ERESOLVE: a name; -ENODEV: no such interface. */
int edo_addr_parse(const char *text, edo_addr *addr);

/* Writes the same form to `buf`, of `len` bytes, terminated if len > 0. Returns the length of the
 * whole text, as snprintf does. */
size_t edo_addr_format(const edo_addr *addr, char *buf, size_t len);

/* ---- listening ------------------------------------------------------------------------------- */

/* Zero is the default of each member. */
typedef struct edo_listen_options {
    int backlog;    /* connections that wait to be accepted. Default: 4096; the system may cap it */
    bool reuseport; /* several sockets may listen on the address; the system spreads connections */
    bool v6only;    /* an IPv6 listener doesn't serve IPv4. Default: "[::]:80" serves both */
    bool nodelay;   /* accepted connections have nodelay set */
    /* accept returns -EMFILE, -ENFILE, -ENOBUFS and -ENOMEM. Default: it waits until there is
     * something again, with one line in the log a minute; nobody who has connected is lost. */
    bool report_shortage;
} edo_listen_options;

/* Listens on `addr` (edo_addr_parse), *listener is the caller's to close. Port 0: one that is free.
 * 0; what edo_addr_parse reports; -EADDRINUSE, -EADDRNOTAVAIL, -EACCES and other errors of
 * socket(2), bind(2) and listen(2); -ENOMEM; -EDO_ENORUNTIME; what making the driver may report:
 * -EMFILE, -ENFILE, -ENOTSUP (EDO_DRIVER names none). Never waits for anything but its turn. */
struct edo_tcp_listen_op {
    int result;
    const char *addr;
    const edo_listen_options *options;
    edo_listener **listener;
};
edo_poll edo__tcp_listen_start(struct edo_tcp_listen_op *op, edo_cx *cx, const char *addr,
                               edo_listener **listener);
edo_poll edo__tcp_listen_with_start(struct edo_tcp_listen_op *op, edo_cx *cx, const char *addr,
                                    const edo_listen_options *options, edo_listener **listener);
edo_poll edo__tcp_listen_resume(struct edo_tcp_listen_op *op, edo_cx *cx);
EDO_ASYNC_LEAF(int, edo_tcp_listen, (const char *addr, edo_listener **listener),
               struct edo_tcp_listen_op, edo__tcp_listen_start, edo__tcp_listen_resume, 0, 0);
/* The same with options, read before it returns; 0: the defaults. */
EDO_ASYNC_LEAF(int, edo_tcp_listen_with,
               (const char *addr, const edo_listen_options *options, edo_listener **listener),
               struct edo_tcp_listen_op, edo__tcp_listen_with_start, edo__tcp_listen_resume, 0, 0);

/* Waits for a connection; *conn is the caller's to close. Connections that ended before they were
 * accepted are passed over. 0, or other errors of accept4(2). */
struct edo_tcp_accept_op {
    union {
        int result;
        struct edo_io_op io;
    };
};
edo_poll edo__tcp_accept_start(struct edo_tcp_accept_op *op, edo_cx *cx, edo_listener *listener,
                               edo_tcp **conn);
edo_poll edo__tcp_accept_resume(struct edo_tcp_accept_op *op, edo_cx *cx);
void edo__tcp_accept_cancel(struct edo_tcp_accept_op *op, edo_cx *cx);
EDO_ASYNC_LEAF(int, edo_tcp_accept, (edo_listener * listener, edo_tcp **conn),
               struct edo_tcp_accept_op, edo__tcp_accept_start, edo__tcp_accept_resume,
               edo__tcp_accept_cancel, 0);

/* Closes it. Connections that nobody has accepted are reset. */
void edo_listener_close(edo_listener *listener);
/* Where it listens, with the port that it got. 0, or an error of getsockname(2). */
int edo_listener_addr(edo_listener *listener, edo_addr *addr);
/* Its descriptor, which stays the listener's. */
int edo_listener_fd(edo_listener *listener);

/* Makes a listener of `fd`, a TCP socket that listens: of a service manager, or a parent process.
 * From a task. It is the listener's then, non-blocking, and closed on exec. Of `options` (0: the
 * defaults) only nodelay and report_shortage count.
 * 0; or `fd` is still the caller's: -EBADF; -ENOTSOCK; -EPROTONOSUPPORT: it isn't TCP's; -EINVAL:
 * it doesn't listen; -ENOMEM; -EDO_ENORUNTIME; what making the driver may report. */
int edo_listener_adopt(int fd, const edo_listen_options *options, edo_listener **listener);
/* The opposite: its descriptor is the caller's, and `listener` is gone, as if it were closed.
 * -EBUSY: somebody accepts; nothing has happened. */
int edo_listener_release(edo_listener *listener);

/* ---- connecting ------------------------------------------------------------------------------ */

/* Connects to `addr` (edo_addr_parse; not EDO_ADDR_ANY); *conn is the caller's to close. When it is
 * cancelled it closes its socket: the peer may have seen a connection.
 * 0; what edo_addr_parse reports; -EINVAL: EDO_ADDR_ANY; errors of socket(2) and connect(2):
 * -ECONNREFUSED, -ETIMEDOUT, -ENETUNREACH, -EMFILE, …; what edo_tcp_listen says of the driver. */
struct edo_tcp_connect_op {
    union {
        int result;
        struct edo_io_op io;
    };
};
edo_poll edo__tcp_connect_start(struct edo_tcp_connect_op *op, edo_cx *cx, const char *addr,
                                edo_tcp **conn);
edo_poll edo__tcp_connect_resume(struct edo_tcp_connect_op *op, edo_cx *cx);
void edo__tcp_connect_cancel(struct edo_tcp_connect_op *op, edo_cx *cx);
EDO_ASYNC_LEAF(int, edo_tcp_connect, (const char *addr, edo_tcp **conn), struct edo_tcp_connect_op,
               edo__tcp_connect_start, edo__tcp_connect_resume, edo__tcp_connect_cancel, 0);

/* ---- reading --------------------------------------------------------------------------------- */

/* Waits for bytes, and receives what there is, at most `len`, into `buf`.
 * How many; 0: the peer has ended its side; -EINVAL: `len` is 0; -ECONNRESET, -ETIMEDOUT and other
 * errors of recv(2). */
struct edo_tcp_read_op {
    union {
        ssize_t result;
        struct edo_io_op io;
    };
};
edo_poll edo__tcp_read_start(struct edo_tcp_read_op *op, edo_cx *cx, edo_tcp *conn, void *buf,
                             size_t len);
edo_poll edo__tcp_read_resume(struct edo_tcp_read_op *op, edo_cx *cx);
void edo__tcp_read_cancel(struct edo_tcp_read_op *op, edo_cx *cx);
EDO_ASYNC_LEAF(ssize_t, edo_tcp_read, (edo_tcp * conn, void *buf, size_t len),
               struct edo_tcp_read_op, edo__tcp_read_start, edo__tcp_read_resume,
               edo__tcp_read_cancel, 0);

/* Waits until edo_tcp_read would not wait: for bytes, the end, or an error, which is left for the
 * read to report. Needs no buffer, so that an idle connection owns none. 0. */
struct edo_tcp_readable_op {
    union {
        int result;
        struct edo_io_op io;
    };
};
edo_poll edo__tcp_readable_start(struct edo_tcp_readable_op *op, edo_cx *cx, edo_tcp *conn);
edo_poll edo__tcp_readable_resume(struct edo_tcp_readable_op *op, edo_cx *cx);
void edo__tcp_readable_cancel(struct edo_tcp_readable_op *op, edo_cx *cx);
EDO_ASYNC_LEAF(int, edo_tcp_readable, (edo_tcp * conn), struct edo_tcp_readable_op,
               edo__tcp_readable_start, edo__tcp_readable_resume, edo__tcp_readable_cancel, 0);

/* ---- writing --------------------------------------------------------------------------------- */

/* Waits until the system takes bytes, and gives it as many of `buf` as it takes.
 * How many; -EPIPE, -ECONNRESET and other errors of send(2). */
struct edo_tcp_write_op {
    union {
        ssize_t result;
        struct edo_io_op io;
    };
};
edo_poll edo__tcp_write_start(struct edo_tcp_write_op *op, edo_cx *cx, edo_tcp *conn,
                              const void *buf, size_t len);
edo_poll edo__tcp_write_resume(struct edo_tcp_write_op *op, edo_cx *cx);
void edo__tcp_write_cancel(struct edo_tcp_write_op *op, edo_cx *cx);
EDO_ASYNC_LEAF(ssize_t, edo_tcp_write, (edo_tcp * conn, const void *buf, size_t len),
               struct edo_tcp_write_op, edo__tcp_write_start, edo__tcp_write_resume,
               edo__tcp_write_cancel, 0);

/* Writes all of `buf`; no other write comes between. 0, or an error as of edo_tcp_write: then, and
 * when it was cancelled, the system has taken a part from the front, of unknown length. Who goes on
 * with the stream after a cancelled write uses edo_tcp_write in a loop, and knows. */
struct edo_tcp_write_all_op {
    union {
        int result;
        struct edo_io_op io;
    };
};
edo_poll edo__tcp_write_all_start(struct edo_tcp_write_all_op *op, edo_cx *cx, edo_tcp *conn,
                                  const void *buf, size_t len);
edo_poll edo__tcp_write_all_resume(struct edo_tcp_write_all_op *op, edo_cx *cx);
void edo__tcp_write_all_cancel(struct edo_tcp_write_all_op *op, edo_cx *cx);
EDO_ASYNC_LEAF(int, edo_tcp_write_all, (edo_tcp * conn, const void *buf, size_t len),
               struct edo_tcp_write_all_op, edo__tcp_write_all_start, edo__tcp_write_all_resume,
               edo__tcp_write_all_cancel, 0);

/* ---- the rest of a connection's life: nothing here waits ------------------------------------- */

enum { EDO_SHUTDOWN_READ = 1, EDO_SHUTDOWN_WRITE = 2, EDO_SHUTDOWN_BOTH = 3 };

/* Ends one side, or both: after EDO_SHUTDOWN_WRITE the peer reads the end, and can still send.
 * 0; -ENOTCONN; -EINVAL. */
int edo_tcp_shutdown(edo_tcp *conn, int how);

/* Closes it. What has been written still goes out, but see edo_tcp_set_reset_on_close. */
void edo_tcp_close(edo_tcp *conn);

/* Makes a connection of `fd`, a TCP socket that is connected. From a task. It is the connection's
 * then, non-blocking, and closed on exec.
 * 0; or `fd` is still the caller's: -EBADF; -ENOTSOCK; -EPROTONOSUPPORT: it isn't TCP's; -EINVAL:
 * it listens; -ENOTCONN; -ENOMEM; -EDO_ENORUNTIME; what making the driver may report. */
int edo_tcp_adopt(int fd, edo_tcp **conn);
/* The opposite: its descriptor, still non-blocking, is the caller's, with what has come and wasn't
 * read; `conn` is gone, as if it were closed. -EBUSY: somebody reads or writes; nothing has
 * happened. */
int edo_tcp_release(edo_tcp *conn);

/* The connection's own end. 0, or an error of getsockname(2). */
int edo_tcp_local_addr(edo_tcp *conn, edo_addr *addr);
/* The other end. 0; -ENOTCONN: the peer is gone. */
int edo_tcp_peer_addr(edo_tcp *conn, edo_addr *addr);
/* Its descriptor, which stays the connection's. */
int edo_tcp_fd(edo_tcp *conn);

/* Options. Setters: 0 or an error of setsockopt(2). Getters: the value, or an error. */
int edo_tcp_set_nodelay(edo_tcp *conn, bool on); /* small writes go out at once */
int edo_tcp_nodelay(edo_tcp *conn);
int edo_tcp_set_keepalive(edo_tcp *conn, bool on); /* a vanished peer is noticed, in time */
int edo_tcp_keepalive(edo_tcp *conn);
/* Closing resets the connection: the peer gets ECONNRESET, and what it hasn't read is lost. (Other
 * uses of SO_LINGER would make close wait.) */
int edo_tcp_set_reset_on_close(edo_tcp *conn, bool on);
int edo_tcp_reset_on_close(edo_tcp *conn);
/* The system's buffers, in bytes; it rounds. */
int edo_tcp_set_recv_buffer(edo_tcp *conn, int bytes);
int edo_tcp_recv_buffer(edo_tcp *conn);
int edo_tcp_set_send_buffer(edo_tcp *conn, int bytes);
int edo_tcp_send_buffer(edo_tcp *conn);

#ifdef __cplusplus
}
#endif
#endif
