/* SPDX-License-Identifier: MIT
 *
 * Branches and futures, as the ABI header drives them: shields, discarded results, futures that end
 * before they are awaited, that are handed on, that are taken twice. */
#include "hand_calls.h"

/* ---- shields --------------------------------------------------------------------------------- */

/* Waits for a gate in a shield, then for another one outside of it. */
struct shields__args {
    struct gate *inside, *outside;
};
struct shields__frame {
    int result;
    struct shields__args args;
    struct gate_op op;
    bool before;
};
ASYNC(shields)
{
    BEGIN
    F->before = edo__shield(cx);
    AWAIT(shields, 1, gate, op, gate_start(&F->op, cx, F->args.inside))
    CHECK_EQ(F->op.result, 7);
    edo__unshield(cx, F->before);
    AWAIT(shields, 2, gate, op, gate_start(&F->op, cx, F->args.outside))
    RETURN(F->op.result);
    END
}
struct shield_test__args {
    struct gate *inside, *outside;
};
struct shield_test__frame {
    int result;
    struct shield_test__args args;
    edo_task *task;
    int i, got;
    union {
        struct edo_yield_op yield;
        struct edo_join_op join;
    };
};
ASYNC(shield_test)
{
    BEGIN
    CHECK_EQ(edo_task_spawn(&F->task, CALL(shields, {F->args.inside, F->args.outside})), 0);
    AWAIT(shield_test, 1, yield, yield, edo__yield_start(&F->yield, cx))
    edo_task_cancel(F->task);
    for (F->i = 0; F->i < 3; F->i++) {
        AWAIT(shield_test, 2, yield, yield, edo__yield_start(&F->yield, cx))
    }
    CHECK_EQ(F->args.inside->cancels, 0);
    CHECK(!edo_task_is_finished(F->task));
    gate_open(F->args.inside);
    AWAIT(shield_test, 3, task_join, join, edo__join_start(&F->join, cx, F->task, &F->got))
    CHECK_EQ(F->args.outside->polls, 1);
    RETURN(F->got);
    END
}
static void a_shield_hides_cancellation_to_its_end(void)
{
    struct gate inside = {0}, outside = {0};
    CHECK_EQ(BLOCK_ON(shield_test, {&inside, &outside}), -ECANCELED);
}

/* A future that is in a shield when its task, cancelled, comes to await it, or leaves its scope:
 * the shield holds, and the cancellation is there when it ends. One that is in none is hurried. */
struct late__args {
    struct gate *mine, *inside, *outside;
    bool leave;
};
struct late__frame {
    int result;
    struct late__args args;
    FUTURE(shields) shielded;
    FUTURE(waits) plain;
    union {
        struct gate_op gate;
        struct edo_await_branch await;
    };
};
ASYNC(late)
{
    BEGIN
    FUTURE_INIT(F->shielded, {F->args.inside, F->args.outside});
    FUTURE_INIT(F->plain, {F->args.outside});
    edo__future_start(&F->shielded.branch, &shields__fn, cx);
    edo__future_start(&F->plain.branch, &waits__fn, cx);
    AWAIT(late, 1, gate, gate, gate_start(&F->gate, cx, F->args.mine))
    CHECK_EQ(F->gate.result, -ECANCELED);
    CHECK_EQ(F->args.outside->cancels, 0);
    AWAIT_FUTURE(late, 2, await, F->plain, waits)
    CHECK_EQ(F->plain.frame.result, -ECANCELED);
    CHECK_EQ(F->args.outside->cancels, 1);
    if (F->args.leave) {
        END_FUTURE(late, 3, await, F->shielded)
    } else {
        AWAIT_FUTURE(late, 4, await, F->shielded, shields)
    }
    RETURN(F->shielded.frame.result);
    END
}
struct late_test__args {
    struct late__args args;
};
struct late_test__frame {
    int result;
    struct late_test__args args;
    edo_task *task;
    int i, got;
    union {
        struct edo_yield_op yield;
        struct edo_join_op join;
    };
};
ASYNC(late_test)
{
    BEGIN
    CHECK_EQ(edo_task_spawn(&F->task, ((edo_call){&late__fn, &F->args.args})), 0);
    AWAIT(late_test, 1, yield, yield, edo__yield_start(&F->yield, cx))
    edo_task_cancel(F->task);
    for (F->i = 0; F->i < 5; F->i++) {
        AWAIT(late_test, 2, yield, yield, edo__yield_start(&F->yield, cx))
    }
    CHECK_EQ(F->args.args.inside->cancels, 0);
    CHECK(!edo_task_is_finished(F->task));
    gate_open(F->args.args.inside);
    AWAIT(late_test, 3, task_join, join, edo__join_start(&F->join, cx, F->task, &F->got))
    RETURN(F->got);
    END
}
static void a_cancelled_task_awaits_a_future_and_its_shield(void)
{
    struct gate mine = {0}, inside = {0}, outside = {0};
    CHECK_EQ(BLOCK_ON(late_test, {{&mine, &inside, &outside, false}}), -ECANCELED);
}
static void a_cancelled_task_leaves_the_scope_of_a_future_and_its_shield(void)
{
    struct gate mine = {0}, inside = {0}, outside = {0};
    CHECK_EQ(BLOCK_ON(late_test, {{&mine, &inside, &outside, true}}), -ECANCELED);
}

