/* SPDX-License-Identifier: MIT
 *
 * Spawning, joining, detaching, yielding, budget: with exact counts of turns and allocations. */
#include "hand_calls.h"

/* ---- functions under test -------------------------------------------------------------------- */

/* Spawns `call`, yields `yields` times, opens the gate, joins; the joined result. */
struct parent__args {
    edo_call call;
    int yields;
    struct gate *gate;
    long *allocs;
};
struct parent__frame {
    int result;
    struct parent__args args;
    edo_task *task;
    int got;
    union {
        struct edo_yield_op yield;
        struct edo_join_op join;
    };
};
ASYNC(parent)
{
    BEGIN
    long before = memory.allocs;
    int error = edo_task_spawn(&F->task, F->args.call);
    if (F->args.allocs)
        *F->args.allocs = memory.allocs - before;
    if (error < 0)
        RETURN(error);
    for (; F->args.yields > 0; F->args.yields--) {
        AWAIT(parent, 1, yield, yield, edo__yield_start(&F->yield, cx))
        CHECK_EQ(F->yield.result, 0);
    }
    if (F->args.gate)
        gate_open(F->args.gate);
    AWAIT(parent, 2, task_join, join, edo__join_start(&F->join, cx, F->task, &F->got))
    CHECK_EQ(F->join.result, 0);
    RETURN(F->got);
    END
}

/* ---- tests ----------------------------------------------------------------------------------- */

static void join_gives_the_result_of_a_task_that_has_not_begun(void)
{
    CHECK_EQ(BLOCK_ON(parent, {CALL(value, {42}), 0, 0, 0}), 42);
    CHECK_EQ(value_runs, 1);
}

static void join_gives_the_result_of_a_task_that_has_ended(void)
{
    CHECK_EQ(BLOCK_ON(parent, {CALL(value, {43}), 3, 0, 0}), 43);
}

static void join_waits_for_a_parked_task_that_is_polled_twice(void)
{
    struct gate gate = {0};
    CHECK_EQ(BLOCK_ON(parent, {CALL(waits, {&gate}), 2, &gate, 0}), 7);
    CHECK_EQ(gate.polls, 2);
}

static void a_task_is_one_allocation_and_awaiting_is_none(void)
{
    long allocs = -1;
    struct gate gate = {0};
    CHECK_EQ(BLOCK_ON(parent, {CALL(waits, {&gate}), 5, &gate, &allocs}), 7);
    CHECK_EQ(allocs, 1);
    CHECK_EQ(memory.allocs, 3); /* the runtime, the task of block_on, the task */
}

static void spawn_without_memory_runs_nothing(void)
{
    memory.fail_at = 3;
    CHECK_EQ(BLOCK_ON(parent, {CALL(value, {1}), 0, 0, 0}), -ENOMEM);
    CHECK_EQ(value_runs, 0);
}

static void spawn_outside_of_a_task_is_an_error(void)
{
    edo_task *task = (edo_task *)&task;
    CHECK_EQ(edo_spawn(CALL(value, {1})), -EDO_ENORUNTIME);
    CHECK_EQ(edo_task_spawn(&task, CALL(value, {1})), -EDO_ENORUNTIME);
    CHECK(!task);
}

/* A call whose argument is a call: the task has copies of both. */
struct apply__args {
    int add;
    edo_call call;
};
struct apply__frame {
    int result;
    struct apply__args args;
    struct edo_yield_op yield;
    FUTURE(value) future;
};
static const uint16_t apply_calls[] = {offsetof(struct apply__args, call)};
static edo_fn apply_fn;
ASYNC(apply)
{
    BEGIN
    AWAIT(apply, 1, yield, yield, edo__yield_start(&F->yield, cx))
    edo_branch_init(&F->future.branch);
    CHECK_EQ(edo_branch_start(&F->future.branch, F->args.call.fn, F->args.call.args, cx),
             EDO_READY);
    RETURN(F->args.add + F->future.frame.result);
    END
}

struct applies__args {
    char unused;
};
struct applies__frame {
    int result;
    struct applies__args args;
    edo_task *task;
    int got;
    struct edo_join_op join;
};
ASYNC(applies)
{
    BEGIN
    apply_fn = apply__fn;
    apply_fn.ncalls = 1;
    apply_fn.calls = apply_calls;
    {
        struct value__args inner = {30};
        struct apply__args outer = {12, {&value__fn, &inner}};
        CHECK_EQ(edo_task_spawn(&F->task, (edo_call){&apply_fn, &outer}), 0);
        memset(&inner, 0xff, sizeof inner);
        memset(&outer, 0xff, sizeof outer);
    }
    AWAIT(applies, 1, task_join, join, edo__join_start(&F->join, cx, F->task, &F->got))
    RETURN(F->got);
    END
}

