/* SPDX-License-Identifier: MIT
 *
 * NO ORACLE. A started future goes on whenever its task runs, also while the task awaits
 * something else. */
#include "lang.h"

static async int count(int *n, int to)
{
    while (*n < to) {
        ++*n;
        await edo_yield();
    }
    return *n;
}

static async int nested(int *n)
{
    int mine = 0;
    edo_future(count) inner = count(&mine, 6);
    edo_start(inner);
    await count(n, 3);
    return await inner + mine;
}

async int main(void)
{
    int n = 0;
    edo_future(count) f = count(&n, 5);
    printf("%d ", n);
    edo_start(f);
    printf("%d ", n);
    for (int i = 0; i < 20; i++)
        await edo_yield();
    printf("%d ", n);
    printf("%d\n", await f);

    int a = 0, b = 0;
    edo_future(count) fa = count(&a, 4);
    edo_future(count) fb = count(&b, 9);
    edo_start(fa);
    edo_start(fb);
    edo_start(fa);
    int r = await fb;
    printf("%d %d %d %d\n", r, a, b, await fa);

    int c = 0;
    edo_future(nested) fc = nested(&c);
    edo_start(fc);
    await edo_sleep(edo_ms(1));
    printf("%d\n", await fc);

    edo_future(later) at_once = later(3);
    edo_start(at_once);
    await edo_yield();
    printf("%d\n", await at_once);
    return 0;
}
