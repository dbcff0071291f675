/* SPDX-License-Identifier: MIT
 *
 * Generators of another unit: known by their prototypes, in boxes as long as their descriptors
 * say. */
#include "lines.h"

#include <stdint.h>
#include <stdio.h>

__attribute__((weak)) gen int replaced(void)
{
    yield 1;
}

static int sum(edo_gen(upto) * g)
{
    int v, all = 0;
    while (edo_next(g, &v))
        all += v;
    return all;
}

static int plain(void)
{
    each (int i = upto(4)) {
        printf(" %d", i);
        if (i == 2)
            break;
    }
    edo_gen(upto) g = upto(5);
    printf(" %d", sum(&g));
    each (int c = replaced())
        printf(" %c", c);
    each (int i = upto(3))
        return i;
    return 0;
}

async int main(void)
{
    printf(" %d\n", plain());
    each (int i = slow(4)) {
        printf(" %d", i);
        await edo_yield();
        if (i == 20)
            break;
    }
    edo_gen(slow) s = slow(2);
    int v;
    while (await edo_next(&s, &v))
        printf(" %d", v);
    printf("\n");
    edo_gen(wide) w = wide(2, (struct wide){.n = 5});
    each (struct wide x = w)
        printf(" %d %d", x.n, (int)((uintptr_t)&x % 64));
    printf(" %s\n", edo_gen_result(&w));
    each (struct wide x = wide_stream(3))
        printf(" %d", x.n);
    printf("\n");
    return 0;
}
