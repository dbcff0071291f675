/* SPDX-License-Identifier: MIT
 *
 * Structs with const members as arguments that are captured, wait in a future, or come by
 * pointer. */
#include "lang.h"

struct small {
    const int a;
    int b;
};
struct large {
    const int a;
    int v[8];
};

static async int small(struct small x)
{
    await rest();
    return x.a * 10 + x.b;
}

static async int large(const struct large x, const int y)
{
    await rest();
    return x.a * 10 + x.v[7] + y;
}

static async int twice(edo_call c)
{
    return await c + await c;
}

static async int all(void)
{
    struct small x = {1, 2};
    struct large y = {3, {[7] = 4}};
    edo_call c = small(x), d = large(y, 5);
    int r = await c, s = await d;
    printf("%d %d %d\n", r, s, await twice(large(y, 6)));
    edo_future(small) f = small(x);
    edo_future(large) g = large(y, 7);
    edo_start(g);
    r = await f;
    s = await g;
    printf("%d %d\n", r, s);
    r = await small(x);
    s = await large(y, 8);
    printf("%d %d\n", r, s);
    return 0;
}

int main(void)
{
    struct small x = {1, 2};
    printf("%d\n", edo_block_on(small(x)));
    edo_future(small) f = small(x);
    printf("%d\n", edo_block_on(f));
    return edo_block_on(all());
}
