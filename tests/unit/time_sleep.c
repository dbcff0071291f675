/* SPDX-License-Identifier: MIT
 *
 * Sleeping in a runtime, and the arithmetic of time. */
#include "actor.h"

static edo_poll sleep_5ms(struct actor *a, edo_cx *cx)
{
    BEGIN(a);
    *(edo_instant *)a->data = edo_now();
    AWAIT(a, sleep, edo__sleep_start(&a->op.sleep, cx, edo_ms(5)));
    a->result = a->op.sleep.result;
    END(a);
}

static void sleep_is_never_early(void)
{
    edo_instant begun;
    CHECK_INT(run(sleep_5ms, &begun), 0);
    CHECK(edo_instant_since(edo_now(), begun).ns >= edo_ms(5).ns);
}

/* ---- order ----------------------------------------------------------------------------------- */

static int order[8], ended;

struct sleeper {
    int number;
    edo_instant until;
};

static edo_poll sleeps_until(struct actor *a, edo_cx *cx)
{
    struct sleeper *s = a->data;
    BEGIN(a);
    AWAIT(a, sleep, edo__sleep_until_start(&a->op.sleep, cx, s->until));
    a->result = a->op.sleep.result;
    order[ended++ % 8] = s->number;
    END(a);
}

static edo_poll three_sleepers(struct actor *a, edo_cx *cx)
{
    static struct sleeper s[3];
    static edo_task *t[3];
    BEGIN(a);
    edo_instant now = edo_now();
    s[0] = (struct sleeper){ 0, edo_instant_add(now, edo_ms(90)) };
    s[1] = (struct sleeper){ 1, edo_instant_add(now, edo_ms(10)) };
    s[2] = (struct sleeper){ 2, edo_instant_add(now, edo_ms(70)) };
    for (int i = 0; i < 3; i++)
        t[i] = spawn(sleeps_until, &s[i]);
    for (; a->i < 3; a->i++) {
        JOIN(a, t[a->i], &a->result);
        CHECK_INT(a->result, 0);
    }
    END(a);
}

static void sleeps_end_in_the_order_of_their_deadlines(void)
{
    run(three_sleepers, 0);
    CHECK(ended == 3 && order[0] == 1 && order[1] == 2 && order[2] == 0);
}

/* ---- cancelling ------------------------------------------------------------------------------ */

static edo_poll sleeps_forever(struct actor *a, edo_cx *cx)
{
    BEGIN(a);
    AWAIT(a, sleep, edo__sleep_start(&a->op.sleep, cx, EDO_FOREVER));
    CHECK_INT(a->op.sleep.result, -ECANCELED);
    AWAIT(a, sleep, edo__sleep_start(&a->op.sleep, cx, edo_ms(60000)));
    a->result = a->op.sleep.result;
    END(a);
}

static edo_poll cancels_sleeper(struct actor *a, edo_cx *cx)
{
    static edo_task *t;
    BEGIN(a);
    t = spawn(sleeps_forever, 0);
    YIELD(a);
    edo_task_cancel(t);
    JOIN(a, t, &a->result);
    edo_runtime *rt = cx->runtime;
    CHECK(rt->timers->ops->next_deadline(rt->timers) == EDO_NO_DEADLINE);
    END(a);
}

static void cancelled_sleep_ends_at_once_and_leaves_the_wheel(void)
{
    CHECK_INT(run(cancels_sleeper, 0), -ECANCELED);
}

static edo_poll sleeps_1ms(struct actor *a, edo_cx *cx)
{
    BEGIN(a);
    AWAIT(a, sleep, edo__sleep_start(&a->op.sleep, cx, edo_ms(1)));
    a->result = a->op.sleep.result;
    END(a);
}

/* The timer has woken the branch already, which has not run, when the cancel comes. */
static edo_poll cancels_expired(struct actor *a, edo_cx *cx)
{
    static edo_task *t;
    BEGIN(a);
    t = spawn(sleeps_1ms, 0);
    YIELD(a);
    edo_runtime *rt = cx->runtime;
    while (rt->timers->ops->next_deadline(rt->timers) != EDO_NO_DEADLINE)
        rt->timers->ops->expire(rt->timers, edo_now().ns);
    CHECK(!edo_task_is_finished(t));
    edo_task_cancel(t);
    JOIN(a, t, &a->result);
    END(a);
}

static void sleep_cancelled_after_its_time_and_before_it_ran_is_cancelled(void)
{
    CHECK_INT(run(cancels_expired, 0), -ECANCELED);
}

/* ---- budget ---------------------------------------------------------------------------------- */

static bool other_ran;

