/* SPDX-License-Identifier: MIT
 *
 * Generators that loop over themselves, directly and by way of others: the inner ones stand in
 * boxes, which go with the loop, however it is left. */
#include "lang.h"

struct tree {
    int value;
    struct tree *left, *right;
};

static gen int walk(const struct tree *t)
{
    if (!t)
        return;
    defer printf("/");
    each (int v = walk(t->left))
        yield v;
    yield t->value;
    each (int v = walk(t->right))
        yield v;
}

static gen int odd(int n);
static gen int even(int n)
{
    yield n;
    if (n > 0)
        each (int v = odd(n - 1))
            yield v;
}
static gen int odd(int n)
{
    yield -n;
    if (n > 0) {
        edo_gen(even) e = even(n - 1);
        int v;
        while (edo_next(&e, &v))
            yield v;
    }
}

static async gen int slow_walk(const struct tree *t)
{
    if (!t)
        return;
    defer {
        await rest();
        printf("/");
    }
    each (int v = slow_walk(t->left))
        yield v;
    yield await later(t->value);
    each (int v = slow_walk(t->right))
        yield v;
}

/* The towers of Hanoi: many boxes at once. */
static gen int moves(int n, int from, int to, int by)
{
    if (n == 0)
        return;
    each (int m = moves(n - 1, from, by, to))
        yield m;
    yield from * 10 + to;
    each (int m = moves(n - 1, by, to, from))
        yield m;
}

/* A variable-length array across a yield, in a generator that a plain function runs. */
static gen_of(int) long squares(int n)
{
    long table[n];
    for (int i = 0; i < n; i++)
        table[i] = (long)i * i;
    for (int i = 0; i < n; i++)
        yield (int)table[i];
    return (long)sizeof table;
}

static int first_above(const struct tree *t, int limit)
{
    each (int v = walk(t))
        if (v > limit)
            return v;
    return -1;
}

async int main(void)
{
    struct tree a = {1, 0, 0}, c = {3, 0, 0}, b = {2, &a, &c}, f = {6, 0, 0}, d = {4, &b, &f};
    each (int v = walk(&d))
        printf(" %d ", v);
    printf("\n%d\n", first_above(&d, 2));
    each (int v = even(4))
        printf(" %d", v);
    printf("\n");
    each (int v = slow_walk(&d))
        printf(" %d ", v);
    printf("\n");
    each (int v = slow_walk(&d)) {
        printf(" %d ", await later(v));
        if (v == 3)
            break;
    }
    printf("\n");
    int count = 0;
    each (int m = moves(6, 1, 3, 2))
        count += m > 0;
    printf("%d\n", count);
    edo_gen(squares) s = squares(await later(4));
    each (int v = s)
        printf(" %d", await later(v));
    printf(" %ld\n", edo_gen_result(&s) == 4 * (long)sizeof(long) ? 0L : 1L);
    each (int v = squares(100))
        if (v > 20)
            break;
    return 0;
}
