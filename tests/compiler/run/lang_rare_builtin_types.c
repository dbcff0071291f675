/* SPDX-License-Identifier: MIT
 *
 * The compiler's own type names, which no header declares, as types of locals across an await. */
#include "lang.h"

typedef __builtin_va_list list;
#if defined __x86_64__ && !defined __clang__
typedef __builtin_ms_va_list ms_list;
typedef __builtin_sysv_va_list sysv_list;
#endif

static int sum(int n, ...)
{
    list ap;
    int total = 0;
    __builtin_va_start(ap, n);
    while (n--)
        total += __builtin_va_arg(ap, int);
    __builtin_va_end(ap);
    return total;
}

async int main(void)
{
    __int128_t a = await later(3);
    __uint128_t b = (__uint128_t)await later(4) << 100;
    await rest();
    printf("%d %d %d\n", (int)a, (int)(b >> 100), sum(3, 1, await later(2), 3));
    return 0;
}
