/* SPDX-License-Identifier: MIT
 *
 * NO ORACLE. try in async functions: the value if it isn't negative, else this function's
 * result, after its defers. */
#include "lang.h"

static async int step(int v)
{
    await rest();
    return v;
}

static async long big(long v)
{
    await rest();
    return v;
}

static int plain(int v)
{
    return v;
}

static async int sum(int a, int b)
{
    int x = try await step(a);
    int y = try await step(b);
    return x + y;
}

static async long widened(int v)
{
    defer printf("(left) ");
    long n = try await step(v);
    n += try plain(v - 10);
    printf("(here) ");
    return n;
}

static async int positions(int v)
{
    int a[3] = {try await step(v), 2, try await step(v - 1)};
    if (try await step(v - 2) > 3 && try plain(v - 5) >= 0)
        printf("in ");
    for (int i = try await step(v - 3); i < try await step(v - 2); i++)
        printf("i%d ", i);
    return try await step(a[0] + (try await step(a[2])) * 10);
}

static async short narrow(int v)
{
    return try await step(v);
}

static async int keeps_type(void)
{
    return (int)sizeof(try await big(1)) + (try await big(0x100000000L) > 5);
}

static async int from_loop(int n)
{
    for (int i = n;; i--) {
        defer printf("d%d ", i);
        try await step(i);
    }
}

async int main(void)
{
    printf("%d\n", await sum(1, 2));
    printf("%d %d\n", await sum(-3, 2), await sum(1, -4));
    printf("%ld\n", await widened(12));
    printf("%ld\n", await widened(5));
    printf("%ld\n", await widened(-7));
    for (int i = 0; i < 7; i++)
        printf("%d: %d\n", i, await positions(i));
    printf("%d %d\n", await narrow(5), await narrow(-6));
    printf("%d\n", await keeps_type());
    printf("%d\n", await from_loop(2));
    return 0;
}
