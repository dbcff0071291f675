/* SPDX-License-Identifier: MIT
 *
 * Awaits in the condition of if, else if and dangling else. */
#include "lang.h"

#pragma GCC diagnostic ignored "-Wdangling-else"

static async int classify(int n)
{
    if (await later(n) < 0)
        return -1;
    else if (await later(n) == 0)
        return 0;
    else if ((await later(n) & 1) && await later(n) > 10)
        return 100;
    if (await later(n) > 2)
        if (await later(n) > 4)
            return 4;
        else
            return 2;
    return 1;
}

async int main(void)
{
    for (int i = -2; i < 15; i += 2)
        printf("%d:%d ", i, await classify(i));
    for (int i = 9; i < 14; i++)
        printf("%d:%d ", i, await classify(i));
    if (await later(0))
        ;
    else
        printf("empty then");
    printf("\n");
    return 0;
}
