/* SPDX-License-Identifier: MIT */
#include "shared.h"

async int from_other(int v)
{
    return await doubled(v) + await doubled(v) * 1000;
}

async int counted(int v)
{
    int sum = 0;
    for (int i = 0; i < 3; i++)
        sum = sum * 100 + await tripled(v + i);
    return sum;
}
