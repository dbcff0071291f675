/* SPDX-License-Identifier: MIT
 *
 * Ten thousand levels deep, suspended at the bottom and on the way up. */
#include "lang.h"

static async int down(int n, int *const *visited)
{
    int own = n;
    if (n == 0) {
        await rest();
        return 0;
    }
    int below = await down(n - 1, visited);
    if (n % 1000 == 0)
        await rest();
    ++**visited;
    return below + (own == n);
}

static async int odd(int n);

static async int even(int n)
{
    return n ? await odd(n - 1) + 1 : await later(0);
}

static async int odd(int n)
{
    return n ? await even(n - 1) + 1 : await later(0);
}

async int main(void)
{
    int count = 0, *p = &count;
    printf("%d\n", await down(10000, &p));
    printf("%d\n", count);
    printf("%d\n", await even(10000));
    return 0;
}
