/* SPDX-License-Identifier: MIT
 *
 * Users' names that generated code might use itself: frame, cx, at, F, result, t1, at1, site,
 * up, edo. */
#include "lang.h"

struct frame {
    int result;
};
struct edo_cx_ {
    int frame;
};

static int at1 = 100, F = 200;

static async int run(int F, int at, int cx, struct frame frame, int result)
{
    int t1 = F + at, at1 = cx + frame.result;
    await rest();
    int await1 = t1 + at1 + result;
    {
        int F = await later(await1), result = F;
        await rest();
        await1 = F + result;
    }
    int up = 3, site = 4, p = 5, r = 6, t2 = 7, t3 = 8, box = 9, saved = 10, done = 11, leaf = 12;
    await rest();
    goto out1;
out1:
    await1 += up + site + p + r + t2 + t3 + box + saved + done + leaf;
    await rest();
    return await1 + at1;
}

static async int run__run(int run__frame)
{
    return await later(run__frame) + await later(1);
}

static async int resume(void *frame, unsigned at, struct edo_cx_ *cx)
{
    await rest();
    return (frame == cx) + (int)at + cx->frame;
}

static int run__resume = 50, later__site1 = 60, call__fn = 70;

static async int use(void)
{
    enum { EDO_ready, EDO_pending };
    int edo = EDO_pending, start = 1, args = 2, fn = 3;
    await rest();
    return edo + start + args + fn + run__resume + later__site1 + call__fn;
}

async int main(void)
{
    printf("%d\n", await run(1, 2, 3, (struct frame){4}, 5));
    struct edo_cx_ cx = {7};
    printf("%d %d\n", await run__run(5), await resume(&cx, 3, &cx));
    printf("%d %d %d\n", await use(), at1, F);
    return 0;
}
