/* SPDX-License-Identifier: MIT */
#include <edo.h>

async int walk(void)
{
    int await = 1;
    return await;
}
