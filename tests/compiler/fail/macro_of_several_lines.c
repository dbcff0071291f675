/* SPDX-License-Identifier: MIT */
#include <edo.h>

#define BOTH(a, b) \
    do {           \
        a;         \
        b;         \
    } while (0)

async int step(int n)
{
    return n;
}

async int walk(void)
{
    BOTH(step(1), await step(2));
    BOTH(await step(1),
         step(2));
    return 0;
}
