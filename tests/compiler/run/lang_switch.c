/* SPDX-License-Identifier: MIT
 *
 * A switch with awaits between its cases, fall-through, nested switches, break and continue of
 * the loop around. */
#include "lang.h"

static async void show(int n)
{
    printf("%d:", n);
    switch (n) {
    case 0:
        await say(0);
    case 1:
        await say(1);
        /* falls through */
    case 2: {
        int local = await later(n + 20);
        printf("(%d)", local);
    }
        if (n == 1)
            break;
    case 3:
    case 4:
        await say(4);
        break;
    default:
        await say(9);
    case 100 ... 110:
        switch (await later(n) & 3) {
        case 0:
            await say(30);
            break;
        case 1:
            await say(31);
        default:
            await say(32);
        }
        await say(99);
    }
    printf("\n");
}

static async int loop(int n)
{
    int sum = 0;
    for (int i = 0; i < n; i++) {
        switch (await later(i)) {
        case 2:
            continue;
        case 5:
            sum += 100;
            break;
        case 7:
            return sum;
        default:
            if (await later(i) & 1)
                break;
            sum += await later(i);
        }
        sum++;
    }
    return -1;
}

static async int from_case(int n)
{
    switch (n) {
        int carried;
    case 1:
        carried = await later(10);
        goto both;
    case 2:
        carried = await later(20);
    both:
        await rest();
        return carried + n;
    }
    return 0;
}

async int main(void)
{
    for (int i = -1; i < 6; i++)
        await show(i);
    await show(100);
    await show(105);
    printf("%d %d\n", await loop(6), await loop(8));
    printf("%d %d %d\n", await from_case(0), await from_case(1), await from_case(2));
    return 0;
}
