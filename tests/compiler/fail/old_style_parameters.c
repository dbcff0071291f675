/* SPDX-License-Identifier: MIT */
#include <edo.h>

async int add(a, b)
    int a, b;
{
    return a + b;
}
