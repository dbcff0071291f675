/* SPDX-License-Identifier: MIT
 *
 * The value of `return a, b` is b's: with and without defers, of scalars and structs. */
#include <edo.h>
#include <stdio.h>

struct pair {
    int a, b;
};

static int one(void)
{
    return 1;
}

static async int with_defer(int n)
{
    defer one();
    await edo_yield();
    if (n > 5)
        return one(), -12;
    return 7;
}

static async int without(int n)
{
    if (n)
        return one(), 2;
    await edo_yield();
    return 3;
}

static async struct pair of_a_struct(int n)
{
    struct pair p = {n, n + 1};
    await edo_yield();
    return one(), p;
}

static async struct pair of_a_struct_with_defer(int n)
{
    struct pair p = {n, n + 1};
    defer one();
    await edo_yield();
    return one(), p;
}

async int main(void)
{
    int a = await with_defer(1), b = await with_defer(9), c = await without(1);
    struct pair p = await of_a_struct(4), q = await of_a_struct_with_defer(6);
    printf("%d %d %d\n", a, b, c);
    printf("%d %d %d %d\n", p.a, p.b, q.a, q.b);
    return 0;
}
