/* SPDX-License-Identifier: MIT
 *
 * Functions whose awaits run together or are values: named futures, guards, joins in joins,
 * timeouts, blocks, boxes, calls through pointers. Their sizes are compared with those of their
 * twins in rust/frames_values.rs. Prints `NAME BYTES` for each, and runs it to its end. */
#include "frames_leaves.h"

#include <errno.h>
#include <stdlib.h>

/* ---- children ---- */

static async int tiny(int n)
{
    await yield_once();
    return n;
}

/* A function of its own for each place that awaits it, as in a program. */
#define WITH(NAME, SIZE)                                                                           \
    static async int NAME(int seed)                                                                \
    {                                                                                              \
        char buf[SIZE];                                                                            \
        fill(buf, sizeof buf, seed);                                                               \
        await yield_once();                                                                        \
        return sum(buf, sizeof buf);                                                               \
    }

/* ---- named futures ---- */

WITH(reader, 64)
WITH(writer, 96)

static async int both_in_a_loop(void)
{
    edo_future(reader) a = reader(4);
    edo_future(writer) b = writer(6);
    int total = 0;
    for (;;) select_biased {
        when (int n = a) total += n;
        when (int n = b) total += n;
        complete         return total;
    }
}

WITH(fetch, 64)
WITH(parse, 64)

static async int futures_joined(void)
{
    edo_future(fetch) a = fetch(4);
    edo_future(parse) b = parse(6);
    int x, y;
    join {
        x = await a;
        y = await b;
    }
    return x + y;
}

WITH(background, 128)

static async int meanwhile(int n)
{
    edo_future(background) b = background(n);
    edo_start(b);
    int total = 0;
    for (int i = 0; i < n; i++)
        total += await tiny(i);
    return total + await b;
}

/* ---- select ---- */

WITH(from_cache, 100)
WITH(from_disk, 100)

static async int guarded(bool cached, bool stored)
{
    select_biased {
        if (cached) when (int n = from_cache(1)) return n;
        if (stored) when (int n = from_disk(2)) return n;
        complete return -1;
    }
}

WITH(message, 64)

static async int if_ready(int seed)
{
    int n = 0;
    select {
        when (n = message(seed)) n++;
        otherwise n = seed;
    }
    return n;
}

WITH(request, 64)
WITH(hang_up, 64)

static async int served(int times)
{
    int total = 0;
    for (int i = 0; i < times; i++) {
        char buf[256];
        fill(buf, sizeof buf, i);
        select_biased {
            when (int n = request(i)) total += n;
            when (int n = hang_up(i)) return total + n;
        }
        total += sum(buf, sizeof buf);
    }
    return total;
}

/* ---- join ---- */

WITH(outer_child, 64)
WITH(first_child, 64)
WITH(second_child, 64)

static async int joins_in_joins(void)
{
    int a, b, c;
    join {
        a = await outer_child(1);
        join {
            b = await first_child(2);
            c = await second_child(3);
        }
    }
    return a + b + c;
}

static async int step(int n)
{
    await yield_once();
    return n;
}

static async int tried_in_branches(int n)
{
    int a, b;
    join {
        {
            int first = try await tiny(n);
            a = try await tiny(first + 1);
        }
        b = try await step(n);
    }
    return a + b;
}

WITH(racer, 64)
WITH(other_racer, 64)
WITH(referee, 64)

static async int race_beside(int seed)
{
    int winner = 0, other = 0;
    join {
        select_biased {
            when (winner = racer(seed)) winner++;
            when (winner = other_racer(seed)) winner--;
        }
        other = await referee(seed);
    }
    return winner + other;
}

static async int copied_both_ways(struct conn *left, struct conn *to_right, struct conn *right,
                                  struct conn *to_left)
{
    join {
        for (char buf[256];;) {
            ssize_t n = try await conn_read(left, buf, sizeof buf);
            if (n == 0)
                break;
            try await conn_write_all(to_right, buf, (size_t)n);
        }
        for (char buf[256];;) {
            ssize_t n = try await conn_read(right, buf, sizeof buf);
            if (n == 0)
                break;
            try await conn_write_all(to_left, buf, (size_t)n);
        }
    }
    return 0;
}

