/* SPDX-License-Identifier: MIT
 *
 * Variable length arrays live across awaits: one and two dimensions, sizeof, pointers to them,
 * typedefs. */
#include "lang.h"

static async int one(int n)
{
    int a[n];
    for (int i = 0; i < n; i++)
        a[i] = await later(i * i);
    int *p = a;
    await rest();
    int sum = 0;
    for (int i = 0; i < n; i++)
        sum += p[i] + a[i];
    return sum + (int)(sizeof a / sizeof *a) + (p != a);
}

static async int two(int rows, int columns)
{
    char grid[rows][columns];
    memset(grid, 0, sizeof grid);
    grid[rows - 1][columns - 1] = (char)await later(7);
    for (int r = 0; r < rows; r++)
        for (int c = 0; c < columns; c++) {
            grid[r][c] += (char)(r * c);
            await rest();
        }
    char (*row)[columns] = &grid[1];
    rows = columns = 1000;
    await rest();
    return row[0][2] * 1000 + grid[0][0] + (int)sizeof *row + (int)sizeof grid;
}

static async int type(int n)
{
    typedef short list[n];
    n *= 2;
    list a, b;
    for (size_t i = 0; i < sizeof a / sizeof *a; i++) {
        a[i] = (short)i;
        b[i] = (short)(10 * i);
        await rest();
    }
    list *p = &b;
    await rest();
    return (int)sizeof(list) * 1000 + a[2] + (*p)[2] + n;
}

static async int awaited_length(void)
{
    int n = 2;
    int a[await later(3)][n += await later(2)];
    n = 100;
    a[2][3] = await later(5);
    await rest();
    return (int)sizeof a * 10 + a[2][3];
}

static async int parameter(int n, int m, double a[n][m])
{
    double sum = 0;
    for (int i = 0; i < n; i++) {
        double row[m];
        memcpy(row, a[i], sizeof row);
        await rest();
        for (int j = 0; j < m; j++)
            sum += row[j];
    }
    return (int)sum;
}

static async void empty(int n)
{
    char none[n + 1];
    none[n] = 'e';
    await rest();
    printf("%c\n", none[n]);
}

async int main(void)
{
    printf("%d %d %d %d\n", await one(5), await two(3, 4), await type(6), await awaited_length());
    double d[2][3] = {{1, 2, 3}, {4, 5, 6}};
    printf("%d\n", await parameter(2, 3, d));
    await empty(0);
    return 0;
}
