/* SPDX-License-Identifier: MIT
 *
 * A type that a type name defines keeps its attributes, before the brace and behind it. */
#include "lang.h"

static async int offsets(void)
{
    int n = __builtin_offsetof(struct __attribute__((packed)) { char a; int b; }, b);
    await rest();
    n += 10 * __builtin_offsetof(struct { char a; int b; } __attribute__((packed)), b);
    return n;
}

static async int sizes(void)
{
    int n = sizeof(struct __attribute__((packed)) { char a; int b; });
    n += 10 * sizeof(struct { char a; long b; } __attribute__((packed)));
    await rest();
    n += 100 * sizeof(enum __attribute__((packed)) { A, B });
    return n + 1000 * _Alignof(
                          struct __attribute__((packed)) { int a; } __attribute__((aligned(2))));
}

static async int named(void)
{
    int n = ((struct __attribute__((packed)) pair { char a; int b; }){1, 2}).b;
    await rest();
    struct pair p = {3, await later(4)};
    return n + p.b * 10 + (int)sizeof p * 100;
}

static async int casts(void)
{
    static const char bytes[] = {0, 1, 0, 0, 0};
    const void *at = bytes;
    await rest();
    return ((const struct __attribute__((packed, may_alias)) { char a; int b; } *)at)->b;
}

int main(void)
{
    printf("%d\n", edo_block_on(offsets()));
    printf("%d\n", edo_block_on(sizes()));
    printf("%d\n", edo_block_on(named()));
    printf("%d\n", edo_block_on(casts()));
    return 0;
}
