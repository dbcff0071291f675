/* SPDX-License-Identifier: MIT
 *
 * edo_fd_ready: descriptors that aren't the library's. */
#include "actor.h"

#include <fcntl.h>
#include <sys/socket.h>

struct waiter {
    int fd;
    unsigned events;
    int result;
    edo_task *task;
};

static edo_poll waits(struct actor *a, edo_cx *cx)
{
    struct waiter *w = a->data;
    BEGIN(a);
    AWAIT(a, fd_ready, edo__fd_ready_start(&a->op.fd_ready, cx, w->fd, w->events));
    w->result = a->op.fd_ready.result;
    END(a);
}

static void start(struct waiter *w, int fd, unsigned events)
{
    *w = (struct waiter){ .fd = fd, .events = events };
    w->task = spawn(waits, w);
}

#define BOTH (EDO_READABLE | EDO_WRITABLE)

static edo_poll waits_for_a_pipe(struct actor *a, edo_cx *cx)
{
    static int p[2];
    static struct waiter w;
    static char c;
    BEGIN(a);
    CHECK_INT(pipe(p), 0);
    for (; a->i < 3; a->i++) {
        start(&w, p[0], EDO_READABLE);
        YIELD(a);
        look_outside(cx);
        YIELD(a);
        CHECK(!edo_task_is_finished(w.task));
        CHECK_INT(write(p[1], "x", 1), 1);
        JOIN(a, w.task, 0);
        CHECK_INT(w.result, EDO_READABLE);
        CHECK_INT(read(p[0], &c, 1), 1);
    }
    start(&w, p[1], BOTH);
    JOIN(a, w.task, 0);
    CHECK_INT(w.result, EDO_WRITABLE);
    start(&w, p[0], EDO_READABLE);
    YIELD(a);
    close(p[1]);
    JOIN(a, w.task, 0);
    CHECK_INT(w.result, EDO_READABLE); /* the end */
    close(p[0]);
    END(a);
}

static void pipe_is_awaited_again_and_again(void)
{
    run(waits_for_a_pipe, 0);
}

static edo_poll two_wait(struct actor *a, edo_cx *cx)
{
    static int s[2];
    static struct waiter w[3];
    static char room[4096], c;
    BEGIN(a);
    CHECK_INT(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, s), 0);
    while (write(s[0], room, sizeof room) > 0) {
    }
    start(&w[0], s[0], EDO_READABLE);
    start(&w[1], s[0], EDO_WRITABLE);
    start(&w[2], s[0], EDO_READABLE);
    YIELD(a);
    edo_task_cancel(w[2].task);
    JOIN(a, w[2].task, 0);
    CHECK_INT(w[2].result, -ECANCELED);
    CHECK_INT(write(s[1], "x", 1), 1);
    JOIN(a, w[0].task, 0);
    CHECK_INT(w[0].result, EDO_READABLE);
    CHECK(!edo_task_is_finished(w[1].task)); /* the other direction goes on waiting */
    while (read(s[1], room, sizeof room) > 0) {
    }
    JOIN(a, w[1].task, 0);
    CHECK_INT(w[1].result, EDO_WRITABLE);
    start(&w[0], s[0], BOTH);
    JOIN(a, w[0].task, 0);
    CHECK_INT(w[0].result, BOTH);
    start(&w[0], s[0], EDO_READABLE); /* two for the same: one event wakes both */
    start(&w[1], s[0], EDO_READABLE);
    JOIN(a, w[0].task, 0);
    JOIN(a, w[1].task, 0);
    CHECK(w[0].result == EDO_READABLE && w[1].result == EDO_READABLE);
    CHECK_INT(read(s[0], &c, 1), 1);
    close(s[0]);
    close(s[1]);
    END(a);
}

static void one_descriptor_is_awaited_by_several_tasks(void)
{
    run(two_wait, 0);
}

