/* SPDX-License-Identifier: MIT
 *
 * Awaits in the condition and the body of while, with break and continue. */
#include "lang.h"

async int main(void)
{
    int n = 5, sum = 0;
    while (await later(n) > 0) {
        int step = await later(2);
        n -= step;
        if (await later(n) == 1)
            continue;
        sum += n;
    }
    printf("n %d sum %d\n", n, sum);

    int i = 0;
    while (await say(i++) < 4)
        ;
    printf(" i %d\n", i);

    while (1) {
        if (await later(i) > 7)
            break;
        i++;
    }
    printf("i %d\n", i);

    while (await later(0))
        printf("never\n");

    int a = 0, b = 10;
    while ((a = await later(a + 1)) < (b = await later(b - 1)))
        printf("%d-%d ", a, b);
    printf("met at %d %d\n", a, b);
    return 0;
}
