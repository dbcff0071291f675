/* SPDX-License-Identifier: MIT
 *
 * Over-aligned locals, members and parameters keep alignment through nested, boxed and sibling
 * frames. */
#include "lang.h"

struct line {
    _Alignas(64) char bytes[64];
};
typedef int int128a __attribute__((aligned(128)));

#define OFF(p, n) ((int)((uintptr_t)(p) % (n)))

static async int leaf(int odd)
{
    char pad = (char)odd;
    _Alignas(32) int v = odd;
    int *p = &v;
    await rest();
    return OFF(&v, 32) + (p != &v) + (*p != odd) + (pad != (char)odd);
}

static async int middle(int odd)
{
    char c = (char)odd;
    int bad = await leaf(odd + 1);
    struct line l;
    memset(l.bytes, odd, sizeof l.bytes);
    await rest();
    bad += OFF(&l, 64) + (l.bytes[63] != (char)odd) + (c != (char)odd);
    return bad + await leaf(odd + 2);
}

static async int boxed(int n)
{
    char c = (char)n;
    int128a v = n;
    int *p = &v;
    await rest();
    int bad = OFF(p, 128) + (p != &v);
    if (n)
        bad += await boxed(n - 1) + await middle(n);
    return bad + (v != n) + (c != (char)n);
}

static async int by_value(struct line l, char c)
{
    await rest();
    int bad = OFF(&l, 64) + (l.bytes[5] != c);
    l.bytes[5]++;
    await rest();
    return bad + (l.bytes[5] != c + 1);
}

static async struct line result(int v)
{
    struct line l = {{[7] = (char)v}};
    await rest();
    return l;
}

async int main(void)
{
    char odd = 1;
    int bad = await leaf(1) + await middle(2) + await boxed(5);
    struct line l = {{[5] = 9}};
    bad += await by_value(l, 9) + (odd != 1);
    l = await result(3);
    for (int i = 0; i < 3; i++) {
        char c = (char)i;
        _Alignas(16) char buffer[3];
        long double ld = i;
        __attribute__((aligned(256))) double d = i;
        buffer[2] = c;
        await rest();
        bad += OFF(buffer, 16) + OFF(&ld, 16) + OFF(&d, 256) + (buffer[2] != i) + (d != ld);
    }
    bad += OFF(&l, 64);
    struct line *literal = &(struct line){{1}};
    await rest();
    bad += OFF(literal, 64);
    printf("%d %d\n", bad, l.bytes[7]);
    return 0;
}
