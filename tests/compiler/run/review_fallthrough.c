/* SPDX-License-Identifier: MIT
 *
 * The statement that says a case falls through stays; a hint to unroll a loop with awaits goes. */
#pragma GCC diagnostic error "-Wimplicit-fallthrough"
#include "lang.h"

async int main(void)
{
    int n = await later(1);
    switch (n) {
    case 1:
        await rest();
        n++;
        __attribute__((fallthrough));
    case 2: {
        defer n++;
        n += await later(10);
    }
        __attribute__((fallthrough));
    default:
        n++;
    }
#pragma GCC unroll 4
    for (int i = 0; i < 3; i++)
        n += await later(i);
#pragma GCC unroll 2
    while (await later(n) < 20)
        n++;
    printf("%d\n", n);
    return 0;
}
