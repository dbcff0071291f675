/* SPDX-License-Identifier: MIT
 *
 * Unary operators around awaits, and how far await reaches. */
#include "lang.h"

static int cells[3] = {10, 20, 30};

struct box {
    int v;
    int *p;
};

static async struct box box(int v)
{
    await rest();
    struct box b = {v, &cells[1]};
    return b;
}

static async int *cell(int i)
{
    await rest();
    return &cells[i];
}

async int main(void)
{
    printf("%d %d %d %d\n", -await later(1), !await later(1), ~await later(1), +await later(1));
    printf("%d %d\n", - -await later(3), !!await later(3));
    printf("%d\n", await later(2) + 1 * await later(3));
    printf("%d\n", await later(2) << 1 | await later(1));
    printf("%d\n", (await cell(1))[1]);
    printf("%d %d\n", *await cell(0), **&(int *){await cell(2)});
    printf("%d %d\n", (await box(5)).v, *(await box(5)).p);
    printf("%d\n", await (later(4)));
    printf("%d\n", (await ((later(5)))) * 2);
    printf("%td\n", &*await cell(2) - &*await cell(0));
    int i = 0;
    printf("%d\n", await later(i++) + await later(10));
    printf("%d\n", i);
    printf("%.1f %.1f\n", __real__ (double _Complex)await later(3),
        __imag__ (1.0 + await later(0)));
    return 0;
}
