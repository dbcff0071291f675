/* SPDX-License-Identifier: MIT */
#include <edo.h>

async int step(int n)
{
    return n;
}

async int walk(int n)
{
    if (n > (1 + 2) {
        await step(1);
    }
    await step(n;
    while n
        n--;
    return 0;
}
