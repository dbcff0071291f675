/* SPDX-License-Identifier: MIT */
#include <edo.h>

#define TEN(x) x x x x x x x x x x
#define OPEN (
#define THOUSANDS TEN(TEN(TEN(TEN(OPEN))))

async int nested(int n)
{
    return THOUSANDS n;
}

#define PLUS n +
async int chained(int n)
{
    await edo_yield();
    return TEN(TEN(TEN(TEN(PLUS)))) 0;
}
