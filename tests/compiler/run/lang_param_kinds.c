/* SPDX-License-Identifier: MIT
 *
 * Parameters of every kind keep their values across awaits; the callee may change them. */
#include "lang.h"

typedef int triple[3];

struct small {
    short a, b;
};
struct large {
    int v[20];
};
union either {
    int i;
    float f;
};

static async double all(_Bool b, char c, unsigned short s, int i, long l, long long q, float f,
                        double d, long double e, const char *text, struct small sm,
                        struct large la, union either u)
{
    await rest();
    sm.a++;
    la.v[19] += sm.a;
    c++;
    await rest();
    printf("%d %c %d %d %ld %lld %.1f %.1f %.1Lf %s %d %d %d %d %.1f\n", b, c, s, i, l, q, f, d,
        e, text,
           sm.a, sm.b, la.v[0], la.v[19], u.f);
    return f + d;
}

static async int decayed(int a[static 2], triple t, int m[][2], char *argv[], int f(int))
{
    await rest();
    a[1] = 9;
    await rest();
    return a[0] + t[2] + m[1][1] + argv[0][0] + f(1) + (int)sizeof(int *);
}

static async int vm(int n, int m, int grid[n][m], int (*row)[m])
{
    int sum = 0;
    for (int i = 0; i < n; i++)
        for (int j = 0; j < m; j++)
            sum += await later(grid[i][j]) * row[0][j];
    return sum + (int)sizeof *row;
}

static async int qualified(const int a, volatile int b, register int c, int *restrict p,
                           const struct small s)
{
    await rest();
    b += a;
    *p += b;
    await rest();
    return *p + c + s.a;
}

static async int unnamed_use(int unused, int used)
{
    (void)unused;
    await rest();
    return used;
}

static int plus_one(int v)
{
    return v + 1;
}

static async int down(int n)
{
    int sum = 0;
    while (n-- > 0) {
        await rest();
        sum += n;
    }
    return sum * 100 + n;
}

static async int address(int v)
{
    int *p = &v;
    await rest();
    *p += 5;
    await rest();
    return v;
}

async int main(void)
{
    struct small sm = {1, 2};
    struct large la = {{5, [19] = 6}};
    union either u = {.f = 2.5f};
    printf("%.1f\n", await all(1, 'a', 65535, -1, -2L, -3LL, 1.5f, 2.5, 3.5L, "text", sm, la, u));
    printf("%d %d\n", sm.a, la.v[19]);
    int a[2] = {1, 2}, m[2][2] = {{1, 2}, {3, 4}};
    char *argv[] = {(char[]){1, 0}};
    triple t = {7, 8, 9};
    int r = await decayed(a, t, m, argv, plus_one);
    printf("%d %d\n", r, a[1]);
    int grid[2][3] = {{1, 2, 3}, {4, 5, 6}};
    printf("%d\n", await vm(2, 3, grid, &grid[1]));
    int n = 3;
    r = await qualified(1, 2, 4, &n, sm);
    printf("%d %d\n", r, n);
    printf("%d %d %d\n", await unnamed_use(1, 2), await down(4), await address(n));
    printf("%d\n", await later('c'));
    double d = 3.99;
    printf("%d\n", await later(d));
    return 0;
}
