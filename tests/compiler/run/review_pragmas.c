/* SPDX-License-Identifier: MIT
 *
 * Pragmas between a condition, else or a label and its statement: `s + 1;` would be warned of. */
#include "lang.h"
static async int f(int s)
{
    int n = 0;
    if (s)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wunused-value"
        s + 1;
#pragma GCC diagnostic pop
    else
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wunused-value"
        s + 2, await rest();
#pragma GCC diagnostic pop
    switch (s) {
    case 1:
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wunused-value"
        s + 3, n++;
#pragma GCC diagnostic pop
        break;
    default:
#pragma GCC diagnostic push
        await rest();
#pragma GCC diagnostic pop
        n += 10;
    }
    while (n < 5)
#pragma GCC diagnostic push
        n++;
#pragma GCC diagnostic pop
    goto there;
there:
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wunused-value"
    s + 4;
#pragma GCC diagnostic pop
    if (n == 5)
#pragma GCC diagnostic push
        await rest();
#pragma GCC diagnostic pop
    return n;
}
async int main(void)
{
    int a = await f(1), b = await f(0);
    printf("%d %d\n", a, b);
    return 0;
}
