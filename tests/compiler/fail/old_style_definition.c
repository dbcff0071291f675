/* SPDX-License-Identifier: MIT */
#include <edo.h>

async int walk(a, b)
    int a, b;
{
    return a + b;
}

async int nameless(int, int b)
{
    return b;
}
