/* SPDX-License-Identifier: MIT
 *
 * goto forward, backward, out of and into loops and blocks. */
#include "lang.h"

static async int backward(int n)
{
    int sum = 0;
again:
    sum += await later(n);
    if (--n > 0)
        goto again;
    return sum;
}

static async int forward(int n)
{
    if (await later(n) > 3)
        goto big;
    if (n < 0)
        goto out;
    await say(1);
    return 1;
big:
    await say(2);
    return 2;
out:
    return -1;
}

static async int leave(void)
{
    int i, j = 0;
    for (i = 0; i < 10; i++)
        for (j = 0; j < 10; j++)
            if (await later(i * j) == 42)
                goto found;
    return -1;
found:
    await rest();
    return i * 10 + j;
}

static async int into(int n)
{
    int i = 7, sum = 0;
    if (n)
        goto middle;
    for (i = 0; i < 10; i++) {
        sum += await later(1);
    middle:
        sum += await later(100);
    }
    return sum;
}

static async int blocks(int n)
{
    int sum = 0;
    goto inner;
    {
        int unset;
    inner:
        unset = await later(n);
        sum += unset;
        {
            int deep = await later(sum);
            if (sum < 20)
                goto inner;
            sum += deep;
        }
    }
    while (0) {
    loop:
        await say(sum++);
        if (sum < 45)
            continue;
        goto done;
    }
    if (sum < 50)
        goto loop;
done:
    return sum;
}

static async int crossing(void)
{
    int state = 0;
a:
    await say(state);
    if (state++ == 0)
        goto c;
b:
    await say(10 + state);
    if (state++ > 2)
        goto end;
c:
    await say(20 + state);
    if (state++ == 1)
        goto b;
    goto a;
end:;
    return state;
}

static async int local_labels(int n)
{
    int r = 0;
    for (int i = 0; i < n; i++) {
        __label__ skip;
        if (await later(i) & 1)
            goto skip;
        r += i;
    skip:
        r += 100;
    }
    return r;
}

async int main(void)
{
    printf("%d\n", await backward(5));
    printf(" %d\n", await forward(1));
    printf(" %d\n", await forward(5));
    printf("%d\n", await forward(-5));
    printf("%d\n", await leave());
    printf("%d %d\n", await into(0), await into(1));
    printf(" %d\n", await blocks(6));
    printf(" %d\n", await crossing());
    printf("%d\n", await local_labels(5));
    return 0;
}
