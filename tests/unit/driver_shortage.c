/* SPDX-License-Identifier: MIT
 *
 * Running out: of descriptors, of memory, of drivers; and wakes from other threads. */
#include "actor.h"

#include <arpa/inet.h>
#include <pthread.h>
#include <sys/resource.h>
#include <sys/socket.h>

/* ---- no descriptor for those who connect ----------------------------------------------------- */

enum { CLIENTS = 20 };

static edo_listener *listener;
static edo_addr address;
static edo_tcp *accepted[CLIENTS];
static int naccepted, client[CLIENTS], log_lines;
static int spare[2000], nspare;

static edo_poll accepts_all(struct actor *a, edo_cx *cx)
{
    BEGIN(a);
    while (naccepted < CLIENTS) {
        AWAIT(a, tcp_accept, edo__tcp_accept_start(&a->op.tcp_accept, cx, listener,
                                                   &accepted[naccepted]));
        CHECK_INT(a->op.tcp_accept.result, 0);
        naccepted++;
    }
    END(a);
}

static void count_line(void *user, const char *line)
{
    (void)user;
    CHECK(strstr(line, "accepting on 127.0.0.1:") && strstr(line, "Too many open files"));
    log_lines++;
}

static void take_all_descriptors(void)
{
    while ((spare[nspare] = dup(0)) >= 0)
        nspare++;
    CHECK_INT(errno, EMFILE);
}

static int connect_plain(void)
{
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    struct sockaddr_in in = { .sin_family = AF_INET, .sin_port = htons(address.port),
                              .sin_addr = { htonl(INADDR_LOOPBACK) } };
    CHECK(fd >= 0 && connect(fd, (struct sockaddr *)&in, sizeof in) == 0);
    return fd;
}

static edo_poll runs_out_of_descriptors(struct actor *a, edo_cx *cx)
{
    static edo_task *t;
    static char c;
    BEGIN(a);
    AWAIT(a, tcp_listen, edo__tcp_listen_start(&a->op.tcp_listen, cx, "127.0.0.1:0", &listener));
    CHECK_INT(edo_listener_addr(listener, &address), 0);
    for (int i = 0; i < CLIENTS; i++)
        client[i] = connect_plain();
    struct rlimit limit;
    getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = 512;
    CHECK_INT(setrlimit(RLIMIT_NOFILE, &limit), 0);
    take_all_descriptors();
    for (int i = 0; i < 2; i++) /* room for two */
        close(spare[--nspare]);
    t = spawn(accepts_all, 0);
    YIELD(a);
    look_outside(cx);
    YIELD(a);
    CHECK_INT(naccepted, 2);
    CHECK_INT(log_lines, 1);

    /* A socket of the runtime's is closed: whoever waits is served at once, without the timer. */
    edo_runtime *rt = cx->runtime;
    CHECK(rt->timers->ops->next_deadline(rt->timers) != EDO_NO_DEADLINE);
    edo_tcp_close(accepted[0]);
    CHECK(rt->timers->ops->next_deadline(rt->timers) == EDO_NO_DEADLINE);
    YIELD(a);
    CHECK_INT(naccepted, 3);

    /* Others free theirs: the delay finds it. Still there is one line in the log. */
    while (nspare > 0)
        close(spare[--nspare]);
    JOIN(a, t, 0);
    CHECK_INT(naccepted, CLIENTS);
    CHECK_INT(log_lines, 1);
    for (; a->i < CLIENTS; a->i++) { /* nobody is lost, all are in their order */
        if (a->i > 0) {
            CHECK_INT(write(client[a->i], "x", 1), 1);
            AWAIT(a, tcp_read, edo__tcp_read_start(&a->op.tcp_read, cx, accepted[a->i], &c, 1));
            CHECK_INT(a->op.tcp_read.result, 1);
            edo_tcp_close(accepted[a->i]);
        }
        close(client[a->i]);
    }
    edo_listener_close(listener);
    END(a);
}

static void run_logged(actor_body *body)
{
    edo_runtime_config config = { .log = count_line };
    edo_runtime *rt;
    CHECK_INT(edo_runtime_new(&config, &rt), 0);
    CHECK_INT(run_in(rt, body, 0), 0);
    CHECK_INT(edo_runtime_free(rt), 0);
}

static void accept_waits_for_descriptors_logs_once_and_loses_nobody(void)
{
    run_logged(runs_out_of_descriptors);
}

static edo_poll accepts_until_error(struct actor *a, edo_cx *cx)
{
    BEGIN(a);
    AWAIT(a, tcp_accept,
          edo__tcp_accept_start(&a->op.tcp_accept, cx, listener, &accepted[0]));
    CHECK_INT(a->op.tcp_accept.result, *(int *)a->data);
    END(a);
}

