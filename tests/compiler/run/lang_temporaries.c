/* SPDX-License-Identifier: MIT
 *
 * Arrays in temporaries live to the end of their full expression, across its other awaits. */
#include "lang.h"

struct list {
    int n;
    int v[6];
};

static async struct list make(int n)
{
    struct list l = {n};
    for (int i = 0; i < 6; i++)
        l.v[i] = n * 10 + i;
    await rest();
    return l;
}

static async int sum(const int *v, int n)
{
    int s = 0;
    for (int i = 0; i < n; i++) {
        await rest();
        s += v[i];
    }
    return s;
}

static async int two(const int *a, const int *b)
{
    await rest();
    int first = a[1];
    await rest();
    return first * 1000 + b[2];
}

static const int *pass(const int *p)
{
    return p;
}

async int main(void)
{
    printf("%d\n", await sum((await make(1)).v, 6));
    printf("%d\n", await two((await make(2)).v, (await make(3)).v));
    printf("%d\n", await two(pass((await make(4)).v), &(await make(5)).v[1]));
    printf("%d\n", pass((await make(6)).v)[await later(3)]);
    if (await sum((await make(7)).v, await later(2)) == 141)
        printf("condition\n");
    for (int i = 0; i < 2; i++)
        printf("%d ", await sum((await make(i)).v + 1, 2));
    printf("\n");
    int x = (await sum((await make(8)).v, 1), (await make(9)).v[5]);
    printf("%d\n", x);
    return await sum((await make(0)).v, 1);
}
