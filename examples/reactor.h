/* SPDX-License-Identifier: MIT
 *
 * A reactor in its smallest form, for the examples that wait for sockets by hand: a thread that
 * calls poll(2) and uses the wakers of those whose sockets are ready.
 *
 * A registration is for one wake. Who is woken tries its system call again, and registers again if
 * that would still block. (Programs don't need this: libedo has edo_tcp_… and edo_fd_ready.) */
#ifndef REACTOR_H
#define REACTOR_H

#include <edo.h>
#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>

enum { REACTOR_PLACES = 64 };

static struct {
    pthread_mutex_t lock;
    pthread_t thread;
    bool running;
    int pipe[2]; /* a byte in it ends the thread's poll */

    /* Who waits: place 0 is the pipe, the others are taken where fd >= 0. Guarded by the lock. */
    struct pollfd polled[REACTOR_PLACES];
    edo_waker wakers[REACTOR_PLACES];
    bool stop;
} reactor = {.lock = PTHREAD_MUTEX_INITIALIZER};

static void reactor_kick(void)
{
    ssize_t n = write(reactor.pipe[1], "", 1); /* a full pipe kicks as well */
    (void)n;
}

static void *reactor_thread(void *data)
{
    (void)data;
    pthread_mutex_lock(&reactor.lock);
    while (!reactor.stop) {
        struct pollfd seen[REACTOR_PLACES];
        for (int i = 0; i < REACTOR_PLACES; i++)
            seen[i] = reactor.polled[i];
        pthread_mutex_unlock(&reactor.lock);

        poll(seen, REACTOR_PLACES, -1); /* passes over places whose fd is -1 */
        char bytes[64];
        while (seen[0].revents && read(reactor.pipe[0], bytes, sizeof bytes) == sizeof bytes) {
        }

        pthread_mutex_lock(&reactor.lock);
        for (int i = 1; i < REACTOR_PLACES; i++) {
            if (seen[i].fd < 0 || !seen[i].revents || reactor.polled[i].fd != seen[i].fd)
                continue; /* not ready, or removed in the meantime */
            reactor.polled[i].fd = -1;
            edo_waker_wake(reactor.wakers[i]);
        }
    }
    pthread_mutex_unlock(&reactor.lock);
    return NULL;
}

static int reactor_start(void)
{
    if (pipe(reactor.pipe) < 0)
        return -errno;
    for (int i = 0; i < REACTOR_PLACES; i++)
        reactor.polled[i].fd = -1;
    reactor.polled[0] = (struct pollfd){.fd = reactor.pipe[0], .events = POLLIN};
    int error = pthread_create(&reactor.thread, NULL, reactor_thread, NULL);
    reactor.running = error == 0;
    return -error;
}

/* When nobody waits any more. */
static void reactor_stop(void)
{
    if (!reactor.running)
        return;
    pthread_mutex_lock(&reactor.lock);
    reactor.stop = true;
    pthread_mutex_unlock(&reactor.lock);
    reactor_kick();
    pthread_join(reactor.thread, NULL);
    close(reactor.pipe[0]);
    close(reactor.pipe[1]);
}

/* The place of `fd`; -1: it has none. With the lock held. */
static int reactor_find(int fd)
{
    for (int i = 1; i < REACTOR_PLACES; i++)
        if (reactor.polled[i].fd == fd)
            return i;
    return -1;
}

/* Forgets `fd`. If `wake`, its waiter is woken as if it were ready. */
static void reactor_remove(int fd, bool wake)
{
    pthread_mutex_lock(&reactor.lock);
    int i = reactor_find(fd);
    if (i > 0) {
        reactor.polled[i].fd = -1;
        if (wake)
            edo_waker_wake(reactor.wakers[i]);
        else
            edo_waker_drop(reactor.wakers[i]);
    }
    pthread_mutex_unlock(&reactor.lock);
    reactor_kick();
}

/* Wakes the running branch when `fd` is ready for `events` (POLLIN, POLLOUT), instead of whoever
 * was registered for it before. -ENOMEM: there is no place, or no waker. */
static int reactor_add(edo_cx *cx, int fd, short events)
{
    edo_waker waker = edo_cx_waker(cx);
    if (!waker.vtable)
        return -ENOMEM;
    reactor_remove(fd, false);
    pthread_mutex_lock(&reactor.lock);
    int i = reactor_find(-1);
    if (i > 0) {
        reactor.polled[i] = (struct pollfd){.fd = fd, .events = events};
        reactor.wakers[i] = waker;
    }
    pthread_mutex_unlock(&reactor.lock);
    reactor_kick();
    if (i > 0)
        return 0;
    edo_waker_drop(waker);
    return -ENOMEM;
}

#endif
