/* SPDX-License-Identifier: MIT
 *
 * NO ORACLE. One of several calls where a call is wanted: of a conditional only the chosen one's
 * arguments are evaluated; behind a comma, a cast, in a statement expression; spawned, captured,
 * blocked on, as a select's head; of futures, boxes and values among them. */
#include "lang.h"

#include <errno.h>

struct pair {
    int a, b;
};

static int runs;

static async long wide(long v)
{
    await rest();
    return v << 33;
}

static async void nothing(int v)
{
    await rest();
    runs += v;
}

static async struct pair two(int a, int b)
{
    await rest();
    return (struct pair){a, b};
}

static async int recursive(int n)
{
    return n <= 0 ? 0 : n + await (n % 2 ? recursive(n - 1) : recursive(n - 2));
}

static async int conditionals(int n)
{
    int r = await (n ? later(tell(1)) : later(tell(2)));
    r += await (n > 1 ? later(tell(3)) : n ? say(tell(4)) : (later(tell(5))));
    await (n ? nothing(10) : nothing(100));
    long w = await (n ? wide(n) : later(7));
    struct pair p = await (n ? two(n, 1) : two(1, n));
    r += sizeof(await (n ? wide(tell(6)) : later(7))) == sizeof(long);
    if (await (n ? later(n) : later(0)) && (await (n > 1 ? wide(1) : wide(0))))
        r += 1000;
    return r + (int)(w >> 33) + p.a * 10 + p.b + try await (n ? later(0) : say(0));
}

static async int others(int n)
{
    int r = await (tell(1), later(2));
    r += (int)await (long)later(3);
    r += await ({
        int v = tell(r);
        await rest();
        later(v + n);
    });
    r += await ({ n ? later(1) : later(2); });
    await (void)later(4);
    await ({ nothing(1); });
    return r;
}

static async int kinds(int n)
{
    edo_future(later) a = later(1);
    edo_future(say) b = say(2);
    edo_call call = later(3);
    edo_boxed box = edo_box(later(4));
    async int (*pointer)(int) = later;
    int r = await (n ? a : b);
    r += 10 * await (n ? call : later(5));
    r += 100 * await (n ? pointer(6) : say(7));
    if (n)
        r += 1000 * await (n ? box : later(8));
    else
        edo_box_free(box);
    return r + 10000 * await (n ? b : a);
}

static async int as_values(int n)
{
    edo_call call = n ? later(tell(1)) : later(tell(2));
    edo_task *task;
    int r;
    try edo_task_spawn(&task, n ? say(tell(3)) : call);
    try await edo_task_join(task, &r);
    r += await call;
    r += 10 * await edo_timeout(edo_secs(60), n ? later(tell(4)) : later(tell(5)));
    r += 100 * await (n ? edo_timeout(edo_secs(60), later(6)) : later(7));
    select {
        when (int v = n ? later(tell(8)) : later(tell(9))) r += 1000 * v;
    }
    select {
        when (long v = n ? wide(2) : wide(1)) r += 10000 * (int)(v >> 33);
        when (edo_sleep(edo_secs(3600))) r = -1;
    }
    select {
        when (int v = (tell(6), later(7))) r += 100000 * v;
    }
    long w = await edo_timeout(edo_secs(60), n ? wide(await later(3)) : wide(4));
    return r + 1000000 * (int)(w >> 33);
}

static async int failing(int n)
{
    return try await (n ? later(-EINVAL) : later(1)) + 1;
}

static async int work(void)
{
    for (int n = 0; n < 3; n++)
        printf(" %d\n", await conditionals(n));
    printf("%d %d\n", runs, await others(5));
    printf("%d %d\n", await kinds(0), await kinds(1));
    printf(" %d", await as_values(0));
    printf(" %d\n", await as_values(1));
    printf("%d %d %d\n", await failing(0), await failing(1) == -EINVAL, await recursive(9));
    return 0;
}

int main(int argc, char **argv)
{
    (void)argv;
    printf("%d ", edo_block_on(argc > 5 ? later(1) : later(2)));
    printf("%ld\n", edo_block_on((tell(0), argc > 5 ? wide(1) : wide(2))) >> 33);
    return edo_block_on(argc ? work() : later(1));
}
