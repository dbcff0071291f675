/* SPDX-License-Identifier: MIT
 *
 * NO ORACLE. edo_timeout: the call's own result, of its own type; -ETIMEDOUT where that is
 * -ECANCELED and the time was up. Functions of the user's with an edo_T result. */
#include "lang.h"

#include <errno.h>

struct song {
    char title[20];
    int seconds;
};

static int cleaned;

static async int forever(int n)
{
    defer cleaned += n;
    return await edo_sleep(EDO_FOREVER);
}

static async long stubborn(long v)
{
    long r = await edo_sleep(EDO_FOREVER);
    return r == -ECANCELED ? v : r;
}

static async int quick(int v) { return v; }

static async short small(void)
{
    await rest();
    return (short)await edo_sleep(edo_secs(1000));
}

static async struct song learn(const char *title)
{
    struct song s = {"", (int)strlen(title)};
    await rest();
    strcpy(s.title, title);
    return s;
}

static int attempts;

static async int flaky(int good_after)
{
    await rest();
    return ++attempts < good_after ? -EAGAIN : attempts * 10;
}

/* Again, up to `times`, until it results in no error. */
static async edo_T retry(int times, edo_call_of(edo_T) call)
{
    for (;;) {
        edo_T result = await call;
        if (--times <= 0 || !edo_result_error(call, &result))
            return result;
        await rest();
    }
}

static async edo_T twice(edo_call_of(edo_T) call)
{
    defer cleaned += 1000;
    edo_T result;
    result = await retry(1, call);
    await rest();
    if (edo_result_error(call, &result))
        return await retry(3, call);
    return await call;
}

static async int patient(void)
{
    attempts = 0;
    return await edo_timeout(edo_secs(100), retry(5, flaky(3)));
}

static async int cancelled(void)
{
    edo_task *t;
    int r;
    try edo_task_spawn(&t, edo_timeout(edo_secs(1000), forever(100)));
    await edo_yield();
    await edo_yield();
    edo_task_cancel(t);
    try await edo_task_join(t, &r);
    return r;
}

async int main(void)
{
    int a = await edo_timeout(edo_ms(1), forever(1));
    long b = await edo_timeout(edo_ms(1), stubborn(1L << 40));
    printf("%d %ld %d\n", a == -ETIMEDOUT, b, cleaned);
    printf("%d %d\n", await edo_timeout(edo_secs(1), quick(5)),
           await edo_timeout(edo_secs(100), later(6)));
    printf("%d\n", await edo_timeout(edo_ms(1), small()) == -ETIMEDOUT);
    printf("%d\n", await edo_timeout(edo_ns(0), forever(10)) == -ETIMEDOUT);
    int nested = await edo_timeout(edo_ms(1), edo_timeout(edo_secs(100), forever(10)));
    printf("%d\n", nested == -ETIMEDOUT);
    nested = await edo_timeout(edo_secs(100), edo_timeout(edo_ms(1), forever(10)));
    printf("%d %d\n", nested == -ETIMEDOUT, cleaned);
    printf("%d\n", await cancelled() == -ECANCELED);

    struct song s = await retry(2, learn("a song"));
    printf("%s %d %s\n", s.title, s.seconds, (await retry(1, learn("another"))).title);
    printf("%d %d\n", await retry(2, flaky(3)), await retry(5, flaky(4)));
    printf("%d\n", await patient());
    attempts = 0;
    printf("%d %d\n", await twice(flaky(3)), cleaned);
    edo_call_of(struct song) call = learn("by value");
    async struct song (*f)(const char *) = learn;
    printf("%s %s\n", (await twice(call)).title, (await retry(1, f("pointer"))).title);
    edo_call_of(struct song) kept = retry(2, learn("captured"));
    printf("%s %s\n", (await kept).title, (await twice(retry(1, kept))).title);
    printf("%d\n", await edo_timeout(edo_ms(1), async { return await forever(7); }) == -ETIMEDOUT);
    edo_task *t;
    struct song joined;
    try edo_task_spawn(&t, retry(2, learn("spawned")));
    try await edo_task_join(t, &joined);
    printf("%s %d %d\n", joined.title, joined.seconds, cleaned);
    return 0;
}
