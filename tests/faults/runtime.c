/* SPDX-License-Identifier: MIT
 *
 *   runtime_faults [memory | memory-from | calls ERRNO]
 *
 * A program that uses all of the runtime, over and over, with its n-th allocation failing, or that
 * and all after it, or its n-th system call (those wrapped below, by the linker), for n = 1, 2, ...
 * until none is reached.
 * Each run says so or succeeds; leaves no memory and no descriptor; and ends. */
#include <edo.h>

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#define CHECK(x) check(x, #x, __LINE__)

static void check(bool holds, const char *what, int line)
{
    if (holds)
        return;
    fprintf(stderr, "runtime.c:%d: %s\n", line, what);
    abort();
}

/* ---- what fails ------------------------------------------------------------------------------ */

static atomic_long memory_left, calls_left; /* 1: the next one fails; 0: none */
static bool for_good; /* and all that follow */
static int error_of_calls;
static bool injected;
static atomic_long live;

static void *failing_alloc(void *user, size_t size, size_t align)
{
    (void)user;
    if (memory_left > 0 && --memory_left == 0) {
        injected = true;
        memory_left = for_good;
        return 0;
    }
    void *p;
    if (posix_memalign(&p, align < sizeof p ? sizeof p : align, size))
        return 0;
    live++;
    return memset(p, 0xa5, size);
}

static void counting_free(void *user, void *p, size_t size, size_t align)
{
    (void)user, (void)align;
    memset(p, 0x5a, size);
    live--;
    free(p);
}

static bool call_fails(void)
{
    if (calls_left <= 0 || --calls_left != 0)
        return false;
    injected = true;
    errno = error_of_calls;
    return true;
}

#define WRAP(name, params, args)                                                                   \
    int __real_##name params;                                                                      \
    int __wrap_##name params;                                                                      \
    int __wrap_##name params { return call_fails() ? -1 : __real_##name args; }
#define WRAP_SIZE(name, params, args)                                                              \
    ssize_t __real_##name params;                                                                  \
    ssize_t __wrap_##name params;                                                                  \
    ssize_t __wrap_##name params { return call_fails() ? -1 : __real_##name args; }

WRAP(epoll_create1, (int flags), (flags))
WRAP(eventfd, (unsigned n, int flags), (n, flags))
WRAP(epoll_ctl, (int e, int what, int fd, struct epoll_event *event), (e, what, fd, event))
WRAP(socket, (int family, int type, int protocol), (family, type, protocol))
WRAP(setsockopt, (int fd, int level, int name, const void *value, socklen_t len),
     (fd, level, name, value, len))
WRAP(bind, (int fd, const struct sockaddr *a, socklen_t len), (fd, a, len))
WRAP(listen, (int fd, int backlog), (fd, backlog))
WRAP(accept4, (int fd, struct sockaddr *a, socklen_t *len, int flags), (fd, a, len, flags))
WRAP(connect, (int fd, const struct sockaddr *a, socklen_t len), (fd, a, len))
WRAP(getsockname, (int fd, struct sockaddr *a, socklen_t *len), (fd, a, len))
WRAP(getsockopt, (int fd, int level, int name, void *value, socklen_t *len),
     (fd, level, name, value, len))
WRAP(shutdown, (int fd, int how), (fd, how))
WRAP_SIZE(recv, (int fd, void *buf, size_t len, int flags), (fd, buf, len, flags))
WRAP_SIZE(send, (int fd, const void *buf, size_t len, int flags), (fd, buf, len, flags))

/* ---- errors ---------------------------------------------------------------------------------- */

static int said; /* the first error that any part has seen */

/* Passes `result` on. What may go wrong is what was injected, and what follows from that: a peer
 * that is gone, a listener that was closed, a cancellation at the end. */
static int saw(int result)
{
    if (result >= 0)
        return result;
    CHECK(injected);
    CHECK(result == -ENOMEM || result == -error_of_calls || result == -ECANCELED ||
          result == -EPIPE || result == -ECONNRESET || result == -ENOTCONN ||
          result == -ECONNREFUSED || result == -EDO_ECLOSED);
    if (!said)
        said = result;
    return result;
}

/* ---- an external waker ----------------------------------------------------------------------- */

struct knock {
    int result;
    atomic_int done;
    pthread_t thread;
    edo_waker waker;
};

static void *knock_thread(void *p)
{
    struct knock *k = p;
    atomic_store(&k->done, 1);
    edo_waker_wake(k->waker);
    return 0;
}

static edo_poll knock_resume(struct knock *k, edo_cx *cx)
{
    if (!atomic_load(&k->done) || !edo_cx_spend(cx))
        return EDO_PENDING;
    pthread_join(k->thread, 0);
    k->result = edo_cx_cancelled(cx) ? -ECANCELED : 0;
    return EDO_READY;
}

static edo_poll knock_start(struct knock *k, edo_cx *cx)
{
    atomic_init(&k->done, 0);
    k->waker = edo_cx_waker(cx);
    k->result = -ENOMEM;
    if (!k->waker.vtable)
        return EDO_READY;
    CHECK(pthread_create(&k->thread, 0, knock_thread, k) == 0);
    return EDO_PENDING;
}

static async int knock(void) edo_leaf(struct knock, knock_start, knock_resume, 0, 0);

/* ---- the program ----------------------------------------------------------------------------- */

enum { BYTES = 20000 };

