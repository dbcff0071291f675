/* SPDX-License-Identifier: MIT
 *
 * Awaits as operands of builtins, and builtins that take no await. */
#include "lang.h"

struct s {
    int a[4];
    char c;
};

static int variadic(int n, ...)
{
    __builtin_va_list ap;
    int sum = 0;
    __builtin_va_start(ap, n);
    while (n--)
        sum += __builtin_va_arg(ap, int);
    __builtin_va_end(ap);
    return sum;
}

async int main(void)
{
    if (__builtin_expect(await later(1), 1))
        printf("%d\n", __builtin_popcount(await later(0xff)));
    printf("%zu\n", __builtin_offsetof(struct s, a[2]));
    printf("%d\n", variadic(await later(3), await later(10), 20, await later(30)));
    int r;
    printf("%d ", __builtin_add_overflow(await later(2000000000), await later(2000000000), &r));
    printf("%d\n", r);
    printf("%d\n", __builtin_choose_expr(1, await later(4), "not an int"));
    printf("%d\n", __builtin_constant_p(5) + __builtin_abs(await later(-6)));
    printf("%d\n", __builtin_types_compatible_p(int, __typeof__(await later(1))));
    char text[8];
    __builtin_memset(text, await later('x'), 7);
    text[7] = 0;
    printf("%s %d\n", text, (int)__builtin_strlen(text));
    if (await later(0))
        __builtin_unreachable();
    return 0;
}
