/* SPDX-License-Identifier: MIT
 *
 * What --expand makes of comments, macros, and everything else that people read. */
#include <edo.h> /* the language */
#include <errno.h>
#include <stdio.h>

#define TWICE(x) ((x) + (x))

/* A plain function passes through. */
static int plain(int n) /* as it stands */
{
    if (n == EAGAIN) // macros are expanded
        return TWICE(n);
    return 0; /* last */
}

static async int later(int n); /* a prototype */

/* Doubles what it is given,
 * one turn later. */
static async int later(int n)
{
    /* first the turn */
    await edo_yield(); /* of all others */
    int result = TWICE(n); // a value

    /* Then:
     *   1. print
     *   2. return */
    printf("%d\n", result);
    return result;
    /* nothing follows */
}

struct pair {
    int a; /* first */
    int b; /* second */
};

/* Ends the program. */
async int main(void)
{
    struct pair pair = {.a = 1, .b = 2};
    defer puts("done"); /* whatever happens */
    for (int i = 0; i < 3; i++) /* three times */
        if (i % 2)
            pair.a += try await later(i); /* may fail */
        else
            pair.b++;
    switch (pair.a) {
    case 1: /* nothing was added */
        break;
    default:
        plain(pair.b);
    }
    do
        pair.b--;
    while (pair.b > 0);
    return 0;
}
