/* SPDX-License-Identifier: MIT
 *
 * Cancellation: of parked, unstarted, running and ended tasks, of joins, of futures, from
 * threads. */
#include "hand.h"

#include <pthread.h>

struct waits__args {
    struct gate *gate;
    int *then; /* counts operations that were refused afterwards */
};
struct waits__frame {
    int result;
    struct waits__args args;
    union {
        struct gate_op op;
        struct edo_yield_op yield;
    };
};
ASYNC(waits)
{
    BEGIN
    AWAIT(waits, 1, gate, op, gate_start(&F->op, cx, F->args.gate))
    if (F->op.result >= 0)
        RETURN(F->op.result);
    AWAIT(waits, 2, yield, yield, edo__yield_start(&F->yield, cx))
    CHECK_EQ(F->yield.result, -ECANCELED);
    ++*F->args.then;
    RETURN(-ECANCELED);
    END
}

/* Spawns, yields, cancels, joins. */
struct cancels__args {
    struct gate *gate;
    int *then;
    int yields;
    bool open_first;
};
struct cancels__frame {
    int result;
    struct cancels__args args;
    edo_task *task;
    int got;
    union {
        struct edo_yield_op yield;
        struct edo_join_op join;
    };
};
ASYNC(cancels)
{
    BEGIN
    CHECK_EQ(edo_task_spawn(&F->task, CALL(waits, {F->args.gate, F->args.then})), 0);
    for (; F->args.yields; F->args.yields--) {
        AWAIT(cancels, 1, yield, yield, edo__yield_start(&F->yield, cx))
    }
    if (F->args.open_first)
        gate_open(F->args.gate);
    edo_task_cancel(F->task);
    edo_task_cancel(F->task);
    AWAIT(cancels, 2, task_join, join, edo__join_start(&F->join, cx, F->task, &F->got))
    CHECK_EQ(F->join.result, 0);
    RETURN(F->got);
    END
}

static void cancel_wakes_a_parked_task_once_and_later_operations_are_refused(void)
{
    struct gate gate = {0};
    int then = 0;
    CHECK_EQ(BLOCK_ON(cancels, {&gate, &then, 2, false}), -ECANCELED);
    CHECK_EQ(gate.polls, 2);
    CHECK_EQ(gate.cancels, 1);
    CHECK_EQ(then, 1);
}

static void a_task_cancelled_before_it_begins_runs_all_the_same(void)
{
    struct gate gate = {0};
    int then = 0;
    CHECK_EQ(BLOCK_ON(cancels, {&gate, &then, 0, false}), -ECANCELED);
    CHECK_EQ(gate.polls, 1);
    CHECK_EQ(gate.cancels, 0);
    CHECK_EQ(then, 1);
}

static void cancel_after_the_wake_does_not_wake_again(void)
{
    struct gate gate = {0};
    int then = 0;
    CHECK_EQ(BLOCK_ON(cancels, {&gate, &then, 2, true}), 7);
    CHECK_EQ(gate.polls, 2);
    CHECK_EQ(gate.cancels, 1);
    CHECK_EQ(then, 0);
}

/* ---- joins ----------------------------------------------------------------------------------- */

/* Joins `task`; if it is cancelled meanwhile, the handle is still good: joins it in a shield. */
struct joins__args {
    edo_task *task;
    int *refused;
};
struct joins__frame {
    int result;
    struct joins__args args;
    int got;
    struct edo_join_op join;
};
ASYNC(joins)
{
    BEGIN
    AWAIT(joins, 1, task_join, join, edo__join_start(&F->join, cx, F->args.task, &F->got))
    if (F->join.result == -ECANCELED) {
        ++*F->args.refused;
        edo__shield(cx);
        AWAIT(joins, 2, task_join, join, edo__join_start(&F->join, cx, F->args.task, &F->got))
        edo__unshield(cx, false);
    }
    CHECK_EQ(F->join.result, 0);
    RETURN(F->got);
    END
}
struct joinery__args {
    struct gate *gate;
    int *refused;
    bool finish_first; /* the target ends in the same turn as the joiner is cancelled */
};
struct joinery__frame {
    int result;
    struct joinery__args args;
    edo_task *target, *joiner;
    int got, i;
    union {
        struct edo_yield_op yield;
        struct edo_join_op join;
    };
};
ASYNC(joinery)
{
    BEGIN
    CHECK_EQ(edo_task_spawn(&F->target, CALL(waits, {F->args.gate, 0})), 0);
    CHECK_EQ(edo_task_spawn(&F->joiner, CALL(joins, {F->target, F->args.refused})), 0);
    AWAIT(joinery, 1, yield, yield, edo__yield_start(&F->yield, cx))
    if (F->args.finish_first)
        gate_open(F->args.gate);
    edo_task_cancel(F->joiner);
    for (F->i = 0; F->i < 3; F->i++) {
        AWAIT(joinery, 2, yield, yield, edo__yield_start(&F->yield, cx))
    }
    CHECK_EQ(*F->args.refused, 1);
    if (!F->args.finish_first)
        gate_open(F->args.gate);
    AWAIT(joinery, 3, task_join, join, edo__join_start(&F->join, cx, F->joiner, &F->got))
    RETURN(F->got);
    END
}

