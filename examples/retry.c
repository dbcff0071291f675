/* SPDX-License-Identifier: MIT
 *
 * Functions that take calls: a retry and a memoising wrapper, and a table of handlers. None of
 * them knows what it runs; results keep their types. */
#include <edo.h>
#include <errno.h>
#include <stdio.h>

struct weather {
    double degrees;
    int wind;
};

static int asked;

/* Fails twice, as services do. */
static async int connect_to(const char *host)
{
    await edo_sleep(edo_ms(1));
    printf("connecting to %s\n", host);
    return ++asked < 3 ? -EAGAIN : asked;
}

static async struct weather measure(int place)
{
    struct weather w = { 20.5 + place, 3 };
    await edo_sleep(edo_ms(1));
    printf("measured\n");
    return w;
}

/* Up to `times` runs of `call`, until one results in no error. The result has the call's type. */
static async edo_T retry(int times, edo_call_of(edo_T) call)
{
    for (;;) {
        edo_T result = await call;
        if (--times <= 0 || !edo_result_error(call, &result))
            return result;
        await edo_sleep(edo_ms(1));
    }
}

struct memo {
    bool known;
    struct weather value;
};

/* Runs `call` the first time. */
static async struct weather once(struct memo *memo, edo_call_of(struct weather) call)
{
    if (!memo->known) {
        memo->value = await call;
        memo->known = true;
    }
    return memo->value;
}

static async int hello(const char *name)
{
    printf("hello, %s\n", name);
    return 0;
}

static async int bye(const char *name)
{
    await edo_sleep(edo_ms(1));
    printf("bye, %s\n", name);
    return 0;
}

static const struct command {
    const char *word;
    async int (*run)(const char *);
} commands[] = { { "hello", hello }, { "bye", bye } };

async int main(void)
{
    int connection = try await retry(5, connect_to("example.org"));
    printf("connection %d\n", connection);

    struct memo memo = { 0 };
    struct weather w = await once(&memo, measure(2));
    w = await once(&memo, measure(2));
    printf("%.1f degrees, wind %d\n", w.degrees, w.wind);

    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++)
        try await commands[i].run("world");

    int late = await edo_timeout(edo_ms(1), edo_sleep(edo_secs(100)));
    printf("%s\n", late == -ETIMEDOUT ? "too late" : "in time");
    return 0;
}
