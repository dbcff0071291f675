/* SPDX-License-Identifier: MIT
 *
 * External wakers: from other threads, after the task, after the runtime, from a signal handler. */
#include "hand_calls.h"

#include <pthread.h>
#include <signal.h>
#include <time.h>

enum { LOOKS = 200 }; /* so many yields, and the runtime has looked into its inbox */

/* Waits for a signal, then for a gate, so that a waker that is left over meets another leaf. */
struct two__args {
    struct signal *signal;
    struct gate *gate;
};
struct two__frame {
    int result;
    struct two__args args;
    int got;
    union {
        struct signal_op signal;
        struct gate_op gate;
    };
};
ASYNC(two)
{
    BEGIN
    AWAIT(two, 1, signal, signal, signal_start(&F->signal, cx, F->args.signal))
    F->got = F->signal.result;
    if (F->args.gate) {
        AWAIT(two, 2, gate, gate, gate_start(&F->gate, cx, F->args.gate))
        F->got = F->gate.result;
    }
    RETURN(F->got);
    END
}

/* ---- from a thread --------------------------------------------------------------------------- */

static void wait_until_asked(struct signal *s)
{
    while (!atomic_load(&s->asked))
        sched_yield();
}

static void *fire(void *p)
{
    struct signal *s = p;
    wait_until_asked(s);
    atomic_store(&s->ready, 5);
    edo_waker_wake(s->waker);
    return 0;
}

static void a_thread_wakes_a_parked_task(void)
{
    struct signal s = {0};
    pthread_t thread;
    CHECK_EQ(pthread_create(&thread, 0, fire, &s), 0);
    CHECK_EQ(BLOCK_ON(two, {&s, 0}), 5);
    pthread_join(thread, 0);
    CHECK(s.polls <= 2);
}

static void *fire_often(void *p)
{
    struct signal *s = p;
    wait_until_asked(s);
    for (int i = 0; i < 1000; i++) {
        edo_waker other = edo_waker_clone(&s->waker);
        CHECK(edo_waker_will_wake(&other, &s->waker));
        edo_waker_wake_by_ref(&s->waker);
        if (i % 2)
            edo_waker_drop(other);
        else
            edo_waker_wake(other);
    }
    atomic_store(&s->ready, 6);
    edo_waker_wake(s->waker);
    return 0;
}

static void stray_wakes_resume_the_leaf_which_stays_pending(void)
{
    struct signal s = {0};
    pthread_t thread;
    CHECK_EQ(pthread_create(&thread, 0, fire_often, &s), 0);
    CHECK_EQ(BLOCK_ON(two, {&s, 0}), 6);
    pthread_join(thread, 0);
    CHECK(s.polls >= 1);
}

/* ---- a waker that is left over --------------------------------------------------------------- */

struct left__args {
    struct signal *signal;
    struct gate *gate;
};
struct left__frame {
    int result;
    struct left__args args;
    edo_task *task;
    int got;
    union {
        struct edo_join_op join;
        struct edo_yield_op yield;
    };
};
ASYNC(left)
{
    BEGIN
    atomic_store(&F->args.signal->ready, 1);
    CHECK_EQ(edo_task_spawn(&F->task, CALL(two, {F->args.signal, F->args.gate})), 0);
    AWAIT(left, 1, yield, yield, edo__yield_start(&F->yield, cx))
    CHECK_EQ(F->args.signal->polls, 1); /* ready at once; the waker is left over */
    CHECK_EQ(F->args.gate->polls, 1);
    edo_waker_wake_by_ref(&F->args.signal->waker);
    for (F->got = 0; F->got < LOOKS; F->got++) {
        AWAIT(left, 2, yield, yield, edo__yield_start(&F->yield, cx))
    }
    CHECK_EQ(F->args.gate->polls, 2); /* resumed for nothing, and waits on */
    gate_open(F->args.gate);
    AWAIT(left, 4, task_join, join, edo__join_start(&F->join, cx, F->task, &F->got))
    CHECK_EQ(F->got, 7);
    CHECK_EQ(F->args.gate->polls, 3);
    /* The task is gone, but for the memory that the waker holds. */
    edo_waker_wake_by_ref(&F->args.signal->waker);
    RETURN(0);
    END
}

