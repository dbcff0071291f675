/* SPDX-License-Identifier: MIT
 *
 * Awaits as arguments of plain and async calls, nested. */
#include "lang.h"

static async int add(int a, int b)
{
    await rest();
    return a + b;
}

static int plain_add(int a, int b)
{
    return a + b;
}

static async int three(int a, long b, double c)
{
    int r = await add(a, (int)b);
    return await add(r, (int)c);
}

async int main(void)
{
    printf("%d\n", await add(await add(1, 2), await add(3, await add(4, 5))));
    printf("%d\n", plain_add(await later(1), plain_add(await later(2), await later(3))));
    printf("%d %d %d\n", await later(1), await later(2), await later(3));
    printf("%d\n", await three(await later(1), await later(2), await later(3)));
    printf("%d\n", await add(plain_add(await later(10), 1), plain_add(2, await later(20))));
    int (*f)(int, int) = plain_add;
    printf("%d\n", f(await later(5), await later(6)));
    printf("%d\n", (await later(1) ? plain_add : 0)(await later(7), 8));
    char text[32];
    snprintf(text, sizeof text, "%d-%s-%d", await later(1), "mid", await later(2));
    puts(text);
    printf("%d\n", await add(await add(await add(await add(await add(1, 1), 1), 1), 1), 1));
    return 0;
}
