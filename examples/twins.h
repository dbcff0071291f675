/* SPDX-License-Identifier: MIT
 *
 * Two state machines written by hand, each beside the async function that says the same.
 *
 * A hand-written one is a struct with an explicit state, and a function that is called whenever it
 * may go on: it runs until it has to wait, notes where it stands, and returns. This is also, in
 * essence, what edocc makes of an async function.
 *
 * Nothing here knows who runs it: machines.c has libedo do so, executor.c an executor by hand. */
#ifndef TWINS_H
#define TWINS_H

#include "reactor.h"
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

/* ---- a leaf that all of this uses: waiting for a descriptor, with the reactor ---------- */

struct fd_wait {
    int result;
    int fd;
    short events;
};

/* Ready when `fd` is; else registers, anew after each wake: that may have been for another. */
static edo_poll fd_wait_poll(struct fd_wait *op, edo_cx *cx)
{
    struct pollfd now = {.fd = op->fd, .events = op->events};
    if (!edo_cx_spend(cx)) /* had enough for this turn: woken again for a later one */
        return EDO_PENDING;
    op->result = edo_cx_cancelled(cx) ? -ECANCELED : poll(&now, 1, 0) < 0 ? -errno : 0;
    if (op->result == 0 && !now.revents) {
        op->result = reactor_add(cx, op->fd, op->events);
        if (op->result == 0)
            return EDO_PENDING;
    }
    reactor_remove(op->fd, false);
    return EDO_READY;
}

static edo_poll fd_wait_start(struct fd_wait *op, edo_cx *cx, int fd, short events)
{
    *op = (struct fd_wait){.fd = fd, .events = events};
    return fd_wait_poll(op, cx);
}

static void fd_wait_cancel(struct fd_wait *op, edo_cx *cx)
{
    (void)cx;
    reactor_remove(op->fd, true);
}

/* Waits until `fd` is ready for `events`. 0, or an error. */
async int fd_wait(int fd, short events)
    edo_leaf(struct fd_wait, fd_wait_start, fd_wait_poll, fd_wait_cancel, 0);

/* ---- an echo connection ---------------------------------------------------------------- */

struct echo_machine {
    int result; /* first, as in every leaf */
    enum { ECHO_READING, ECHO_WRITING, ECHO_DONE } state;
    int fd;
    size_t sent, len; /* of buf, while writing */
    char buf[256];
};

static edo_poll echo_end(struct echo_machine *m, int result)
{
    reactor_remove(m->fd, false);
    m->state = ECHO_DONE;
    m->result = result;
    return EDO_READY;
}

/* Waits for `events`, and is then called again in the same state. */
static edo_poll echo_wait(struct echo_machine *m, edo_cx *cx, short events)
{
    int error = errno == EAGAIN ? reactor_add(cx, m->fd, events) : -errno;
    return error ? echo_end(m, error) : EDO_PENDING;
}

static edo_poll echo_poll(struct echo_machine *m, edo_cx *cx)
{
    for (;;) {
        ssize_t n;
        if (!edo_cx_spend(cx)) /* a client that never pauses must not starve the others */
            return EDO_PENDING;
        if (edo_cx_cancelled(cx))
            return echo_end(m, -ECANCELED);
        switch (m->state) {
        case ECHO_READING:
            n = read(m->fd, m->buf, sizeof m->buf);
            if (n < 0)
                return echo_wait(m, cx, POLLIN);
            if (n == 0)
                return echo_end(m, 0);
            m->len = (size_t)n;
            m->sent = 0;
            m->state = ECHO_WRITING;
            break;
        case ECHO_WRITING:
            n = write(m->fd, m->buf + m->sent, m->len - m->sent);
            if (n < 0)
                return echo_wait(m, cx, POLLOUT);
            m->sent += (size_t)n;
            if (m->sent == m->len)
                m->state = ECHO_READING;
            break;
        case ECHO_DONE:
            return EDO_READY;
        }
    }
}

static edo_poll echo_start(struct echo_machine *m, edo_cx *cx, int fd)
{
    m->fd = fd;
    m->state = ECHO_READING;
    return echo_poll(m, cx);
}

static void echo_cancel(struct echo_machine *m, edo_cx *cx)
{
    (void)cx;
    reactor_remove(m->fd, true);
}

async int echo_by_hand(int fd)
    edo_leaf(struct echo_machine, echo_start, echo_poll, echo_cancel, 0);

/* The same, async. Its two helpers try first, and wait where that would block. */
static ssize_t read_now(int fd, char *buf, size_t len)
{
    ssize_t n = read(fd, buf, len);
    return n < 0 ? -errno : n;
}

static async ssize_t read_some(int fd, char *buf, size_t len)
{
    ssize_t n;
    while ((n = read_now(fd, buf, len)) == -EAGAIN)
        try await fd_wait(fd, POLLIN);
    return n;
}

static async int write_all(int fd, const char *buf, size_t len)
{
    while (len > 0) {
        ssize_t n = write(fd, buf, len);
        if (n >= 0)
            buf += n, len -= (size_t)n;
        else if (errno != EAGAIN)
            return -errno;
        else
            try await fd_wait(fd, POLLOUT);
    }
    return 0;
}

static async int echo(int fd)
{
    char buf[256];
    for (;;) {
        ssize_t n = try await read_some(fd, buf, sizeof buf);
        if (n == 0)
            return 0;
        try await write_all(fd, buf, (size_t)n);
    }
}

