/* SPDX-License-Identifier: MIT
 *
 * Every allocation of a program that uses all of the core is failed in turn: each is reported where
 * it happened, nothing leaks, nothing hangs, and the program ends. */
#include "hand.h"

#include <pthread.h>

static int reported; /* errors that the program saw */

static int saw(int error)
{
    CHECK(error >= 0 || error == -ENOMEM || error == -ECANCELED); /* at the runtime's end */
    reported += error == -ENOMEM;
    return error;
}

struct heeds__args {
    struct signal *signal;
};
struct heeds__frame {
    int result;
    struct heeds__args args;
    struct signal_op op;
};
ASYNC(heeds)
{
    BEGIN
    AWAIT(heeds, 1, signal, op, signal_start(&F->op, cx, F->args.signal))
    saw(F->op.result);
    RETURN(0);
    END
}

static edo_poll sleep_start(struct edo_sleep_op *op, edo_cx *cx)
{
    return edo__sleep_start(op, cx, edo_ns(1));
}
static void sleep_cancel(void *op, edo_cx *cx)
{
    edo__sleep_cancel((struct edo_sleep_op *)op, cx);
}
LEAF(sleep, struct edo_sleep_op, edo__sleep_resume, sleep_cancel);

/* Named, and with a boxed call. */
struct child__args {
    int n;
};
struct child__frame {
    int result;
    struct child__args args;
    union {
        struct edo_sleep_op sleep;
        struct edo_yield_op yield;
    };
};
ASYNC(child)
{
    BEGIN
    saw(edo_task_set_name(edo_task_current(), "child"));
    if (!edo_task_id(edo_task_current()))
        reported++;
    {
        void *box = edo__box_new(cx, &heeds__fn);
        reported += !box;
        if (box)
            edo__box_free(cx, box);
    }
    AWAIT(child, 1, sleep, sleep, sleep_start(&F->sleep, cx))
    saw(F->sleep.result);
    RETURN(F->args.n);
    END
}

struct program__args {
    struct signal *signal;
};
struct program__frame {
    int result;
    struct program__args args;
    edo_task *task;
    int got, i;
    union {
        struct edo_join_op join;
        struct edo_yield_op yield;
    };
};
ASYNC(program)
{
    BEGIN
    saw(edo_spawn(CALL(heeds, {F->args.signal})));
    saw(edo_spawn(CALL(child, {0})));
    if (saw(edo_task_spawn(&F->task, CALL(child, {5}))) == 0) {
        AWAIT(program, 1, task_join, join, edo__join_start(&F->join, cx, F->task, &F->got))
        CHECK_EQ(F->join.result, 0);
        CHECK_EQ(F->got, 5);
    } else {
        CHECK(!F->task);
    }
    for (F->i = 0; F->i < 5; F->i++) {
        AWAIT(program, 3, yield, yield, edo__yield_start(&F->yield, cx))
    }
    if (F->args.signal->waker.vtable) { /* `heeds` has run, if it was spawned */
        atomic_store(&F->args.signal->ready, 1);
        edo_waker_wake(F->args.signal->waker);
    }
    for (F->i = 0; F->i < 200; F->i++) {
        AWAIT(program, 2, yield, yield, edo__yield_start(&F->yield, cx))
    }
    RETURN(3);
    END
}

static void every_allocation_that_fails_is_reported(void)
{
    long n;
    for (n = 1;; n++) {
        FUTURE(program) future;
        struct signal s = {0};
        FUTURE_INIT(future, {&s});
        reported = 0;
        memory.fail_at = n;
        int error = edo__block_on(&future.branch, &program__fn);
        bool failed = memory.fail_at <= 0;
        memory.fail_at = 0;
        CHECK_EQ(memory.live, 0);
        if (error)
            CHECK_EQ(error, -ENOMEM);
        else
            CHECK_EQ(future.frame.result, 3);
        CHECK_EQ(error < 0 || reported > 0, failed);
        if (!failed)
            break;
    }
    CHECK(n > 8); /* runtime, task of block_on, three tasks, names, an extra, timers, a box … */
}

TESTS(
    TEST(every_allocation_that_fails_is_reported);
)
