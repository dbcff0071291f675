/* SPDX-License-Identifier: MIT */
#include <edo.h>
#include <unistd.h>

async int op(int *p);

async int warned(void)
{
    sleep(1);
    return await op(0);
}

#pragma edo diagnostic error "-Wedo-blocking"
async int refused(void)
{
    sleep(2);
    return await op(0);
}