static void a_task_owns_copies_of_nested_calls(void)
{
    CHECK_EQ(BLOCK_ON(applies, {0}), 42);
    CHECK_EQ(memory.allocs, 3);
}

/* The same where arguments are aligned to more than anything else, three deep and side by side. */
struct aligned__args {
    _Alignas(128) char bytes[128];
};
struct both__args {
    edo_call a, b;
};
struct over__args {
    _Alignas(64) char bytes[64];
    edo_call c;
};
static const uint16_t both_calls[] = {offsetof(struct both__args, a),
                                      offsetof(struct both__args, b)};
static const uint16_t over_calls[] = {offsetof(struct over__args, c)};
static int aligned_starts;
static bool aligned_to(const void *p, uintptr_t align)
{
    return (uintptr_t)p % align == 0;
}
static void check_aligned(const edo_call *call)
{
    const struct aligned__args *args = call->args;
    CHECK(aligned_to(args, 128));
    CHECK_EQ(args->bytes[0], 3);
    CHECK_EQ(args->bytes[127], 4);
}
static edo_poll over_start(void *frame, edo_cx *cx, const void *p)
{
    const struct over__args *args = p;
    (void)cx;
    CHECK(aligned_to(p, 64) && aligned_to(frame, 32));
    CHECK_EQ(args->bytes[63], 2);
    const struct both__args *both = args->c.args;
    check_aligned(&both->a);
    check_aligned(&both->b);
    aligned_starts++;
    *(int *)frame = 0;
    return EDO_READY;
}
static const edo_fn aligned_fn = {.name = "aligned", .size = 8, .align = 8,
                                  .args_size = sizeof(struct aligned__args), .args_align = 128};
static const edo_fn both_fn = {.name = "both", .size = 8, .align = 8,
                               .args_size = sizeof(struct both__args), .args_align = 8,
                               .ncalls = 2, .calls = both_calls};
static const edo_fn over_fn = {.name = "over", .start = over_start, .size = 96, .align = 32,
                               .args_size = sizeof(struct over__args), .args_align = 64,
                               .result_size = sizeof(int), .ncalls = 1, .calls = over_calls};
struct aligns__args {
    char unused;
};
struct aligns__frame {
    int result;
    struct aligns__args args;
    edo_task *task;
    int i;
    struct edo_join_op join;
};
ASYNC(aligns)
{
    BEGIN
    for (F->i = 0; F->i < 40; F->i++) {
        {
            struct aligned__args inner = {{3}};
            inner.bytes[127] = 4;
            struct both__args both = {{&aligned_fn, &inner}, {&aligned_fn, &inner}};
            struct over__args outer = {{0}, {&both_fn, &both}};
            outer.bytes[63] = 2;
            CHECK_EQ(edo_task_spawn(&F->task, (edo_call){&over_fn, &outer}), 0);
        }
        AWAIT(aligns, 1, task_join, join, edo__join_start(&F->join, cx, F->task, 0))
        /* Leaves blocks of the same size, and less alignment, for the next one. */
        CHECK_EQ(edo_spawn(CALL(value, {1})), 0);
        for (int k = 0; k < 20; k++) {
            void *small = cx->host->alloc(cx, 64 + 64 * (size_t)k, 8);
            CHECK(small);
            cx->host->free(cx, small, 64 + 64 * (size_t)k, 8);
        }
    }
    RETURN(aligned_starts);
    END
}

static void arguments_of_a_task_keep_their_alignment(void)
{
    CHECK_EQ(BLOCK_ON(aligns, {0}), 40);
}

/* Two tasks that yield take turns. */
static char order[64];
static size_t order_length;
struct turns__args {
    char name;
    int n;
};
struct turns__frame {
    int result;
    struct turns__args args;
    struct edo_yield_op yield;
};
ASYNC(turns)
{
    BEGIN
    for (; F->args.n > 0; F->args.n--) {
        order[order_length++] = F->args.name;
        AWAIT(turns, 1, yield, yield, edo__yield_start(&F->yield, cx))
    }
    RETURN(0);
    END
}
struct spawns__args {
    int n;
};
struct spawns__frame {
    int result;
    struct spawns__args args;
    struct edo_yield_op yield;
};
ASYNC(spawns)
{
    BEGIN
    for (int i = 0; i < F->args.n; i++)
        CHECK_EQ(edo_spawn(CALL(turns, {(char)('a' + i), 3})), 0);
    for (F->args.n = 0; F->args.n < 5; F->args.n++) {
        AWAIT(spawns, 1, yield, yield, edo__yield_start(&F->yield, cx))
    }
    RETURN(0);
    END
}