/* The listener is closed, and an acceptor cancelled, while it is paused. */
static edo_poll ends_while_paused(struct actor *a, edo_cx *cx)
{
    static edo_task *t;
    static int wanted;
    BEGIN(a);
    for (; a->i < 3; a->i++) {
        AWAIT(a, tcp_listen,
              edo__tcp_listen_start(&a->op.tcp_listen, cx, "127.0.0.1:0", &listener));
        CHECK_INT(edo_listener_addr(listener, &address), 0);
        client[0] = connect_plain();
        struct rlimit limit;
        getrlimit(RLIMIT_NOFILE, &limit);
        limit.rlim_cur = 256;
        CHECK_INT(setrlimit(RLIMIT_NOFILE, &limit), 0);
        take_all_descriptors();
        wanted = a->i == 1 ? -EDO_ECLOSED : -ECANCELED;
        t = spawn(accepts_until_error, &wanted);
        YIELD(a);
        CHECK(!edo_task_is_finished(t));
        if (a->i != 1)
            edo_task_cancel(t);
        if (a->i == 1)
            edo_listener_close(listener);
        while (nspare > 0)
            close(spare[--nspare]);
        JOIN(a, t, 0);
        if (a->i == 0)
            edo_listener_close(listener);
        close(client[0]); /* the third time, the paused listener is left to the runtime's end */
    }
    END(a);
}

static void paused_listener_can_be_left_in_every_way(void)
{
    run_logged(ends_while_paused);
}

/* ---- no memory ------------------------------------------------------------------------------- */

static long allowed, failures;
static long live;

static void *limited_alloc(void *user, size_t size, size_t align)
{
    (void)user;
    if (allowed-- <= 0) {
        failures++;
        return 0;
    }
    live++;
    return aligned_alloc(align, (size + align - 1) / align * align);
}

static void limited_free(void *user, void *p, size_t size, size_t align)
{
    (void)user, (void)size, (void)align;
    if (p)
        live--;
    free(p);
}

/* Everything once; what fails says -ENOMEM, and nothing else happens. */
static edo_poll does_everything(struct actor *a, edo_cx *cx)
{
    static edo_tcp *conn[2];
    static edo_listener *l;
    static edo_addr addr;
    static char text[EDO_ADDR_TEXT];
    static int p[2];
    static const edo_listen_options options = { .report_shortage = true };
    int *errors = a->data;
    BEGIN(a);
    AWAIT(a, sleep, edo__sleep_start(&a->op.sleep, cx, edo_ns(1)));
    CHECK(a->op.sleep.result == 0 || a->op.sleep.result == -ENOMEM);
    *errors += a->op.sleep.result != 0;
    CHECK_INT(pipe(p), 0);
    CHECK_INT(write(p[1], "x", 1), 1);
    AWAIT(a, fd_ready, edo__fd_ready_start(&a->op.fd_ready, cx, p[0], EDO_READABLE));
    CHECK(a->op.fd_ready.result == EDO_READABLE || a->op.fd_ready.result == -ENOMEM);
    *errors += a->op.fd_ready.result < 0;
    close(p[0]);
    close(p[1]);
    AWAIT(a, tcp_listen, edo__tcp_listen_with_start(&a->op.tcp_listen, cx, "127.0.0.1:0", &options,
                                                    &l));
    CHECK(a->op.tcp_listen.result == 0 || a->op.tcp_listen.result == -ENOMEM);
    *errors += a->op.tcp_listen.result != 0;
    if (a->op.tcp_listen.result == 0) {
        CHECK_INT(edo_listener_addr(l, &addr), 0);
        edo_addr_format(&addr, text, sizeof text);
        AWAIT(a, tcp_connect, edo__tcp_connect_start(&a->op.tcp_connect, cx, text, &conn[0]));
        CHECK(a->op.tcp_connect.result == 0 || a->op.tcp_connect.result == -ENOMEM);
        *errors += a->op.tcp_connect.result != 0;
        if (a->op.tcp_connect.result == 0) {
            AWAIT(a, tcp_accept, edo__tcp_accept_start(&a->op.tcp_accept, cx, l, &conn[1]));
            CHECK(a->op.tcp_accept.result == 0 || a->op.tcp_accept.result == -ENOMEM);
            *errors += a->op.tcp_accept.result != 0;
            if (a->op.tcp_accept.result == 0)
                edo_tcp_close(conn[1]);
            edo_tcp_close(conn[0]);
        }
        edo_listener_close(l);
    }
    END(a);
}

static void every_allocation_that_fails_is_reported_and_nothing_leaks(void)
{
    edo_allocator limited = { limited_alloc, limited_free, 0 };
    edo_set_allocator(&limited);
    for (long n = 0;; n++) {
        int errors = 0;
        edo_runtime *rt;
        allowed = 100;
        CHECK_INT(edo_runtime_new(0, &rt), 0);
        struct actor_args args = { does_everything, &errors };
        CHECK_INT(edo_spawn_on(rt, (edo_call){ &actor_fn, &args }), 0);
        allowed = n;
        failures = 0;
        while (edo_runtime_turn(rt)) {
        }
        CHECK((failures > 0) == (errors > 0));
        CHECK_INT(edo_runtime_free(rt), 0);
        CHECK_INT(live, 0);
        if (!failures) {
            CHECK(n >= 4); /* there was something to fail */
            return;
        }
    }
}