static edo_poll other(struct actor *a, edo_cx *cx)
{
    (void)cx;
    other_ran = true;
    a->result = 0;
    return EDO_READY;
}

static edo_poll never_waits(struct actor *a, edo_cx *cx)
{
    static edo_task *t;
    BEGIN(a);
    t = spawn(other, 0);
    for (; !other_ran; a->i++) {
        CHECK(a->i < 1000);
        AWAIT(a, sleep, edo__sleep_start(&a->op.sleep, cx, edo_ns(0)));
        CHECK_INT(a->op.sleep.result, 0);
    }
    edo_task_detach(t);
    edo_task_cancel(edo_task_current());
    YIELD(a);
    other_ran = false;
    spawn_detached(other, 0);
    for (a->i = 0; !other_ran; a->i++) { /* ignores that it was cancelled */
        CHECK(a->i < 1000);
        AWAIT(a, sleep, edo__sleep_start(&a->op.sleep, cx, edo_ms(1)));
        CHECK_INT(a->op.sleep.result, -ECANCELED);
    }
    a->result = 7;
    END(a);
}

static edo_poll joins_never_waits(struct actor *a, edo_cx *cx)
{
    static edo_task *t;
    BEGIN(a);
    t = spawn(never_waits, 0);
    JOIN(a, t, &a->result);
    END(a);
}

static void sleep_that_needs_no_waiting_yields_in_time(void)
{
    CHECK_INT(run(joins_never_waits, 0), 7);
}

/* ---- many ------------------------------------------------------------------------------------ */

enum { MANY = 5000 };

static edo_poll many_sleepers(struct actor *a, edo_cx *cx)
{
    static edo_task *t[MANY];
    static struct sleeper s[MANY];
    BEGIN(a);
    edo_instant now = edo_now();
    unsigned r = 1;
    for (int i = 0; i < MANY; i++) {
        r = r * 1103515245u + 12345u;
        s[i].until = edo_instant_add(now, edo_us((r >> 8) % 300000));
        t[i] = spawn(sleeps_until, &s[i]);
    }
    YIELD(a);
    for (int i = 0; i < MANY; i += 3)
        edo_task_cancel(t[i]);
    for (; a->i < MANY; a->i++) {
        JOIN(a, t[a->i], &a->result);
        if (a->result == 0)
            CHECK(!edo_instant_before(edo_now(), s[a->i].until));
        else
            CHECK(a->result == -ECANCELED && a->i % 3 == 0);
    }
    END(a);
}

static void thousands_of_sleepers_end_after_their_time(void)
{
    run(many_sleepers, 0);
}

/* ---- without a runtime ----------------------------------------------------------------------- */

static void sleep_without_a_runtime_says_so(void)
{
    edo_branch branch;
    struct edo_sleep_op op;
    edo_branch_init(&branch);
    edo_cx cx = { .branch = &branch, .budget = 10 };
    CHECK_INT(edo__sleep_start(&op, &cx, edo_ms(1)), EDO_READY);
    CHECK_INT(op.result, -EDO_ENORUNTIME);
}

static void arithmetic_saturates(void)
{
    CHECK(edo_secs(UINT64_MAX).ns == UINT64_MAX);
    CHECK(edo_ms(2).ns == 2000000 && edo_us(3).ns == 3000 && edo_secs(1).ns == 1000000000);
    CHECK(edo_duration_add(EDO_FOREVER, edo_ns(1)).ns == UINT64_MAX);
    CHECK(edo_duration_sub(edo_ns(1), edo_ns(2)).ns == 0);
    CHECK(edo_duration_mul(edo_secs(20000000000), 1).ns == UINT64_MAX);
    CHECK(edo_duration_mul(edo_ns(7), 0).ns == 0 && edo_duration_mul(edo_ns(7), 3).ns == 21);
    CHECK(edo_instant_add(edo_now(), EDO_FOREVER).ns == edo_never().ns);
    CHECK(edo_instant_since((edo_instant){ 5 }, (edo_instant){ 9 }).ns == 0);
    CHECK(edo_instant_sub((edo_instant){ 5 }, edo_ns(9)).ns == 0);
    CHECK(sizeof(struct edo_sleep_op) == 40);
}

int main(void)
{
    TEST(arithmetic_saturates);
    TEST(sleep_without_a_runtime_says_so);
    TEST(sleep_is_never_early);
    TEST(sleeps_end_in_the_order_of_their_deadlines);
    TEST(cancelled_sleep_ends_at_once_and_leaves_the_wheel);
    TEST(sleep_cancelled_after_its_time_and_before_it_ran_is_cancelled);
    TEST(sleep_that_needs_no_waiting_yields_in_time);
    TEST(thousands_of_sleepers_end_after_their_time);
    return 0;
}
