/* SPDX-License-Identifier: MIT
 *
 * Designated initialisers of arrays, structs, nested members, with overrides and unions,
 * across awaits. */
#include "lang.h"

#ifdef __clang__
#pragma GCC diagnostic ignored "-Winitializer-overrides"
#pragma GCC diagnostic ignored "-Wgnu-designator"
#endif

struct in {
    int a, b;
    short list[4];
};
struct out {
    struct in first, second;
    union {
        long l;
        char c[8];
    } u;
    struct in array[2];
};

async int main(void)
{
    struct out o = {
        .second = {.b = 1, .list = {[2] = 7, 8}},
        .first.list[1] = 5,
        .u.c = {'x', [6] = 'y'},
        .array[1].a = await later(9),
        .array[0] = {1, 2, {3, await later(4)}},
    };
    await rest();
    printf("%d %d %d %d %d %c%c %d %d %d %d\n", o.first.a, o.first.list[1], o.second.b,
        o.second.list[2],
           o.second.list[3], o.u.c[0], o.u.c[6], o.array[1].a, o.array[0].b, o.array[0].list[1],
           o.array[1].list[3]);
    int a[] = {[3] = 1, [1] = 2, 3, [6] = 4};
    await rest();
    printf("%zu %d%d%d%d%d%d%d\n", sizeof a / sizeof *a, a[0], a[1], a[2], a[3], a[4], a[5], a[6]);
    int over[3] = {1, 2, 3, [0] = 9};
    const char *names[] = {[2] = "two", [0] = "zero"};
    await rest();
    printf("%d%d%d %s %d %s\n", over[0], over[1], over[2], names[0], names[1] == 0, names[2]);
    struct in zero = {0}, partly = {.b = 2};
    await rest();
    printf("%d %d %d\n", zero.list[3], partly.a, partly.b);
    int wide[100] = {[99] = 1, [50 ... 59] = 2}, sum = 0;
    for (int i = 0; i < 100; i++) {
        if (i % 10 == 0)
            await rest();
        sum += wide[i];
    }
    printf("%d\n", sum);
    struct in old = {b : 3, a : 4};
    await rest();
    printf("%d %d\n", old.a, old.b);
    return 0;
}
