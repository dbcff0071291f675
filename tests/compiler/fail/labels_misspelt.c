/* SPDX-License-Identifier: MIT */
#include <edo.h>

async int step(int n)
{
    return n;
}

async int walk(int n)
{
again:
    await step(n);
    if (n--)
        goto agian;
again:
    return 0;
}