static void join_wakes_its_awaiter_after_cancel_and_leaves_the_handle(void)
{
    struct gate gate = {0};
    int refused = 0;
    CHECK_EQ(BLOCK_ON(joinery, {&gate, &refused, false}), 7);
}

static void join_of_a_task_that_ends_as_the_joiner_is_cancelled_takes_nothing(void)
{
    struct gate gate = {0};
    int refused = 0;
    CHECK_EQ(BLOCK_ON(joinery, {&gate, &refused, true}), 7);
}

/* ---- futures --------------------------------------------------------------------------------- */

struct drops__args {
    struct gate *gate;
    int *then;
    bool start;
};
struct drops__frame {
    int result;
    struct drops__args args;
    FUTURE(waits) future;
    struct edo_await_branch op;
};
ASYNC(drops)
{
    BEGIN
    FUTURE_INIT(F->future, {F->args.gate, F->args.then});
    if (F->args.start)
        edo__future_start(&F->future.branch, &waits__fn, cx);
    END_FUTURE(drops, 1, op, F->future)
    RETURN(0);
    END
}

static void leaving_a_futures_scope_cancels_it_and_waits(void)
{
    struct gate gate = {0};
    int then = 0;
    CHECK_EQ(BLOCK_ON(drops, {&gate, &then, true}), 0);
    CHECK_EQ(then, 1);
    CHECK_EQ(gate.polls, 2);
}

static void a_future_that_never_started_never_runs(void)
{
    struct gate gate = {0};
    int then = 0;
    CHECK_EQ(BLOCK_ON(drops, {&gate, &then, false}), 0);
    CHECK_EQ(gate.polls, 0);
}

/* A task that awaits a future which awaits a gate: the cancellation reaches the gate. */
struct nested__args {
    struct gate *gate;
    int *then;
};
struct nested__frame {
    int result;
    struct nested__args args;
    FUTURE(waits) future;
    struct edo_await_branch op;
};
ASYNC(nested)
{
    BEGIN
    FUTURE_INIT(F->future, {F->args.gate, F->args.then});
    AWAIT_FUTURE(nested, 1, op, F->future, waits)
    RETURN(F->future.frame.result);
    END
}
struct cancels_nested__args {
    struct gate *gate;
    int *then;
};
struct cancels_nested__frame {
    int result;
    struct cancels_nested__args args;
    edo_task *task;
    int got;
    union {
        struct edo_yield_op yield;
        struct edo_join_op join;
    };
};
ASYNC(cancels_nested)
{
    BEGIN
    CHECK_EQ(edo_task_spawn(&F->task, CALL(nested, {F->args.gate, F->args.then})), 0);
    AWAIT(cancels_nested, 1, yield, yield, edo__yield_start(&F->yield, cx))
    edo_task_cancel(F->task);
    AWAIT(cancels_nested, 2, task_join, join, edo__join_start(&F->join, cx, F->task, &F->got))
    RETURN(F->got);
    END
}

static void cancel_reaches_the_leaf_of_an_awaited_future(void)
{
    struct gate gate = {0};
    int then = 0;
    CHECK_EQ(BLOCK_ON(cancels_nested, {&gate, &then}), -ECANCELED);
    CHECK_EQ(gate.cancels, 1);
    CHECK_EQ(then, 1);
}

/* ---- a loop that ignores it ------------------------------------------------------------------ */

