/* SPDX-License-Identifier: MIT */
#include <edo.h>

static async void close_it(int *p)
{
    await edo_sleep(edo_ms((uint64_t)*p));
}

static gen int upto(int n)
{
    for (register i = 0; i < n; i++)
        yield i;
}

async int f(void)
{
    __attribute__((cleanup(close_it))) int x = 3;
    const y = x, *z = &y;
    static w;
    typedef t;
    each (int i = upto(y))
        w += i;
    return w + *z;
}