static void a_waker_left_over_by_a_former_leaf_does_no_harm(void)
{
    struct signal s = {0};
    struct gate gate = {0};
    CHECK_EQ(BLOCK_ON(left, {&s, &gate}), 0);
    edo_waker_wake_by_ref(&s.waker);
    CHECK(memory.live > 0);
    edo_waker_drop(s.waker);
}

static void *use_and_drop(void *p)
{
    struct signal *s = p;
    edo_waker_wake_by_ref(&s->waker);
    edo_waker other = edo_waker_clone(&s->waker);
    edo_waker_wake(other);
    edo_waker_wake(s->waker);
    return 0;
}

static void a_waker_outlives_task_and_runtime_on_another_thread(void)
{
    struct signal s = {.ready = 1};
    pthread_t thread;
    CHECK_EQ(BLOCK_ON(two, {&s, 0}), 1);
    CHECK_EQ(pthread_create(&thread, 0, use_and_drop, &s), 0);
    pthread_join(thread, 0);
}

/* ---- a branch that ends while it is registered ----------------------------------------------- */

/* The future asks for a waker, ends at once, and its memory is used for something else. */
struct reuse__args {
    struct signal *signal;
};
struct reuse__frame {
    int result;
    struct reuse__args args;
    FUTURE(two) future;
    struct edo_await_branch await;
    struct edo_yield_op yield;
    int i;
};
ASYNC(reuse)
{
    BEGIN
    for (F->i = 0; F->i < 3; F->i++) {
        FUTURE_INIT(F->future, {F->args.signal, 0});
        AWAIT_FUTURE(reuse, 1, await, F->future, two)
        CHECK_EQ(F->future.frame.result, 9);
        memset(&F->future, 0xee, sizeof F->future);
        edo_waker_wake(F->args.signal->waker);
        AWAIT(reuse, 2, yield, yield, edo__yield_start(&F->yield, cx))
    }
    RETURN(0);
    END
}

static void an_ended_branch_is_not_resumed_by_its_waker(void)
{
    struct signal s = {.ready = 9};
    CHECK_EQ(BLOCK_ON(reuse, {&s}), 0);
    CHECK_EQ(s.polls, 3);
}

/* ---- several branches, one waker each -------------------------------------------------------- */

struct many__args {
    struct signal *a, *b;
    struct gate *gate;
};
struct many__frame {
    int result;
    struct many__args args;
    FUTURE(two) first, second, third;
    struct edo_await_branch await;
};
ASYNC(many)
{
    BEGIN
    FUTURE_INIT(F->first, {F->args.a, F->args.gate});
    FUTURE_INIT(F->second, {F->args.b, 0});
    edo__future_start(&F->first.branch, &two__fn, cx);
    edo__future_start(&F->second.branch, &two__fn, cx);
    atomic_store(&F->args.b->ready, 4);
    edo_waker_wake_by_ref(&F->args.b->waker);
    AWAIT_FUTURE(many, 1, await, F->second, two)
    CHECK_EQ(F->second.frame.result, 4);
    CHECK_EQ(F->args.b->polls, 2);
    CHECK(F->args.a->polls <= 2);
    atomic_store(&F->args.a->ready, 3);
    edo_waker_wake_by_ref(&F->args.a->waker);
    F->args.gate->open = true;
    AWAIT_FUTURE(many, 2, await, F->first, two)
    CHECK_EQ(F->first.frame.result, 7);
    RETURN(0);
    END
}

static void each_branch_that_asked_is_resumed_and_stays_registered(void)
{
    struct signal a = {0}, b = {0};
    struct gate gate = {0};
    CHECK_EQ(BLOCK_ON(many, {&a, &b, &gate}), 0);
    edo_waker_drop(a.waker);
    edo_waker_drop(b.waker);
}

/* ---- a waker's share of the turn ------------------------------------------------------------- */

/* A signal whose end costs budget, as every operation's does. */
static edo_poll costly_resume(struct signal_op *op, edo_cx *cx)
{
    op->signal->polls++;
    if (!atomic_load(&op->signal->ready) || !edo_cx_spend(cx))
        return EDO_PENDING;
    op->result = 0;
    return EDO_READY;
}
static edo_poll costly_start(struct signal_op *op, edo_cx *cx, struct signal *s)
{
    op->signal = s;
    s->waker = edo_cx_waker(cx);
    return costly_resume(op, cx);
}
LEAF(costly, struct signal_op, costly_resume, 0);
struct outside__args {
    struct signal *signal;
};
struct outside__frame {
    int result;
    struct outside__args args;
    struct signal_op op;
};
ASYNC(outside)
{
    BEGIN
    AWAIT(outside, 1, costly, op, costly_start(&F->op, cx, F->args.signal))
    RETURN(F->op.result);
    END
}

