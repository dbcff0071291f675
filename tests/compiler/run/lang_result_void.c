/* SPDX-License-Identifier: MIT
 *
 * Functions without a result, falling off the end or returning early. */
#include "lang.h"

static int seen;

static async void note(int v)
{
    await rest();
    if (v == 3)
        return;
    seen = seen * 10 + v;
}

static async void nothing(void)
{
}

static async void at_once(int v)
{
    seen = seen * 10 + v;
}

static async void outer(int v)
{
    await note(v);
    if (v > 1)
        await outer(v - 1);
    await at_once(v);
}

async int main(void)
{
    await nothing();
    await note(1);
    await note(3);
    await outer(4);
    (void)0, await note(7);
    printf("%d\n", seen);
    /* No return: the result of async main is 0. */
}
