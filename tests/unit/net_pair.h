/* SPDX-License-Identifier: MIT
 *
 * For the tests of TCP operations: a connection whose other end is a plain socket, operations as
 * tasks of their own, and system calls that are counted and can be made to fail. */
#ifndef NET_PAIR_H
#define NET_PAIR_H

#include "actor.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/syscall.h>

/* ---- counted system calls -----------------------------------------------------------------------
 *
 * The library's calls come here. The plain ends of connections use read and write. */

__attribute__((unused)) static int recvs, sends, controls, accepts;
static int fail_accept, fail_control; /* an errno, for the next call */

ssize_t recv(int fd, void *buf, size_t len, int flags)
{
    recvs++;
    return syscall(SYS_recvfrom, fd, buf, len, flags, 0, 0);
}

ssize_t send(int fd, const void *buf, size_t len, int flags)
{
    sends++;
    return syscall(SYS_sendto, fd, buf, len, flags, 0, 0);
}

int accept4(int fd, struct sockaddr *addr, socklen_t *len, int flags)
{
    accepts++;
    if (fail_accept) {
        errno = fail_accept;
        fail_accept = 0;
        return -1;
    }
    return (int)syscall(SYS_accept4, fd, addr, len, flags);
}

int epoll_ctl(int epoll, int operation, int fd, struct epoll_event *event)
{
    controls++;
    if (fail_control) {
        errno = fail_control;
        fail_control = 0;
        return -1;
    }
    return (int)syscall(SYS_epoll_ctl, epoll, operation, fd, event);
}

/* ---- plain ends ------------------------------------------------------------------------------ */

struct pair {
    edo_listener *listener;
    edo_tcp *conn; /* the accepted side, under test */
    int fd;        /* the other side */
    edo_addr addr;
};

static inline int plain_connect(const edo_addr *addr)
{
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    struct sockaddr_in a = { .sin_family = AF_INET, .sin_port = htons(addr->port),
                             .sin_addr = { htonl(INADDR_LOOPBACK) } };
    CHECK(fd >= 0 && connect(fd, (struct sockaddr *)&a, sizeof a) == 0);
    return fd;
}

static inline void plain_write(int fd, const char *text)
{
    CHECK_INT(write(fd, text, strlen(text)), strlen(text));
}

/* A connection in *p; closes the listener. */
static edo_poll connects_pair(struct actor *a, edo_cx *cx)
{
    struct pair *p = a->data;
    BEGIN(a);
    AWAIT(a, tcp_listen, edo__tcp_listen_start(&a->op.tcp_listen, cx, "127.0.0.1:0", &p->listener));
    CHECK_INT(a->op.tcp_listen.result, 0);
    CHECK_INT(edo_listener_addr(p->listener, &p->addr), 0);
    p->fd = plain_connect(&p->addr);
    AWAIT(a, tcp_accept, edo__tcp_accept_start(&a->op.tcp_accept, cx, p->listener, &p->conn));
    CHECK_INT(a->op.tcp_accept.result, 0);
    edo_listener_close(p->listener);
    p->listener = 0;
    a->result = 0;
    END(a);
}

#define CONNECT_PAIR(a, p)                                                                        \
    do {                                                                                          \
        static edo_task *pair_task;                                                               \
        pair_task = spawn(connects_pair, p);                                                      \
        JOIN(a, pair_task, 0);                                                                    \
    } while (0)

/* A reader or writer as a task of its own. */
struct job {
    edo_tcp *conn;
    edo_listener *listener;
    char *buf;
    size_t len;
    ssize_t result;
    edo_tcp *accepted;
    int order; /* in which the jobs ended */
    edo_task *task;
};

static int jobs_ended;

static inline edo_poll reads(struct actor *a, edo_cx *cx)
{
    struct job *j = a->data;
    BEGIN(a);
    AWAIT(a, tcp_read, edo__tcp_read_start(&a->op.tcp_read, cx, j->conn, j->buf, j->len));
    j->result = a->op.tcp_read.result;
    j->order = jobs_ended++;
    END(a);
}

static inline edo_poll waits_readable(struct actor *a, edo_cx *cx)
{
    struct job *j = a->data;
    BEGIN(a);
    AWAIT(a, tcp_readable, edo__tcp_readable_start(&a->op.tcp_readable, cx, j->conn));
    j->result = a->op.tcp_readable.result;
    j->order = jobs_ended++;
    END(a);
}

static inline edo_poll writes(struct actor *a, edo_cx *cx)
{
    struct job *j = a->data;
    BEGIN(a);
    AWAIT(a, tcp_write, edo__tcp_write_start(&a->op.tcp_write, cx, j->conn, j->buf, j->len));
    j->result = a->op.tcp_write.result;
    j->order = jobs_ended++;
    END(a);
}

static inline edo_poll writes_all(struct actor *a, edo_cx *cx)
{
    struct job *j = a->data;
    BEGIN(a);
    AWAIT(a, tcp_write_all,
          edo__tcp_write_all_start(&a->op.tcp_write_all, cx, j->conn, j->buf, j->len));
    j->result = a->op.tcp_write_all.result;
    j->order = jobs_ended++;
    END(a);
}

static inline edo_poll accepts_one(struct actor *a, edo_cx *cx)
{
    struct job *j = a->data;
    BEGIN(a);
    AWAIT(a, tcp_accept, edo__tcp_accept_start(&a->op.tcp_accept, cx, j->listener, &j->accepted));
    j->result = a->op.tcp_accept.result;
    j->order = jobs_ended++;
    END(a);
}

__attribute__((unused)) static char room[1 << 20];

#endif
