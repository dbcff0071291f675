/* SPDX-License-Identifier: MIT
 *
 * K&R functions, implicit int parameters and old prototypes stand beside async functions and
 * are called from them. */
#include "lang.h"

int old();
static int old_static(a, b) int a; char b; { return a * 10 + b; }

int old(p, n, f)
    char *p;
    int n;
    double f;
{
    int i, sum = 0;
    for (i = 0; i < n; i++)
        sum += p[i];
    return sum + (int)f;
}

static async int call(int n)
{
    int old_static2();
    char text[3] = {1, 2, (char)await later(n)};
    return old(text, 3, 2.5) + old_static(await later(2), 1) + old_static2(await later(1));
}

int old_static2(int v)
{
    return v + 1000;
}

async int main(void)
{
    printf("%d\n", await call(3));
    return 0;
}
