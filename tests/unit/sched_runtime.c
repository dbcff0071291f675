/* SPDX-License-Identifier: MIT
 *
 * Runtimes: block_on, several at a time, shutdown, foreign loops, async main, dumps. */
#include "hand_calls.h"

#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <time.h>

/* ---- block_on -------------------------------------------------------------------------------- */

static void block_on_runs_a_future_and_frees_everything(void)
{
    CHECK_EQ(BLOCK_ON(value, {4}), 4);
    CHECK_EQ(memory.allocs, 2); /* the runtime, the task */
}

static void block_on_without_memory_runs_nothing(void)
{
    for (int n = 1; n <= 2; n++) {
        FUTURE(value) future;
        FUTURE_INIT(future, {4});
        memory.fail_at = n;
        CHECK_EQ(edo__block_on(&future.branch, &value__fn), -ENOMEM);
        CHECK_EQ(future.frame.result, -ENOMEM);
        CHECK_EQ(value_runs, 0);
        CHECK_EQ(memory.live, 0);
    }
}

static void block_on_without_memory_of_what_cannot_say_so(void)
{
    FUTURE(value) future;
    edo_fn fn = value__fn;
    FUTURE_INIT(future, {4});
    fn.flags = 0;
    memory.fail_at = 2;
    edo__block_on(&future.branch, &fn);
}

struct nests__args {
    char unused;
};
struct nests__frame {
    int result;
    struct nests__args args;
};
ASYNC(nests)
{
    (void)at;
    RETURN(BLOCK_ON(value, {1}));
}
static void block_on_inside_a_task(void)
{
    BLOCK_ON(nests, {0});
}

static void a_runtime_serves_many_block_ons_and_keeps_its_tasks(void)
{
    edo_runtime *rt;
    struct gate gate = {0};
    CHECK_EQ(edo_runtime_new(0, &rt), 0);
    CHECK_EQ(edo_spawn_on(rt, CALL(waits, {&gate})), 0);
    CHECK_EQ(gate.polls, 0);
    CHECK_EQ(BLOCK_ON_RT(rt, value, {1}), 1);
    CHECK_EQ(gate.polls, 1);
    CHECK_EQ(BLOCK_ON_RT(rt, value, {2}), 2);
    CHECK_EQ(gate.polls, 1);
    CHECK_EQ(edo_runtime_free(rt), 0);
    CHECK_EQ(gate.cancels, 1);
    CHECK_EQ(gate.polls, 2);
}

static void two_runtimes_share_a_thread(void)
{
    edo_runtime *a, *b;
    CHECK_EQ(edo_runtime_new(0, &a), 0);
    CHECK_EQ(edo_runtime_new(0, &b), 0);
    CHECK_EQ(BLOCK_ON_RT(a, value, {1}), 1);
    CHECK_EQ(BLOCK_ON_RT(b, value, {2}), 2);
    CHECK_EQ(BLOCK_ON_RT(a, value, {3}), 3);
    CHECK_EQ(edo_runtime_free(a), 0);
    CHECK_EQ(BLOCK_ON_RT(b, value, {4}), 4);
    CHECK_EQ(edo_runtime_free(b), 0);
}

/* ---- shutdown -------------------------------------------------------------------------------- */

/* Spawns more when it is cancelled: refused. */
struct spawner__args {
    struct gate *gate;
    int *refused;
};
struct spawner__frame {
    int result;
    struct spawner__args args;
    struct gate_op op;
};
ASYNC(spawner)
{
    BEGIN
    AWAIT(spawner, 1, gate, op, gate_start(&F->op, cx, F->args.gate))
    CHECK_EQ(F->op.result, -ECANCELED);
    if (edo_spawn(CALL(value, {1})) == -EDO_ECLOSED)
        ++*F->args.refused;
    RETURN(-ECANCELED);
    END
}

