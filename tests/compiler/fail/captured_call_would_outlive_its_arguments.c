/* SPDX-License-Identifier: MIT */
#include <edo.h>

async int step(int n)
{
    return n;
}

async int none(void)
{
    return 0;
}

edo_call kept;

edo_call make(int n)
{
    if (!n)
        return none();
    return step(n);
}

async int walk(edo_call given, edo_call *at)
{
    edo_call calls[3];
    edo_call here = step(1);
    here = step(2);
    given = step(3);
    *at = step(4);
    kept = step(5);
    kept = none();
    for (int i = 0; i < 3; i++) {
        calls[i] = step(i);
        here = i ? step(i) : none();
    }
    return await here + await calls[0];
}