static edo_poll cancels_waiter(struct actor *a, edo_cx *cx)
{
    static int p[2];
    static struct waiter w;
    static char c;
    BEGIN(a);
    CHECK_INT(pipe(p), 0);
    for (; a->i < 3; a->i++) {
        start(&w, p[0], EDO_READABLE);
        if (a->i > 0)
            YIELD(a); /* it waits */
        if (a->i > 1) {
            CHECK_INT(write(p[1], "x", 1), 1);
            look_outside(cx); /* it is woken, and has not run */
            CHECK(!edo_task_is_finished(w.task));
        }
        edo_task_cancel(w.task);
        JOIN(a, w.task, 0);
        CHECK_INT(w.result, -ECANCELED);
    }
    CHECK_INT(read(p[0], &c, 1), 1);
    /* The number is taken by another file: it is awaited all the same. */
    start(&w, p[0], EDO_READABLE);
    YIELD(a);
    edo_task_cancel(w.task);
    JOIN(a, w.task, 0);
    int fresh[2];
    CHECK_INT(pipe(fresh), 0);
    CHECK_INT(dup2(fresh[0], p[0]), p[0]);
    close(fresh[0]);
    close(p[1]);
    p[1] = fresh[1];
    start(&w, p[0], EDO_READABLE);
    YIELD(a);
    CHECK_INT(write(p[1], "y", 1), 1);
    JOIN(a, w.task, 0);
    CHECK_INT(w.result, EDO_READABLE);
    close(p[0]);
    close(p[1]);
    END(a);
}

static void cancelled_waiter_leaves_and_numbers_may_be_reused(void)
{
    run(cancels_waiter, 0);
}

/* The fd was awaited to the end; then closed, and its number used again for something else. */
static edo_poll reuses_number(struct actor *a, edo_cx *cx)
{
    static int p[2], q[2];
    static struct waiter w;
    BEGIN(a);
    CHECK_INT(pipe(p), 0);
    start(&w, p[0], EDO_READABLE);
    YIELD(a);
    CHECK_INT(write(p[1], "x", 1), 1);
    JOIN(a, w.task, 0);
    close(p[0]);
    close(p[1]);
    CHECK_INT(pipe(q), 0);
    CHECK_INT(q[0], p[0]);
    start(&w, q[0], EDO_READABLE);
    YIELD(a);
    CHECK(!edo_task_is_finished(w.task));
    CHECK_INT(write(q[1], "x", 1), 1);
    JOIN(a, w.task, 0);
    CHECK_INT(w.result, EDO_READABLE);
    close(q[0]);
    close(q[1]);
    END(a);
}

static void reused_number_is_registered_anew(void)
{
    run(reuses_number, 0);
}

static edo_poll odd_ones(struct actor *a, edo_cx *cx)
{
    static int fd;
    static const struct { int fd; unsigned events; int result; } refused[] = {
        { 0, 0, -EINVAL },          { 0, 4, -EINVAL },          { -1, EDO_READABLE, -EBADF },
        { 999, EDO_READABLE, -EBADF }, { 1 << 30, EDO_READABLE, -EBADF },
    };
    BEGIN(a);
    for (; a->i < 5; a->i++) {
        AWAIT(a, fd_ready, edo__fd_ready_start(&a->op.fd_ready, cx, refused[a->i].fd,
                                               refused[a->i].events));
        CHECK_INT(a->op.fd_ready.result, refused[a->i].result);
    }
    fd = open("/proc/self/exe", O_RDONLY | O_CLOEXEC);
    CHECK(fd >= 0);
    for (a->i = 0; a->i < 300; a->i++) { /* more often than a task's share of a turn */
        AWAIT(a, fd_ready, edo__fd_ready_start(&a->op.fd_ready, cx, fd, BOTH));
        CHECK_INT(a->op.fd_ready.result, BOTH);
    }
    close(fd);
    END(a);
}

static void regular_files_are_ready_and_nonsense_is_refused(void)
{
    run(odd_ones, 0);
}

