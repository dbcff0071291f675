/* SPDX-License-Identifier: MIT
 *
 * Workloads that other runtimes' benchmarks do as well, answered in their form:
 *
 *   edo-bench WORKLOAD key=value...     does the work once, prints lines `edo WORKLOAD PARAMS VALUE
 *                                       UNIT`, exits 0; 3: there is no such workload here
 *   edo-bench echo-server PORT buf=N    serves 127.0.0.1:PORT until SIGTERM
 *   edo-bench http-server PORT
 *
 * Everything runs on one thread, and the driver is a task, as `async main` makes it. Time is taken
 * from the first spawn to the last join. docs/benchmarks.md says what the figures mean. */
#include "depth.h"
#include "edo-bench/bench.h"
#include <edo.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- what the tasks do ---- */

/* A hand-written leaf: wakes itself and is pending once. */
struct rewake_op {
    edo_branch *woken;
};

static inline edo_poll rewake_start(struct rewake_op *op, edo_cx *cx)
{
    op->woken = cx->branch;
    edo_branch_wake(op->woken);
    return EDO_PENDING;
}

static inline edo_poll rewake_resume(struct rewake_op *op, edo_cx *cx)
{
    (void)cx;
    return op->woken ? EDO_READY : EDO_PENDING;
}

async void rewake(void) edo_leaf(struct rewake_op, rewake_start, rewake_resume, 0, 0);

static async int nothing(void)
{
    return 0;
}

static async int yields(uint64_t n)
{
    while (n--)
        await edo_yield();
    return 0;
}

static async int rewakes(uint64_t n)
{
    while (n--)
        await rewake();
    return 0;
}

static async int nap(uint64_t ms)
{
    return await edo_sleep(edo_ms(ms));
}

static uint64_t parked;

static async int park(void)
{
    parked++;
    return await edo_sleep(edo_ms(3600 * 1000));
}

/* A node forks two and joins both. The number of nodes of the tree. */
static async int node(uint64_t n)
{
    edo_task *a, *b;
    int below_a, below_b;
    if (n < 2)
        return 1;
    must(edo_task_spawn(&a, node(n - 1)), "spawn");
    must(edo_task_spawn(&b, node(n - 2)), "spawn");
    must(await edo_task_join(a, &below_a), "join");
    must(await edo_task_join(b, &below_b), "join");
    return below_a + below_b + 1;
}

/* ---- nested calls: each level inside the one above, or each in a box ---- */

static async uint64_t level1(uint64_t n)
{
    for (uint64_t i = 0; i < n; i++)
        await rewake();
    return n;
}

LEVELS_TO_100(uint64_t)

static async uint64_t boxed(uint64_t depth, uint64_t n)
{
    if (depth == 1)
        return await level1(n);
    return await boxed(depth - 1, n) + 1;
}

/* ---- workloads ---- */

static async void join_all(edo_task **tasks, uint64_t n)
{
    for (uint64_t i = 0; i < n; i++)
        must(await edo_task_join(tasks[i], NULL), "join");
}

static async int spawn(const struct args *a)
{
    uint64_t n = arg_number(a, "n", 1000000), batch = arg_number(a, "batch", n);
    edo_task **tasks = must_alloc(batch, sizeof *tasks);
    double start = wall_ns();
    for (uint64_t done = 0; done < n; done += batch) {
        for (uint64_t i = 0; i < batch; i++)
            must(edo_task_spawn(&tasks[i], nothing()), "spawn");
        await join_all(tasks, batch);
    }
    report(a, (wall_ns() - start) / (double)n, "ns/task");
    free(tasks);
    return 0;
}

static async int yield_each(const struct args *a, bool bare)
{
    uint64_t n = arg_number(a, "n", 1000000), count = arg_number(a, "tasks", 1);
    edo_task **tasks = must_alloc(count, sizeof *tasks);
    double start = wall_ns();
    for (uint64_t i = 0; i < count; i++) {
        if (bare)
            must(edo_task_spawn(&tasks[i], rewakes(n)), "spawn");
        else
            must(edo_task_spawn(&tasks[i], yields(n)), "spawn");
    }
    await join_all(tasks, count);
    report(a, (wall_ns() - start) / (double)(n * count), "ns/yield");
    free(tasks);
    return 0;
}

