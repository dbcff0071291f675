/* SPDX-License-Identifier: MIT
 *
 * NO ORACLE. The result of an await is no constant, wherever that is asked; nothing runs for it. */
#include "lang.h"

static int ran;

static async int work(void)
{
    int a = __builtin_constant_p(await later(ran++));
    int b = __builtin_constant_p(3 + 4), c = __builtin_constant_p(ran++);
    int d = __builtin_constant_p(await later(1)) ? 1 : await later(2);
    int e = __builtin_constant_p((await later(1), 5)) + __builtin_constant_p(await later(1) + 1);
    int f = __builtin_choose_expr(__builtin_constant_p(5), await later(3), 4);
    if (__builtin_constant_p(await later(ran)))
        a += 100;
    printf("%d %d %d %d %d %d %d\n", a, b, c, d, e, f, ran);
    return 0;
}

int main(void)
{
    return edo_block_on(work());
}
