/* SPDX-License-Identifier: MIT
 *
 * Values that are live on some paths only: changed before, after and between suspensions,
 * swapped, carried around loops. */
#include "lang.h"

static async int paths(int n)
{
    int a = 1, b = 2, c = 3, d;
    if (n & 1) {
        a = await later(10);
        d = a + 1;
    } else {
        d = b;
        b = 20;
        await rest();
    }
    if (n & 2)
        await rest();
    else
        c += d;
    if (n & 4) {
        int t = a;
        a = b;
        b = t;
        await rest();
        d++;
    }
    return a * 1000000 + b * 10000 + c * 100 + d;
}

static async int rotate(int n)
{
    int a = 1, b = 2, c = 3, d = 4;
    while (n-- > 0) {
        int t = a;
        a = b, b = c, c = d, d = t;
        if (n % 3 == 1)
            await rest();
        if (n % 4 == 2)
            d += await later(n);
    }
    return a * 1000 + b * 100 + c * 10 + d;
}

static async unsigned long long fibonacci(int n)
{
    unsigned long long a = 0, b = 1;
    for (int i = 0; i < n; i++) {
        unsigned long long next = a + b;
        if (i % 5 == 3)
            await rest();
        a = b;
        b = next;
    }
    return a;
}

static async int dead_argument(int a, int b, int c)
{
    int sum = a;
    await rest();
    sum += b;
    await rest();
    b = sum;
    await rest();
    return sum + b + c;
}

static async int set_before_use(int n)
{
    int x, sum = 0;
    for (int i = 0; i < n; i++) {
        if (i & 1)
            x = await later(i);
        else
            x = -i;
        await rest();
        sum = sum * 3 + x;
    }
    return sum;
}

static async int unstable(const char *s)
{
    unsigned hash = 0;
    const char *start = s, *last = s;
    for (; *s; s++) {
        if (*s == ' ') {
            hash += (unsigned)await later((int)(s - last));
            last = s;
        } else if (*s == '!') {
            await rest();
            start = s;
        }
        hash = hash * 7 + (unsigned char)*s;
    }
    return (int)(hash & 0xffff) + (int)(s - start) * 100000;
}

async int main(void)
{
    for (int i = 0; i < 8; i++)
        printf("%d ", await paths(i));
    printf("\n");
    for (int i = 0; i < 12; i += 3)
        printf("%d ", await rotate(i));
    printf("%llu\n", await fibonacci(90));
    printf("%d %d\n", await dead_argument(1, 2, 3), await set_before_use(9));
    printf("%d\n", await unstable("some words! and more words"));
    return 0;
}