/* ---- discard --------------------------------------------------------------------------------- */

static int put_back;
static void gate_discard(void *p, edo_cx *cx)
{
    CHECK(edo_cx_cancelled(cx));
    put_back++;
    ((struct gate_op *)p)->result = -ECANCELED;
}
static const edo_leaf_ops discarding__leaf = {"gate", gate__leaf_resume, gate_cancel, gate_discard};
#define discarding__leaf_resume gate__leaf_resume

struct takes__args {
    struct gate *gate;
};
struct takes__frame {
    int result;
    struct takes__args args;
    struct gate_op op;
};
ASYNC(takes)
{
    BEGIN
    AWAIT_SITE(takes, 1, discarding, op, gate_start(&F->op, cx, F->args.gate), EDO_SITE_DISCARDS)
    RETURN(F->op.result);
    END
}
struct discard_test__args {
    struct gate *gate;
    bool cancel;
};
struct discard_test__frame {
    int result;
    struct discard_test__args args;
    edo_task *task;
    int got;
    union {
        struct edo_yield_op yield;
        struct edo_join_op join;
    };
};
ASYNC(discard_test)
{
    BEGIN
    CHECK_EQ(edo_task_spawn(&F->task, CALL(takes, {F->args.gate})), 0);
    AWAIT(discard_test, 1, yield, yield, edo__yield_start(&F->yield, cx))
    gate_open(F->args.gate);
    if (F->args.cancel)
        edo_task_cancel(F->task);
    AWAIT(discard_test, 2, task_join, join, edo__join_start(&F->join, cx, F->task, &F->got))
    RETURN(F->got);
    END
}
static void a_result_that_was_ready_when_the_branch_was_cancelled_is_put_back(void)
{
    struct gate gate = {0};
    CHECK_EQ(BLOCK_ON(discard_test, {&gate, true}), -ECANCELED);
    CHECK_EQ(put_back, 1);
}
static void a_result_that_is_taken_is_not_put_back(void)
{
    struct gate gate = {0};
    CHECK_EQ(BLOCK_ON(discard_test, {&gate, false}), 7);
    CHECK_EQ(put_back, 0);
}

/* ---- futures --------------------------------------------------------------------------------- */

/* The first future ends while the second is awaited. */
struct early__args {
    struct gate *a, *b;
};
struct early__frame {
    int result;
    struct early__args args;
    FUTURE(waits) first, second;
    struct edo_await_branch op;
    struct edo_yield_op yield;
};
ASYNC(early)
{
    BEGIN
    FUTURE_INIT(F->first, {F->args.a});
    FUTURE_INIT(F->second, {F->args.b});
    edo__future_start(&F->first.branch, &waits__fn, cx);
    edo__future_start(&F->second.branch, &waits__fn, cx);
    gate_open(F->args.a);
    AWAIT(early, 1, yield, yield, edo__yield_start(&F->yield, cx))
    CHECK(F->first.branch.site == EDO_SITE_DONE);
    CHECK_EQ(F->args.a->polls, 2);
    gate_open(F->args.b);
    AWAIT_FUTURE(early, 2, op, F->second, waits)
    AWAIT_FUTURE(early, 3, op, F->first, waits)
    CHECK(F->first.branch.site == EDO_SITE_TAKEN && F->second.branch.site == EDO_SITE_TAKEN);
    RETURN(F->first.frame.result + F->second.frame.result);
    END
}
static void a_future_goes_on_while_its_task_waits_for_something_else(void)
{
    struct gate a = {0}, b = {0};
    CHECK_EQ(BLOCK_ON(early, {&a, &b}), 14);
    CHECK_EQ(b.polls, 2);
}

