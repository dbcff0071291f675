/* SPDX-License-Identifier: MIT */
#include <edo.h>

#define WAIT(call) (await call)

async int step(int n)
{
    return n;
}

int walk(void)
{
    return 1 + WAIT(step(1));
}