static void shutdown_cancels_drains_and_refuses_spawns(void)
{
    edo_runtime *rt;
    struct gate gates[10];
    int refused = 0;
    memset(gates, 0, sizeof gates);
    CHECK_EQ(edo_runtime_new(0, &rt), 0);
    for (int i = 0; i < 10; i++)
        CHECK_EQ(edo_spawn_on(rt, CALL(spawner, {&gates[i], &refused})), 0);
    CHECK_EQ(BLOCK_ON_RT(rt, value, {1}), 1);
    CHECK_EQ(edo_runtime_free(rt), 0);
    CHECK_EQ(refused, 10);
    CHECK_EQ(value_runs, 1);
}

static char logged[4096];
static void log_line(void *user, const char *line)
{
    CHECK(user == logged);
    strcat(strcat(logged, line), "\n");
}

/* A leaf that can't be hurried. */
LEAF(deaf, struct gate_op, gate_resume, 0);
struct deaf_one__args {
    struct gate *gate;
};
struct deaf_one__frame {
    int result;
    struct deaf_one__args args;
    struct gate_op op;
};
ASYNC(deaf_one)
{
    BEGIN
    AWAIT(deaf_one, 55, deaf, op, gate_start(&F->op, cx, F->args.gate))
    RETURN(F->op.result);
    END
}

static void shutdown_gives_up_in_time_and_names_who_is_left(void)
{
    edo_runtime_config config = {.user = logged, .log = log_line, .shutdown_ns = 20000000};
    edo_runtime *rt;
    struct gate gate = {0};
    CHECK_EQ(edo_runtime_new(&config, &rt), 0);
    CHECK_EQ(edo_spawn_on(rt, CALL(deaf_one, {&gate})), 0);
    CHECK_EQ(BLOCK_ON_RT(rt, value, {1}), 1);
    CHECK_EQ(edo_runtime_free(rt), -ETIMEDOUT);
    CHECK(strstr(logged, "1 tasks did not end"));
    CHECK(strstr(logged, "'deaf_one' waits at test.c:55"));
    CHECK(memory.live > 0);
    quick_exit(0); /* what is left is left for good */
}

static void a_detached_error_is_logged_with_its_meaning(void)
{
    edo_runtime_config config = {.user = logged, .log = log_line};
    edo_runtime *rt;
    CHECK_EQ(edo_runtime_new(&config, &rt), 0);
    CHECK_EQ(edo_spawn_on(rt, CALL(value, {-EPIPE})), 0);
    CHECK_EQ(edo_spawn_on(rt, CALL(value, {-ECANCELED})), 0);
    CHECK_EQ(edo_spawn_on(rt, CALL(value, {-EDO_ECLOSED})), 0);
    CHECK_EQ(edo_spawn_on(rt, CALL(value, {1})), 0);
    CHECK_EQ(BLOCK_ON_RT(rt, value, {1}), 1);
    CHECK_EQ(edo_runtime_free(rt), 0);
    CHECK(strcmp(logged, "detached task 'value' ended with -32 (Broken pipe)\n"
                         "detached task 'value' ended with -20001 (Closed)\n") == 0);
}

/* However slow the machine is: what isn't said is in the counts. */
static void a_thousand_detached_errors_are_a_few_lines_that_add_up(void)
{
    edo_runtime_config config = {.user = logged, .log = log_line};
    edo_runtime *rt;
    CHECK_EQ(edo_runtime_new(&config, &rt), 0);
    for (int i = 0; i < 1000; i++)
        CHECK_EQ(edo_spawn_on(rt, CALL(value, {-ECONNRESET})), 0);
    CHECK_EQ(BLOCK_ON_RT(rt, value, {1}), 1);
    CHECK_EQ(edo_runtime_free(rt), 0);
    int lines = 0, said = 0, more;
    for (char *line = strtok(logged, "\n"); line; line = strtok(0, "\n"), lines++) {
        const char *rest = strstr(line, " ended with -104 (Connection reset by peer)");
        CHECK(rest && rest[43] == 0);
        if (sscanf(line, "%d more detached tasks ended", &more) == 1)
            said += more;
        else
            said += strncmp(line, "detached task 'value' ended", 27) == 0;
    }
    CHECK_EQ(said, 1000);
    CHECK(lines < 100);
}

