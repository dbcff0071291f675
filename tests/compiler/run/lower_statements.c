/* SPDX-License-Identifier: MIT
 *
 * Parameters by value and by pointer, cleanups, pragmas, asm, loops and choices, packed densely. */
#include "lang.h"

struct empty {
};
struct big {
    int a[10];
};
typedef const struct big cbig;
typedef const int cint_t;
struct small {
    short a, b;
};
union su {
    int i;
    float f;
};
static async struct empty emp(struct empty e)
{
    await rest();
    return e;
}
static async int bigp(struct big b, cbig c, struct small s, const struct small t, union su u,
                      cint_t k)
{
    int *p = &b.a[3];
    await rest();
    *p += k;
    b.a[1] = c.a[2];
    s.b += t.a;
    await rest();
    return b.a[3] + b.a[1] * 100 + s.b + u.i;
}
static async int later2(int v);
static async int later2(int v);
static async int later2(int v)
{
    return await later(v) * 2;
}
static async int unmodified(struct big b)
{
    int s = b.a[0];
    await rest();
    return s;
}
static void bump(int *p)
{
    printf("bump %d\n", *p);
}
#define CLEAN __attribute__((cleanup(bump)))
static async int cleans(int n)
{
    CLEAN int total = 0;
    for (CLEAN int i = 0; i < n; i++) {
        int CLEAN one = await later(i), __attribute__((unused, cleanup(bump))) two = one + 10;
        if (one == 1)
            continue;
        total += two;
        if (one == 3)
            goto out;
        await rest();
        {
            CLEAN int three = await later(33);
            if (one == 2) {
                total += three;
                break;
            }
        }
    }
    return total += await later(1000);
out:
    await rest();
    return total;
}
static async int pragmas(int n)
{
    __label__ local;
    _Static_assert(sizeof n == 4, "int");
    _Pragma("GCC diagnostic push") _Pragma("GCC diagnostic ignored \"-Wunused\"") int z =
        await later(n);
#pragma GCC diagnostic pop
    goto local;
    z = 0;
local:
    __attribute__((unused));
    int q;
    __asm__("mov %1, %0" : "=r"(q) : "r"(z + 3));
    __asm__ volatile("" : "+r"(z) : : "memory");
    await rest();
    __asm__ goto("" : : : : away);
    q++;
away:
    return q + z;
}
static async int deep(int n)
{
    for (int i = await later(n), j = 0; await later(i) > 0 && j < 5; i -= await later(1), j++) {
        do {
            if (await later(j) == 2)
                break;
            if (j == 3)
                goto nextj;
        } while (await later(0));
        n += i * j;
        continue;
    nextj:
        n += 1000;
    }
    for (int k = 0, *p = &k; k < 3; ++*p) {
        int v = k;
        if (v == 1)
            continue;
        await rest();
        n += v;
    }
    for (; n % 7; n--)
        await rest();
    if (await later(0))
        n = 0;
    else if (await later(1))
        n++;
    else
        n = 5;
    return n;
}
static async int early(int n)
{
    if (n)
        return 1;
    await rest();
    return 2;
}
static async void voids(int *p)
{
    if (*p) {
        (*p)++;
        return await rest();
    }
    *p = 7;
}
static async char *str(const char *s)
{
    char *d = malloc(strlen(s) + 1);
    await rest();
    strcpy(d, s);
    return d;
}
static async int strings(void)
{
    char *p = await str("abc"
                        "def");
    int r = (int)strlen(p) + p[await later(4)];
    free(p);
    return r;
}
static async int nestx(int a)
{
    return await later(({
               int b = await later(a);
               ({
                   int c = b;
                   await later(c + 1);
               }) + b;
           })) +
           (a > 2 && (a < 10 || await later(0)) && await later(1)) * 100;
}
static async int loopvar(int n)
{
    int s = 0;
    int *ps[3];
    for (int i = 0; i < 3; i++) {
        int x = i;
        ps[i] = &x;
        await rest();
        s += *ps[i] + x;
        x = 9;
    }
    (void)n;
    return s;
}
static async long idle(int a, int b, int c, char *p)
{
    long s = 0;
    for (int i = 0; i < 20; i++) {
        await rest();
        s += p[i % 3];
        await rest();
    }
    return s + a + b + c;
}
static async int undef(int n)
{
    int x;
    if (n)
        x = await later(n);
    await rest();
    if (n)
        return x;
    return -1;
}
static async int choose(int n)
{
    return __builtin_choose_expr(sizeof n == 4, await later(n), (puts("no"), 0)) +
           _Generic(n, long
                    : await later(1000), int
                    : await later(2), default : 3);
}
static async int cmp(struct small *a)
{
    a->a = a->b = await later(3);
    struct small *b = a;
    (*a).a += (b++)->b + await later(1);
    return b[-1].a;
}
async int main(void)
{
    struct empty e = await emp((struct empty){});
    (void)e;
    struct big b = {{1, 2, 3, 4, 5}};
    printf("%d\n",
           await bigp(b, b, (struct small){1, 2}, (struct small){3, 4}, (union su){.i = 5}, 6));
    printf("%d %d %d\n", await later2(21), await unmodified(b), b.a[3]);
    int r = await cleans(5);
    printf("%d\n", r);
    r = await cleans(2);
    printf("%d\n", r);
    printf("%d %d %d %d\n", await pragmas(4), await deep(4), await early(0), await early(1));
    int v = 3;
    await voids(&v);
    printf("%d ", v);
    v = 0;
    await voids(&v);
    printf("%d\n", v);
    printf("%d %d %d\n", await strings(), await nestx(3), await loopvar(1));
    printf("%ld %d %d %d\n", await idle(1, 2, 3, "abc"), await undef(0), await undef(4),
           await choose(5));
    struct small ss[2] = {{1, 2}, {3, 4}};
    printf("%d\n", await cmp(ss));
    return 0;
}
