/* SPDX-License-Identifier: MIT
 *
 * For tests of the runtime: async functions lowered by hand, in the shape that docs/lowering.md
 * gives (all locals in the frame), leaves that count, memory that can fail, and one process with a
 * time limit for each test.
 *
 *     struct f__args { int n; };
 *     struct f__frame { int result; struct f__args args; struct edo_yield_op yield; };
 *     ASYNC(f)
 *     {
 *         BEGIN
 *         AWAIT(f, 1, yield, yield, edo__yield_start(&F->yield, cx));
 *         RETURN(F->args.n);
 *     }
 */
#ifndef EDO_TESTS_HAND_H
#define EDO_TESTS_HAND_H

#include <edo.h>

#include <errno.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define CHECK(x)                                                                                   \
    do {                                                                                           \
        if (!(x)) {                                                                                \
            fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #x);                                \
            abort();                                                                               \
        }                                                                                          \
    } while (0)

#define CHECK_EQ(a, b) check_eq(a, b, #a, __FILE__, __LINE__)

__attribute__((unused)) static void check_eq(long long a, long long b, const char *text,
                                             const char *file, int line)
{
    if (a == b)
        return;
    fprintf(stderr, "%s:%d: %s is %lld, not %lld\n", file, line, text, a, b);
    abort();
}

/* ---- async functions ------------------------------------------------------------------------- */

