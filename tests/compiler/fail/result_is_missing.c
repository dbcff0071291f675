/* SPDX-License-Identifier: MIT */
#include <edo.h>

async int falls(int n)
{
    if (n)
        return 1;
}

async int loops(int n)
{
    for (;;)
        if (n)
            break;
}

async int never_ends(void)
{
    for (;;)
        await edo_yield();
}

async int chooses(int n)
{
    switch (n) {
    case 1:
        return 1;
    default:
        __builtin_unreachable();
    }
}

async int returns_nothing(void)
{
    return;
}

async void returns_something(int n)
{
    return n;
}

async int main(void)
{
    await falls(1);
}
