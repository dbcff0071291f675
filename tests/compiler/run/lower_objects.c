/* SPDX-License-Identifier: MIT
 *
 * Objects of every kind that live across awaits, packed densely: block-scope types, qualified,
 * aligned, shadowed, variably modified, self-referring; literals, initialisers, statics. */
#pragma GCC diagnostic ignored "-Wmissing-braces"
#pragma GCC diagnostic ignored "-Wpointer-arith" /* clang takes the size of a VLA for zero */
#include "lang.h"

/* locals: const, volatile, atomic, aligned, flexible, self reference, shadowing, types in blocks */
struct fl {
    int n;
    int d[];
};
static struct fl stat_fl = {2, {7, 8}};
struct list {
    struct list *self;
    int v;
};
#define MIX(a, b)                                                                                  \
    ({                                                                                             \
        __typeof__(a) _a = (a);                                                                    \
        __typeof__(b) _b = (b);                                                                    \
        _a * 10 + _b;                                                                              \
    })
static async int types(int n)
{
    int x = 1;
    {
        struct x {
            int x;
        } y = {2};
        typedef struct {
            struct x in;
            char t[3];
        } both;
        enum { A = 3, B = sizeof(both) };
        both z = {{A}, "ab"};
        await rest();
        x += z.in.x + y.x + B + z.t[1];
        {
            typedef char both;
            both c = await later(5);
            int B = 4;
            await rest();
            x += c + B + sizeof(both);
        }
        x += (int)sizeof(both);
        for (struct x i = {0}; i.x < n; i.x++)
            x += await later(i.x);
    }
    struct x *none = 0;
    return x + !none;
}
static async int quals(const int n, volatile int v, register int r)
{
    const int k = n * 2;
    const struct list cl = {0, k};
    const int ca[3] = {k, 1, 2};
    volatile int vol = 3;
    _Atomic int at = 4;
    const char *const s = "lit";
    int const *const pk = &k;
    _Alignas(64) char big[70] = "aligned";
    double d __attribute__((aligned(32))) = 1.25;
    await rest();
    vol++;
    at++;
    v += 2;
    r += 3;
    big[1] += *pk;
    await rest();
    return k + cl.v + ca[0] + vol + at + v + r + s[1] + big[1] + (int)(d * 4) +
           ((uintptr_t)big % 64 == 0) + ((uintptr_t)&d % 32 == 0);
}
static async int self(int n)
{
    struct list l = {&l, n};
    struct list arr[2] = {{&arr[1], await later(1)}, {arr, 2}};
    int sz = sizeof sz + await later(n);
    void *p = &p;
    await rest();
    return l.self == &l && arr[0].self == &arr[1] && arr[1].self == arr && p == (void *)&p ? sz
                                                                                           : -1;
}
int x_ok(void);
int x = 1000;
static async int shadow(int x)
{
    int r = x;
    {
        int y = x;
        int x = await later(y + 1);
        r += x;
        {
            extern int x;
            await rest();
            r += x;
        }
        {
            static int x = 5;
            x++;
            await rest();
            r += x;
        }
        for (int x = 0; x < 2; x++) {
            await rest();
            r += x;
        }
        r += x;
    }
    {
        int x = x_ok();
        (void)x;
    }
    return r + x;
}
int x_ok(void)
{
    return 3;
}
static async int lits(int n)
{
    int *p = (int[]){1, n, 3};
    const char *q = (char[]){'a', await later('b'), 0};
    struct list *l = &(struct list){0, await later(n)};
    for (int i = 0; i < 2; i++) {
        int *z = (int[2]){i};
        await rest();
        z[1] += z[0];
        n += z[1];
    }
    await rest();
    return p[1] + q[1] + l->v + n + ((struct list){0, 4}).v +
           MIX(await later(3), MIX(await later(4), 2));
}
static async int arrays(int n)
{
    char s[] = "hello", t[3] = "abc", u[][3] = {"ab", "c"};
    int w[] = {[4] = 1, 2};
    int zz[3] = {};
    int m[2][2] = {1, 2, 3, await later(4)};
    struct {
        int a, b;
    } ps[] = {1, 2, {3}, 5, 6}, one = {n}, *pp = ps + 1;
    wchar_t ws[] = L"wide";
    await rest();
    return sizeof s + t[2] + sizeof u + sizeof w / sizeof *w + zz[1] + m[1][1] +
           sizeof ps / sizeof *ps * 100 + one.a + pp->a + ws[1] + sizeof ws;
}
static async int vla(int n, int m, int g[n][m])
{
    int a[n][m], *row = a[0];
    typedef int line[m];
    line *pl = a;
    char nm[await later(n) + 1];
    for (int i = 0; i < n; i++)
        for (int j = 0; j < m; j++)
            a[i][j] = await later(g[i][j]) + i * j;
    int(*pa)[m] = a + 1;
    pa++;
    pa -= 1;
    await rest();
    int s = sizeof a + sizeof nm + sizeof(line) + sizeof *pa;
    for (int i = 0; i < n; i++) {
        int t[i + 1];
        t[i] = pl[i][m - 1];
        if (i == 2)
            continue;
        await rest();
        s += t[i] + sizeof t;
        if (i == 4)
            break;
    }
    return s + (*pa)[1] + row[1] + (int)(pl - a) + g[1][1];
}
static async int fun(void)
{
    static int count;
    await rest();
    return ++count * 100 + (int)strlen(__func__) + (int)sizeof __func__ + __FUNCTION__[0];
}
static async void *flex(void)
{
    struct fl *f = malloc(sizeof *f + 4 * sizeof(int));
    f->n = 2;
    f->d[1] = await later(stat_fl.d[1]);
    return f;
}
static async int kinds(char c, short s, unsigned char uc, float f, _Bool b, long long ll)
{
    await rest();
    return c + s + uc + (int)f + b + (int)ll;
}
static async int pre(int *p)
{
    int i = 2;
    p[i] = await later(i) + i;
    i++;
    p[i] += await later(1);
    ++p[await later(0)];
    p[await later(1)]++;
    return i + (await later(1), p[2]) + -await later(3) + ~await later(0) + !await later(0) +
           sizeof(await later(1)) + (char)await later(300);
}
async int main(void)
{
    printf("%d\n", await types(3));
    printf("%d\n", await quals(1, 2, 3));
    printf("%d\n", await self(4));
    printf("%d\n", await shadow(1));
    printf("%d\n", await lits(5));
    printf("%d\n", await arrays(9));
    int g[6][3];
    for (int i = 0; i < 18; i++)
        g[i / 3][i % 3] = i * i;
    printf("%d %d\n", await vla(6, 3, g), await vla(3, 3, g));
    printf("%d ", await fun());
    printf("%d\n", await fun());
    struct fl *f = await flex();
    printf("%d\n", f->d[1]);
    free(f);
    int wraps = 300;
    printf("%d\n", await kinds(-1, -2, wraps, 2.5f, 7, 1LL << 33));
    int p[5] = {0, 1, 2, 3, 4};
    int r_ = await pre(p);
    printf("%d %d %d %d %d %d\n", r_, p[0], p[1], p[2], p[3], p[4]);
    return 0;
}