static int64_t seen;
static void see(void *user, edo_task *task, int64_t result)
{
    CHECK(user == &seen);
    CHECK(strcmp(edo_task_name(task), "value") == 0);
    seen = result;
}
static void the_hook_sees_a_detached_tasks_negative_result(void)
{
    edo_runtime_config config = {.user = &seen, .detached_result = see};
    edo_runtime *rt;
    CHECK_EQ(edo_runtime_new(&config, &rt), 0);
    CHECK_EQ(edo_spawn_on(rt, CALL(value, {-EIO})), 0);
    CHECK_EQ(BLOCK_ON_RT(rt, value, {1}), 1);
    CHECK_EQ(edo_runtime_free(rt), 0);
    CHECK_EQ(seen, -EIO);
}

/* ---- a foreign loop -------------------------------------------------------------------------- */

struct counts__args {
    int n, *count;
};
struct counts__frame {
    int result;
    struct counts__args args;
    struct edo_yield_op yield;
};
ASYNC(counts)
{
    BEGIN
    for (; F->args.n; F->args.n--) {
        ++*F->args.count;
        AWAIT(counts, 1, yield, yield, edo__yield_start(&F->yield, cx))
    }
    RETURN(0);
    END
}

static bool readable(int fd, int timeout)
{
    struct pollfd p = {fd, POLLIN, 0};
    return poll(&p, 1, timeout) == 1;
}

static void a_foreign_loop_turns_the_runtime_while_its_fd_is_readable(void)
{
    edo_runtime *rt;
    int count = 0, turns = 0;
    CHECK_EQ(edo_runtime_new(0, &rt), 0);
    int fd = edo_runtime_fd(rt);
    CHECK(fd >= 0);
    CHECK_EQ(edo_runtime_fd(rt), fd);
    while (readable(fd, 0))
        CHECK(!edo_runtime_turn(rt) && turns++ < 3);
    CHECK_EQ(edo_spawn_on(rt, CALL(counts, {5, &count})), 0);
    for (turns = 0; readable(fd, 0); turns++)
        edo_runtime_turn(rt);
    CHECK_EQ(count, 5);
    CHECK(turns >= 6 && turns <= 8);
    CHECK_EQ(edo_runtime_next_deadline(rt), UINT64_MAX);
    CHECK_EQ(edo_runtime_free(rt), 0);
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
    RETURN(F->op.result);
    END
}
static void *fire(void *p)
{
    struct signal *s = p;
    while (!atomic_load(&s->asked))
        sched_yield();
    atomic_store(&s->ready, 1);
    edo_waker_wake(s->waker);
    return 0;
}
static void another_threads_wake_makes_the_fd_readable(void)
{
    for (int i = 0; i < 50; i++) {
        edo_runtime *rt;
        struct signal s = {0};
        pthread_t thread;
        CHECK_EQ(edo_runtime_new(0, &rt), 0);
        int fd = edo_runtime_fd(rt);
        CHECK_EQ(edo_spawn_on(rt, CALL(heeds, {&s})), 0);
        CHECK_EQ(pthread_create(&thread, 0, fire, &s), 0);
        do
            CHECK(readable(fd, 10000));
        while (edo_runtime_turn(rt));
        pthread_join(thread, 0);
        CHECK_EQ(edo_runtime_free(rt), 0);
    }
}

/* ---- async main ------------------------------------------------------------------------------ */

static void main_returns_what_async_main_returns(void)
{
    CHECK_EQ(edo__main(&value__fn, &(struct value__args){3}), 3);
    CHECK_EQ(edo__main(&value__fn, &(struct value__args){0}), 0);
}

