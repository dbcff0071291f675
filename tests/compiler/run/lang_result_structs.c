/* SPDX-License-Identifier: MIT
 *
 * Structs of 1, 4, 8, 12, 16, 24 and 300 bytes, unions, and structs in structs as results. */
#include "lang.h"

struct s1 {
    char c;
};
struct s4 {
    short a, b;
};
struct s8 {
    float f;
    int i;
};
struct s12 {
    int v[3];
};
struct s16 {
    double d;
    long l;
};
struct s24 {
    long a, b, c;
};
struct s300 {
    unsigned char bytes[300];
};
union u {
    int i;
    double d;
    char text[24];
};
struct nested {
    struct s4 s;
    union u u;
    struct {
        int x;
    } anonymous;
    struct s24 *p;
};

static async struct s1 f1(int n) { await rest(); struct s1 s = {(char)n}; return s; }
static async struct s4 f4(int n) { await rest(); return (struct s4){(short)n, (short)-n}; }
static async struct s8 f8(int n) { await rest(); return (struct s8){n + .5f, n}; }
static async struct s12 f12(int n) { await rest(); return (struct s12){{n, n + 1, n + 2}}; }
static async struct s16 f16(int n) { await rest(); return (struct s16){n + .25, n}; }
static async struct s24 f24(int n) { await rest(); return (struct s24){n, n * 2, n * 3}; }

static async struct s300 f300(int n)
{
    struct s300 s;
    for (int i = 0; i < 300; i++) {
        if (i % 60 == 0)
            await rest();
        s.bytes[i] = (unsigned char)(i * n);
    }
    return s;
}

static async union u fu(int n)
{
    union u u = {.text = "a text of 23 characters"};
    await rest();
    if (n)
        u.text[0] = (char)('a' + n);
    return u;
}

static async struct nested fn(int n)
{
    static struct s24 kept;
    kept = await f24(n);
    struct nested r = {await f4(n), await fu(n), {await later(n)}, &kept};
    return r;
}

static async struct s24 pass(int n)
{
    return await f24(n + 1);
}

async int main(void)
{
    printf("%d\n", (await f1(7)).c);
    struct s4 b = await f4(8);
    printf("%d %d\n", b.a, b.b);
    printf("%.1f %d\n", (await f8(9)).f, (await f8(10)).i);
    printf("%d\n", (await f12(3)).v[await later(2)]);
    struct s16 c;
    c = await f16(5);
    printf("%.2f %ld\n", c.d, c.l);
    struct s24 d = await f24(11), e = await pass(20);
    printf("%ld %ld %ld %ld\n", d.a, d.b, d.c, e.c);
    struct s300 big = await f300(3);
    unsigned sum = 0;
    for (int i = 0; i < 300; i++)
        sum += big.bytes[i];
    printf("%u %d\n", sum, (await f300(5)).bytes[299]);
    printf("%s %s\n", (await fu(0)).text, (await fu(3)).text + 1);
    struct nested n = await fn(4);
    printf("%d %s %d %ld\n", n.s.b, n.u.text, n.anonymous.x, n.p->b);
    struct s12 many[2] = {await f12(1), [1] = await f12(10)};
    many[0] = many[1];
    printf("%d %d\n", many[0].v[0], many[1].v[2]);
    await f300(1);
    printf("%ld\n", (await f24(1)).a + (await f24(2)).b + (await f24(3)).c);
    return 0;
}
