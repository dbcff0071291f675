/* SPDX-License-Identifier: MIT
 *
 * Pointers to objects, const data, arrays, functions and void as results. */
#include "lang.h"

struct shape;
typedef int (*operation)(int, int);

static int grid[2][3] = {{1, 2, 3}, {4, 5, 6}};

static int add(int a, int b)
{
    return a + b;
}

static int mul(int a, int b)
{
    return a * b;
}

static async int *object(int i)
{
    await rest();
    return &grid[0][i];
}

static async const char *text(int i)
{
    await rest();
    return i ? "one" : "zero";
}

static async operation pick(int i)
{
    await rest();
    return i ? add : mul;
}

static async int (*row(int i))[3]
{
    await rest();
    return &grid[i];
}

static async int (*chosen(int i))(int, int)
{
    await rest();
    return i ? add : mul;
}

static async struct shape *opaque(void *p)
{
    await rest();
    return p;
}

static async void *const *deep(void *const *p)
{
    await rest();
    return p;
}

async int main(void)
{
    printf("%d %d\n", *await object(2), (await object(1))[1]);
    printf("%s %c\n", await text(0), *await text(1));
    printf("%d %d\n", (await pick(1))(3, 4), (await pick(0))(3, 4));
    operation op = await pick(await later(1));
    printf("%d\n", op(10, await later(20)));
    printf("%d %d\n", (*await row(1))[2], (**await row(0)));
    printf("%d %d\n", (await chosen(1))(5, 6), (await chosen(0))(5, 6));
    int x;
    void *p = &x;
    printf("%d %d\n", (void *)await opaque(&x) == p, *await deep(&p) == &x);
    printf("%d\n", await opaque(0) == 0);
    return 0;
}
