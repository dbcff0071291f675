/* SPDX-License-Identifier: MIT */
#include <edo.h>

async int step(int n)
{
    return n;
}

async void nothing(void)
{
    return 1;
}

async int something(void)
{
    await step(1);
    return;
}
