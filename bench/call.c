/* SPDX-License-Identifier: MIT
 *
 * What an awaited call costs that completes at once, beside a plain call. Neither is inlined.
 *
 *   call plain N | call async N      N calls, for counting instructions
 *   call pairs ROUNDS N              times both in turn; prints `plain NS`, `async NS`, `ratio R`:
 *                                    the least of all rounds, the median of the rounds' ratios */
#include <edo.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define NOINLINE __attribute__((noinline))

struct cache {
    unsigned char has[64];
    int value[64];
};

/* ---- plain ---- */

static NOINLINE int plain_fetch(struct cache *c, int key)
{
    return c->has[key & 63] + key;
}

static NOINLINE int plain_get(struct cache *c, int key)
{
    if (c->has[key & 63])
        return c->value[key & 63];
    int value = plain_fetch(c, key);
    c->value[key & 63] = value;
    return value + key;
}

static NOINLINE int plain_sum(struct cache *c, int n)
{
    int sum = 0;
    for (int i = 0; i < n; i++)
        sum += plain_get(c, i);
    return sum;
}

/* ---- the same, async: what isn't in the cache must be waited for ---- */

static NOINLINE async int fetch(struct cache *c, int key)
{
    await edo_yield();
    return c->has[key & 63] + key;
}

static NOINLINE async int get(struct cache *c, int key)
{
    if (c->has[key & 63])
        return c->value[key & 63];
    int value = await fetch(c, key);
    c->value[key & 63] = value;
    return value + key;
}

static NOINLINE async int sum(struct cache *c, int n)
{
    int sum = 0;
    for (int i = 0; i < n; i++)
        sum += await get(c, i);
    return sum;
}

/* ---- measuring ---- */

static double now_ns(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static async int pairs(struct cache *c, int rounds, int n)
{
    double plain = 1e300, async_ = 1e300;
    double *ratios = malloc((size_t)rounds * sizeof *ratios);
    if (!ratios)
        return -1;
    for (int i = 0; i < rounds; i++) {
        double start = now_ns();
        int expected = plain_sum(c, n);
        double between = now_ns();
        int got = await sum(c, n);
        double end = now_ns();
        if (got != expected)
            return -1;
        double a = (between - start) / n, b = (end - between) / n;
        plain = a < plain ? a : plain;
        async_ = b < async_ ? b : async_;
        ratios[i] = b / a;
    }
    qsort(ratios, (size_t)rounds, sizeof *ratios, by_value);
    printf("plain %.3f\nasync %.3f\nratio %.3f\n", plain, async_, ratios[rounds / 2]);
    free(ratios);
    return 0;
}

async int main(int argc, char **argv)
{
    static struct cache cache;
    const char *mode = argc > 2 ? argv[1] : "";
    int n = argc > 2 ? atoi(argv[argc - 1]) : 0;
    memset(cache.has, 1, sizeof cache.has);
    for (int i = 0; i < 64; i++)
        cache.value[i] = i;
    if (!strcmp(mode, "plain"))
        printf("%d\n", plain_sum(&cache, n));
    else if (!strcmp(mode, "async"))
        printf("%d\n", await sum(&cache, n));
    else if (!strcmp(mode, "pairs") && argc == 4)
        return await pairs(&cache, atoi(argv[2]), n);
    else
        return fprintf(stderr, "usage: call plain|async N | call pairs ROUNDS N\n"), 2;
    return 0;
}
