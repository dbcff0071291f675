/* SPDX-License-Identifier: MIT
 *
 * Compound literals with awaits inside, whose address a callee keeps, live to the end of their
 * block. */
#include "lang.h"

struct point {
    int x, y;
};

static struct point *kept;

static async struct point *keep(struct point *p)
{
    kept = p;
    p->x++;
    await rest();
    p->y++;
    return p;
}

static async int sum(const struct point *a, const int *b, struct point c)
{
    await rest();
    return a->x + b[1] + c.y;
}

/* In the argument of a head, which is evaluated before the heads start. */
static async int first(void)
{
    select {
        when (int n = sum(&(struct point){await later(20), 1}, (int[2]){0, await later(4)},
                          (struct point){await later(1), 2}))
            return n;
    }
}

static async int first_value(void)
{
    select {
        when (int n = later((int){await later(2)})) return n;
    }
}

async int main(void)
{
    await keep(&(struct point){await later(5), 6});
    int other[4] = {await later(1), 2, 3, 4};
    printf("%d %d %d\n", kept->x, kept->y, other[3]);
    struct point v = (struct point){await later(1), await later(2)};
    int s = (int){await later(3)} + ((struct point){4, await later(5)}).y;
    v = (struct point){.y = await later(6)};
    const struct point k = (const struct point){await later(7), 8};
    int r = await sum(&(struct point){await later(1), 2}, (int[2]){await later(1), await later(10)},
                      (struct point){await later(1), await later(100)});
    for (int i = 0; i < 3; i++)
        r += await sum(&(struct point){await later(i), 2}, (int[2]){1, await later(i)}, k);
    printf("%d %d %d %d\n", v.y, s, k.x, r);
    int *p = &(int){await later(9)};
    ++*p;
    await rest();
    printf("%d\n", *p);
    printf("%d %d\n", await first(), await first_value());
    return 0;
}
