/* SPDX-License-Identifier: MIT */
#include <edo.h>

async int first(int n)
{
    int a = n +;
    await (;
    if (n) {
        a = = 3;
        return a;
    }
    return a b;
}

int not_ours(int n)
{
    return n;
}

async int second(int n)
{
    struct { int x y; } s;
    for (;; {
    }
    return 0;
}

async int third(int n
{
    return n;
}
