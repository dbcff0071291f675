/* SPDX-License-Identifier: MIT
 *
 * NO ORACLE. select: the first head that finishes wins, the others are cancelled and waited for,
 * then the winner's statement runs as ordinary code. */
#include "lang.h"

#include <errno.h>

static async int ready(int n)
{
    return n;
}

static int lost;

/* `v`, after `turns`, even at once (SUSPEND=0). */
static async int slow(int v, int turns)
{
    while (turns-- > 0)
        if (await edo_yield() < 0) {
            lost++;
            return -ECANCELED;
        }
    return v;
}

/* language.md's */
static async int count(void)
{
    edo_future(ready) a = ready(4);
    edo_future(ready) b = ready(6);
    int total = 0;
    for (;;) select {
        when (int n = a) total += n;
        when (int n = b) total += n;
        complete         return total;
    }
}

static async int heads(int a, int b, int c)
{
    int got = 0, other[2] = {0};
    select {
        when (got = slow(1, a)) got += 10;
        when (int x = slow(2, b)) {
            await later(0);
            got = x + 20;
        }
        when (other[await later(1)] = slow(3, c)) got = other[1] + 30;
    }
    return got;
}

static async int biased(int n)
{
    int i = 0;
    select_biased {
        if (n > 5) when (int r = ready(++i)) return r * 100;
        when (int r = ready(++i)) return r * 1000 + i;
        when (edo_yield()) return -1;
    }
}

static async int otherwise_complete(int n)
{
    select {
        if (n > 1) when (slow(1, n)) return 1;
        if (n > 2) when (edo_sleep(edo_secs(100))) return 2;
        otherwise { await later(1); return 3; }
        complete return 4;
    }
}

/* break and continue are the loop's; jumps leave through defers. */
static async int jumps(void)
{
    int sum = 0;
    for (int i = 0; i < 10; i++) {
        defer sum += 1000;
        select {
            when (int v = later(i)) {
                defer sum += 100;
                if (v == 2)
                    continue;
                if (v == 5)
                    break;
                if (v == 4)
                    goto next;
                sum += v;
            }
            when (slow(i, 3)) sum = -10000;
        }
        sum += 20;
    next:;
    }
    switch (await later(7)) {
    case 1: break;
        select {
            when (later(3)) {
                sum = 0;
        case 7:
                sum += await later(3);
                break;
            }
        }
        sum = 0;
    }
    return sum;
}

struct big {
    int v[40];
};
static async struct big big(int n)
{
    struct big b;
    for (int i = 0; i < 40; i++)
        b.v[i] = n + i;
    await rest();
    return b;
}
static async void nothing(void)
{
    await rest();
}
static async const char *text(const struct big *b)
{
    await rest();
    return b->v[1] == 6 ? "six" : "?";
}

static async int kinds(void)
{
    int sum = 0;
    select_biased {
        when (struct big b = big(5)) {
            struct big copy = b;
            await rest();
            for (int i = 0; i < 40; i++)
                sum += copy.v[i] - b.v[i] + i;
            sum += b.v[39];
        }
        when (edo_sleep(edo_secs(9))) sum = -1;
    }
    select_biased {
        when (nothing()) sum++;
        when (edo_sleep(edo_secs(9))) sum = -1;
    }
    select_biased {
        when (const char *const s = text(&(struct big){{5, 6}})) sum += (int)strlen(s);
        when (edo_sleep(edo_secs(9))) sum = -1;
    }
    select_biased {
        when (__auto_type b = big(100)) sum += b.v[1];
        when (edo_sleep(edo_secs(9))) sum = -1;
    }
    return sum;
}

static async int value(edo_call call)
{
    select {
        when (int n = call) return n;
        when (slow(9, 50)) return 0;
    }
}

/* A boxed head wins, and one loses. */
static async int down(int n)
{
    if (n == 0)
        return 1;
    select_biased {
        when (int r = down(n - 1)) return r + 1;
        when (int r = down(0)) return r + 1000;
    }
}
static async int all_suspend(int n, int turns)
{
    int got = 0;
    await edo_yield();
    if (n)
        select_biased {
            when (int r = all_suspend(n - 1, turns + 3)) got = r + 1;
            when (int r = slow(n, turns)) got = r + 100;
        }
    return got;
}

/* Futures stay pending, and are done by themselves. */
static async int futures(void)
{
    edo_future(slow) f = slow(1, 6);
    edo_future(slow) g = slow(2, 3);
    int order = 0, ticks = 0;
    for (;;) {
        select_biased {
            when (int n = f) order = order * 10 + n;
            if (ticks > 1) when (int n = g) order = order * 10 + n;
            when (slow(5, 2)) ticks++;
        }
        if (order > 10)
            break;
    }
    printf("[%d]", ticks > 0);
    int left = 0;
    edo_future(slow) lost = slow(7, 1000);
    select {
        when (left = lost) left = -1;
        otherwise left = 5;
    }
    return order * 10 + left;
}

/* Nested, in branches of a join, in the statements of others. */
static async int nested(void)
{
    int sum = 0;
    edo_future(slow) shared = slow(500, 4);
    join {
        select {
            when (int v = slow(1, 2)) {
                sum += v;
                select_biased {
                    when (int w = slow(10, 1)) sum += w;
                    when (int w = shared) sum += w;
                }
            }
            when (slow(2, 9)) sum = -1;
        }
        {
            for (int i = 0; i < 3; i++)
                select_biased {
                    when (int v = slow(100, 1)) sum += v;
                    when (slow(200, 2)) sum = -1;
                }
        }
    }
    select {
        when (int v = shared) sum += v;
    }
    return sum;
}

static async int first_failure(int n)
{
    join {
        select {
            when (slow(1, 100)) return 1;
            when (slow(2, 100)) return 2;
        }
        {
            await slow(0, n);
            return 3;
        }
    }
    return 4;
}

static void show(int v)
{
    printf("%d, %d lost\n", v, lost);
    lost = 0;
}

async int main(void)
{
    show(await count());
    show(await heads(1, 5, 7));
    show(await heads(9, 5, 7));
    show(await heads(9, 8, 7));
    printf("%d %d\n", await biased(9), await biased(1));
    for (int i = 0; i < 4; i++)
        printf("%d ", await otherwise_complete(i));
    printf("\n");
    show(await jumps());
    show(await kinds());
    printf("%d %d\n", await value(later(3)), await value(slow(4, 4)));
    show(await down(5));
    show(await all_suspend(3, 1));
    show(await futures());
    show(await nested());
    show(await first_failure(3));
    return 0;
}