#define ASYNC(f)                                                                                   \
    static edo_poll f##__run(struct f##__frame *F, unsigned at, edo_cx *cx);                       \
    static edo_poll f##__resume(void *frame, unsigned at, edo_cx *cx)                              \
    {                                                                                              \
        return f##__run((struct f##__frame *)frame, at, cx);                                       \
    }                                                                                              \
    static edo_poll f##__start(void *frame, edo_cx *cx, const void *args)                          \
    {                                                                                              \
        struct f##__frame *F = (struct f##__frame *)frame;                                         \
        struct f##__args a = *(const struct f##__args *)args;                                      \
        F->args = a;                                                                               \
        return f##__run(F, 0, cx);                                                                 \
    }                                                                                              \
    __attribute__((unused)) static const edo_fn f##__fn = {                                        \
        .name = #f,                                                                                \
        .start = f##__start,                                                                       \
        .resume = f##__resume,                                                                     \
        .size = sizeof(struct f##__frame),                                                         \
        .align = _Alignof(struct f##__frame) < 8 ? 8 : _Alignof(struct f##__frame),                \
        .args_size = sizeof(struct f##__args),                                                     \
        .args_align = _Alignof(struct f##__args),                                                  \
        .result_size = sizeof(int),                                                                \
        .flags = EDO_FN_SIGNED,                                                                    \
        .file = __FILE__,                                                                          \
        .line = __LINE__,                                                                          \
    };                                                                                             \
    static edo_poll f##__run(struct f##__frame *F, unsigned at, edo_cx *cx)

#define BEGIN                                                                                      \
    switch (at) {                                                                                  \
    case 0:;

#define END                                                                                        \
    default:                                                                                       \
        abort();                                                                                   \
    }

#define RETURN(v)                                                                                  \
    do {                                                                                           \
        int v_ = (v);                                                                              \
        (void)cx;                                                                                  \
        F->result = v_;                                                                            \
        return EDO_READY;                                                                          \
    } while (0)

#define AWAIT_SITE(f, K, the_leaf, member, start, site_flags)                                      \
    do {                                                                                           \
        static const edo_site site = {                                                             \
            .callee = the_leaf##__leaf_resume,                                                     \
            .caller = f##__resume,                                                                 \
            .leaf = &the_leaf##__leaf,                                                             \
            .offset = offsetof(struct f##__frame, member),                                         \
            .at = K,                                                                               \
            .up_kind = EDO_UP_DYNAMIC,                                                             \
            .flags = site_flags,                                                                   \
            .line = K,                                                                             \
            .file = "test.c",                                                                      \
            .function = #f,                                                                        \
            .what = #the_leaf,                                                                     \
        };                                                                                         \
        if ((start) == EDO_PENDING)                                                                \
            return edo__suspend(cx, &F->member, &site);                                            \
    } while (0);                                                                                   \
    __attribute__((fallthrough));                                                                  \
    case K:;

#define AWAIT(f, K, leaf, member, start) AWAIT_SITE(f, K, leaf, member, start, 0)
#define AWAIT_FUTURE(f, K, member, future, g)                                                      \
    AWAIT_SITE(f, K, await_branch, member,                                                         \
               edo__await_branch_start(&F->member, cx, &(future).branch, &g##__fn),                \
               EDO_SITE_BRANCH)
#define END_FUTURE(f, K, member, future)                                                           \
    AWAIT_SITE(f, K, await_branch, member,                                                         \
               edo__end_branch_start(&F->member, cx, &(future).branch), EDO_SITE_BRANCH)

#define LEAF(which, S, resume_, cancel_)                                                           \
    static edo_poll which##__leaf_resume(void *op, unsigned at, edo_cx *cx)                        \
    {                                                                                              \
        (void)at;                                                                                  \
        return resume_((S *)op, cx);                                                               \
    }                                                                                              \
    __attribute__((unused)) static const edo_leaf_ops which##__leaf = {                            \
        .name = #which, .resume = which##__leaf_resume, .cancel = cancel_}

LEAF(yield, struct edo_yield_op, edo__yield_resume, 0);
static void join_cancel(void *op, edo_cx *cx)
{
    edo__join_cancel((struct edo_join_op *)op, cx);
}
LEAF(task_join, struct edo_join_op, edo__join_resume, join_cancel);
#define await_branch__leaf_resume edo__await_branch_resume
__attribute__((unused)) static const edo_leaf_ops await_branch__leaf = {
    .name = "future",
    .resume = edo__await_branch_resume,
    .cancel = edo__await_branch_cancel,
};

#define FUTURE(f)                                                                                  \
    struct {                                                                                       \
        edo_branch branch;                                                                         \
        union {                                                                                    \
            struct f##__args args;                                                                 \
            struct f##__frame frame;                                                               \
        };                                                                                         \
    }

#define FUTURE_INIT(future, ...)                                                                   \
    do {                                                                                           \
        edo_branch_init(&(future).branch);                                                         \
        __typeof__((future).args) init_ = __VA_ARGS__;                                             \
        (future).args = init_;                                                                     \
    } while (0)

#define CALL(f, ...) ((edo_call){&f##__fn, &(struct f##__args)__VA_ARGS__})

/* Runs f to its end on a runtime of its own; its result. */
#define BLOCK_ON(f, ...)                                                                           \
    __extension__({                                                                                \
        FUTURE(f) future_;                                                                         \
        struct f##__args args_ = __VA_ARGS__;                                                      \
        edo_branch_init(&future_.branch);                                                          \
        future_.args = args_;                                                                      \
        CHECK_EQ(edo__block_on(&future_.branch, &f##__fn), 0);                                     \
        future_.frame.result;                                                                      \
    })
#define BLOCK_ON_RT(rt, f, ...)                                                                    \
    __extension__({                                                                                \
        FUTURE(f) future_;                                                                         \
        struct f##__args args_ = __VA_ARGS__;                                                      \
        edo_branch_init(&future_.branch);                                                          \
        future_.args = args_;                                                                      \
        CHECK_EQ(edo__runtime_block_on(rt, &future_.branch, &f##__fn), 0);                         \
        future_.frame.result;                                                                      \
    })

/* ---- a gate: a leaf that waits until it is opened, on the runtime's thread ------------------- */

struct gate {
    edo_branch *waiter; /* a wake is owed to it */
    bool open;
    int polls, cancels;
};
struct gate_op {
    int result;
    struct gate *gate;
    edo_branch *branch;
};

__attribute__((unused)) static void gate_open(struct gate *g)
{
    edo_branch *b = g->waiter;
    g->open = true;
    g->waiter = 0;
    if (b)
        edo_branch_wake(b);
}

__attribute__((unused)) static edo_poll gate_resume(struct gate_op *op, edo_cx *cx)
{
    op->gate->polls++;
    if (op->gate->waiter == op->branch)
        return EDO_PENDING;
    op->result = op->gate->open ? 7 : edo_cx_cancelled(cx) ? -ECANCELED : -EIO;
    return EDO_READY;
}

__attribute__((unused)) static edo_poll gate_start(struct gate_op *op, edo_cx *cx, struct gate *g)
{
    op->gate = g;
    op->branch = cx->branch;
    g->polls++;
    if (g->open || edo_cx_cancelled(cx)) {
        op->result = edo_cx_cancelled(cx) ? -ECANCELED : 7;
        return EDO_READY;
    }
    CHECK(!g->waiter);
    g->waiter = cx->branch;
    return EDO_PENDING;
}

__attribute__((unused)) static void gate_cancel(void *p, edo_cx *cx)
{
    struct gate_op *op = (struct gate_op *)p;
    (void)cx;
    op->gate->cancels++;
    if (op->gate->waiter != op->branch)
        return;
    op->gate->waiter = 0;
    edo_branch_wake(op->branch);
}
LEAF(gate, struct gate_op, gate_resume, gate_cancel);

/* ---- a signal: a leaf that another thread ends through a waker ------------------------------- */

struct signal {
    atomic_int ready;
    atomic_int asked; /* the waker is there */
    edo_waker waker;
    int polls;
};
struct signal_op {
    int result;
    struct signal *signal;
};

__attribute__((unused)) static edo_poll signal_resume(struct signal_op *op, edo_cx *cx)
{
    op->signal->polls++;
    if (!atomic_load(&op->signal->ready) && !edo_cx_cancelled(cx))
        return EDO_PENDING;
    op->result = edo_cx_cancelled(cx) ? -ECANCELED : atomic_load(&op->signal->ready);
    return EDO_READY;
}

__attribute__((unused)) static edo_poll signal_start(struct signal_op *op, edo_cx *cx,
                                                     struct signal *s)
{
    op->signal = s;
    s->waker = edo_cx_waker(cx);
    if (!s->waker.vtable) {
        op->result = -ENOMEM;
        return EDO_READY;
    }
    atomic_store(&s->asked, 1);
    return signal_resume(op, cx);
}

__attribute__((unused)) static void signal_cancel(void *p, edo_cx *cx)
{
    (void)cx;
    edo_waker_wake_by_ref(&((struct signal_op *)p)->signal->waker);
}
LEAF(signal, struct signal_op, signal_resume, signal_cancel);

/* ---- memory ---------------------------------------------------------------------------------- */

static struct memory {
    atomic_long live, allocs, bytes;
    atomic_long fail_at; /* the n-th allocation from now on fails; 0: none */
} memory;

static void *memory_alloc(void *user, size_t size, size_t align)
{
    (void)user;
    if (atomic_load(&memory.fail_at) && atomic_fetch_sub(&memory.fail_at, 1) == 1)
        return 0;
    void *p;
    if (posix_memalign(&p, align < sizeof(void *) ? sizeof(void *) : align, size))
        return 0;
    memset(p, 0xa5, size);
    atomic_fetch_add(&memory.live, 1);
    atomic_fetch_add(&memory.allocs, 1);
    atomic_fetch_add(&memory.bytes, (long)size);
    return p;
}

static void memory_free(void *user, void *p, size_t size, size_t align)
{
    (void)user;
    (void)align;
    memset(p, 0x5a, size);
    atomic_fetch_sub(&memory.live, 1);
    atomic_fetch_sub(&memory.bytes, (long)size);
    free(p);
}

/* ---- running --------------------------------------------------------------------------------- */

static int failures;
static const char *only;

enum { SECONDS = 20 };

/* In a process of its own. `dies`: it must stop with this on standard error. */
__attribute__((unused)) static void run_test(void (*test)(void), const char *name, const char *dies)
{
    static const edo_allocator counting = {memory_alloc, memory_free, 0};
    int fds[2];
    if (only && strcmp(only, name) != 0)
        return;
    fflush(stdout);
    CHECK(pipe(fds) == 0);
    pid_t pid = fork();
    CHECK(pid >= 0);
    if (pid == 0) {
        if (dies)
            dup2(fds[1], 2);
        close(fds[0]);
        close(fds[1]);
        alarm(SECONDS);
        edo_set_allocator(&counting);
        test();
        CHECK_EQ(memory.live, 0);
        CHECK_EQ(memory.bytes, 0);
        exit(0);
    }
    close(fds[1]);
    char said[8192];
    size_t n = 0;
    ssize_t got;
    while (n < sizeof said - 1 && (got = read(fds[0], said + n, sizeof said - 1 - n)) > 0)
        n += (size_t)got;
    said[n] = 0;
    close(fds[0]);
    int status;
    CHECK(waitpid(pid, &status, 0) == pid);
    bool good = dies ? !(WIFEXITED(status) && WEXITSTATUS(status) == 0) && strstr(said, dies)
                     : WIFEXITED(status) && WEXITSTATUS(status) == 0;
    printf("%s %s\n", good ? "ok  " : "FAIL", name);
    if (!good)
        fprintf(stderr, "status %x %s\n", (unsigned)status, said);
    failures += !good;
}
#define TEST(name) run_test(name, #name, 0)
#define DIES(name, message) run_test(name, #name, message)

#define TESTS(...)                                                                                 \
    int main(int argc, char **argv)                                                                \
    {                                                                                              \
        only = argc > 1 ? argv[1] : 0;                                                             \
        __VA_ARGS__                                                                                \
        return failures != 0;                                                                      \
    }

#endif
