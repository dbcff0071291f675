/* SPDX-License-Identifier: MIT
 *
 * __auto_type takes the type of what is awaited. */
#include "lang.h"

static async double half(int x)
{
    await rest();
    return x / 2.0;
}

async int main(void)
{
    __auto_type a = await half(3);
    const __auto_type b = await later(2);
    __auto_type c = &b;
    await rest();
    printf("%g %d %d\n", a, b, *c);
    return 0;
}
