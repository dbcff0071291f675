/* SPDX-License-Identifier: MIT
 *
 * __func__, __FUNCTION__, __LINE__ and __COUNTER__ mean the user's function and lines. */
#include "lang.h"

static async const char *who(void)
{
    await rest();
    return __func__;
}

static async int length(void)
{
    await rest();
    return (int)sizeof __func__ + (int)strlen(__FUNCTION__);
}

async int main(void)
{
    printf("%s %s\n", __func__, await who());
    printf("%d\n", await length());
    const char *same = __func__;
    await rest();
    printf("%d\n", same == __func__);
    printf("%d %d\n", __LINE__ - await later(10), __LINE__);
    return 0;
}
