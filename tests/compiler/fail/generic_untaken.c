/* SPDX-License-Identifier: MIT */
#include <edo.h>

async edo_T once(edo_call_of(edo_T) a)
{
    return await a;
}

async edo_T twice(edo_call_of(edo_T) a)
{
    edo_T result = await a;
    await once(a);
    return result;
}