static void tasks_that_yield_take_turns_in_the_order_of_their_spawning(void)
{
    CHECK_EQ(BLOCK_ON(spawns, {3}), 0);
    CHECK(strcmp(order, "abcabcabc") == 0);
}

/* A task whose operations are always ready lets others run after 128 of them. */
struct greedy__args {
    int operations;
    int *progress;
};
struct greedy__frame {
    int result;
    struct greedy__args args;
    int i;
    struct spend_op op;
};
ASYNC(greedy)
{
    BEGIN
    for (F->i = 0; F->i < F->args.operations; F->i++) {
        AWAIT(greedy, 1, spend, op, spend(&F->op, cx))
        ++*F->args.progress;
    }
    RETURN(0);
    END
}
struct watch__args {
    int *progress;
};
struct watch__frame {
    int result;
    struct watch__args args;
    struct edo_yield_op yield;
    int seen[4], i;
};
ASYNC(watch)
{
    BEGIN
    CHECK_EQ(edo_spawn(CALL(greedy, {300, F->args.progress})), 0);
    for (F->i = 0; F->i < 4; F->i++) {
        AWAIT(watch, 1, yield, yield, edo__yield_start(&F->yield, cx))
        F->seen[F->i] = *F->args.progress;
    }
    CHECK_EQ(F->seen[0], 128);
    CHECK_EQ(F->seen[1], 256);
    CHECK_EQ(F->seen[2], 300);
    CHECK_EQ(F->seen[3], 300);
    RETURN(0);
    END
}

static void a_task_that_never_waits_yields_after_128_operations(void)
{
    int progress = 0;
    CHECK_EQ(BLOCK_ON(watch, {&progress}), 0);
}

/* Futures of one task share its budget, and none starves. */
struct pair__args {
    int *a, *b;
};
struct pair__frame {
    int result;
    struct pair__args args;
    FUTURE(greedy) first, second;
    struct edo_await_branch op;
    struct edo_yield_op yield;
    int i;
};
ASYNC(pair)
{
    BEGIN
    FUTURE_INIT(F->first, {1000000, F->args.a});
    FUTURE_INIT(F->second, {1000000, F->args.b});
    edo__future_start(&F->first.branch, &greedy__fn, cx);
    edo__future_start(&F->second.branch, &greedy__fn, cx);
    for (F->i = 0; F->i < 20; F->i++) {
        AWAIT(pair, 1, yield, yield, edo__yield_start(&F->yield, cx))
    }
    CHECK(*F->args.a > 1000);
    CHECK(*F->args.b >= 8 * 19);
    *F->args.a = *F->args.b = -1;
    /* Cancelled, a greedy one only ends by running out: let both. */
    F->first.frame.args.operations = F->second.frame.args.operations = 0;
    END_FUTURE(pair, 2, op, F->first)
    END_FUTURE(pair, 3, op, F->second)
    RETURN(0);
    END
}

static void a_greedy_branch_does_not_starve_its_siblings(void)
{
    int a = 0, b = 0;
    CHECK_EQ(BLOCK_ON(pair, {&a, &b}), 0);
}

/* ---- handles --------------------------------------------------------------------------------- */

struct detaches__args {
    struct gate *gate;
    bool early;
};
struct detaches__frame {
    int result;
    struct detaches__args args;
    edo_task *task;
    struct edo_yield_op yield;
};
ASYNC(detaches)
{
    BEGIN
    CHECK_EQ(edo_task_spawn(&F->task, CALL(waits, {F->args.gate})), 0);
    CHECK(!edo_task_is_finished(F->task));
    if (F->args.early)
        edo_task_detach(F->task);
    AWAIT(detaches, 1, yield, yield, edo__yield_start(&F->yield, cx))
    CHECK_EQ(F->args.gate->polls, 1);
    gate_open(F->args.gate);
    AWAIT(detaches, 2, yield, yield, edo__yield_start(&F->yield, cx))
    CHECK_EQ(F->args.gate->polls, 2);
    if (!F->args.early) {
        CHECK(edo_task_is_finished(F->task));
        edo_task_detach(F->task);
    }
    RETURN(0);
    END
}

static void a_detached_task_runs_on_and_frees_itself(void)
{
    struct gate gate = {0};
    CHECK_EQ(BLOCK_ON(detaches, {&gate, true}), 0);
}

static void detaching_a_finished_task_frees_it(void)
{
    struct gate gate = {0};
    CHECK_EQ(BLOCK_ON(detaches, {&gate, false}), 0);
}

