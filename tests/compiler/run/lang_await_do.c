/* SPDX-License-Identifier: MIT
 *
 * Awaits in the condition and the body of do; continue goes to the condition. */
#include "lang.h"

async int main(void)
{
    int n = 0;
    do {
        n++;
        if (n == 2)
            continue;
        printf("body %d\n", await later(n));
        if (n == 4)
            break;
    } while (await say(n) < 5);
    printf("n %d\n", n);

    do
        n += await later(1);
    while (await later(n) % 7);
    printf("n %d\n", n);

    do {
        int inner = await later(n);
        do {
            inner--;
        } while (await later(inner) > 5);
        n = inner - 1;
    } while (n > 4);
    printf("n %d\n", n);

    do {
        printf("once\n");
    } while (await later(0));
    return 0;
}
