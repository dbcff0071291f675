/* SPDX-License-Identifier: MIT
 *
 * Functions that take calls: a retry, a race, a memoising wrapper, and a table of handlers. None of
 * them knows what it runs, nor what that results in; who calls them gets results of their types. */
#include <edo.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

static int asked;

/* Fails twice, as services do. */
static async int connect_to(const char *host)
{
    await edo_sleep(edo_ms(1));
    printf("connecting to %s\n", host);
    return ++asked < 3 ? -EAGAIN : asked;
}

/* The further away the place, the longer it takes. */
static async double measure(int place)
{
    int error = await edo_sleep(edo_ms(place * 10000));
    printf("%s at %d\n", error ? "gave up" : "measured", place);
    return 20.5 + place;
}

static async int nobody(void)
{
    return await edo_sleep(edo_secs(100));
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

/* Runs both; the result is that of the first which is done. The other is cancelled. */
static async edo_T race(edo_call_of(edo_T) one, edo_call_of(edo_T) other)
{
    select {
        when (edo_T result = one) return result;
        when (edo_T result = other) return result;
    }
}

/* What a call has resulted in: `value` has room for that, `size` bytes. */
struct memo {
    void *value;
    size_t size;
    bool known;
};

/* Runs `call` the first time, and only then. */
static async edo_T once(struct memo *memo, edo_call_of(edo_T) call)
{
    edo_T result;
    if (memo->known) {
        memcpy(&result, memo->value, memo->size);
        return result;
    }
    result = await call;
    memcpy(memo->value, &result, memo->size);
    memo->known = true;
    return result;
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

    double degrees;
    struct memo memo = { &degrees, sizeof degrees, false };
    await once(&memo, measure(0));
    double again = await once(&memo, measure(0));
    printf("%.1f degrees, %.1f degrees\n", degrees, again);

    double first = await race(measure(9), measure(0));
    printf("%.1f degrees\n", first);
    connection = await race(nobody(), retry(3, connect_to("example.net")));
    printf("connection %d\n", connection);

    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++)
        try await commands[i].run("world");

    int late = await edo_timeout(edo_ms(1), edo_sleep(edo_secs(100)));
    printf("%s\n", late == -ETIMEDOUT ? "too late" : "in time");
    return 0;
}