struct beside__args {
    struct signal *signal;
};
struct beside__frame {
    int result;
    struct beside__args args;
    FUTURE(outside) future;
    int i;
    union {
        struct spend_op op;
        struct edo_await_branch await;
    };
};
ASYNC(beside)
{
    BEGIN
    FUTURE_INIT(F->future, {F->args.signal});
    edo__future_start(&F->future.branch, &outside__fn, cx);
    atomic_store(&F->args.signal->ready, 1);
    edo_waker_wake(F->args.signal->waker);
    for (F->i = 0; F->i < 128 * LOOKS; F->i++) {
        AWAIT(beside, 1, spend, op, spend(&F->op, cx))
    }
    CHECK_EQ(F->future.branch.site == EDO_SITE_DONE, 1);
    AWAIT_FUTURE(beside, 2, await, F->future, outside)
    RETURN(0);
    END
}

static void a_greedy_branch_does_not_starve_one_that_a_waker_woke(void)
{
    struct signal s = {0};
    CHECK_EQ(BLOCK_ON(beside, {&s}), 0);
}

/* ---- asked for while woken ------------------------------------------------------------------- */

/* A leaf that has spent its budget, and then asks for a waker all the same. */
struct odd_op {
    int result;
    int state;
    struct signal *signal;
};
static edo_poll odd_resume(struct odd_op *op, edo_cx *cx)
{
    op->signal->polls++;
    if (!atomic_load(&op->signal->ready))
        return EDO_PENDING;
    (void)cx;
    op->result = 0;
    return EDO_READY;
}
static edo_poll odd_start(struct odd_op *op, edo_cx *cx, struct signal *s)
{
    op->signal = s;
    cx->budget = 0;
    CHECK(!edo_cx_spend(cx));
    s->waker = edo_cx_waker(cx);
    atomic_store(&s->asked, 1);
    return EDO_PENDING;
}
LEAF(odd, struct odd_op, odd_resume, 0);
struct odd_one__args {
    struct signal *signal;
};
struct odd_one__frame {
    int result;
    struct odd_one__args args;
    struct odd_op op;
};
ASYNC(odd_one)
{
    BEGIN
    AWAIT(odd_one, 1, odd, op, odd_start(&F->op, cx, F->args.signal))
    RETURN(F->op.result);
    END
}
struct odd_parent__args {
    struct signal *signal;
};
struct odd_parent__frame {
    int result;
    struct odd_parent__args args;
    edo_task *task;
    union {
        struct edo_yield_op yield;
        struct edo_join_op join;
    };
    int i;
};
ASYNC(odd_parent)
{
    BEGIN
    CHECK_EQ(edo_task_spawn(&F->task, CALL(odd_one, {F->args.signal})), 0);
    for (F->i = 0; F->i < 4; F->i++) {
        AWAIT(odd_parent, 1, yield, yield, edo__yield_start(&F->yield, cx))
    }
    CHECK_EQ(F->args.signal->polls, 1); /* its own wake, once */
    atomic_store(&F->args.signal->ready, 1);
    edo_waker_wake(F->args.signal->waker);
    AWAIT(odd_parent, 2, task_join, join, edo__join_start(&F->join, cx, F->task, 0))
    CHECK_EQ(F->args.signal->polls, 2);
    RETURN(0);
    END
}

static void a_waker_that_a_woken_branch_asks_for_works(void)
{
    struct signal s = {0};
    CHECK_EQ(BLOCK_ON(odd_parent, {&s}), 0);
}

/* ---- memory ---------------------------------------------------------------------------------- */

