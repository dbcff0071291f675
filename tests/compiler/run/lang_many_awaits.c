/* SPDX-License-Identifier: MIT
 *
 * A function awaited from more than three hundred places, and one with as many awaits. */
#include "lang.h"

#define TEN(x) x x x x x x x x x x
#define HUNDRED(x) TEN(TEN(x))

static async int tick(int v)
{
    int before = v;
    await rest();
    return before + 1;
}

static async int count(void)
{
    int n = 0;
    HUNDRED(n = await tick(n);)
    HUNDRED(n = await tick(n);)
    HUNDRED(n = await tick(n);)
    return n;
}

static async int sums(int a)
{
    unsigned b = 0;
    int c = 1;
    TEN(TEN(b += (unsigned)await later(a); a ^= (int)b; c += a & 1;))
    return (a & 0xff) + (int)(b & 0xff) + c;
}

async int main(void)
{
    printf("%d\n", await count());
    printf("%d\n", await sums(3));
    printf("%d\n", 0 TEN(+await tick(1)) TEN(-await tick(2)));
    return 0;
}
