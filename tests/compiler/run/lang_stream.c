/* SPDX-License-Identifier: MIT
 *
 * async gen: a generator that awaits, and is awaited. */
#include "lang.h"

static async gen int slow(int n)
{
    defer printf(" (slow ends)");
    for (int i = 0; i < n; i++) {
        await rest();
        yield i;
        if (i % 2)
            await rest();
    }
}

static gen int upto(int n)
{
    for (int i = 0; i < n; i++)
        yield i;
}

/* Streams over streams, generators in them, defers that await. */
static async gen long twice(int n)
{
    char buffer[32] = "x";
    defer {
        await rest();
        printf(" (twice ends %s)", buffer);
    }
    each (int i = slow(n)) {
        defer printf(" after %d", await later(i));
        each (int j = upto(2)) {
            snprintf(buffer, sizeof buffer, "%d.%d", i, j);
            yield await later(i * 10 + j);
        }
    }
}

static async gen_of(int) const char *echo(int first)
{
    int got = first;
    while ((got = yield await later(got)) != 0)
        got++;
    await rest();
    return "done";
}

static async int total(int n)
{
    int sum = 0;
    each (int i = slow(n)) {
        sum += i;
        if (sum > 100)
            return sum;
    }
    return sum;
}

/* The same stream, awaited at several places, and through a pointer. */
static async int third(edo_gen(slow) * g)
{
    int v = -1;
    if (!await edo_next(g, &v))
        return -2;
    return v;
}

async int main(void)
{
    printf(" %d\n", await total(4));
    each (long v = twice(3)) {
        printf(" %d", await later((int)v));
        if (v == 20)
            break;
    }
    printf("\n");
    each (long v = twice(await later(1)))
        printf(" %ld", v);
    printf("\n");
    {
        edo_gen(slow) g = slow(4);
        int v = -1, more = await edo_next(&g, &v);
        printf("%d %d", more, v);
        if (await edo_next(&g, &v) && await edo_next(&g, &v))
            printf(" %d", v);
        printf(" %d", await third(&g));
        printf(" %d", await third(&g));
        printf(" %d\n", await edo_next(&g, 0));
        g = slow(await later(2));
        await edo_next(&g, 0);
        await edo_gen_end(&g);
        printf(" %d", await edo_next(&g, &v));
        g = slow(2);
        await edo_next(&g, &v);
    }
    printf("\n");
    edo_gen(echo) e = echo(5);
    int v;
    await edo_next(&e, &v);
    printf("%d ", v);
    await edo_resume(&e, &v, await later(v + 10));
    printf("%d ", v);
    printf("%d %s\n", await edo_next(&e, &v), edo_gen_result(&e));
    edo_gen(slow) unused = slow(3);
    return 0;
}
