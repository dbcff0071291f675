/* SPDX-License-Identifier: MIT
 *
 * A socket read written by hand: it tries, and where that would block, it registers a waker with
 * a reactor (reactor.h) and is pending. So works edo_tcp_read, in principle. */
#include "reactor.h"
#include <edo.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

struct socket_read {
    ssize_t result; /* bytes, 0 at the end, or -errno */
    int fd;
    char *buf;
    size_t len;
    bool registered;
};

static edo_poll read_done(struct socket_read *op, ssize_t result)
{
    if (op->registered)
        reactor_remove(op->fd, false);
    op->result = result;
    return EDO_READY;
}

/* Called to begin, and again after every wake: also after those that were not for us. */
static edo_poll read_poll(struct socket_read *op, edo_cx *cx)
{
    if (!edo_cx_spend(cx)) /* had enough for this turn: woken again for a later one */
        return EDO_PENDING;
    if (edo_cx_cancelled(cx))
        return read_done(op, -ECANCELED);
    ssize_t n = read(op->fd, op->buf, op->len);
    if (n >= 0)
        return read_done(op, n);
    if (errno != EAGAIN && errno != EINTR)
        return read_done(op, -errno);
    int error = reactor_add(cx, op->fd, POLLIN);
    if (error)
        return read_done(op, error);
    op->registered = true;
    return EDO_PENDING;
}

static edo_poll read_start(struct socket_read *op, edo_cx *cx, int fd, char *buf, size_t len)
{
    *op = (struct socket_read){.fd = fd, .buf = buf, .len = len};
    return read_poll(op, cx);
}

/* Wakes the task, which then finds that it is cancelled. */
static void read_cancel(struct socket_read *op, edo_cx *cx)
{
    (void)cx;
    if (op->registered)
        reactor_remove(op->fd, true);
}

async ssize_t socket_read(int fd, char *buf, size_t len)
    edo_leaf(struct socket_read, read_start, read_poll, read_cancel, 0);

/* ---- using it ---- */

/* Prints what it is told, and answers each message with a byte. */
static async int listen_to(int fd)
{
    char buf[64];
    for (;;) {
        ssize_t n = try await socket_read(fd, buf, sizeof buf);
        if (n == 0)
            return puts("the end");
        printf("heard: %.*s\n", (int)n, buf);
        if (write(fd, "!", 1) < 0)
            return -errno;
    }
}

static async int tell(int fd)
{
    static const char *const words[] = {"one", "two", "three"};
    defer close(fd);
    for (int i = 0; i < 3; i++) {
        printf("tell: %s\n", words[i]);
        if (write(fd, words[i], strlen(words[i])) < 0)
            return -errno;
        char answer;
        try await socket_read(fd, &answer, 1);
    }
    return 0;
}

async int main(void)
{
    int ends[2];
    if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends) < 0)
        return -errno;
    defer close(ends[0]);
    fcntl(ends[0], F_SETFL, O_NONBLOCK);
    fcntl(ends[1], F_SETFL, O_NONBLOCK);

    try reactor_start();
    defer reactor_stop();
    edo_task *teller;
    try edo_task_spawn(&teller, tell(ends[1]));
    try await listen_to(ends[0]);
    return await edo_task_join(teller, NULL);
}
