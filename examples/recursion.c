/* SPDX-License-Identifier: MIT
 *
 * Recursion works as in any C: where a cycle of calls would make a frame hold itself, the compiler
 * cuts it at one call and gives that call memory of its own. */
#include <edo.h>
#include <stdbool.h>
#include <stdio.h>

async int fib(int n)
{
    if (n < 2)
        return n;
    return try await fib(n - 1) + try await fib(n - 2);
}

/* Mutual recursion: declared before it is defined, as always. */
static async int is_odd(unsigned n);

static async int is_even(unsigned n)
{
    return n == 0 ? true : await is_odd(n - 1);
}

static async int is_odd(unsigned n)
{
    await edo_yield(); /* the other tasks' turn; the whole chain of callers waits here */
    return n == 0 ? false : await is_even(n - 1);
}

struct tree {
    int value;
    struct tree *left, *right;
};

/* Visits in order; each value is printed after a turn of the scheduler. */
static async int walk(const struct tree *t)
{
    if (!t)
        return 0;
    try await walk(t->left);
    await edo_yield();
    printf(" %d", t->value);
    return await walk(t->right);
}

async int main(void)
{
    printf("fib(20) = %d\n", try await fib(20));
    printf("100 is %s\n", try await is_even(100) ? "even" : "odd");

    struct tree one = {1, NULL, NULL}, three = {3, NULL, NULL}, two = {2, &one, &three};
    struct tree five = {5, NULL, NULL}, four = {4, &two, &five};
    printf("in order:");
    try await walk(&four);
    printf("\n");
    return 0;
}
