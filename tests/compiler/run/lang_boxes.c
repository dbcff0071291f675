/* SPDX-License-Identifier: MIT
 *
 * NO ORACLE. Boxes: awaited at once, by name, from structs and queues, through functions; of every
 * kind of result; with calls among their arguments; as heads of a select; freed without a run. */
#include "lang.h"

struct song {
    char title[12];
    int seconds;
};
struct job {
    edo_boxed run;
    edo_boxed_of(double) half;
    struct job *next;
};
struct wide {
    _Alignas(64) int v;
};

static int runs;

static async int count(int by)
{
    await rest();
    return runs += by;
}

static async double half(double v)
{
    await rest();
    return v / 2;
}

static async struct song learn(const char *title, int seconds)
{
    struct song s = {"", seconds};
    await rest();
    strncpy(s.title, title, sizeof s.title - 1);
    return s;
}

static async void nothing(void)
{
    await rest();
    runs += 1000;
}

static async int large(int n)
{
    int many[1000];
    for (int i = 0; i < 1000; i++)
        many[i] = i * n;
    await rest();
    return many[999];
}

static async int aligned(struct wide w)
{
    struct wide mine = w;
    await rest();
    return mine.v + (int)((uintptr_t)&mine % 64);
}

static async int twice(edo_call c, edo_call_of(double) d)
{
    return await c + await c + (int)await d;
}

static async int recursive(int n)
{
    return n ? n + await edo_box(recursive(n - 1)) : 0;
}

static edo_boxed make(int n)
{
    return edo_box(n < 0 ? later(n) : twice(count(n), half(n)));
}

static async int at_once(void)
{
    int n = await edo_box(count(1));
    double v = await edo_box(half(3));
    await edo_box(nothing());
    printf("%d %g %s %d\n", n, v, (await edo_box(learn("once", 1))).title, runs);
    return await edo_box(large(3)) + await edo_box(aligned((struct wide){7}));
}

static async int named(void)
{
    edo_boxed b = edo_box(count(1));
    edo_boxed_of(struct song) s = edo_box(learn("named", 2));
    edo_boxed_of(void) v = edo_box(nothing());
    __auto_type d = edo_box(half(5));
    __typeof__(d) e = edo_box(half(7));
    printf("%d ", runs);
    struct song got = await s;
    await v;
    printf("%s %d %d ", got.title, got.seconds, runs);
    printf("%g %g ", await d, await e);
    int n = await b;
    b = edo_box(later(50));
    n += await b;
    return n;
}

static async int kept(void)
{
    struct job jobs[3], *queue = 0;
    for (int i = 0; i < 3; i++) {
        jobs[i] = (struct job){.run = make(i), .half = edo_box(half(i)), .next = queue};
        queue = &jobs[i];
    }
    int n = 0;
    for (; queue; queue = queue->next)
        n = n * 100 + await queue->run * 10 + (int)(2 * await queue->half);
    edo_boxed table[2] = {make(-5), make(-6)};
    for (int i = 0; i < 2; i++)
        n += await table[i];
    return n + await make(3);
}

static async int unused(void)
{
    edo_boxed b = edo_box(count(100000));
    edo_boxed_of(struct song) s = 0;
    edo_box_free(b);
    edo_box_free(s);
    edo_box_free(edo_box(twice(count(100000), half(1))));
    b = 0;
    return await b;
}

static async int never(void)
{
    int r = 0;
    while (r >= 0)
        r = await edo_sleep(edo_ms(60000));
    return r;
}

static async int raced(bool enabled)
{
    int total = 0;
    edo_boxed lost = edo_box(never()), b = edo_box(later(4));
    select {
        when (lost) total += 1000;
        when (int n = b) total += n;
    }
    select_biased {
        when (int n = count(0)) total += n > 0;
        if (enabled) when (double v = edo_box(half(8))) total += (int)v;
        when (edo_box(never())) total += 1000;
    }
    edo_boxed none = 0;
    select {
        when (int n = none) total += n == -12 ? 200 : 500;
        when (edo_box(never())) total += 1000;
    }
    return total;
}

static async int joined(void)
{
    int a = 0, b = 0;
    edo_boxed first = edo_box(later(5));
    join {
        a = await first;
        b = await edo_box(later(6));
    }
    return a * 10 + b;
}

static async int spawned(edo_boxed b)
{
    return await b;
}

static async int cancelled(void)
{
    int r;
    edo_task *task;
    try edo_task_spawn(&task, spawned(edo_box(never())));
    await edo_yield();
    edo_task_cancel(task);
    try await edo_task_join(task, &r);
    edo_boxed b = edo_box(later(9));
    try edo_task_spawn(&task, async { return await b; });
    int n;
    try await edo_task_join(task, &n);
    return r * 10 - n + await edo_box(edo_timeout(edo_ms(5000), later(3)));
}

static async int work(void)
{
    printf("%d\n", await at_once());
    printf("%d\n", await named());
    printf("%d\n", await kept());
    printf("%d\n", await unused());
    printf("%d\n", await raced(false));
    printf("%d\n", await raced(true));
    printf("%d\n", await joined());
    printf("%d\n", await cancelled());
    printf("%d\n", await recursive(10));
    return 0;
}

int main(void)
{
    edo_boxed plain = edo_box(count(1));
    if (!plain)
        return 1;
    edo_box_free(plain);
    return edo_block_on(work());
}
