/* SPDX-License-Identifier: MIT */
#include <edo.h>

async int step(int n)
{
    return n;
}

async int walk(int n)
{
    goto in;
    {
        char a[n];
    in:
        await step(1);
        a[0] = 1;
    }
    return 0;
}
