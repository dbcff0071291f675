/* SPDX-License-Identifier: MIT */
#include <edo.h>

int plain(int n);

async int walk(void)
{
    edo_future(plain) a = plain(1);
    edo_future(nothing) b = nothing(1);
    return 0;
}