/* The delay of timer i: the same sequence in every benchmark. */
static uint64_t timer_ms(uint64_t i, uint64_t range)
{
    uint64_t x = (i + 1) * UINT64_C(0x9E3779B97F4A7C15);
    return (x >> 33) % (range + 1);
}

static async int timers(const struct args *a)
{
    uint64_t n = arg_number(a, "n", 1000000), range = arg_number(a, "ms", 1000);
    edo_task **tasks = must_alloc(n, sizeof *tasks);
    double start = wall_ns(), cpu = cpu_ns();
    for (uint64_t i = 0; i < n; i++)
        must(edo_task_spawn(&tasks[i], nap(timer_ms(i, range))), "spawn");
    await join_all(tasks, n);
    report(a, (cpu_ns() - cpu) / (double)n, "cpu-ns/timer");
    report(a, (wall_ns() - start) / 1e6, "ms-wall");
    free(tasks);
    return 0;
}

static async int memory(const struct args *a)
{
    uint64_t n = arg_number(a, "n", 1000000);
    if (strcmp(arg_text(a, "park", "sleep"), "sleep"))
        return EXIT_UNSUPPORTED;
    double before = resident_bytes();
    for (uint64_t i = 0; i < n; i++)
        must(edo_spawn(park()), "spawn");
    while (parked < n)
        await edo_yield();
    await edo_yield();
    report(a, (resident_bytes() - before) / (double)n, "B/task");
    exit(0); /* without an hour's rest */
}

/* `calls` calls down the chain, each of which yields `times` times at the leaf. */
static async int chain(const struct args *a, uint64_t calls, uint64_t times, const char *unit)
{
    uint64_t depth = arg_number(a, "depth", 1), sum = 0;
    bool in_boxes = arg_number(a, "boxed", 0) == 1;
    if (!in_boxes && depth != 1 && depth != 10 && depth != 100)
        return EXIT_UNSUPPORTED;
    double start = wall_ns();
    for (uint64_t i = 0; i < calls; i++) {
        if (in_boxes)
            sum += await boxed(depth, times);
        else if (depth == 1)
            sum += await level1(times);
        else if (depth == 10)
            sum += await level10(times);
        else
            sum += await level100(times);
    }
    double took = wall_ns() - start;
    if (sum != calls * (times + depth - 1))
        must(-1, "the chain's sum is wrong");
    report(a, took / (double)(calls * times), unit);
    return 0;
}

static async int forkjoin(const struct args *a)
{
    double start = wall_ns();
    int nodes = await node(arg_number(a, "n", 20));
    report(a, (wall_ns() - start) / nodes, "ns/task");
    return 0;
}

async int main(int argc, char **argv)
{
    struct args args = {argc, argv}, *a = &args;
    if (argc < 2) {
        fprintf(stderr, "usage: %s WORKLOAD [key=value]...\n", argv[0]);
        return 2;
    }
    const char *workload = argv[1];
    uint64_t n = arg_number(a, "n", 1000000);
    int port = argc > 2 ? atoi(argv[2]) : 0;
    if (arg_number(a, "threads", 1) != 1)
        return EXIT_UNSUPPORTED;
    if (!strcmp(workload, "spawn"))
        return await spawn(a);
    if (!strcmp(workload, "yield"))
        return await yield_each(a, false);
    if (!strcmp(workload, "rewake"))
        return await yield_each(a, true);
    if (!strcmp(workload, "timers"))
        return await timers(a);
    if (!strcmp(workload, "memory"))
        return await memory(a);
    if (!strcmp(workload, "chain"))
        return await chain(a, 1, n, "ns/yield");
    if (!strcmp(workload, "chaincall"))
        return await chain(a, n, 1, "ns/call");
    if (!strcmp(workload, "forkjoin"))
        return await forkjoin(a);
    if (!strcmp(workload, "echo-server"))
        return await echo_server(port, arg_number(a, "buf", 4096));
    if (!strcmp(workload, "http-server"))
        return await http_server(port);
    return EXIT_UNSUPPORTED;
}
