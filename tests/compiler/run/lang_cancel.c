/* SPDX-License-Identifier: MIT
 *
 * NO ORACLE. A cancelled task's operations return -ECANCELED, it runs on to its return, its
 * defers are shielded, and its result is its own. */
#include "lang.h"

#include <errno.h>

static const char *word(int r)
{
    return r == -ECANCELED ? "cancelled" : r < 0 ? "error" : "fine";
}

static async int sleeper(void)
{
    defer {
        int r = await edo_sleep(edo_ms(1));
        printf("defer %s; ", word(r));
    }
    int r = await edo_sleep(edo_secs(3600));
    printf("sleep %s; ", word(r));
    r = await edo_sleep(edo_secs(3600));
    printf("again %s; ", word(r));
    r = await edo_yield();
    printf("yield %s; ", word(r));
    return r;
}

static async int stubborn(void)
{
    int cancelled = 0;
    while (cancelled < 3)
        if (await edo_sleep(edo_secs(3600)) == -ECANCELED)
            cancelled++;
    return 42;
}

static async int tried(int *p)
{
    defer *p += 10;
    try await edo_sleep(edo_secs(3600));
    *p = 1000;
    return 0;
}

static async int nested(int n)
{
    defer printf("%d ", n);
    if (n)
        return await nested(n - 1);
    return await edo_sleep(edo_secs(3600));
}

static async int computes(int n)
{
    int sum = 0;
    for (int i = 0; i < n; i++)
        sum += await later(i);
    return sum;
}

static async int shielded(void)
{
    int r;
    edo_shield {
        r = await edo_sleep(edo_ms(1));
        printf("shielded %s; ", word(r));
        edo_shield { r = await edo_yield(); }
        printf("twice %s; ", word(r));
        r = await edo_yield();
        printf("still %s; ", word(r));
    }
    r = await edo_yield();
    printf("after %s; ", word(r));
    for (int i = 0; i < 3; i++)
        edo_shield {
            r = await edo_yield();
            if (i == 1)
                break;
        }
    printf("loop %s; ", word(r));
    r = await edo_yield();
    printf("left by break %s; ", word(r));
    edo_shield {
        if ((r = await edo_yield()) == 0)
            return 7;
    }
    return r;
}

static async int cancel_and_join(edo_call call, int turns)
{
    edo_task *t;
    int r = 0;
    try edo_task_spawn(&t, call);
    for (int i = 0; i < turns; i++)
        await edo_yield();
    edo_task_cancel(t);
    edo_task_cancel(t);
    try await edo_task_join(t, &r);
    return r;
}

async int main(void)
{
    for (int turns = 0; turns < 3; turns += 2)
        printf("= %s\n", word(await cancel_and_join(sleeper(), turns)));
    printf("%d\n", await cancel_and_join(stubborn(), 3));
    int n = 0;
    int r = await cancel_and_join(tried(&n), 3);
    printf("%s %d\n", word(r), n);
    printf("= %s\n", word(await cancel_and_join(nested(4), 2)));
    printf("%d\n", await cancel_and_join(computes(10), 3));
    printf("= %d\n", await cancel_and_join(shielded(), 1));
    printf("= %d\n", await cancel_and_join(shielded(), 0));
    return 0;
}
