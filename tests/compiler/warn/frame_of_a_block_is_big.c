/* SPDX-License-Identifier: MIT */
/* options: -Wedo-frame-size */
#include <edo.h>

async int op(char *text);

async int spawns(void)
{
    return edo_spawn(async {
        char text[5000];
        return await op(text);
    });
}
