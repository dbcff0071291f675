/* SPDX-License-Identifier: MIT
 *
 * VLAs in loops and blocks that are left by every kind of jump; each round has its own. */
#include "lang.h"

static async int rounds(int n)
{
    int sum = 0;
    for (int i = 1; i <= n; i++) {
        int a[i];
        for (int j = 0; j < i; j++)
            a[j] = await later(i);
        if (i == 3)
            continue;
        if (i == 6)
            break;
        {
            char inner[i * 1000];
            memset(inner, i, sizeof inner);
            await rest();
            if (i == 4)
                continue;
            sum += inner[i * 999];
        }
        sum += a[i - 1] + (int)sizeof a;
    }
    return sum;
}

static async int jumps(int n)
{
    int state = 0;
again:;
    int a[n + state];
    a[n + state - 1] = await later(state);
    if (state++ < 3)
        goto again;
    while (1) {
        double d[n];
        d[0] = await later(2);
        if (n++ > 7)
            return a[0] >= 0 || 1 ? (int)sizeof a + (int)sizeof d + (int)d[0] : 0;
        if (n & 1)
            goto again_outer;
        continue;
    again_outer:
        await rest();
    }
}

static async int in_switch(int n)
{
    switch (n) {
    case 1: {
        long v[n + 2];
        v[n] = await later(3);
        return (int)(v[n] + sizeof v);
    }
    case 2: {
        short v[n];
        v[1] = (short)await later(4);
        n = v[1];
        break;
    }
    default:
        return -1;
    }
    int after[n];
    await rest();
    return (int)sizeof after;
}

static async int large(int n)
{
    int sum = 0;
    for (int i = 0; i < 200; i++) {
        char megabyte[n];
        megabyte[n - 1] = 1;
        await rest();
        sum += megabyte[n - 1];
    }
    return sum;
}

static async int recursive(int n)
{
    int a[n + 1];
    for (int i = 0; i <= n; i++)
        a[i] = n;
    int below = n ? await recursive(n - 1) : await later(0);
    int sum = below;
    for (int i = 0; i <= n; i++)
        sum += a[i];
    return sum;
}

async int main(void)
{
    printf("%d %d\n", await rounds(4), await rounds(10));
    printf("%d\n", await jumps(3));
    printf("%d %d %d\n", await in_switch(1), await in_switch(2), await in_switch(3));
    printf("%d %d\n", await large(1 << 20), await recursive(6));
    return 0;
}
