/* SPDX-License-Identifier: MIT
 *
 * Variable lengths where control is unusual: goto back over them, in statement expressions,
 * typedefs in loops, with defers, as arguments. */
#include "lang.h"

static async int sum(int n, const int v[n])
{
    int s = 0;
    for (int i = 0; i < n; i++) {
        await rest();
        s += v[i];
    }
    return s;
}

static async int back(void)
{
    int n = 1, total = 0;
again:;
    {
        int v[n];
        for (int i = 0; i < n; i++)
            v[i] = i + 1;
        total += await sum(n, v);
        if (++n < 6)
            goto again;
        if (total > 1000)
            goto out;
        total += (int)sizeof v;
    }
    return total;
out:
    return -1;
}

static async int in_expression(int n)
{
    return ({
        int v[await later(n)];
        for (int i = 0; i < n; i++)
            v[i] = 2 * i;
        await sum(n, v);
    }) + ({
        char c[n * 2];
        await rest();
        (int)sizeof c;
    });
}

static async int types(int n)
{
    int r = 0;
    for (int i = 1; i <= n; i++) {
        typedef int row[i];
        row a[2];
        row *p = a;
        for (int j = 0; j < i; j++)
            a[0][j] = a[1][j] = await later(j);
        p++;
        r += (int)(sizeof(row) + sizeof a) + (*p)[i - 1];
        n = n > 3 ? 3 : n;
    }
    return r;
}

static async int with_defer(int n)
{
    int total = 0;
    for (int i = 1; i < n; i++) {
        int v[i];
        v[i - 1] = i;
        defer { total += v[sizeof v / sizeof *v - 1]; }
        if (await later(i) == 3)
            continue;
        char w[i * 3];
        memset(w, i, sizeof w);
        defer { total += w[await later(0)] * 100; }
        if (i == 5)
            return total;
        v[i - 1] = 10;
    }
    return total;
}

static async int pointer_arguments(int n)
{
    int (*grid)[n] = malloc(sizeof(int[3][n]));
    for (int i = 0; i < 3; i++)
        for (int j = 0; j < n; j++)
            grid[i][j] = i * await later(j);
    int r = grid[2][n - 1] + (int)sizeof *grid + await sum(n, grid[1]);
    free(grid);
    return r;
}

async int main(void)
{
    printf("%d %d %d\n", await back(), await in_expression(4), await types(5));
    printf("%d %d %d\n", await with_defer(4), await with_defer(9), await pointer_arguments(5));
    return 0;
}
