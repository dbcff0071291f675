/* SPDX-License-Identifier: MIT */
#include <edo.h>

struct point {
    int x;
};

int plain(int n)
{
    return n;
}

async int walk(edo_call_any any, struct point *p)
{
    int n = await plain(1);
    n += await undeclared(2);
    n += await n;
    n += await p->x;
    await any;
    return await(n + 1);
}
