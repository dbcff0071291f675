/* SPDX-License-Identifier: MIT
 *
 * NO ORACLE. Futures of functions with struct, void, pointer and no arguments and results,
 * awaited in loops, branches and expressions. */
#include "lang.h"

struct big {
    int v[30];
};

static async struct big grow(struct big b, int by)
{
    for (int i = 0; i < 30; i++) {
        if (i % 10 == 0)
            await rest();
        b.v[i] += by;
    }
    return b;
}

static async void hello(void)
{
    await rest();
    printf("hello ");
}

static async const char *text(double d, char c)
{
    static char buffer[32];
    await rest();
    snprintf(buffer, sizeof buffer, "%.1f%c", d, c);
    return buffer;
}

static async int twice(int n)
{
    edo_future(later) a = later(n);
    edo_future(later) b = later(n + 1);
    return await b * 10 + await a;
}

async int main(void)
{
    struct big b = {{1, 2, 3}};
    edo_future(grow) g = grow(b, 5);
    b.v[2] = 100;
    struct big r = await g;
    printf("%d %d %d\n", r.v[0], r.v[2], r.v[29]);
    edo_future(hello) h = hello();
    await h;
    edo_future(text) t = text(1.5, 'x');
    printf("%s\n", await t);
    printf("%d\n", await twice(3));
    int sum = 0;
    for (int i = 0; i < 4; i++) {
        edo_future(later) f = later(i);
        if (i != 2 && await f == i)
            sum += i + 10;
    }
    printf("%d\n", sum);
    edo_future(later) one = later(1);
    edo_future(later) zero = later(0);
    if (await later(1) ? await one : await zero)
        printf("%d\n", await zero + 7);
    return 0;
}
