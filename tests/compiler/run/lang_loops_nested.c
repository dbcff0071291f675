/* SPDX-License-Identifier: MIT
 *
 * Nested loops with awaits at every level, breaks and continues to each of them. */
#include "lang.h"

async int main(void)
{
    for (int i = 0; i < 4; i++) {
        int j = 0;
        while (j < 4) {
            int k = 3;
            do {
                if (await later(i + j + k) == 5)
                    break;
                printf("%d%d%d ", i, j, k);
            } while (await later(--k) > 0);
            if (await later(j++) == i)
                continue;
            if (i * j == await later(6))
                break;
        }
        printf("| ");
        if (i == 2 && await later(1))
            continue;
        printf("%d\n", i);
    }
    int total = 0;
    for (int i = 0; i < 10; i++) {
        int fresh = await later(i);
        for (int i = fresh; i; i--) {
            int fresh = i * 2;
            await rest();
            total += fresh;
        }
        total -= fresh;
    }
    printf("%d\n", total);
    long sieve = 0;
    for (int n = 2; n < 50; n++) {
        _Bool prime = 1;
        for (int d = 2; d * d <= n; d++)
            if (await later(n % d) == 0) {
                prime = 0;
                break;
            }
        if (prime)
            sieve += n;
    }
    printf("%ld\n", sieve);
    return 0;
}