/* Who talks to either: sends a message, prints the echo, leaves. */
static async int talk(int fd, const char *message)
{
    char buf[64];
    size_t len = strlen(message), got = 0;
    defer close(fd);
    try await write_all(fd, message, len);
    while (got < len) {
        ssize_t n = try await read_some(fd, buf + got, len - got);
        if (n == 0)
            return -ECONNRESET;
        got += (size_t)n;
    }
    printf("echo: %.*s\n", (int)got, buf);
    return 0;
}

/* Two sockets that are connected, for a machine and who talks to it. 0, or an error. */
static int connected_pair(int ends[2])
{
    if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends) < 0)
        return -errno;
    fcntl(ends[0], F_SETFL, O_NONBLOCK);
    fcntl(ends[1], F_SETFL, O_NONBLOCK);
    return 0;
}

/* ---- a leaf that both versions of the next one use: a blocking call, on a thread ------- */

struct job {
    int result;
    int (*call)(void *);
    void *argument;
    pthread_t thread;
    pthread_mutex_t lock;
    bool has_thread, over; /* over: guarded by the lock */
    edo_waker waker;
};

static void *job_thread(void *data)
{
    struct job *j = data;
    int result = j->call(j->argument);
    pthread_mutex_lock(&j->lock);
    j->result = result;
    j->over = true;
    pthread_mutex_unlock(&j->lock);
    edo_waker_wake(j->waker);
    return NULL;
}

/* Ready when the call has returned. */
static edo_poll job_poll(struct job *j, edo_cx *cx)
{
    pthread_mutex_lock(&j->lock);
    bool over = j->over;
    pthread_mutex_unlock(&j->lock);
    if (!over || !edo_cx_spend(cx))
        return EDO_PENDING;
    if (j->has_thread)
        pthread_join(j->thread, NULL);
    pthread_mutex_destroy(&j->lock);
    return EDO_READY;
}

static edo_poll job_start(struct job *j, edo_cx *cx, int (*call)(void *), void *argument)
{
    *j = (struct job){.call = call, .argument = argument, .over = true};
    pthread_mutex_init(&j->lock, NULL);
    j->result = -ECANCELED;
    if (edo_cx_cancelled(cx))
        return job_poll(j, cx);
    j->result = -ENOMEM;
    j->waker = edo_cx_waker(cx);
    if (!j->waker.vtable)
        return job_poll(j, cx);
    j->over = false; /* before the thread begins, which may be quick */
    j->has_thread = pthread_create(&j->thread, NULL, job_thread, j) == 0;
    if (j->has_thread)
        return EDO_PENDING;
    j->over = true;
    edo_waker_drop(j->waker);
    return job_poll(j, cx);
}

/* Can't be hurried: the thread uses the caller's memory until the call returns. */
async int blocking(int (*call)(void *), void *argument)
    edo_leaf(struct job, job_start, job_poll, 0, 0);

/* ---- writing a file -------------------------------------------------------------------- */

static int create_file(void *name)
{
    int fd = open(name, O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC, 0600);
    return fd < 0 ? -errno : fd;
}

static int write_hello(void *fd)
{
    ssize_t n = write(*(int *)fd, "hello\n", 6);
    return n < 0 ? -errno : n < 6 ? -EIO : 0;
}

struct hello_machine {
    int result;
    enum { HELLO_CREATING, HELLO_WRITING, HELLO_DONE } state;
    int fd;
    struct job job; /* what it waits for in either state: they share the memory */
};

static edo_poll hello_end(struct hello_machine *m, int result)
{
    m->state = HELLO_DONE;
    m->result = result;
    return EDO_READY;
}

static edo_poll hello_poll(struct hello_machine *m, edo_cx *cx)
{
    switch (m->state) {
    case HELLO_CREATING:
        if (job_poll(&m->job, cx) == EDO_PENDING)
            return EDO_PENDING;
        if (m->job.result < 0)
            return hello_end(m, m->job.result);
        m->fd = m->job.result;
        m->state = HELLO_WRITING;
        if (job_start(&m->job, cx, write_hello, &m->fd) == EDO_PENDING)
            return EDO_PENDING;
        break;
    case HELLO_WRITING:
        if (job_poll(&m->job, cx) == EDO_PENDING)
            return EDO_PENDING;
        break;
    case HELLO_DONE:
        return EDO_READY;
    }
    close(m->fd);
    return hello_end(m, m->job.result);
}

static edo_poll hello_start(struct hello_machine *m, edo_cx *cx, char *name)
{
    m->state = HELLO_CREATING;
    if (job_start(&m->job, cx, create_file, name) == EDO_PENDING)
        return EDO_PENDING;
    return hello_end(m, m->job.result); /* it could not even begin */
}

async int write_hello_file_by_hand(char *name)
    edo_leaf(struct hello_machine, hello_start, hello_poll, 0, 0);

/* The same, async. */
static async int write_hello_file(char *name)
{
    int fd = try await blocking(create_file, name);
    defer close(fd);
    return await blocking(write_hello, &fd);
}

/* Either of them, in a file of its own, which is printed and removed. */
static async int greet(bool by_hand)
{
    char name[] = "/tmp/edo-machines-XXXXXX", text[16] = "";
    int fd = mkstemp(name);
    if (fd < 0)
        return -errno;
    defer unlink(name);
    defer close(fd);
    try (by_hand ? await write_hello_file_by_hand(name) : await write_hello_file(name));
    if (read(fd, text, sizeof text - 1) < 0)
        return -errno;
    printf("file: %s", text);
    return 0;
}

#endif
