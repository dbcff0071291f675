/* SPDX-License-Identifier: MIT
 *
 * Function pointers between units: the arguments that a caller packs are what the callee unpacks;
 * one function's pointer is the same everywhere; a weak one that nobody defines is null. */
#include "pointers.h"

#include <stdio.h>

async long fallback(void)
{
    await edo_yield();
    return 2;
}

static async int use(const struct module *m)
{
    struct big b = {"text", 7};
    int r = await m->run(5, b, edo_us(3), 'x');
    printf("%s %d\n", m->name, r);
    return m->count ? (int)await m->count() : -1;
}

async int main(void)
{
    printf("%d\n", await use(&first_module));
    printf("%d\n", await use(&second_module));
    printf("%d %d %d\n", choose(0) == first_module.run, choose(1) == anyone, choose(2) == 0);
    try spawn_through(choose(1), 9);
    await edo_yield();
    await edo_yield();
    await edo_yield();
    return 0;
}
