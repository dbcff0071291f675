/* SPDX-License-Identifier: MIT */
#include <edo.h>

async int step(int n)
{
    return n;
}

gen int upto(int n)
{
    for (int i = 0; i < n; i++)
        yield i;
}

async int budget(int n) edo_frame(96);


async int walk(void)
{
    each (int x = upto(3)) step(x);
    void *box = edo_box(step(3));
    return await step(4);
}
