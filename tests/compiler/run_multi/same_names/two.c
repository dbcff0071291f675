/* SPDX-License-Identifier: MIT */
#include <edo.h>

struct state {
    double d[4];
};

static async int helper(int v, int w)
{
    static int calls = 100;
    struct state s = {{v, w, v + w}};
    await edo_yield();
    return (int)s.d[2] * 1000 + ++calls;
}

static async int one(int v)
{
    await edo_yield();
    return v + 1;
}

async int two(int v)
{
    return await helper(v, await one(v));
}
