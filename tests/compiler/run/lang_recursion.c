/* SPDX-License-Identifier: MIT
 *
 * Direct recursion: single, double, in arguments, with structs and locals of each level. */
#include "lang.h"

static async int factorial(int n)
{
    return n < 2 ? 1 : n * await factorial(n - 1);
}

static async int fib(int n)
{
    if (n < 2)
        return await later(n);
    int a = await fib(n - 1);
    int b = await fib(n - 2);
    return a + b;
}

static async int ackermann(int m, int n)
{
    if (!m)
        return n + 1;
    if (!n)
        return await ackermann(m - 1, 1);
    return await ackermann(m - 1, await ackermann(m, n - 1));
}

struct tree {
    struct tree *left, *right;
    int value;
};

static async long walk(const struct tree *t, int depth)
{
    if (!t)
        return 0;
    long left = await walk(t->left, depth + 1);
    printf("%d@%d ", t->value, depth);
    await rest();
    return left + t->value + await walk(t->right, depth + 1);
}

static async void hanoi(int n, int from, int to, int by, int *moves)
{
    if (!n)
        return;
    await hanoi(n - 1, from, by, to, moves);
    ++*moves;
    await rest();
    await hanoi(n - 1, by, to, from, moves);
}

static async int levels(int n, int *above)
{
    int here[4] = {n, n * 2, n * 3, n * 4};
    if (n)
        here[3] += await levels(n - 1, here);
    await rest();
    if (above)
        above[0] += here[1];
    return here[0] + here[3];
}

async int main(void)
{
    printf("%d %d %d\n", await factorial(10), await fib(12), await ackermann(2, 3));
    struct tree a = {0, 0, 1}, b = {0, 0, 3}, c = {&a, &b, 2}, d = {&c, 0, 4};
    printf("= %ld\n", await walk(&d, 0));
    int moves = 0;
    await hanoi(6, 1, 3, 2, &moves);
    printf("%d\n", moves);
    printf("%d\n", await levels(5, 0));
    return 0;
}
