/* SPDX-License-Identifier: MIT
 *
 * NO ORACLE. A box where a call is wanted: spawned, joined, under a deadline, blocked on, retried,
 * boxed again, raced, as a call kept in a variable. It is run once, and freed by that. */
#include "lang.h"

#include <errno.h>

struct song {
    char title[12];
    int seconds;
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

static async struct song learn(const char *title)
{
    struct song s = {"", 5};
    await rest();
    strncpy(s.title, title, sizeof s.title - 1);
    return s;
}

static async void nothing(void)
{
    await rest();
    runs += 1000;
}

static async int never(void)
{
    int r = 0;
    while (r >= 0)
        r = await edo_sleep(edo_ms(60000));
    return r;
}

static async int sum(edo_call a, edo_call_of(double) b)
{
    return await a + (int)await b;
}

static async edo_T through(edo_call_of(edo_T) call)
{
    edo_T r = await call;
    return r;
}

static edo_boxed make(int n)
{
    return edo_box(count(n));
}

static async int spawned(void)
{
    edo_boxed b = edo_box(count(1)), unused = 0;
    edo_task *task;
    int r = 0;
    double d = 0;
    if (edo_spawn(b) < 0)
        edo_box_free(b);
    if (edo_spawn(edo_box(nothing())) < 0)
        return -1;
    try edo_task_spawn(&task, edo_box(half(9)));
    try await edo_task_join(task, &d);
    try edo_task_spawn(&task, runs >= 0 ? make(3) : make(4));
    try await edo_task_join(task, &r);
    struct song s;
    try edo_task_spawn(&task, edo_box(learn("spawned")));
    try await edo_task_join(task, &s);
    edo_box_free(unused);
    return printf("%g %d %s %d ", d, r >= 3, s.title, s.seconds) > 0 ? runs : -1;
}

static async int awaited(void)
{
    edo_boxed b = make(1);
    edo_boxed_of(double) d = edo_box(half(5));
    int n = await edo_timeout(edo_ms(60000), b);
    double v = await through(d);
    v += await through(edo_box(half(1)));
    struct song s = await through(through(edo_box(learn("awaited"))));
    await through(edo_box(nothing()));
    n += await sum(make(1), edo_box(half(8)));
    n += await sum(edo_timeout(edo_ms(60000), make(1)), half(8));
    edo_call kept = make(1);
    n += await kept;
    edo_boxed other = make(1);
    kept = n ? other : count(1000);
    n += await kept + await edo_timeout(edo_ms(60000), n ? make(1) : count(1000));
    n += await edo_box(make(10));
    n += await edo_timeout(edo_ms(1), edo_box(never())) == -ETIMEDOUT;
    edo_boxed none = 0;
    n += await through(none) == -ENOMEM;
    printf("%g %s ", v, s.title);
    return n;
}

static async int raced(void)
{
    int total = 0;
    select {
        when (int n = edo_timeout(edo_ms(60000), make(1))) total += n > 0;
        when (edo_timeout(edo_ms(60000), edo_box(never()))) total += 1000;
    }
    join {
        total += await through(edo_box(later(2)));
        total += await through(edo_box(later(3)));
    }
    return total;
}

static async int cancelled(void)
{
    edo_task *task;
    int r = 0;
    try edo_task_spawn(&task, edo_box(never()));
    await edo_yield();
    edo_task_cancel(task);
    try await edo_task_join(task, &r);
    try edo_task_spawn(&task, edo_box(never()));
    edo_task_cancel(task);
    int q;
    try await edo_task_join(task, &q);
    return r == -ECANCELED && q == -ECANCELED;
}

static async int work(void)
{
    printf("%d\n", await spawned() > 1000);
    runs = 0;
    printf("%d\n", await awaited());
    printf("%d\n", await raced());
    printf("%d\n", await cancelled());
    return 0;
}

int main(void)
{
    edo_boxed b = make(7);
    printf("%d ", edo_block_on(b));
    printf("%g ", edo_block_on(edo_box(half(3))));
    edo_block_on(edo_box(nothing()));
    printf("%d %s\n", runs, edo_block_on(edo_box(learn("blocked"))).title);
    runs = 0;
    return edo_block_on(work());
}
