/* SPDX-License-Identifier: MIT
 *
 * The comma operator sequences awaits and plain effects. */
#include "lang.h"

async int main(void)
{
    int x = 1;
    int y = (x = 5, await say(x), x + 1);
    printf("%d\n", y);
    y = (await say(1), x += 2, await say(x), x *= 2, await later(x));
    printf("%d\n", y);
    await say(1), await say(2), printf(" plain\n");
    for (int i = 0, j = 10; await later(i), i < j; i += await later(3), j -= await later(1))
        printf("%d %d, ", i, j);
    printf("\n");
    return (await later(9), 0);
}
