/* SPDX-License-Identifier: MIT
 *
 * Await in return: plain, within expressions, converted to the result type. */
#include "lang.h"

static async int chain(int n)
{
    return await later(n);
}

static async int sum(int n)
{
    return await later(n) + await chain(n) * 2;
}

static async unsigned char narrow(int n)
{
    return await later(n);
}

static async double real(int n)
{
    return await later(n);
}

static async _Bool truth(int n)
{
    return await later(n);
}

static async void none(int n)
{
    if (n)
        return;
    printf("not returned\n");
    return await rest();
}

static async int branches(int n)
{
    return n ? await later(1) : await later(2);
}

async int main(void)
{
    printf("%d %d\n", await chain(1), await sum(5));
    printf("%d %.1f %d\n", await narrow(0x1ff), await real(3), await truth(256));
    await none(0);
    await none(1);
    printf("%d %d\n", await branches(0), await branches(1));
    return await later(0);
}
