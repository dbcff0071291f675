/* SPDX-License-Identifier: MIT */
#include <edo.h>

async int walk(void)
{
    await;
    return await ;
}
