/* SPDX-License-Identifier: MIT
 *
 * Results, operands and jumps of every kind in one function each, packed densely. */
#include "lang.h"

#include <complex.h>
/* bit-field in temporaries, ?: with bit-fields, complex, function pointers, unions, enums */
struct bits {
    unsigned a : 3, b : 7;
    signed c : 5;
    _Bool d : 1;
};
static async struct bits mk(int n)
{
    struct bits b = {n, n * 3, -n, n & 1};
    await rest();
    b.a ^= 1;
    return b;
}
static async double complex cx_(double r)
{
    await rest();
    double complex z = r + 2 * I;
    return z * z;
}
typedef int (*fp)(int);
static int inc(int x)
{
    return x + 1;
}
static async fp getfp(int n)
{
    await rest();
    return n ? inc : 0;
}
static async int (*getfp2(int n))(int)
{
    await rest();
    return n ? inc : (fp)0;
}
union un {
    int i;
    char c[4];
};
static async union un mku(int i)
{
    union un u = {i};
    await rest();
    return u;
}
enum color { RED, GREEN = 5 };
static async enum color col(enum color c)
{
    await rest();
    return c;
}
static async const int cint(int v)
{
    await rest();
    return v;
}
static async const char *const cstr(void)
{
    await rest();
    return "const";
}
static async long double ld(float f)
{
    await rest();
    return f * 1.5L;
}
static async __int128 wide(__int128 v)
{
    await rest();
    return v << 65;
}
typedef int v4 __attribute__((vector_size(16)));
static async v4 vec(int a)
{
    v4 v = {a, a + 1, a + 2, a + 3};
    await rest();
    return v + v;
}
typedef int arr3[3];
static async int sumarr(arr3 a, int n)
{
    int s = 0;
    for (int i = 0; i < n; i++) {
        s += a[i];
        await rest();
    }
    return s;
}
struct nest {
    struct {
        int x, y;
    } p[2];
    union {
        int u;
        float f;
    };
};
static async struct nest mkn(int n)
{
    struct nest r = {.p = {[1] = {.y = n}}, .u = 3};
    await rest();
    r.p[0].x = r.p[1].y * 2;
    return r;
}
static async int bits_cond(struct bits *p, int k)
{
    int s = (k ? p->a : await later(9)) + (await later(k) ? p->c : p->b);
    p->b += await later(3);
    p->c = await later(-7);
    s += (p->a = await later(13), p->a);
    s += p->d && await later(1);
    s += ((void)k, p->c) * await later(2);
    return s;
}
static async int stmtx(int n)
{
    int r = 0;
    for (int i = 0; i < n; i++) {
        r += ({
            if (i == 2)
                continue;
            int q = await later(i);
            if (q == 5)
                break;
            q * 2;
        });
        r ^= ({
            static int a[3];
            a[1] = await later(3);
            a;
        })[await later(1)];
    }
    while (({
               int z = await later(r);
               r--;
               z > 0;
           }) &&
           r > 10)
        ;
    return r + ({
                   struct bits b = await mk(3);
                   b;
               }).b;
}
static async int tern(int a, int b)
{
    int x = a ?: await later(b);
    int y = await later(a) ?: b + 1;
    char c = a > b ? await later('x') : 'y';
    int *p = a ? &x : (await later(1), &y);
    *p += 10;
    void *q = await later(a) ? (void *)&x : 0;
    return x * 100 + y + c + !!q;
}
static async int gotos(int n)
{
    int i = 0, s = 0;
again:
    if (i == n)
        goto done;
    {
        int k = await later(i);
        if (k % 3 == 1) {
            i += 2;
            goto inner;
        }
        s += k;
    }
    for (;;) {
        int w = 5;
        s += await later(w);
        break;
    inner:
        w = 7;
        s += w * await later(2);
        if (s > 1000)
            goto done;
        break;
    }
    i++;
    goto again;
done:
    return s;
}
static async int computed(int n)
{
    static void *tab[] = {&&a, &&b, &&c};
    void *save = tab[n % 3];
    int s = 0;
    await rest();
    goto *save;
a:
    s += await later(1);
b:
    s += await later(10);
    save = n > 5 ? &&c : &&d;
    await rest();
    goto *save;
c:
    s += await later(100);
d:
    return s;
}
static async int sw(int n)
{
    int r = 0;
    switch (n) {
        int hidden;
    case 0 ... 2:
        hidden = await later(n);
        r += hidden;
        if (n == 1) {
        case 10:
            r += await later(1000);
        }
    case 3:
        while (r < 20) {
            r += await later(7);
            if (0) {
            default:
                r += await later(3);
            }
        }
        break;
    case 4: {
        int q = await later(4);
        switch (q) {
        case 4:
            r = await later(44);
            break;
        case 5:
            r = 55;
        }
        r++;
        break;
    }
    }
    return r;
}
async int main(void)
{
    struct bits b = await mk(5);
    printf("%d %d %d %d\n", b.a, b.b, b.c, b.d);
    double complex z = await cx_(1.5);
    printf("%.2f %.2f\n", creal(z), cimag(z));
    printf("%d %d\n", (await getfp(1))(41), (await getfp2(1))(1) + !await getfp2(0));
    printf("%d\n", (await mku(0x01020304)).c[1]);
    printf("%d %d %s\n", await col(GREEN), await cint(4) + await cint(5), await cstr());
    printf("%.2Lf %d\n", await ld(3), (int)(await wide(3) >> 64));
    v4 v = await vec(3);
    printf("%d %d\n", v[0], (await vec(1))[3]);
    arr3 a = {4, 5, 6};
    printf("%d\n", await sumarr(a, 3));
    struct nest n = await mkn(21);
    printf("%d %d %d\n", n.p[0].x, n.p[1].y, n.u);
    printf("%d\n", await bits_cond(&b, 0));
    printf("%d\n", await bits_cond(&b, 2));
    printf("%d\n", await stmtx(9));
    printf("%d %d\n", await tern(0, 4), await tern(6, 2));
    for (int i = 0; i < 9; i++)
        printf("%d %d %d ", await gotos(i), await computed(i), await sw(i));
    printf("%d\n", await sw(10));
    return 0;
}
