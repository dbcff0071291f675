/* SPDX-License-Identifier: MIT */
#include "pointers.h"

#include <stdio.h>

static async int own(int a, struct big b, edo_duration c, char d)
{
    await edo_sleep(c);
    printf("own %d %s %d %c\n", a, b.bytes, b.n, d);
    return a;
}

async int anyone(int a, struct big b, edo_duration c, char d)
{
    await edo_yield();
    printf("anyone %d %s %d %d %c\n", a, b.bytes, b.n, (int)c.ns, d);
    return b.n;
}

__attribute__((weak)) async long fallback(void)
{
    return 1;
}

const struct module first_module = {"first", own, fallback};
