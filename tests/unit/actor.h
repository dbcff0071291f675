/* SPDX-License-Identifier: MIT
 *
 * Async functions by hand, for the tests of leaves: an actor is a task whose body is a switch over
 * the line at which it goes on.
 *
 *     static edo_poll body(struct actor *a, edo_cx *cx)
 *     {
 *         BEGIN(a);
 *         AWAIT(a, sleep, edo__sleep_start(&a->op.sleep, cx, edo_ms(1)));
 *         a->result = a->op.sleep.result;
 *         END(a);
 *     }
 *
 * Locals don't live across an AWAIT: a->data does. Each test runs in a process of its own. */
#ifndef ACTOR_H
#define ACTOR_H

#include <edo.h>

#include "sched/runtime.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define CHECK(x)                                                                                  \
    do {                                                                                          \
        if (!(x)) {                                                                               \
            fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #x);                               \
            abort();                                                                              \
        }                                                                                         \
    } while (0)
#define CHECK_INT(have, want)                                                                     \
    do {                                                                                          \
        long long have_ = (have), want_ = (want);                                                 \
        if (have_ != want_) {                                                                     \
            fprintf(stderr, "%s:%d: %s is %lld, not %lld\n", __FILE__, __LINE__, #have, have_,    \
                    want_);                                                                       \
            abort();                                                                              \
        }                                                                                         \
    } while (0)

struct actor {
    int result;
    int at; /* the line of the AWAIT that it waits in */
    edo_poll (*body)(struct actor *a, edo_cx *cx);
    void *data;
    long i, n; /* for loops around an AWAIT */
    union {
        struct edo_yield_op yield;
        struct edo_join_op join;
        struct edo_sleep_op sleep;
        struct edo_fd_ready_op fd_ready;
        struct edo_tcp_listen_op tcp_listen;
        struct edo_tcp_accept_op tcp_accept;
        struct edo_tcp_connect_op tcp_connect;
        struct edo_tcp_read_op tcp_read;
        struct edo_tcp_readable_op tcp_readable;
        struct edo_tcp_write_op tcp_write;
        struct edo_tcp_write_all_op tcp_write_all;
    } op;
};

typedef edo_poll actor_body(struct actor *a, edo_cx *cx);

static edo_poll actor_resume(void *frame, unsigned at, edo_cx *cx)
{
    struct actor *a = frame;
    (void)at;
    return a->body(a, cx);
}

#define ACTOR_SITE(name, cancel_or_0)                                                             \
    static edo_poll name##_callee(void *op, unsigned at, edo_cx *cx)                              \
    {                                                                                             \
        (void)at;                                                                                 \
        return edo__##name##_resume(op, cx);                                                      \
    }                                                                                             \
    static const edo_leaf_ops name##_leaf = { #name, name##_callee, cancel_or_0, 0 };             \
    __attribute__((unused)) static const edo_site name##_site = {                                 \
        .callee = name##_callee, .caller = actor_resume, .leaf = &name##_leaf,                    \
        .offset = offsetof(struct actor, op), .at = 1, .up_kind = EDO_UP_DYNAMIC,                 \
        .file = __FILE__, .function = "actor", .what = #name,                                     \
    };