struct stubborn__args {
    int n;
    int *count;
};
struct stubborn__frame {
    int result;
    struct stubborn__args args;
    struct edo_yield_op yield;
};
ASYNC(stubborn)
{
    BEGIN
    for (; *F->args.count < F->args.n; ++*F->args.count) {
        AWAIT(stubborn, 1, yield, yield, edo__yield_start(&F->yield, cx))
    }
    RETURN(3);
    END
}
struct waits_out__args {
    int *count;
};
struct waits_out__frame {
    int result;
    struct waits_out__args args;
    edo_task *task;
    int got, turns;
    union {
        struct edo_yield_op yield;
        struct edo_join_op join;
    };
};
ASYNC(waits_out)
{
    BEGIN
    CHECK_EQ(edo_task_spawn(&F->task, CALL(stubborn, {1000, F->args.count})), 0);
    edo_task_cancel(F->task);
    for (F->turns = 0; !edo_task_is_finished(F->task); F->turns++) {
        CHECK(*F->args.count <= F->turns * 130);
        AWAIT(waits_out, 1, yield, yield, edo__yield_start(&F->yield, cx))
    }
    CHECK(F->turns >= 1000 / 130);
    AWAIT(waits_out, 2, task_join, join, edo__join_start(&F->join, cx, F->task, &F->got))
    RETURN(F->got);
    END
}

static void a_loop_that_ignores_cancellation_still_yields(void)
{
    int count = 0;
    CHECK_EQ(BLOCK_ON(waits_out, {&count}), 3);
}

/* ---- from another thread --------------------------------------------------------------------- */

struct handed__args {
    struct gate *gate;
    edo_task *_Atomic *task;
};
struct handed__frame {
    int result;
    struct handed__args args;
    edo_task *task;
    int got, then;
    struct edo_join_op join;
};
ASYNC(handed)
{
    BEGIN
    F->then = 0;
    CHECK_EQ(edo_task_spawn(&F->task, CALL(waits, {F->args.gate, &F->then})), 0);
    atomic_store(F->args.task, F->task);
    AWAIT(handed, 1, task_join, join, edo__join_start(&F->join, cx, F->task, &F->got))
    CHECK_EQ(F->then, 1);
    RETURN(F->got);
    END
}

static void *cancel_it(void *p)
{
    edo_task *_Atomic *task = p;
    while (!atomic_load(task))
        sched_yield();
    edo_task_cancel(atomic_load(task));
    return 0;
}

static void another_thread_cancels_a_task(void)
{
    for (int i = 0; i < 100; i++) {
        struct gate gate = {0};
        edo_task *_Atomic task = NULL;
        pthread_t thread;
        CHECK_EQ(pthread_create(&thread, 0, cancel_it, &task), 0);
        CHECK_EQ(BLOCK_ON(handed, {&gate, &task}), -ECANCELED);
        pthread_join(thread, 0);
    }
}

/* Detaches from another thread while the task ends. */
struct hands_over__args {
    edo_task *_Atomic *task;
    int yields;
};
struct hands_over__frame {
    int result;
    struct hands_over__args args;
    edo_task *task;
    int count;
    struct edo_yield_op yield;
};
ASYNC(hands_over)
{
    BEGIN
    F->count = 0;
    CHECK_EQ(edo_task_spawn(&F->task, CALL(stubborn, {F->args.yields, &F->count})), 0);
    atomic_store(F->args.task, F->task);
    while (F->count < F->args.yields) {
        AWAIT(hands_over, 1, yield, yield, edo__yield_start(&F->yield, cx))
    }
    RETURN(0);
    END
}

static void *detach_it(void *p)
{
    edo_task *_Atomic *task = p;
    while (!atomic_load(task))
        sched_yield();
    edo_task_cancel(atomic_load(task));
    edo_task_is_finished(atomic_load(task));
    edo_task_detach(atomic_load(task));
    return 0;
}

static void another_thread_detaches_while_the_task_and_the_runtime_end(void)
{
    for (int i = 0; i < 200; i++) {
        edo_task *_Atomic task = NULL;
        pthread_t thread;
        CHECK_EQ(pthread_create(&thread, 0, detach_it, &task), 0);
        CHECK_EQ(BLOCK_ON(hands_over, {&task, i}), 0);
        pthread_join(thread, 0);
    }
}

TESTS(
    TEST(cancel_wakes_a_parked_task_once_and_later_operations_are_refused);
    TEST(a_task_cancelled_before_it_begins_runs_all_the_same);
    TEST(cancel_after_the_wake_does_not_wake_again);
    TEST(join_wakes_its_awaiter_after_cancel_and_leaves_the_handle);
    TEST(join_of_a_task_that_ends_as_the_joiner_is_cancelled_takes_nothing);
    TEST(leaving_a_futures_scope_cancels_it_and_waits);
    TEST(a_future_that_never_started_never_runs);
    TEST(cancel_reaches_the_leaf_of_an_awaited_future);
    TEST(a_loop_that_ignores_cancellation_still_yields);
    TEST(another_thread_cancels_a_task);
    TEST(another_thread_detaches_while_the_task_and_the_runtime_end);
)
