/* SPDX-License-Identifier: MIT
 *
 * Names are shown as they are written, whatever the preprocessor makes of them. */
#include <edo.h>

static async int größe(int 数)
{
    await edo_yield();
    return 数;
}

async int main(void)
{
    int été = größe(1);
    return été;
}
