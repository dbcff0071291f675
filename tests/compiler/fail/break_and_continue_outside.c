/* SPDX-License-Identifier: MIT */
#include <edo.h>

async int step(int n)
{
    return n;
}

async int walk(int n)
{
    await step(n);
    if (n)
        break;
    continue;
case 1:
    return 0;
default:
    return 1;
}
