/* SPDX-License-Identifier: MIT */
#include <edo.h>

async int step(int n)
{
    return n;
}

async int walk(void)
{
    awiat step(1);
    return 0;
}

asnyc int other(void)
{
    return await step(1);
}
