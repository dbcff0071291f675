/* SPDX-License-Identifier: MIT
 *
 * What is hoisted keeps its type: a long is no long long, of which -Wformat would tell. */
#pragma GCC diagnostic error "-Wformat"
#include "lang.h"

static async long get(long x)
{
    await rest();
    return x;
}

static async size_t size(size_t x)
{
    await rest();
    return x;
}

async int main(void)
{
    int one = await later(1);
    printf("%ld\n", one ? await get(3) : 1L);
    printf("%zu\n", one ? sizeof one : await size(3));
    printf("%ld\n", ({ long q = await get(5); q; }));
    printf("%lld\n", one ? 1LL + await get(1) : 0);
    printf("%lu\n", one ? 1UL : await get(1));
    return 0;
}
