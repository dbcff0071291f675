/* SPDX-License-Identifier: MIT */
#include <edo.h>

#define TEN(x) x x x x x x x x x x

async int walk(int n)
{
    return TEN(TEN(TEN(TEN(())))) n;
}
