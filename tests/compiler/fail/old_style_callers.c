/* SPDX-License-Identifier: MIT */
#include <edo.h>

async int add();

int plain(a)
    int a;
{
    return await add(a);
}
