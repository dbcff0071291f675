/* SPDX-License-Identifier: MIT */
/* options: -Wedo-frame-size=64 */
#include <edo.h>

async int use(char *text);

static async int just_fits(void)
{
    char buf[56];
    return await use(buf);
}

static async int is_more(void)
{
    char buf[57];
    return await use(buf);
}

async int main(void)
{
    return await just_fits() + await is_more();
}
