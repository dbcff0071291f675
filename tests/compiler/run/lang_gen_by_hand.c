/* SPDX-License-Identifier: MIT
 *
 * edo_gen, edo_next, edo_resume, edo_gen_result, edo_gen_end. */
#include "lang.h"

/* Yields 1, then has finished with "foo". */
static gen_of(int) const char *two_steps(void)
{
    yield 1;
    return "foo";
}

static gen int running_sum(int start)
{
    defer printf("the sum was %d\n", start);
    for (;;)
        start += yield start;
}

struct point {
    int x, y, z, w, v;
};

static gen_of(struct point) struct point walk(int n)
{
    struct point p = {0};
    defer printf("walked\n");
    while (n-- > 0) {
        struct point step = yield p;
        p.x += step.x;
        p.y += step.y;
    }
    return p;
}

static gen_of(int) int counted(int n)
{
    int i = 0;
    while (i < n)
        try (yield i++); /* what is passed, if it is negative, ends it */
    return i * 100;
}

static int drain(edo_gen(counted) * g)
{
    int v, sum = 0;
    while (edo_next(g, &v))
        sum += v;
    return sum * 1000 + edo_gen_result(g);
}

static void by_hand(void)
{
    edo_gen(two_steps) g = two_steps();
    int v = 0, more = edo_next(&g, &v);
    printf("%d %d\n", more, v);
    more = edo_next(&g, &v);
    printf("%d %s\n", more, edo_gen_result(&g));
    printf("%d\n", edo_next(&g, 0));

    edo_gen(running_sum) sum = running_sum(3);
    edo_next(&sum, &v);
    for (int i = 1; i < 4; i++)
        edo_resume(&sum, &v, i * 10);
    printf("sum %d\n", v);
    edo_gen_end(&sum);
    edo_gen_end(&sum);
    printf("ended %d\n", edo_next(&sum, &v));

    edo_gen(walk) w = walk(2);
    struct point p;
    edo_next(&w, &p);
    edo_resume(&w, &p, ((struct point){.x = 1, .y = 2}));
    printf("at %d,%d\n", p.x, p.y);
    printf("%d\n", edo_resume(&w, &p, ((struct point){.x = 10, .y = 20})));
    p = edo_gen_result(&w);
    printf("ended at %d,%d\n", p.x, p.y);
}

async int main(void)
{
    by_hand();
    edo_gen(counted) c = counted(await later(4));
    printf("%d\n", drain(&c));
    edo_gen(counted) d = counted(4);
    int v;
    while (edo_next(&d, &v) && v < 2)
        printf("%d ", await later(v));
    int more = edo_resume(&d, &v, -7);
    printf("%d %d\n", more, edo_gen_result(&d));
    edo_gen(counted) e;
    printf("%d ", edo_next(&e, &v));
    e = counted(await later(2));
    each (int i = e)
        printf("%d ", i);
    printf("%d\n", edo_gen_result(&e));
    e = counted(9);
    each (int i = e)
        if (i == 1)
            break; /* it is borrowed: it goes on */
    each (int i = e) {
        printf("%d ", await later(i));
        if (i == 3)
            break;
    }
    printf("\n");
    return 0;
}
