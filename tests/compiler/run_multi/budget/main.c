/* SPDX-License-Identifier: MIT
 *
 * Functions of another unit whose prototypes say how big their frames are: callers embed them. */
#include "budget.h"

#include <stdio.h>

static async int all(int n)
{
    struct wide w = {{1, 2, 3, 4}};
    int total = 0;
    for (int i = 0; i < n; i++) {
        total += await sum(i, w);
        await quiet(&total);
        w = await aligned(total);
        printf("%ld %ld %ld %ld\n", w.v[0], w.v[1], w.v[2], w.v[3]);
        join {
            total += await sum(1, w);
            await quiet(&total);
        }
    }
    return total;
}

static async int recurse(int n)
{
    if (!n)
        return 0;
    struct wide w = {{n, n, n, n}};
    return await sum(n, w) + await recurse(n - 1);
}

async int main(void)
{
    printf("%d\n", await all(2));
    printf("%d\n", await recurse(3));
    select {
        when (int r = sum(5, (struct wide){{1}})) printf("%d\n", r);
        when (edo_sleep(EDO_FOREVER)) printf("never\n");
    }
    return 0;
}