static void main_prints_a_negative_result(void)
{
    exit(edo__main(&value__fn, &(struct value__args){-ECONNREFUSED}));
}

struct interrupted__args {
    struct gate *gate;
};
struct interrupted__frame {
    int result;
    struct interrupted__args args;
    struct gate_op op;
};
ASYNC(interrupted)
{
    BEGIN
    raise(SIGINT);
    AWAIT(interrupted, 1, gate, op, gate_start(&F->op, cx, F->args.gate))
    CHECK_EQ(F->op.result, -ECANCELED);
    RETURN(17);
    END
}
static void the_first_interrupt_cancels_main(void)
{
    struct gate gate = {0};
    CHECK_EQ(edo__main(&interrupted__fn, &(struct interrupted__args){&gate}), 17);
    struct sigaction now;
    CHECK_EQ(sigaction(SIGINT, 0, &now), 0);
    CHECK(now.sa_handler == SIG_DFL);
}

struct twice__args {
    char unused;
};
struct twice__frame {
    int result;
    struct twice__args args;
};
ASYNC(twice)
{
    (void)at;
    raise(SIGTERM);
    fprintf(stderr, "after the first\n");
    raise(SIGINT);
    fprintf(stderr, "after the second\n");
    RETURN(0);
}
static void the_second_interrupt_kills(void)
{
    edo__main(&twice__fn, &(struct twice__args){0});
}

static void an_ignored_interrupt_stays_ignored(void)
{
    signal(SIGINT, SIG_IGN);
    struct gate gate = {.open = true};
    /* The gate is open, and nothing cancels: the check in it would fail. */
    CHECK_EQ(edo__main(&value__fn, &(struct value__args){5}), 5);
    CHECK(signal(SIGINT, SIG_IGN) == SIG_IGN);
    (void)gate;
}

/* ---- dumps ----------------------------------------------------------------------------------- */

/* outer awaits a future of middle, which calls waits in a box. */
struct middle__args {
    struct gate *gate;
};
struct middle__frame {
    int result;
    struct middle__args args;
    void *box;
};
static edo_poll middle__resume(void *frame, unsigned at, edo_cx *cx);
static const edo_site middle_site = {
    .callee = waits__resume,
    .caller = middle__resume,
    .offset = EDO_BOXED,
    .at = 1,
    .up_kind = EDO_UP_DYNAMIC,
    .line = 32,
    .file = "test.c",
    .function = "middle",
    .what = "waits",
};
ASYNC(middle)
{
    if (at == 0) {
        F->box = edo__box_new(cx, &waits__fn);
        struct waits__args args = {F->args.gate};
        if (waits__fn.start(F->box, cx, &args) == EDO_PENDING)
            return edo__box_suspend(F->box, F, &middle_site);
    }
    int got = *(int *)F->box;
    edo__box_free(cx, F->box);
    RETURN(got + 1);
}
struct outer__args {
    struct gate *gate;
};
struct outer__frame {
    int result;
    struct outer__args args;
    FUTURE(middle) future;
    struct edo_await_branch op;
};
ASYNC(outer)
{
    BEGIN
    FUTURE_INIT(F->future, {F->args.gate});
    AWAIT_FUTURE(outer, 33, op, F->future, middle)
    RETURN(F->future.frame.result + 1);
    END
}
struct dumps__args {
    struct gate *gate;
    edo_runtime *rt;
};
struct dumps__frame {
    int result;
    struct dumps__args args;
    edo_task *task;
    int got;
    union {
        struct edo_yield_op yield;
        struct edo_join_op join;
    };
};
static void check_dumps(edo_task *task, edo_runtime *rt)
{
    static const char expected[] = "task 'the one' (outer) waits\n"
                                   "  #0 gate awaited by waits at test.c:31\n"
                                   "  #1 waits (boxed) awaited by middle at test.c:32\n"
                                   "  #2 await_branch awaited by outer at test.c:33\n";
    char text[1024], small[20];
    CHECK_EQ(edo_task_set_name(task, "the one"), 0);
    CHECK_EQ(edo_dump(task, text, sizeof text), strlen(expected));
    if (strcmp(text, expected) != 0)
        fprintf(stderr, "%s", text);
    CHECK(strcmp(text, expected) == 0);
    CHECK_EQ(edo_dump(task, small, sizeof small), strlen(expected));
    CHECK(strncmp(small, expected, 19) == 0 && small[19] == 0);
    CHECK_EQ(edo_dump(task, 0, 0), strlen(expected));
    size_t n = edo_runtime_dump(rt, text, sizeof text);
    CHECK(n < sizeof text);
    CHECK(strstr(text, expected));
    CHECK(strstr(text, "(edo_block_on) is running\n"));
}
ASYNC(dumps)
{
    BEGIN
    CHECK_EQ(edo_task_spawn(&F->task, CALL(outer, {F->args.gate})), 0);
    AWAIT(dumps, 1, yield, yield, edo__yield_start(&F->yield, cx))
    check_dumps(F->task, F->args.rt);
    gate_open(F->args.gate);
    AWAIT(dumps, 2, task_join, join, edo__join_start(&F->join, cx, F->task, &F->got))
    RETURN(F->got);
    END
}

