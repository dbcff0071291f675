/* SPDX-License-Identifier: MIT
 *
 * Tasks that nothing can wake, and tasks that don't heed their cancellation, are reported; nobody
 * else is. */
#include "hand.h"

#include "sched/runtime.h"

#include <pthread.h>

static char logged[4096];
static struct gate gate;
static bool rescued;

/* Opens the gate that nobody would have opened. */
static void rescue(void *user, const char *line)
{
    (void)user;
    strcat(strcat(logged, line), "\n");
    rescued = true;
    if (gate.waiter)
        gate_open(&gate);
}

static edo_runtime *logging_runtime(void)
{
    edo_runtime_config config = {.log = rescue};
    edo_runtime *rt;
    CHECK_EQ(edo_runtime_new(&config, &rt), 0);
    return rt;
}

struct at_gate__args {
    int unused;
};
struct at_gate__frame {
    int result;
    struct at_gate__args args;
    struct gate_op op;
};
ASYNC(at_gate)
{
    BEGIN
    AWAIT(at_gate, 31, gate, op, gate_start(&F->op, cx, &gate))
    RETURN(F->op.result);
    END
}

static void what_nothing_can_wake_is_told_once(void)
{
    edo_runtime *rt = logging_runtime();
    CHECK_EQ(BLOCK_ON_RT(rt, at_gate, {0}), 7);
    CHECK(strstr(logged, "nothing can wake a task any more"));
    CHECK(strstr(logged, "\n  'edo_block_on' waits at test.c:31\n"));
    CHECK_EQ(edo_runtime_free(rt), 0);
}

/* ---- what may still be woken ----------------------------------------------------------------- */

/* By something that ends the first wait; then nothing is left. */
struct first__args {
    int kind;
    struct signal *signal;
    int fd;
    edo_task **task;
};
struct first__frame {
    int result;
    struct first__args args;
    union {
        struct signal_op signal;
        struct edo_sleep_op sleep;
        struct edo_fd_ready_op fd;
        struct edo_join_op join;
        struct gate_op gate;
    };
};
static edo_poll first_sleep(struct edo_sleep_op *op, edo_cx *cx)
{
    return edo__sleep_start(op, cx, edo_ms(2));
}
static void sleep_cancel(void *op, edo_cx *cx)
{
    edo__sleep_cancel((struct edo_sleep_op *)op, cx);
}
static void fd_cancel(void *op, edo_cx *cx)
{
    edo__fd_ready_cancel((struct edo_fd_ready_op *)op, cx);
}
LEAF(sleep, struct edo_sleep_op, edo__sleep_resume, sleep_cancel);
LEAF(fd_ready, struct edo_fd_ready_op, edo__fd_ready_resume, fd_cancel);
ASYNC(first)
{
    BEGIN
    if (F->args.kind == 0) {
        AWAIT(first, 1, signal, signal, signal_start(&F->signal, cx, F->args.signal))
        CHECK_EQ(F->signal.result, 5);
    } else if (F->args.kind == 1) {
        AWAIT(first, 2, sleep, sleep, first_sleep(&F->sleep, cx))
        CHECK_EQ(F->sleep.result, 0);
    } else if (F->args.kind == 2) {
        AWAIT(first, 3, fd_ready, fd, edo__fd_ready_start(&F->fd, cx, F->args.fd, EDO_READABLE))
        CHECK_EQ(F->fd.result, EDO_READABLE);
    } else {
        CHECK_EQ(edo_task_spawn(F->args.task, CALL(at_gate, {0})), 0);
        AWAIT(first, 4, task_join, join, edo__join_start(&F->join, cx, *F->args.task, 0))
    }
    CHECK(!rescued);
    AWAIT(first, 5, gate, gate, gate_start(&F->gate, cx, &gate))
    CHECK(rescued);
    RETURN(0);
    END
}

struct ender {
    edo_runtime *rt;
    int kind, fd;
    edo_task *task;
    struct signal signal;
};

/* When the runtime has gone to sleep. */
static void *end_the_wait(void *p)
{
    struct ender *e = p;
    while (edo_atomic_load_acquire(&e->rt->home.inbox.head) != EDO__INBOX_ASLEEP)
        sched_yield();
    if (e->kind == 0) {
        atomic_store(&e->signal.ready, 5);
        edo_waker_wake(e->signal.waker);
    } else if (e->kind == 2) {
        CHECK_EQ(write(e->fd, "x", 1), 1);
    } else if (e->kind == 3) {
        edo_task_cancel(e->task);
    }
    return 0;
}

static void only_what_nothing_can_wake_is_told(int kind)
{
    struct ender e = {.rt = logging_runtime(), .kind = kind};
    int ends[2];
    pthread_t thread;
    CHECK_EQ(pipe(ends), 0);
    e.fd = ends[1];
    if (kind != 1) /* a timer ends it */
        CHECK_EQ(pthread_create(&thread, 0, end_the_wait, &e), 0);
    CHECK_EQ(BLOCK_ON_RT(e.rt, first, {kind, &e.signal, ends[0], &e.task}), 0);
    if (kind != 1)
        pthread_join(thread, 0);
    CHECK_EQ(edo_runtime_free(e.rt), 0);
    close(ends[0]);
    close(ends[1]);
}