static edo_task *kept;
struct keeps__args {
    int n;
};
struct keeps__frame {
    int result;
    struct keeps__args args;
    struct edo_yield_op yield;
};
ASYNC(keeps)
{
    BEGIN
    CHECK_EQ(edo_task_spawn(&kept, CALL(value, {F->args.n})), 0);
    AWAIT(keeps, 1, yield, yield, edo__yield_start(&F->yield, cx))
    RETURN(0);
    END
}

static void a_handle_may_outlive_its_runtime(void)
{
    CHECK_EQ(BLOCK_ON(keeps, {3}), 0);
    CHECK(memory.live > 0);
    CHECK(edo_task_is_finished(kept));
    edo_task_cancel(kept);
    edo_task_detach(kept);
}

/* ---- identity -------------------------------------------------------------------------------- */

struct names__args {
    char unused;
};
struct names__frame {
    int result;
    struct names__args args;
};
ASYNC(names)
{
    (void)at;
    edo_task *a, *b, *me = edo_task_current();
    CHECK(me);
    CHECK_EQ(edo_task_spawn(&a, CALL(value, {1})), 0);
    CHECK_EQ(edo_task_spawn(&b, CALL(value, {1})), 0);
    CHECK(edo_task_id(a) && edo_task_id(a) == edo_task_id(a));
    CHECK(edo_task_id(a) != edo_task_id(b));
    CHECK(edo_task_id(me) != edo_task_id(b));
    CHECK(strcmp(edo_task_name(a), "value") == 0);
    char name[] = "first";
    CHECK_EQ(edo_task_set_name(a, name), 0);
    name[0] = 'x';
    CHECK(strcmp(edo_task_name(a), "first") == 0);
    memory.fail_at = 1;
    CHECK_EQ(edo_task_set_name(a, "other"), -ENOMEM);
    CHECK(strcmp(edo_task_name(a), "first") == 0);
    CHECK_EQ(edo_task_set_name(a, 0), 0);
    CHECK(strcmp(edo_task_name(a), "value") == 0);
    CHECK_EQ(edo_task_set_name(a, "again"), 0);
    edo_task_detach(a);
    edo_task_detach(b);
    RETURN(0);
}

static void ids_are_unique_and_names_are_copied(void)
{
    CHECK_EQ(BLOCK_ON(names, {0}), 0);
    CHECK(!edo_task_current());
}

/* ---- programmers' errors --------------------------------------------------------------------- */

struct self__args {
    char unused;
};
struct self__frame {
    int result;
    struct self__args args;
    edo_task *task;
    struct edo_join_op join;
    int mode;
};
static edo_task *self_task;
#define joins_itself__args self__args
#define joins_itself__frame self__frame
ASYNC(joins_itself)
{
    (void)at;
    return edo__join_start(&F->join, cx, self_task, 0);
}
#define starts_joiner__args self__args
#define starts_joiner__frame self__frame
ASYNC(starts_joiner)
{
    BEGIN
    CHECK_EQ(edo_task_spawn(&self_task, CALL(joins_itself, {0})), 0);
    AWAIT(starts_joiner, 1, task_join, join, edo__join_start(&F->join, cx, self_task, 0))
    RETURN(0);
    END
}
static void joining_itself(void)
{
    BLOCK_ON(starts_joiner, {0});
}

#define detaches_twice__args self__args
#define detaches_twice__frame self__frame
ASYNC(detaches_twice)
{
    (void)at;
    CHECK_EQ(edo_task_spawn(&F->task, CALL(value, {0})), 0);
    edo_task_detach(F->task);
    edo_task_detach(F->task);
    RETURN(0);
}
static void detaching_twice(void)
{
    BLOCK_ON(detaches_twice, {0});
}

TESTS(
    TEST(join_gives_the_result_of_a_task_that_has_not_begun);
    TEST(join_gives_the_result_of_a_task_that_has_ended);
    TEST(join_waits_for_a_parked_task_that_is_polled_twice);
    TEST(a_task_is_one_allocation_and_awaiting_is_none);
    TEST(spawn_without_memory_runs_nothing);
    TEST(spawn_outside_of_a_task_is_an_error);
    TEST(a_task_owns_copies_of_nested_calls);
    TEST(arguments_of_a_task_keep_their_alignment);
    TEST(tasks_that_yield_take_turns_in_the_order_of_their_spawning);
    TEST(a_task_that_never_waits_yields_after_128_operations);
    TEST(a_greedy_branch_does_not_starve_its_siblings);
    TEST(a_detached_task_runs_on_and_frees_itself);
    TEST(detaching_a_finished_task_frees_it);
    TEST(a_handle_may_outlive_its_runtime);
    TEST(ids_are_unique_and_names_are_copied);
    DIES(joining_itself, "joins itself");
    DIES(detaching_twice, "without a handle");
)
