/* SPDX-License-Identifier: MIT
 *
 * Awaits in initialisers: scalars, nested braces, designators, ranges, strings, later elements
 * that use earlier variables. */
#include "lang.h"

#pragma GCC diagnostic ignored "-Wmissing-braces" /* some are left out on purpose */

struct inner {
    int a;
    int b[3];
};

struct outer {
    int head;
    struct inner in[2];
    const char *name;
    union {
        int u;
        float f;
    };
    char text[8];
};

async int main(void)
{
    int a = await later(1), b = a + await later(2), c = a + b;
    printf("%d %d %d\n", a, b, c);
    struct outer o = {
        await later(10),
        {{await later(1), {await later(2), 3, await later(4)}}, {.b[1] = await later(5), .a = 6}},
        .name = await later(1) ? "named" : "not",
        .u = await later(7),
        .text = "abc",
    };
    printf("%d %d %d%d%d %d %d%d%d %s %d %s\n", o.head, o.in[0].a, o.in[0].b[0], o.in[0].b[1],
           o.in[0].b[2], o.in[1].a, o.in[1].b[0], o.in[1].b[1], o.in[1].b[2], o.name, o.u, o.text);
    int array[] = {await later(1), [4] = await later(5), await later(6), [2] = 9};
    printf("%zu:", sizeof array / sizeof *array);
    for (size_t i = 0; i < sizeof array / sizeof *array; i++)
        printf(" %d", array[i]);
    printf("\n");
    int grid[][2] = {{await later(1)}, {2, await later(3)}, await later(4), 5};
    for (int i = 0; i < 3; i++)
        printf("%d%d ", grid[i][0], grid[i][1]);
    printf("\n");
    int range[6] = {[0 ... 2] = 4, [5] = await say(7)};
    printf(" %d%d%d%d%d%d\n", range[0], range[1], range[2], range[3], range[4], range[5]);
    struct inner copy = o.in[0], *p = &copy, second = *p;
    second.a += await later(100);
    printf("%d %d %d\n", copy.a, p->a, second.a);
    char chars[4] = {'a' + await later(1), 'b', 0}, word[] = "word";
    printf("%s %s %d\n", chars, word, await later((int)sizeof word));
    int self = sizeof self + await later(1);
    printf("%d\n", self);
    int scalar = {await later(3)};
    printf("%d\n", scalar);
    return 0;
}
