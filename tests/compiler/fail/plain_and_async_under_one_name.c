/* SPDX-License-Identifier: MIT */
#include <edo.h>

int f(int n);

async int f(int n)
{
    return n;
}

async int g(int n);
int g(int n)
{
    return n;
}
