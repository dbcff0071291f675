/* SPDX-License-Identifier: MIT
 *
 * What the lengths of array parameters do is done when the function is called, once and in order,
 * the outermost length too, though the parameter is a pointer. */
#include "lang.h"

static int told(const char *what, int n)
{
    printf("%s ", what);
    return n;
}

static async int outermost(int n, int a[n++], int b[static n++])
{
    int before = n;
    await rest();
    return a[0] + b[0] + before * 10 + n * 100;
}

static async int at_once(int n, int a[const restrict n++])
{
    return a[0] + n;
}

static async int mixed(int n, int (*rows)[n++], int b[n++], int m[2][3])
{
    await rest();
    return rows[0][0] + b[0] + (int)sizeof *rows * 10 + n * 100 + m[1][0] * 1000;
}

static async int in_turn(int n, int *a[told("a", n)], int m[told("rows", 2)][told("columns", 3)],
                         int (*f[told("f", 4)])(int))
{
    await rest();
    return n + !a + (int)sizeof *m + !f;
}

static gen int counted(int n, int a[n++])
{
    for (int i = 0; i < n; i++)
        yield a[i];
}

static async int prototyped(int n, int f(int k, int a[k++]))
{
    await rest();
    return n + !f;
}

int main(void)
{
    int v[30] = {1, 2, 3, 4};
    printf("%d\n", edo_block_on(outermost(2, v, v)));
    printf("%d\n", edo_block_on(at_once(2, v)));
    printf("%d\n", edo_block_on(mixed(2, (void *)v, v, (void *)v)));
    printf("%d\n", edo_block_on(in_turn(2, 0, 0, 0)));
    printf("%d\n", edo_block_on(prototyped(2, 0)));
    each (int n = counted(2, v))
        printf("%d\n", n);
    return 0;
}
