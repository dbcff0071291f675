/* SPDX-License-Identifier: MIT */
#include <edo.h>

async int step(int n)
{
    return n;
}

async int other(int n)
{
    return n;
}

int plain(int n)
{
    return n;
}

edo_future(step) global = step(1);

async int walk(void)
{
    edo_future(step) bare;
    edo_future(step) wrong = other(1);
    edo_future(step) number = 1;
    edo_future(plain) not_async = plain(1);
    edo_future(nothing) unknown = nothing();
    static edo_future(step) fixed = step(2);
    edo_future(step) * pointer = 0;
    edo_future(step) good = step(3);
    edo_start(good);
    edo_start(plain);
    return await good;
}

int main(void)
{
    edo_future(step) x = step(4);
    edo_start(x);
    return edo_block_on(x);
}
