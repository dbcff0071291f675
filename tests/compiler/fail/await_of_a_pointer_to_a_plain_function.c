/* SPDX-License-Identifier: MIT */
#include <edo.h>

int plain(int);

async int walk(int (*p)(int))
{
    int r = await p(1);
    return r + await plain(2);
}
