/* SPDX-License-Identifier: MIT
 *
 * Compound literals live to the end of their block and keep their address across awaits. */
#include "lang.h"

struct point {
    int x, y;
};

static struct point *kept;
static const int *const global = (const int[]){4, 5};

static async struct point *keep(struct point *p)
{
    kept = p;
    await rest();
    p->x++;
    return p;
}

static async int sum(const int *v, int n)
{
    int s = 0;
    for (int i = 0; i < n; i++) {
        await rest();
        s += v[i];
    }
    return s;
}

static async int by_value(struct point p)
{
    await rest();
    return p.x * p.y;
}

async int main(void)
{
    struct point *p = &(struct point){1, 2};
    await rest();
    struct point *q = await keep(p);
    printf("%d %d %d\n", q == p, kept == p, p->x);
    await keep(&(struct point){await later(5), 6});
    await rest();
    printf("%d %d\n", kept->x, kept->y);
    printf("%d\n", await sum((int[]){1, await later(2), 3, await later(4)}, 4));
    printf("%d\n", await by_value((struct point){await later(6), 7}));
    for (int i = 0; i < 3; i++) {
        int *here = (int[]){i, i * 10};
        await rest();
        printf("%d,%d ", here[0], here[1]);
    }
    printf("\n");
    char *text = (char[]){"changeable"};
    text[0] = (char)await later('C');
    await rest();
    puts(text);
    const struct point c = (const struct point){await later(1), await later(2)};
    struct point d = ((struct point){c.y, c.x});
    printf("%d %d\n", d.x, ((struct point){.y = await later(9)}).y);
    p = await later(1) ? &(struct point){11, 12} : &(struct point){13, 14};
    await rest();
    printf("%d\n", p->y);
    (struct point){1, 2}.x += await later(3);
    int *plain = &(int){await later(3)};
    *plain += await later(4);
    await rest();
    printf("%d\n", *plain);
    printf("%d\n", await sum(global, 2));
    return 0;
}