static edo_poll takes_the_librarys(struct actor *a, edo_cx *cx)
{
    static edo_listener *l;
    static edo_tcp *conn;
    static struct waiter w;
    static edo_addr addr;
    static char text[EDO_ADDR_TEXT];
    int *pipe_fds = a->data; /* a pipe is waited for first, and closed */
    BEGIN(a);
    AWAIT(a, tcp_listen, edo__tcp_listen_start(&a->op.tcp_listen, cx, "127.0.0.1:0", &l));
    CHECK_INT(edo_listener_addr(l, &addr), 0);
    edo_addr_format(&addr, text, sizeof text);
    if (pipe_fds) {
        CHECK_INT(pipe(pipe_fds), 0);
        start(&w, pipe_fds[1], EDO_WRITABLE);
        JOIN(a, w.task, 0);
        CHECK_INT(w.result, EDO_WRITABLE);
        start(&w, pipe_fds[0], EDO_READABLE);
        YIELD(a);
        CHECK_INT(write(pipe_fds[1], "x", 1), 1);
        JOIN(a, w.task, 0);
        CHECK_INT(w.result, EDO_READABLE);
        close(pipe_fds[0]);
        close(pipe_fds[1]);
    }
    AWAIT(a, tcp_connect, edo__tcp_connect_start(&a->op.tcp_connect, cx, text, &conn));
    if (pipe_fds)
        CHECK_INT(edo_tcp_fd(conn), pipe_fds[0]);
    start(&w, edo_tcp_fd(conn), EDO_READABLE);
    JOIN(a, w.task, 0);
    CHECK_INT(w.result, -EEXIST);
    edo_tcp_close(conn);
    edo_listener_close(l);
    END(a);
}

static void descriptor_of_the_librarys_own_is_refused(void)
{
    run(takes_the_librarys, 0);
}

/* Its number was that of a pipe before, which had been awaited. */
static void reused_number_of_the_librarys_own_is_refused(void)
{
    static int pipe_fds[2];
    run(takes_the_librarys, pipe_fds);
}

static edo_poll connects(struct actor *a, edo_cx *cx)
{
    static edo_tcp *conn;
    BEGIN(a);
    AWAIT(a, tcp_connect, edo__tcp_connect_start(&a->op.tcp_connect, cx, a->data, &conn));
    CHECK_INT(a->op.tcp_connect.result, 0);
    edo_tcp_close(conn);
    END(a);
}

static edo_poll takes_it_before_the_library(struct actor *a, edo_cx *cx)
{
    static edo_listener *l;
    static edo_tcp *conn;
    static struct waiter w;
    static edo_task *other;
    static edo_addr addr;
    static char text[EDO_ADDR_TEXT];
    BEGIN(a);
    AWAIT(a, tcp_listen, edo__tcp_listen_start(&a->op.tcp_listen, cx, "127.0.0.1:0", &l));
    CHECK_INT(edo_listener_addr(l, &addr), 0);
    edo_addr_format(&addr, text, sizeof text);
    start(&w, edo_listener_fd(l), EDO_READABLE);
    YIELD(a);
    CHECK(!edo_task_is_finished(w.task));
    other = spawn(connects, text);
    AWAIT(a, tcp_accept, edo__tcp_accept_start(&a->op.tcp_accept, cx, l, &conn));
    CHECK_INT(a->op.tcp_accept.result, 0);
    JOIN(a, other, 0);
    JOIN(a, w.task, 0);
    CHECK_INT(w.result, -EEXIST);
    edo_tcp_close(conn);
    edo_listener_close(l);
    END(a);
}

/* Nobody has waited for it before, so the driver can't know. */
static void library_waits_for_its_own_descriptor_though_another_did_before(void)
{
    run(takes_it_before_the_library, 0);
}

int main(void)
{
    TEST(pipe_is_awaited_again_and_again);
    TEST(one_descriptor_is_awaited_by_several_tasks);
    TEST(cancelled_waiter_leaves_and_numbers_may_be_reused);
    TEST(reused_number_is_registered_anew);
    TEST(regular_files_are_ready_and_nonsense_is_refused);
    TEST(descriptor_of_the_librarys_own_is_refused);
    TEST(reused_number_of_the_librarys_own_is_refused);
    TEST(library_waits_for_its_own_descriptor_though_another_did_before);
    return 0;
}
