/* SPDX-License-Identifier: MIT */
#include <edo.h>

async edo_T once(edo_call_of(edo_T) c)
{
    edo_T r = await c;
    return r;
}

async int g(void)
{
    edo_future(once) a = once(g());
    return await a;
}

async int in_a_struct(void)
{
    struct s {
        edo_future(g) z;
    } s;
    return await g();
}