static void while_a_waker_is_left_nothing_is_told(void)
{
    only_what_nothing_can_wake_is_told(0);
}
static void while_a_timer_is_left_nothing_is_told(void)
{
    only_what_nothing_can_wake_is_told(1);
}
static void while_an_operation_is_left_nothing_is_told(void)
{
    only_what_nothing_can_wake_is_told(2);
}
static void while_another_thread_may_cancel_nothing_is_told(void)
{
    only_what_nothing_can_wake_is_told(3);
}

/* Nobody wakes: the waker is dropped, while the runtime sleeps. */
static void *drop_the_waker(void *p)
{
    struct ender *e = p;
    while (edo_atomic_load_acquire(&e->rt->home.inbox.head) != EDO__INBOX_ASLEEP)
        sched_yield();
    edo_waker_drop(e->signal.waker);
    return 0;
}

struct heedless__args {
    struct signal *signal;
};
struct heedless__frame {
    int result;
    struct heedless__args args;
    struct signal_op op;
};
ASYNC(heedless)
{
    BEGIN
    AWAIT(heedless, 1, signal, op, signal_start(&F->op, cx, F->args.signal))
    RETURN(F->op.result);
    END
}
struct waits_for_it__args {
    struct signal *signal;
};
struct waits_for_it__frame {
    int result;
    struct waits_for_it__args args;
    struct gate_op op;
};
ASYNC(waits_for_it)
{
    BEGIN
    CHECK_EQ(edo_spawn(CALL(heedless, {F->args.signal})), 0);
    AWAIT(waits_for_it, 2, gate, op, gate_start(&F->op, cx, &gate))
    atomic_store(&F->args.signal->ready, 1); /* for its end */
    RETURN(F->op.result);
    END
}

static void a_waker_that_was_dropped_without_a_wake_is_told(void)
{
    struct ender e = {.rt = logging_runtime()};
    pthread_t thread;
    CHECK_EQ(pthread_create(&thread, 0, drop_the_waker, &e), 0);
    CHECK_EQ(BLOCK_ON_RT(e.rt, waits_for_it, {&e.signal}), 7);
    pthread_join(thread, 0);
    CHECK(strstr(logged, "nothing can wake a task any more"));
    CHECK(strstr(logged, "'heedless' waits at test.c:1\n"));
    quick_exit(0); /* nothing can wake it, indeed */
}

/* ---- cancellation that is ignored ------------------------------------------------------------ */

struct deaf__args {
    int loops;
};
struct deaf__frame {
    int result;
    struct deaf__args args;
    struct edo_yield_op yield;
    int i;
};
ASYNC(deaf)
{
    BEGIN
    for (F->i = 0; F->i < F->args.loops; F->i++) {
        AWAIT(deaf, 77, yield, yield, edo__yield_start(&F->yield, cx))
        CHECK_EQ(F->yield.result, -ECANCELED);
    }
    RETURN(0);
    END
}
struct cancels__args {
    int loops;
};
struct cancels__frame {
    int result;
    struct cancels__args args;
    edo_task *task;
    struct edo_join_op join;
};
ASYNC(cancels)
{
    BEGIN
    CHECK_EQ(edo_task_spawn(&F->task, CALL(deaf, {F->args.loops})), 0);
    edo_task_cancel(F->task);
    AWAIT(cancels, 1, task_join, join, edo__join_start(&F->join, cx, F->task, 0))
    RETURN(F->join.result);
    END
}

static void who_ignores_a_thousand_cancellations_is_named_once(void)
{
    edo_runtime *rt = logging_runtime();
    CHECK_EQ(BLOCK_ON_RT(rt, cancels, {900}), 0);
    CHECK_EQ(strlen(logged), 0);
    CHECK_EQ(BLOCK_ON_RT(rt, cancels, {100000}), 0);
    CHECK(strstr(logged, "1000 operations have returned -ECANCELED; 'deaf' waits at test.c:77\n"));
    CHECK(strchr(logged, '\n') == logged + strlen(logged) - 1);
    CHECK_EQ(edo_runtime_free(rt), 0);
}

TESTS(
    TEST(what_nothing_can_wake_is_told_once);
    TEST(while_a_waker_is_left_nothing_is_told);
    TEST(while_a_timer_is_left_nothing_is_told);
    TEST(while_an_operation_is_left_nothing_is_told);
    TEST(while_another_thread_may_cancel_nothing_is_told);
    TEST(a_waker_that_was_dropped_without_a_wake_is_told);
    TEST(who_ignores_a_thousand_cancellations_is_named_once);
)
