/* SPDX-License-Identifier: MIT
 *
 * NO ORACLE. A race of two calls of any result type: the result of the head that has won is that of
 * the function, whatever the other one results in as it ends. */
#include "lang.h"

#include <errno.h>

struct big {
    int v[20];
};

static int ended;

static async int runner(int v, int turns)
{
    defer ended++;
    while (turns-- > 0)
        if (await edo_yield() < 0)
            return -v;
    return v;
}

static async struct big much(int v, int turns)
{
    return (struct big){{[19] = await runner(v, turns)}};
}

static async void none(int *to, int v, int turns)
{
    int r = await runner(v, turns);
    if (r > 0)
        *to = r;
}

static async edo_T race(edo_call_of(edo_T) a, edo_call_of(edo_T) b)
{
    select_biased {
        when (edo_T result = a) {
            await rest();
            return result;
        }
        when (edo_T result = b) {
            defer ended += 100;
            await rest();
            return result;
        }
    }
}

/* The one that wins first, then the other one, unless that failed. */
static async edo_T last(int guard, edo_call_of(edo_T) a, edo_call_of(edo_T) b)
{
    for (;;)
        select_biased {
            if (guard) when (edo_T result = a) {
                if (edo_result_error(a, &result))
                    return result;
                guard = 0;
            }
            if (!guard) when (edo_T result = b) return result;
            when (edo_sleep(edo_secs(3600))) ended = -1000;
        }
}

/* Whoever wins, the result is the third one's. */
static async edo_T behind(edo_call_of(edo_T) a, edo_call_of(edo_T) b, edo_call_of(edo_T) c)
{
    edo_T result = await c;
    select {
        when (a) ended += 1000;
        when (b) ended += 1000;
    }
    return result;
}

async int main(void)
{
    int n = 0;
    printf("%d ", await race(runner(1, 2), runner(2, 5)));
    printf("%d ", await race(runner(3, 50), runner(4, 1)));
    printf("%d ", await race(race(runner(5, 9), runner(6, 8)), race(runner(7, 7), runner(8, 6))));
    printf("%d\n", ended % 100);
    printf("%d ", (await race(much(1, 2), much(2, 5))).v[19]);
    printf("%d ", (await race(much(3, 50), much(4, 1))).v[19]);
    await race(none(&n, 1, 50), none(&n, 2, 1));
    printf("%d %d\n", n, ended % 100);
    printf("%d ", await last(1, runner(1, 3), runner(2, 3)));
    printf("%d ", await last(1, runner(-1, 3), runner(2, 3)));
    printf("%d ", await last(0, runner(1, 3), runner(2, 3)));
    printf("%d ", await behind(runner(1, 3), runner(2, 3), runner(3, 9)));
    printf("%d\n", (await behind(much(1, 3), much(2, 3), much(3, 9))).v[19]);
    edo_call kept = race(runner(10, 2), runner(11, 1));
    edo_task *t;
    int r;
    try edo_task_spawn(&t, race(kept, runner(12, 5)));
    try await edo_task_join(t, &r);
    printf("%d %d\n", await edo_timeout(edo_secs(100), kept), r);
    return 0;
}
