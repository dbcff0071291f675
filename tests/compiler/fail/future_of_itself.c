/* SPDX-License-Identifier: MIT */
#include <edo.h>

async int directly(int n);
async int directly(int n)
{
    edo_future(directly) again = directly(n - 1);
    return await again;
}