struct spawn_two__args {
    struct signal *signal;
};
struct spawn_two__frame {
    int result;
    struct spawn_two__args args;
    int i;
    struct edo_yield_op yield;
};
ASYNC(spawn_two)
{
    BEGIN
    /* Detached, so without an extra: the waker has to allocate one. */
    CHECK_EQ(edo_spawn(CALL(two, {F->args.signal, 0})), 0);
    memory.fail_at = 1;
    AWAIT(spawn_two, 1, yield, yield, edo__yield_start(&F->yield, cx))
    CHECK(!F->args.signal->waker.vtable);
    CHECK_EQ(edo_spawn(CALL(two, {F->args.signal, 0})), 0);
    AWAIT(spawn_two, 2, yield, yield, edo__yield_start(&F->yield, cx))
    CHECK(F->args.signal->waker.vtable);
    atomic_store(&F->args.signal->ready, 1);
    edo_waker_wake(F->args.signal->waker);
    for (F->i = 0; F->i < LOOKS; F->i++) {
        AWAIT(spawn_two, 3, yield, yield, edo__yield_start(&F->yield, cx))
    }
    RETURN(0);
    END
}

static void quiet(void *user, edo_task *task, int64_t result)
{
    (void)user;
    (void)task;
    CHECK_EQ(result, -ENOMEM);
}

static void a_waker_without_memory_is_reported(void)
{
    struct signal s = {0};
    edo_runtime_config config = {.detached_result = quiet};
    edo_runtime *rt;
    CHECK_EQ(edo_runtime_new(&config, &rt), 0);
    CHECK_EQ(BLOCK_ON_RT(rt, spawn_two, {&s}), 0);
    CHECK_EQ(edo_runtime_free(rt), 0);
}

/* ---- a signal handler ------------------------------------------------------------------------ */

static struct signal *handled;
static void on_alarm(int n)
{
    (void)n;
    int before = errno;
    if (!atomic_load(&handled->asked))
        return;
    atomic_fetch_add(&handled->ready, 1);
    edo_waker_wake_by_ref(&handled->waker);
    if (errno != before)
        abort();
}

static void a_signal_handler_wakes_its_own_thread(void)
{
    struct signal s = {0};
    handled = &s;
    struct sigaction action = {.sa_handler = on_alarm};
    CHECK_EQ(sigaction(SIGUSR1, &action, 0), 0);
    timer_t timer;
    struct sigevent event = {.sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGUSR1};
    struct itimerspec often = {{0, 100000}, {0, 100000}};
    CHECK_EQ(timer_create(CLOCK_MONOTONIC, &event, &timer), 0);
    CHECK_EQ(timer_settime(timer, 0, &often, 0), 0);
    for (int i = 0; i < 300; i++) {
        s.ready = s.asked = 0;
        CHECK(BLOCK_ON(two, {&s, 0}) > 0);
        atomic_store(&s.asked, 0);
        edo_waker_drop(s.waker);
    }
    timer_delete(timer);
}

/* ---- many threads against completion and freeing --------------------------------------------- */

static void *race(void *p)
{
    struct signal *s = p;
    wait_until_asked(s);
    edo_waker mine = edo_waker_clone(&s->waker);
    atomic_fetch_add(&s->ready, 1);
    edo_waker_wake_by_ref(&mine);
    edo_waker_wake_by_ref(&mine);
    edo_waker_wake(mine);
    return 0;
}

static void wakes_race_with_completion_and_the_end_of_the_runtime(void)
{
    for (int round = 0; round < 200; round++) {
        struct signal s = {0};
        pthread_t threads[3];
        for (int i = 0; i < 3; i++)
            CHECK_EQ(pthread_create(&threads[i], 0, race, &s), 0);
        CHECK(BLOCK_ON(two, {&s, 0}) > 0);
        for (int i = 0; i < 3; i++)
            pthread_join(threads[i], 0);
        edo_waker_drop(s.waker);
    }
}

TESTS(
    TEST(a_thread_wakes_a_parked_task);
    TEST(stray_wakes_resume_the_leaf_which_stays_pending);
    TEST(a_waker_left_over_by_a_former_leaf_does_no_harm);
    TEST(a_waker_outlives_task_and_runtime_on_another_thread);
    TEST(an_ended_branch_is_not_resumed_by_its_waker);
    TEST(each_branch_that_asked_is_resumed_and_stays_registered);
    TEST(a_greedy_branch_does_not_starve_one_that_a_waker_woke);
    TEST(a_waker_that_a_woken_branch_asks_for_works);
    TEST(a_waker_without_memory_is_reported);
    TEST(a_signal_handler_wakes_its_own_thread);
    TEST(wakes_race_with_completion_and_the_end_of_the_runtime);
)
