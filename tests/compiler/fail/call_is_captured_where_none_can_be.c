/* SPDX-License-Identifier: MIT */
#include <edo.h>

async int one(int x)
{
    return x;
}

int take(edo_call call);

async int walk(int n)
{
    edo_call all[2], fine = one(1), either = n ? one(2) : (one(3));
    all[0] = one(4);
    fine = n ? fine : one(5);
    take(n ? one(6) : fine);
    one(7);
    return await fine + await either + await all[0];
}
