/* SPDX-License-Identifier: MIT
 *
 * volatile, const, restrict, register and _Atomic objects across awaits. */
#include "lang.h"

#include <stdatomic.h>

static volatile int device;
static const int table[3] = {1, 2, 3};

static async int poll(volatile int *p)
{
    await rest();
    return (*p)++;
}

async int main(void)
{
    volatile int v = await later(1);
    v += await later(2);
    await rest();
    v++;
    volatile int *pv = &v;
    *pv *= await later(3);
    printf("%d %d\n", v, await poll(&device));
    printf("%d\n", await poll(&device));
    printf("%d\n", device);
    const int c = await later(5);
    const int *const p = &c;
    const int list[] = {await later(1), c, *p};
    await rest();
    printf("%d %d %d\n", c, *p, list[0] + list[1] + list[2]);
    const struct {
        int a;
        const char *s;
        volatile short w;
    } k = {await later(6), "const", 7};
    await rest();
    printf("%d %s %d\n", k.a, k.s, k.w);
    register int r = await later(8);
    for (register int i = 0; i < 3; i++)
        r += await later(i);
    printf("%d\n", r);
    int *restrict q = &(int){await later(9)};
    await rest();
    printf("%d %d\n", *q, table[await later(2)]);
    _Atomic int a = 1;
    atomic_fetch_add(&a, await later(4));
    a += await later(10);
    await rest();
    printf("%d\n", a);
    const volatile long cv = await later(11);
    await rest();
    printf("%ld\n", cv);
    const double fixed[2][2] = {{1, 2}, {3, await later(4)}};
    await rest();
    printf("%.0f\n", fixed[1][1]);
    auto int automatic = await later(12);
    await rest();
    printf("%d\n", automatic);
    __auto_type deduced = await later(13) * 1.5;
    await rest();
    printf("%.1f\n", deduced);
    return 0;
}