#define ACTOR_LEAF(name)                                                                          \
    static void name##_cancels(void *op, edo_cx *cx)                                              \
    {                                                                                             \
        edo__##name##_cancel(op, cx);                                                             \
    }                                                                                             \
    ACTOR_SITE(name, name##_cancels)

ACTOR_SITE(yield, 0)
ACTOR_LEAF(join)
ACTOR_LEAF(sleep)
ACTOR_LEAF(fd_ready)
ACTOR_SITE(tcp_listen, 0)
ACTOR_LEAF(tcp_accept)
ACTOR_LEAF(tcp_connect)
ACTOR_LEAF(tcp_read)
ACTOR_LEAF(tcp_readable)
ACTOR_LEAF(tcp_write)
ACTOR_LEAF(tcp_write_all)

#define BEGIN(a)                                                                                  \
    switch ((a)->at) {                                                                            \
    case 0:
#define AWAIT(a, name, start)                                                                     \
    do {                                                                                          \
        (a)->at = __LINE__;                                                                       \
        if ((start) == EDO_PENDING)                                                               \
            return edo__suspend(cx, &(a)->op, &name##_site);                                      \
        /* fall through */                                                                        \
    case __LINE__:;                                                                               \
    } while (0)
#define END(a)                                                                                    \
    }                                                                                             \
    return EDO_READY

#define YIELD(a) AWAIT(a, yield, edo__yield_start(&(a)->op.yield, cx))
#define JOIN(a, task, to) AWAIT(a, join, edo__join_start(&(a)->op.join, cx, task, to))

struct actor_args {
    actor_body *body;
    void *data;
};

static edo_poll actor_start(void *frame, edo_cx *cx, const void *args)
{
    struct actor_args given = *(const struct actor_args *)args; /* they may lie in the frame */
    struct actor *a = frame;
    memset(a, 0, sizeof *a);
    a->body = given.body;
    a->data = given.data;
    return given.body(a, cx);
}

__attribute__((unused)) static const edo_fn actor_fn = {
    .name = "actor", .start = actor_start, .resume = actor_resume,
    .size = sizeof(struct actor), .align = 16,
    .args_size = sizeof(struct actor_args), .args_align = _Alignof(struct actor_args),
    .result_size = sizeof(int), .flags = EDO_FN_SIGNED, .file = __FILE__,
};

/* Inside an actor. */
static inline edo_task *spawn(actor_body *body, void *data)
{
    struct actor_args args = { body, data };
    edo_task *task;
    CHECK_INT(edo_task_spawn(&task, (edo_call){ &actor_fn, &args }), 0);
    return task;
}

static inline void spawn_detached(actor_body *body, void *data)
{
    struct actor_args args = { body, data };
    CHECK_INT(edo_spawn((edo_call){ &actor_fn, &args }), 0);
}

/* Runs an actor to its end in `rt`; its result. */
static inline int run_in(edo_runtime *rt, actor_body *body, void *data)
{
    struct {
        char room_for_alignment[16 - sizeof(edo_branch) % 16];
        edo_branch branch;
        struct actor frame;
    } f;
    _Static_assert(sizeof(edo_branch) % 8 == 0, "the frame follows the branch");
    edo_branch_init(&f.branch);
    CHECK((void *)&f.frame == edo_branch_frame(&f.branch));
    struct actor_args args = { body, data };
    memcpy(&f.frame, &args, sizeof args);
    CHECK_INT(edo__runtime_block_on(rt, &f.branch, &actor_fn), 0);
    return f.frame.result;
}

static inline int run(actor_body *body, void *data)
{
    edo_runtime *rt;
    CHECK_INT(edo_runtime_new(0, &rt), 0);
    int result = run_in(rt, body, data);
    CHECK_INT(edo_runtime_free(rt), 0);
    return result;
}

/* Inside an actor: completes what is ready, so that branches are woken which have not run yet. */
static inline void look_outside(edo_cx *cx)
{
    edo_runtime *rt = cx->runtime;
    rt->parker->ops->park(rt->parker, 0);
}

static inline unsigned open_descriptors(void)
{
    unsigned n = 0;
    for (int fd = 0; fd < 1024; fd++)
        n += lseek(fd, 0, SEEK_CUR) >= 0 || errno != EBADF;
    return n;
}

/* One test, in a process of its own that must exit well, with as many descriptors as it had. */
#define TEST(f) actor_test(#f, f)
static inline void actor_test(const char *name, void (*test)(void))
{
    fflush(0);
    pid_t child = fork();
    CHECK(child >= 0);
    if (child == 0) {
        alarm(60);
        unsigned before = open_descriptors();
        test();
        CHECK_INT(open_descriptors(), before);
        exit(0);
    }
    int status;
    while (waitpid(child, &status, 0) < 0)
        CHECK(errno == EINTR);
    if (status == 0)
        return;
    fprintf(stderr, "FAILED: %s (status %x)\n", name, (unsigned)status);
    exit(1);
}

/* The process aborts, and says `message`. */
static inline void dies_with(void (*f)(void), const char *message)
{
    int out[2];
    CHECK(pipe(out) == 0);
    pid_t child = fork();
    CHECK(child >= 0);
    if (child == 0) {
        dup2(out[1], 2);
        f();
        _exit(0);
    }
    close(out[1]);
    char said[4096] = "";
    size_t n = 0;
    for (ssize_t r; n < sizeof said - 1 && (r = read(out[0], said + n, sizeof said - 1 - n)) > 0;)
        n += (size_t)r;
    close(out[0]);
    int status;
    CHECK(waitpid(child, &status, 0) == child);
    if (!WIFSIGNALED(status) || WTERMSIG(status) != SIGABRT || !strstr(said, message)) {
        fprintf(stderr, "expected to die with \"%s\"; status %x, said: %s\n", message,
                (unsigned)status, said);
        abort();
    }
}

#endif
