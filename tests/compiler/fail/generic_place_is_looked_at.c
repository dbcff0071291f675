/* SPDX-License-Identifier: MIT
 *
 * An edo_T where its type would have to be known; and declared where there can be none. */
#include <edo.h>

struct holder {
    edo_T member;
};

edo_T of_the_file;

int plain(edo_T n)
{
    return 0;
}

async int given(edo_T n, edo_call_of(edo_T) c)
{
    return 0;
}

int anything();

async edo_T once(edo_call_of(edo_T) c)
{
    return await c;
}

async edo_T looks(edo_call_of(edo_T) c, edo_T *to)
{
    edo_T x = await c;
    (void)x;
    x;
    int size = sizeof x + sizeof(edo_T) + _Alignof(edo_T);
    if (x)
        anything(x, (int)x, *to, to[0]);
    while (await c)
        size += (int)await once(c);
    int n = _Generic(x, default: 1);
    edo_T several[2];
    return x;
}

async edo_T may(edo_call_of(edo_T) c)
{
    edo_T x, y;
    (void)await c;
    (void)await once(c);
    for (await c; x = await c, !&x; await c, (void)await c)
        await c, y = x;
    __typeof__(y) z = (y);
    return anything(&x, &*&y) ? x : (await c, z);
}

async edo_T not_read_to_its_end(edo_call_of(edo_T) c)
{
    edo_T x;
    x = ;
    return x;
}