/* ---- no such driver -------------------------------------------------------------------------- */

static char logged[512];

static void keep_line(void *user, const char *line)
{
    (void)user;
    snprintf(logged, sizeof logged, "%s", line);
}

static edo_poll listens(struct actor *a, edo_cx *cx)
{
    BEGIN(a);
    AWAIT(a, tcp_listen, edo__tcp_listen_start(&a->op.tcp_listen, cx, "127.0.0.1:0", &listener));
    a->result = a->op.tcp_listen.result;
    END(a);
}

static void unknown_driver_is_a_clear_error(void)
{
    edo_runtime_config config = { .log = keep_line };
    edo_runtime *rt;
    setenv("EDO_DRIVER", "uring", 1);
    CHECK_INT(edo_runtime_new(&config, &rt), 0);
    CHECK_INT(run_in(rt, listens, 0), -ENOTSUP);
    CHECK(strcmp(logged, "EDO_DRIVER=uring: this build has no such driver; it has: epoll") == 0);
    CHECK_INT(edo_runtime_free(rt), 0);
    setenv("EDO_DRIVER", "epoll", 1);
    CHECK_INT(run(listens, 0), 0);
}

static edo_poll listens_without_descriptors(struct actor *a, edo_cx *cx)
{
    BEGIN(a);
    for (; a->i < 4; a->i++) { /* epoll, then its eventfd, then the socket can't be had */
        AWAIT(a, tcp_listen,
              edo__tcp_listen_start(&a->op.tcp_listen, cx, "127.0.0.1:0", &listener));
        CHECK_INT(a->op.tcp_listen.result, a->i < 3 ? -EMFILE : 0);
        close(spare[--nspare]);
    }
    END(a);
}

static void driver_that_finds_no_descriptor_is_an_error_and_made_later(void)
{
    struct rlimit limit;
    getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = 256;
    CHECK_INT(setrlimit(RLIMIT_NOFILE, &limit), 0);
    take_all_descriptors();
    run(listens_without_descriptors, 0);
    while (nspare > 0)
        close(spare[--nspare]);
}

/* ---- wakes from other threads ---------------------------------------------------------------- */

static edo_waker left_waker;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static bool asked, granted;

/* A leaf that another thread completes. */
static edo_poll external_callee(void *op, unsigned at, edo_cx *cx)
{
    (void)op, (void)at, (void)cx;
    pthread_mutex_lock(&lock);
    bool ready = granted;
    granted = false;
    pthread_mutex_unlock(&lock);
    return ready ? EDO_READY : EDO_PENDING;
}

static const edo_leaf_ops external_leaf = { "external", external_callee, 0, 0 };
static const edo_site external_site = {
    .callee = external_callee, .caller = actor_resume, .leaf = &external_leaf,
    .offset = offsetof(struct actor, op), .at = 1, .up_kind = EDO_UP_DYNAMIC,
    .file = __FILE__, .function = "actor", .what = "external",
};

static edo_poll external_start(edo_cx *cx)
{
    pthread_mutex_lock(&lock);
    left_waker = edo_cx_waker(cx);
    asked = true;
    pthread_cond_signal(&changed);
    pthread_mutex_unlock(&lock);
    return EDO_PENDING;
}

enum { ROUNDS = 2000 };

static void *grants(void *arg)
{
    (void)arg;
    for (int i = 0; i < ROUNDS; i++) {
        pthread_mutex_lock(&lock);
        while (!asked)
            pthread_cond_wait(&changed, &lock);
        asked = false;
        granted = true;
        edo_waker waker = left_waker;
        pthread_mutex_unlock(&lock);
        edo_waker_wake(waker);
    }
    return 0;
}

static edo_poll asks_again_and_again(struct actor *a, edo_cx *cx)
{
    static pthread_t thread;
    BEGIN(a);
    /* The driver is what the runtime sleeps in. */
    AWAIT(a, tcp_listen, edo__tcp_listen_start(&a->op.tcp_listen, cx, "127.0.0.1:0", &listener));
    CHECK_INT(a->op.tcp_listen.result, 0);
    CHECK_INT(pthread_create(&thread, 0, grants, 0), 0);
    for (; a->i < ROUNDS; a->i++)
        AWAIT(a, external, external_start(cx));
    CHECK_INT(pthread_join(thread, 0), 0);
    edo_listener_close(listener);
    END(a);
}

static void wakes_from_another_thread_reach_a_runtime_that_waits_in_the_driver(void)
{
    run(asks_again_and_again, 0);
}

int main(void)
{
    TEST(accept_waits_for_descriptors_logs_once_and_loses_nobody);
    TEST(paused_listener_can_be_left_in_every_way);
    TEST(every_allocation_that_fails_is_reported_and_nothing_leaks);
    TEST(unknown_driver_is_a_clear_error);
    TEST(driver_that_finds_no_descriptor_is_an_error_and_made_later);
    TEST(wakes_from_another_thread_reach_a_runtime_that_waits_in_the_driver);
    return 0;
}
