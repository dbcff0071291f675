/* SPDX-License-Identifier: MIT
 *
 * Among unsequenced operands awaits go first, from left to right; sequence points hold. NO
 * ORACLE: C leaves this order open, Edo does not. */
#include "lang.h"

static int g = 1;

static async int set(int v)
{
    printf("<%d>", v);
    await rest();
    g = v;
    return v;
}

static async int sum4(int a, int b, int c, int d)
{
    await rest();
    return a * 1000 + b * 100 + c * 10 + d;
}

static async int *slot(int *p)
{
    printf("<slot>");
    await rest();
    return p;
}

async int main(void)
{
    printf(" %d %d %d\n", await say(1), await say(2), await say(3));
    printf(" %d %d\n", tell(1), await say(2));
    printf(" %d\n", await sum4(await say(1), tell(2), await say(3), 4));
    printf(" %d\n", await say(1) - await say(2) * await say(3));
    printf(" %d\n", await say(await say(1) + await say(2)) + await say(await say(4)));
    /* A plain read beside an await sees what the await did. */
    int r = g + await set(5);
    printf(" %d\n", r);
    r = await set(6) + g;
    printf(" %d\n", r);
    r = g * 10 + ((void)g, await set(7));
    printf(" %d\n", r);
    int a[2] = {1, 2};
    a[g - 7] = await set(8) + a[1];
    printf(" %d\n", g);
    g = 0;
    a[g] += await set(1);
    printf(" %d %d\n", a[0], a[1]);
    *await slot(&a[0]) = await say(4);
    printf(" %d\n", a[0]);
    a[await say(1)] = await say(2);
    printf(" %d\n", a[1]);
    r = (tell(1), await say(2)) + (tell(3), await say(4));
    printf(" %d\n", r);
    r = (tell(1) && await say(2)) + await say(3);
    printf(" %d\n", r);
    return 0;
}
