/* SPDX-License-Identifier: MIT
 *
 * NO ORACLE. Several locals of type edo_T at once: each keeps its value, in branches of a join, in
 * a defer, in heads of a select, over a return of another; of scalars, of large and over-aligned
 * structs, of nothing. */
#include "lang.h"

#include <errno.h>

struct big {
    int v[20];
};
struct wide {
    _Alignas(64) int v;
};

static int runs, ended;

static async int some(int v)
{
    await rest();
    runs++;
    return v;
}

static async struct big much(int v)
{
    await rest();
    runs++;
    return (struct big){{[0] = v, [19] = v}};
}

static async struct wide aligned(int v)
{
    await rest();
    runs++;
    return (struct wide){v};
}

static async void none(int v)
{
    await rest();
    runs += v;
}

static async int slow(int v, int turns)
{
    defer ended++;
    while (turns-- > 0)
        if (await edo_yield() < 0)
            return -v;
    return v;
}

static bool is_aligned(const void *p, size_t align)
{
    return (uintptr_t)p % align == 0;
}

static async edo_T which(int n, edo_call_of(edo_T) a, edo_call_of(edo_T) b)
{
    edo_T x = await a, y = await b;
    if (n)
        return y;
    return x;
}

/* Both run; the one that is said. */
static async edo_T both(int n, edo_call_of(edo_T) a, edo_call_of(edo_T) b)
{
    edo_T x, y;
    join {
        x = await a;
        y = await b;
    }
    return n ? y : x;
}

/* The first that is done: its branch returns. */
static async edo_T first(edo_call_of(edo_T) a, edo_call_of(edo_T) b)
{
    join {
        return await a;
        {
            edo_T y = await b;
            await rest();
            return y;
        }
    }
}

static async edo_T swapped(edo_call_of(edo_T) a, edo_call_of(edo_T) b)
{
    edo_T x = await a;
    edo_T y = await b;
    edo_T t = x;
    x = y;
    (y = t);
    edo_T none;
    none = (await rest(), y);
    if (!is_aligned(&x, 8) || !is_aligned(&y, 8))
        abort();
    return (await rest(), none);
}

/* A defer that takes one changes nothing of the result. */
static async edo_T deferred(edo_call_of(edo_T) a, edo_call_of(edo_T) b)
{
    edo_T x = await a;
    defer {
        x = await b;
        edo_T last = await b;
        ended += edo_result_error(b, &last) != 0;
        ended += edo_result_error(b, &x) != 0;
    }
    return x;
}

/* What is returned isn't where a defer looks for the other one. */
static async edo_T looked_at(edo_call_of(edo_T) a, edo_call_of(edo_T) b)
{
    edo_T x = await a;
    defer ended += 10 * (edo_result_error(a, &x) != 0);
    return await b;
}

static async edo_T through(edo_call_of(edo_T) a)
{
    edo_T x = await a;
    if (edo_result_error(a, &x) < 0)
        ended += 100;
    return x;
}

/* Awaits a function like itself whose result nobody takes. */
static async edo_T ignoring(edo_call_of(edo_T) a, edo_call_of(edo_T) b)
{
    edo_T x = await through(a);
    await through(b);
    return x;
}

static async edo_T raced(int guard, edo_call_of(edo_T) a, edo_call_of(edo_T) b)
{
    edo_T kept = await a;
    select_biased {
        if (guard == 1) when (edo_T x = a) {
            edo_T y = x;
            return y;
        }
        if (guard == 2) when (edo_T x = b) return x;
        if (guard == 3) when (kept = b) ;
        if (guard == 4) when (slow(1, 50)) ended += 1000;
        if (guard >= 4) when (edo_T x = b) {
            await rest();
            return x;
        }
        complete return kept;
    }
    return kept;
}

static async edo_T looping(int n, edo_call_of(edo_T) a, edo_call_of(edo_T) b)
{
    edo_T best = await a;
    for (int i = 0; i < n; i++) {
        edo_T next = await b;
        if (i == 2)
            continue;
        if (i == 4)
            goto out;
        best = next;
    }
out:
    return best;
}

static async int work(void)
{
    printf("%d %d ", await which(0, some(1), some(2)), await which(1, some(1), some(2)));
    printf("%d ", (await which(1, much(3), much(4))).v[19]);
    printf("%d ", (await which(0, aligned(5), aligned(6))).v);
    await which(1, none(10), none(20));
    printf("%d\n", runs);
    printf("%d %d ", await both(0, some(1), some(2)), await both(1, some(1), some(2)));
    printf("%d %d\n", (await both(1, much(3), much(4))).v[0],
           (await both(1, aligned(3), aligned(4))).v);
    printf("%d ", await first(slow(1, 2), slow(2, 5)));
    printf("%d ", await first(slow(3, 50), slow(4, 2)));
    printf("%d %d\n", (await first(much(5), much(5))).v[19], ended);
    printf("%d %d %d\n", await swapped(some(1), some(2)), (await swapped(much(3), much(4))).v[19],
           (await swapped(aligned(5), aligned(6))).v);
    ended = 0;
    printf("%d %d ", await deferred(some(1), some(-2)), await deferred(some(3), some(4)));
    printf("%d ", (await deferred(much(5), much(6))).v[19]);
    printf("%d %d ", await looked_at(some(-7), some(8)), await looked_at(some(9), some(-10)));
    printf("%d\n", ended);
    printf("%d %d ", await ignoring(some(1), some(-2)), (await ignoring(much(3), much(4))).v[0]);
    await ignoring(none(1), none(2));
    printf("%d\n", ended);
    for (int i = 0; i < 5; i++)
        printf("%d ", await raced(i, some(i), some(10 + i)));
    printf("%d\n", (await raced(4, much(14), much(15))).v[19]);
    printf("%d %d\n", await looping(4, some(1), some(2)), await looping(9, some(3), some(4)));
    edo_task *task;
    int r;
    try edo_task_spawn(&task, both(1, some(7), which(1, some(8), some(9))));
    try await edo_task_join(task, &r);
    printf("%d\n", r);
    return 0;
}

int main(void)
{
    return edo_block_on(work());
}