/* ---- cleaning up ---- */

static async int release(int what)
{
    await yield_once();
    return what;
}

static async int deferred_in_a_loop(int n)
{
    int total = 0;
    for (int i = 0; i < n; i++) {
        defer await release(i);
        if (i == 2)
            continue;
        total += try await tiny(i);
    }
    return total;
}

static async int two_defers(int n)
{
    defer await release(n);
    int a = try await tiny(n);
    defer await release(a);
    int b = try await tiny(a + 1);
    return b;
}

static async int shielded(int n)
{
    int kept;
    edo_shield {
        kept = await tiny(n);
        await yield_once();
    }
    return kept;
}

/* ---- calls as values ---- */

static async int twice(edo_call call)
{
    int first = try await call;
    return first + try await call;
}

static async int block_twice(int n, int m)
{
    return await twice(async {
        await yield_once();
        return n * m;
    });
}

static async int retried(edo_call call, int times)
{
    for (int i = 1;; i++) {
        int n = await call;
        if (n >= 0 || i >= times)
            return n;
        await yield_once();
    }
}

static async int flaky(int n)
{
    await yield_once();
    return n;
}

static async int retries(int n)
{
    return await retried(flaky(n), 3);
}

WITH(index_page, 200)
WITH(other_page, 400)

static async int (*const pages[])(int) = {index_page, other_page};

static async int through_a_table(int n)
{
    int total = 0;
    for (int i = 0; i < n; i++)
        total += await pages[i % 2](i);
    return total;
}

WITH(large, 2000)

static async int boxed(int n)
{
    edo_boxed_of(int) call = edo_box(large(n));
    if (!call)
        return -ENOMEM;
    await yield_once();
    return await call;
}

WITH(slow, 128)

static async int with_a_deadline(int seed)
{
    int n = await edo_timeout(edo_ms(10000), slow(seed));
    return n == -ETIMEDOUT ? 0 : n;
}

/* ---- recursion ---- */

struct node {
    int key;
    struct node *left, *right;
};

static async int total_of(const struct node *n)
{
    if (!n)
        return 0;
    int left = await total_of(n->left);
    int right = await total_of(n->right);
    return n->key + left + right;
}

static async int fib(int n)
{
    if (n < 2)
        return n;
    int a, b;
    join {
        a = await fib(n - 1);
        b = await fib(n - 2);
    }
    return a + b;
}

/* ---- running them ---- */

async int main(void)
{
    struct conn left = {.left = 4}, right = {.left = 2}, to_left = {0}, to_right = {0};
    struct node a = {.key = 1}, b = {.key = 3}, tree = {2, &a, &b};
    try await show("both_in_a_loop", both_in_a_loop());
    try await show("futures_joined", futures_joined());
    try await show("meanwhile", meanwhile(3));
    try await show("guarded", guarded(true, true));
    try await show("if_ready", if_ready(3));
    try await show("served", served(3));
    try await show("joins_in_joins", joins_in_joins());
    try await show("tried_in_branches", tried_in_branches(3));
    try await show("race_beside", race_beside(3));
    try await show("copied_both_ways", copied_both_ways(&left, &to_right, &right, &to_left));
    try await show("deferred_in_a_loop", deferred_in_a_loop(4));
    try await show("two_defers", two_defers(3));
    try await show("shielded", shielded(3));
    try await show("block_twice", block_twice(3, 4));
    try await show("retries", retries(3));
    try await show("through_a_table", through_a_table(3));
    try await show("boxed", boxed(3));
    try await show("with_a_deadline", with_a_deadline(3));
    try await show("total_of", total_of(&tree));
    try await show("fib", fib(4));
    return 0;
}
