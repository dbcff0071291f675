/* SPDX-License-Identifier: MIT
 *
 * static inline and inline async functions in a header that two units include. */
#include "shared.h"

#include <stdio.h>

static async int apply(edo_call call)
{
    return await call;
}

async int main(void)
{
    printf("%d %d\n", await doubled(10), await from_other(10));
    printf("%d %d\n", await tripled(5), await counted(5));
    printf("%d\n", await apply(tripled(6)));
    edo_future(doubled) f = doubled(100);
    printf("%d\n", await f);
    return 0;
}
