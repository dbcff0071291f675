/* SPDX-License-Identifier: MIT
 *
 * NO ORACLE. try in plain functions: nested, in conditions, behind defers, with every signed
 * type; a macro may hide it. */
#include "lang.h"

#define MUST(e) (try(e))

static int step(int v)
{
    printf("<%d>", v);
    return v;
}

static long long wide(long long v)
{
    return v;
}

static ptrdiff_t sum(int a, int b)
{
    int x = try step(a);
    return x + try step(b);
}

static int nested(int v)
{
    return try step(try step(v) - 1) + 100;
}

static int conditions(int v)
{
    if (v > 100 || try step(v) > 3)
        return 1;
    while (try step(v--) > 1)
        ;
    return v ? 2 : try step(-9);
}

static int cleaned(int v)
{
    defer printf("[outer]");
    for (int i = 0;; i++) {
        defer printf("[%d]", i);
        try step(v - i);
        if (i == 5)
            break;
    }
    return 7;
}

static long long type(long long v)
{
    long long r = MUST(wide(v));
    return r + (sizeof(try wide(v)) == 8);
}

static int expression(int v)
{
    return ({
        int t = try step(v);
        t * 2;
    });
}

async int main(void)
{
    long r = sum(1, 2);
    printf(" %ld\n", r);
    r = sum(-1, 2);
    printf(" %ld\n", r);
    r = sum(1, -2);
    printf(" %ld\n", r);
    r = nested(2);
    printf(" %ld\n", r);
    r = nested(0);
    printf(" %ld\n", r);
    r = conditions(101);
    printf(" %ld\n", r);
    r = conditions(4);
    printf(" %ld\n", r);
    r = conditions(2);
    printf(" %ld\n", r);
    r = conditions(-2);
    printf(" %ld\n", r);
    r = cleaned(2);
    printf(" %ld\n", r);
    r = cleaned(9);
    printf(" %ld\n", r);
    printf("%lld %lld\n", type(1LL << 40), type(-(1LL << 40)));
    r = expression(3);
    r += expression(-1);
    printf(" %ld\n", r);
    return 0;
}
