/* SPDX-License-Identifier: MIT */
#include <edo.h>

async int step(int n)
{
    return n;
}

async int walk(void)
{
    void *box = edo_box(step(3));
    return await step(4);
}
