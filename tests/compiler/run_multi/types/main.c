/* SPDX-License-Identifier: MIT
 *
 * Arguments and results of every kind between units, with alignment kept in the box. */
#include "types.h"

#include <stdio.h>

async int main(void)
{
    struct big b = {.bytes = {[191] = 5}, .n = 9};
    struct big r = await make_big(b, 3);
    printf("%d %d %d\n", r.bytes[191], r.n, b.bytes[191]);
    struct small s = await make_small((struct small){1, 2}, 7.5);
    printf("%d %d\n", s.a, s.b);
    int n = 1;
    await make_nothing(&n);
    await make_nothing(&n);
    printf("%d\n", n);
    double _Complex z = await make_complex(1.5, 2.5f);
    printf("%.1f %.1f\n", __real__ z, __imag__ z);
    const char *const table[] = {"zero", "one"};
    int wraps = 257;
    printf("%s\n", await make_text(table, wraps));
    printf("%d\n", (await make_function())(8).a);
    printf("%.2Lf\n", await make_long(0.25L, (__int128)7 << 64));
    printf("%d\n", await make_bool(256));
    printf("%d\n", await sum_array(3, (int[]){1, 2, 3}));
    return 0;
}
