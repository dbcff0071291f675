/* SPDX-License-Identifier: MIT
 *
 * Awaits in every part of a for loop: declaration, condition, step, body. */
#include "lang.h"

async int main(void)
{
    for (int i = await later(1), end = await later(4); i < await later(end); i += await later(1))
        printf("%d ", i);
    printf("\n");

    int k;
    for (k = await say(3); await say(k); k = await say(k - 1)) {
        if (await later(k) == 2)
            continue;
        printf("k%d ", k);
    }
    printf("end %d\n", k);

    for (;;) {
        if (await later(++k) > 3)
            break;
    }
    printf("k %d\n", k);

    int sum = 0;
    for (int i = 0; i < 4; i++)
        for (int j = i; await later(j) < 4; j++) {
            if (await later(j) == 2)
                continue;
            sum = sum * 3 + await later(i * j);
        }
    printf("sum %d\n", sum);

    for (int i = 0, *p = &i; *p < 3; *p += await later(1))
        printf("%d,%d ", i, *p);
    printf("\n");

    int count = 0;
    for (; await later(count) < 3;)
        count++;
    for (;; count += await later(2))
        if (count > 8)
            break;
    printf("count %d\n", count);
    return 0;
}