/* A future that another future awaits, though a third party started it. */
struct hands_on__args {
    struct waits__future *future;
};
struct waits__future {
    edo_branch branch;
    union {
        struct waits__args args;
        struct waits__frame frame;
    };
};
struct hands_on__frame {
    int result;
    struct hands_on__args args;
    struct edo_await_branch op;
};
ASYNC(hands_on)
{
    BEGIN
    AWAIT_FUTURE(hands_on, 1, op, *F->args.future, waits)
    RETURN(F->args.future->frame.result + 1);
    END
}
struct chain__args {
    struct gate *gate;
};
struct chain__frame {
    int result;
    struct chain__args args;
    struct waits__future inner;
    FUTURE(hands_on) outer;
    struct edo_await_branch op;
};
ASYNC(chain)
{
    BEGIN
    FUTURE_INIT(F->inner, {F->args.gate});
    FUTURE_INIT(F->outer, {&F->inner});
    edo__future_start(&F->inner.branch, &waits__fn, cx);
    edo__future_start(&F->outer.branch, &hands_on__fn, cx);
    CHECK(edo_branch_owner(&F->inner.branch) == &F->outer.branch);
    gate_open(F->args.gate);
    AWAIT_FUTURE(chain, 1, op, F->outer, hands_on)
    RETURN(F->outer.frame.result + 1);
    END
}
static void the_end_of_a_future_resumes_its_awaiters_in_the_same_turn(void)
{
    struct gate gate = {0};
    CHECK_EQ(BLOCK_ON(chain, {&gate}), 9);
    CHECK_EQ(gate.polls, 2);
}

struct twice__args {
    struct gate *gate;
};
struct twice__frame {
    int result;
    struct twice__args args;
    FUTURE(waits) future;
    struct edo_await_branch op;
};
ASYNC(twice)
{
    BEGIN
    FUTURE_INIT(F->future, {F->args.gate});
    AWAIT_FUTURE(twice, 1, op, F->future, waits)
    AWAIT_FUTURE(twice, 2, op, F->future, waits)
    RETURN(0);
    END
}
static void taking_twice(void)
{
    struct gate gate = {.open = true};
    BLOCK_ON(twice, {&gate});
}

/* ---- misuse from elsewhere ------------------------------------------------------------------- */

static struct gate foreign_gate;
static void waking_from_outside_of_a_turn(void)
{
    edo_runtime *rt;
    CHECK_EQ(edo_runtime_new(0, &rt), 0);
    CHECK_EQ(edo_spawn_on(rt, CALL(waits, {&foreign_gate})), 0);
    edo_runtime_turn(rt);
    CHECK(foreign_gate.waiter);
    gate_open(&foreign_gate);
}

TESTS(
    TEST(a_shield_hides_cancellation_to_its_end);
    TEST(a_cancelled_task_awaits_a_future_and_its_shield);
    TEST(a_cancelled_task_leaves_the_scope_of_a_future_and_its_shield);
    TEST(a_result_that_was_ready_when_the_branch_was_cancelled_is_put_back);
    TEST(a_result_that_is_taken_is_not_put_back);
    TEST(a_future_goes_on_while_its_task_waits_for_something_else);
    TEST(the_end_of_a_future_resumes_its_awaiters_in_the_same_turn);
    DIES(taking_twice, "the result of this future has been taken (in task 'edo_block_on')");
    DIES(waking_from_outside_of_a_turn, "use an edo_waker");
)
