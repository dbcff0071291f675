/* SPDX-License-Identifier: MIT */
#include <edo.h>

async int connect_to(const char *name)
{
    return await edo_slep(edo_ms(5)) + name[0];
}

async int start(void)
{
    await conect_to("here");
    edo_spwan(connect_to("there"));
    if (await edo_yeild())
        return await nothing_like_it(1);
    return edo_mine(2);
}

int main(void)
{
    return edo_blok_on(start());
}