static void a_dump_goes_through_boxes_and_futures(void)
{
    edo_runtime *rt;
    struct gate gate = {0};
    CHECK_EQ(edo_runtime_new(0, &rt), 0);
    CHECK_EQ(BLOCK_ON_RT(rt, dumps, {&gate, rt}), 9);
    CHECK_EQ(edo_runtime_free(rt), 0);
}

/* ---- many tasks ------------------------------------------------------------------------------ */

struct crowd__args {
    int n;
};
struct crowd__frame {
    int result;
    struct crowd__args args;
    int i, count;
    struct edo_yield_op yield;
};
ASYNC(crowd)
{
    BEGIN
    F->count = 0;
    for (F->i = 0; F->i < F->args.n; F->i++)
        CHECK_EQ(edo_spawn(CALL(counts, {3, &F->count})), 0);
    while (F->count < 3 * F->args.n) {
        AWAIT(crowd, 1, yield, yield, edo__yield_start(&F->yield, cx))
    }
    RETURN(F->count);
    END
}
static void a_hundred_thousand_tasks_all_run(void)
{
    CHECK_EQ(BLOCK_ON(crowd, {100000}), 300000);
}

TESTS(
    TEST(block_on_runs_a_future_and_frees_everything);
    TEST(block_on_without_memory_runs_nothing);
    DIES(block_on_without_memory_of_what_cannot_say_so, "Cannot allocate memory");
    DIES(block_on_inside_a_task, "EDEADLK");
    TEST(a_runtime_serves_many_block_ons_and_keeps_its_tasks);
    TEST(two_runtimes_share_a_thread);
    TEST(shutdown_cancels_drains_and_refuses_spawns);
    TEST(shutdown_gives_up_in_time_and_names_who_is_left);
    TEST(a_detached_error_is_logged_with_its_meaning);
    TEST(a_thousand_detached_errors_are_a_few_lines_that_add_up);
    TEST(the_hook_sees_a_detached_tasks_negative_result);
    TEST(a_foreign_loop_turns_the_runtime_while_its_fd_is_readable);
    TEST(another_threads_wake_makes_the_fd_readable);
    TEST(main_returns_what_async_main_returns);
    DIES(main_prints_a_negative_result, "sched_runtime: Connection refused");
    TEST(the_first_interrupt_cancels_main);
    DIES(the_second_interrupt_kills, "after the first");
    TEST(an_ignored_interrupt_stays_ignored);
    TEST(a_dump_goes_through_boxes_and_futures);
    TEST(a_hundred_thousand_tasks_all_run);
)
