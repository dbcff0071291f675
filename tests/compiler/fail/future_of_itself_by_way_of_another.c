/* SPDX-License-Identifier: MIT */
#include <edo.h>

async int second(int n);
async int first(int n)
{
    edo_future(second) other = second(n);
    return await other;
}
async int second(int n)
{
    edo_future(first) other = first(n);
    return await other;
}
