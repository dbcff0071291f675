/* SPDX-License-Identifier: MIT */
#include <edo.h>

async __attribute__((weak)) int strength(int x)
{
    return x;
}

async int main(void)
{
    edo_future(strength) f = strength(1);
    return await f;
}
