/* SPDX-License-Identifier: MIT
 *
 * Structs with bit-fields, a flexible tail, over-alignment, packing and const members as
 * results and across awaits. */
#include "lang.h"

struct bits {
    unsigned a : 3;
    int b : 7;
    unsigned : 0;
    unsigned long long c : 40;
    _Bool d : 1;
};
struct tail {
    int n;
    char text[];
};
struct wide {
    _Alignas(64) int a;
    char c;
};
struct __attribute__((packed)) packed {
    char c;
    int i;
    double d;
};
struct fixed {
    const int a;
    const char *const name;
};

static async struct bits bits(int n)
{
    struct bits b = {.b = -1};
    b.a = await later(n);
    b.b += await later(-n);
    b.c = (1ULL << 39) + await later(n);
    b.d = await later(n);
    return b;
}

static async struct tail tail(int n)
{
    await rest();
    struct tail t = {n};
    return t;
}

static async struct wide wide(int n)
{
    struct wide w = {n, 'w'};
    await rest();
    w.a += (uintptr_t)&w % 64 == 0 ? 1000 : 0;
    return w;
}

static async struct packed packed(int n)
{
    struct packed p = {'p', n, n / 2.0};
    int *unaligned = 0;
    (void)unaligned;
    await rest();
    p.i++;
    return p;
}

static async struct fixed fixed(int n)
{
    const struct fixed f = {n, "fixed"};
    await rest();
    return f;
}

async int main(void)
{
    struct bits b = await bits(5);
    printf("%u %d %llu %d\n", b.a, b.b, (unsigned long long)b.c, b.d);
    printf("%d\n", (await tail(6)).n);
    struct wide w = await wide(7);
    printf("%d %c %d\n", w.a, w.c, (int)((uintptr_t)&w % 64));
    struct packed p = await packed(9);
    printf("%c %d %.1f %zu\n", p.c, p.i, p.d, sizeof p);
    struct fixed f = await fixed(3);
    printf("%d %s\n", f.a, f.name);
    printf("%d\n", (await fixed(4)).a + (await wide(1)).a + (await bits(2)).b);
    return 0;
}
