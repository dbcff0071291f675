/* SPDX-License-Identifier: MIT
 *
 * NO ORACLE. A return in a branch ends the join and the function: branches not begun stay so,
 * siblings are cancelled in source order, defers run, and the first return gives the value. */
#include "lang.h"

#include <errno.h>

/* Fails after a turn. */
static async int fail(int code)
{
    await edo_yield();
    return -code;
}

static async int waits(const char *name)
{
    int r = await edo_sleep(edo_secs(3600));
    printf("%s %s; ", name, r == -ECANCELED ? "cancelled" : "slept");
    return r;
}

/* Waits for ever, and ends when it is cancelled. */
static async int both_fail(void)
{
    defer printf("end; ");
    join {
        try await waits("first");
        try await fail(5);
        try await waits("third");
    }
    return 0;
}

static async int begins_no_more(void)
{
    join {
        await waits("a");
        {
            defer printf("defer of b; ");
            return 7;
        }
        printf("never; ");
        return 8;
    }
    printf("not behind; ");
    return 9;
}

/* A void function, and a return without a value through the defers of branch and function. */
static async void nothing(int *n)
{
    defer *n += 1;
    join {
        {
            defer *n += 10;
            defer *n += await later(100);
            await edo_yield();
            return;
        }
        await waits("sibling of nothing");
    }
    *n += 1000;
}

/* The inner join ends by the return in it, the outer one by the one before. */
static async int nested(int outer_first)
{
    int committed = 0;
    defer printf("committed %d; ", committed);
    join {
        {
            defer printf("branch; ");
            join {
                try await waits("x");
                {
                    if (!outer_first)
                        return -await fail(1);
                    try await waits("y");
                }
            }
            committed = 1;
        }
        {
            if (outer_first)
                return -await fail(2);
            try await waits("z");
        }
    }
    return 3;
}

struct pair {
    long a, b, c;
};

static async struct pair a_struct(int n)
{
    struct pair p = {1, 2, 3};
    join {
        {
            p.a += n;
            await edo_yield();
            return p;
        }
        p.b = 20;
    }
    return (struct pair){0};
}

static async int in_loops(void)
{
    int sum = 0;
    for (int i = 0;; i++) {
        defer sum += 100;
        join {
            sum += await later(1);
            if (i == 3)
                return sum += await later(1000);
            await later(0);
        }
    }
}

/* A defer that awaits delays the end of the others, not the value. */
static async int slow_defer(void)
{
    int n = 1;
    join {
        {
            defer {
                n = 50;
                await later(0);
                printf("slow; ");
            }
            await edo_yield();
            return n;
        }
        try await waits("sibling of slow");
    }
    return n;
}

/* None returns in the end: the join is passed. */
static async int not_taken(int n)
{
    join {
        if (n > 5)
            return 1;
        n += try await later(3);
    }
    return n * 10;
}

static async int task(edo_call call, int cancel)
{
    edo_task *t;
    int r = 0;
    try edo_task_spawn(&t, call);
    await edo_yield();
    if (cancel)
        edo_task_cancel(t);
    try await edo_task_join(t, &r);
    return r;
}

static async int all_wait(void)
{
    join {
        try await waits("p");
        {
            await waits("q");
            return 3;
        }
        edo_shield { await later(0); }
    }
    return 4;
}

async int main(void)
{
    printf("= %d\n", await both_fail());
    printf("= %d\n", await begins_no_more());
    int n = 0;
    await nothing(&n);
    printf("= %d\n", n);
    printf("= %d\n", await nested(0));
    printf("= %d\n", await nested(1));
    struct pair p = await a_struct(4);
    printf("%ld %ld %ld\n", p.a, p.b, p.c);
    printf("%d\n", await in_loops());
    printf("= %d\n", await slow_defer());
    printf("%d %d\n", await not_taken(1), await not_taken(6));
    printf("= %d\n", await task(all_wait(), 1) == -ECANCELED);
    return 0;
}
