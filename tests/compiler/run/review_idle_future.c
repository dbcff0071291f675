/* SPDX-License-Identifier: MIT
 *
 * Futures that nobody awaits; block-scope types that are declared with qualifiers. */
#include "lang.h"

static async int idle(int x)
{
    await rest();
    printf("%d\n", x);
    return x;
}

static async int nobody(int x)
{
    edo_future(idle) f = idle(x);
    await rest();
    return 1;
}

async int main(void)
{
    volatile struct {
        int a, b;
    } w = {1, 2};
    typedef const struct {
        int a;
    } fixed;
    fixed x = {3};
    await rest();
    w.b += await nobody(4);
    printf("%d %d\n", w.b, x.a);
    return 0;
}
