/* SPDX-License-Identifier: MIT
 *
 * Declarations that declare no object, of types that depend on a parameter. */
#include <edo.h>
#include <stdio.h>

static int calls;
static int length(void)
{
    return ++calls;
}

static async int nothing(int n)
{
    __typeof__(int[n]);
    try await edo_yield();
    __typeof__(int(*)[n]);
    return n;
}

async int main(void)
{
    printf("%d\n", await nothing(3));
    int n = length();
    try await edo_yield();
    int a[n];
    a[0] = 5;
    printf("%zu %d %d\n", sizeof a / sizeof a[0], a[0], calls);
    return 0;
}
