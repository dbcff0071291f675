/* SPDX-License-Identifier: MIT */
#include <edo.h>

async long wide(void)
{
    return 1;
}

async void nothing(void)
{
}

async int good(void)
{
    return 1;
}

int take(int n, edo_call call);
int take_any(edo_call_any call);

async int walk(void)
{
    edo_call fine = good(), wrong = wide();
    take(1, nothing());
    take(1, (good()));
    take_any(wide());
    static edo_call fixed = good();
    return await fine + await wrong + await fixed;
}

edo_call global = good();

async int takes_long(edo_call_of(long) call)
{
    return (int)await call;
}

async int mixes(edo_call small, edo_call_any any, int n)
{
    edo_call_of(long) big = n ? wide() : good();
    big = small;
    edo_call list[] = { [1] = wide() };
    int r = await takes_long(small) + await takes_long(any);
    return r + (int)await big + await list[1];
}

async long of_boxes(edo_boxed small, edo_boxed_of(long) big)
{
    take(1, small);
    take(1, big);
    return await takes_long(small) + await takes_long(big);
}
