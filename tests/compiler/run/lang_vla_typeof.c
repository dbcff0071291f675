/* SPDX-License-Identifier: MIT
 *
 * Arrays of variable length whose type __typeof__ says: the length is evaluated once, and may
 * await. */
#include "lang.h"

static async int awaited(int n)
{
    __typeof__(int[await later(n)]) a, *p = &a;
    a[n - 1] = 3;
    await rest();
    (*p)[0] = 2;
    n = 77;
    await rest();
    return a[0] + (int)(sizeof a / sizeof *a) + (int)(sizeof *p / sizeof **p);
}

static async int evaluated_once(int n)
{
    int k = 0;
    __typeof__(int[k = k + n]) a;
    a[k - 1] = 5;
    await rest();
    return k * 1000 + a[k - 1] + (int)sizeof a;
}

static async int named(int n)
{
    typedef __typeof__(char[n++]) name;
    name a, b[2];
    a[0] = b[1][1] = 1;
    await rest();
    return n * 1000 + (int)sizeof a + (int)sizeof b + a[0] + b[1][1];
}

async int main(void)
{
    printf("%d\n", await awaited(3));
    printf("%d\n", await evaluated_once(4));
    printf("%d\n", await named(3));
    return 0;
}