static async int echo(edo_tcp *conn)
{
    char buf[1000];
    defer edo_tcp_close(conn);
    for (;;) {
        int n = saw((int)await edo_tcp_read(conn, buf, sizeof buf));
        if (n <= 0)
            return n;
        if ((n = saw(await edo_tcp_write_all(conn, buf, (size_t)n))) < 0)
            return n;
    }
}

/* Closes the listener when it ends: whoever has connected by then must not wait for it. */
static async int serve(edo_listener *listener)
{
    defer edo_listener_close(listener);
    for (;;) {
        edo_tcp *conn;
        int error = await edo_tcp_accept(listener, &conn);
        if (error == -ECANCELED)
            return 0;
        if (saw(error) < 0)
            return error;
        if (saw(edo_spawn(echo(conn))) < 0)
            edo_tcp_close(conn);
    }
}

static async int send_all(edo_tcp *conn, const char *sent)
{
    int error = saw(await edo_tcp_write_all(conn, sent, BYTES));
    int ended = saw(edo_tcp_shutdown(conn, EDO_SHUTDOWN_WRITE));
    if (ended < 0)
        edo_tcp_shutdown(conn, EDO_SHUTDOWN_BOTH);
    return error < 0 ? error : ended;
}

static async int client(const char *addr)
{
    char sent[BYTES], got[BYTES];
    edo_tcp *conn;
    for (int i = 0; i < BYTES; i++)
        sent[i] = (char)(i * 7);
    try saw(await edo_tcp_connect(addr, &conn));
    defer edo_tcp_close(conn);
    try saw(edo_tcp_set_nodelay(conn, true));
    edo_future(send_all) sending = send_all(conn, sent);
    edo_start(sending);
    size_t have = 0;
    for (ssize_t n; have < BYTES; have += (size_t)n) {
        n = try saw((int)await edo_tcp_read(conn, got + have, BYTES - have));
        if (n == 0)
            break;
    }
    try await sending;
    CHECK(injected || have == BYTES); /* less, if the server has failed */
    CHECK(memcmp(sent, got, have) == 0);
    return 0;
}

static async int network(void)
{
    edo_listener *listener;
    edo_addr addr;
    char text[EDO_ADDR_TEXT];
    edo_task *server;
    try saw(await edo_tcp_listen("127.0.0.1:0", &listener));
    int error = saw(edo_listener_addr(listener, &addr));
    if (error >= 0)
        error = saw(edo_task_spawn(&server, serve(listener)));
    if (error < 0) {
        edo_listener_close(listener);
        return error;
    }
    edo_addr_format(&addr, text, sizeof text);
    int result = await client(text);
    edo_task_cancel(server);
    int ended;
    CHECK(await edo_task_join(server, &ended) == 0);
    return result < 0 ? result : ended;
}

static async int fibonacci(int n)
{
    if (n < 2)
        return n;
    int a = try saw(await fibonacci(n - 1));
    return a + try saw(await fibonacci(n - 2));
}

static async int through(edo_call call)
{
    await edo_yield();
    return saw(await call);
}

static async int ready(int fd)
{
    return saw(await edo_fd_ready(fd, EDO_WRITABLE));
}

/* All parts, whatever becomes of the others. */
static async int program(void)
{
    edo_task *task;
    int result = 0;
    saw(edo_task_set_name(edo_task_current(), "program"));
    if (!edo_task_id(edo_task_current()))
        saw(-ENOMEM);
    saw(edo_spawn(through(ready(1))));
    if (saw(edo_task_spawn(&task, through(through(fibonacci(7))))) >= 0) {
        CHECK(await edo_task_join(task, &result) == 0);
        CHECK(result == 13 || said < 0);
    }
    saw(await knock());
    saw(await edo_sleep(edo_us(100)));
    await network();
    return said;
}

/* ---- runs ------------------------------------------------------------------------------------ */

static int descriptors(void)
{
    int n = 0;
    for (int fd = 0; fd < 64; fd++)
        n += fcntl(fd, F_GETFD) >= 0;
    return n;
}

static int logged;
static void count_line(void *user, const char *line)
{
    (void)user, (void)line;
    logged++;
}

/* Whether anything failed. */
static bool run(void)
{
    edo_runtime_config config = {.log = count_line};
    edo_runtime *rt;
    int before = descriptors();
    injected = false;
    said = logged = 0;
    alarm(20);
    int error = edo_runtime_new(&config, &rt);
    if (error < 0) {
        CHECK(error == -ENOMEM && injected);
    } else {
        edo_future(program) future = program();
        error = edo_runtime_block_on(rt, future);
        CHECK(error == said || error == -ENOMEM);
        CHECK(edo_runtime_free(rt) == 0);
    }
    CHECK(error >= 0 || injected);
    CHECK(live == 0);
    CHECK(descriptors() == before);
    return injected;
}

int main(int argc, char **argv)
{
    static const edo_allocator allocator = {failing_alloc, counting_free, 0};
    bool calls = argc > 2 && strcmp(argv[1], "calls") == 0;
    long n = 0, silent = 0;
    edo_set_allocator(&allocator);
    for_good = argc > 1 && strcmp(argv[1], "memory-from") == 0;
    error_of_calls = calls ? atoi(argv[2]) : 0;
    do {
        n++;
        *(calls ? &calls_left : &memory_left) = n;
        if (!run())
            break;
        /* Retried, or of no consequence: said in the log at most. */
        silent += said == 0;
    } while (n < 100000);
    printf("%ld failures, %ld of them without an error to the program\n", n - 1, silent);
    return n < 20;
}
