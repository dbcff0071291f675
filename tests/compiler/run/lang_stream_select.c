/* SPDX-License-Identifier: MIT
 *
 * The next value of a stream as a select's head, and in the branches of a join. */
#include "lang.h"

#include <errno.h>

static async gen int upto(int n)
{
    for (int i = 0; i < n; i++)
        yield await later(i);
}

/* Never has a value of its own: yields what its wait ended with. */
static async gen int patient(void)
{
    for (int i = 0; i < 2; i++)
        yield await edo_sleep(edo_ms(1000 * 1000)) == -ECANCELED ? i : -1;
}

static async gen_of(int) int hasty(void)
{
    defer printf("(hasty ends)");
    try await edo_sleep(edo_ms(1000 * 1000));
    yield 1;
    return 0;
}

static async gen int sums(int first)
{
    while (first < 100)
        first += yield await later(first);
}

struct feed {
    edo_gen(upto) s;
    int sum;
};

static async void alone(void)
{
    edo_gen(upto) s = upto(3);
    int v = -1;
    for (bool more = true; more;) {
        select {
            when (more = edo_next(&s, &v)) printf("%d %d ", more, v);
            when (edo_sleep(edo_ms(1000 * 1000))) printf("late ");
        }
    }
    printf("\n");
}

/* Both are asked again and again, and lose again and again: no value does. */
static async void merged(void)
{
    edo_gen(upto) a = upto(20);
    struct feed f[2] = {0};
    struct feed *second = &f[1];
    int v = 0, w = 0, sum = 0, n = 0;
    bool first = true, other = true;
    second->s = upto(await later(30));
    for (;;) {
        select {
            if (first) when (bool more = edo_next(&a, &v)) {
                if (!(first = more))
                    continue;
                sum += v;
                n++;
            }
            if (other) when (bool more = edo_next(&second->s, &w)) {
                if (!(other = more))
                    continue;
                second->sum += await later(w);
                n++;
            }
            complete break;
        }
        if (!first && !other)
            break;
    }
    await edo_gen_end(&second->s);
    printf("%d of 50: %d %d\n", n, sum, f[1].sum);
}

static async void lost(void)
{
    edo_gen(patient) p = patient();
    edo_gen(hasty) h = hasty();
    int v = -7;
    for (int i = 0; i < 2; i++) {
        select_biased {
            when (edo_next(&p, &v)) printf("no ");
            when (int x = later(3)) printf("%d %d ", x, v);
        }
        printf("%d ", await edo_next(&p, &v)); /* what it had when it was cancelled */
        printf("%d; ", v);
    }
    printf("%d\n", await edo_next(&p, &v));
    select_biased {
        when (bool more = edo_next(&h, &v)) printf("no %d ", more);
        when (later(3)) printf(" over ");
    }
    printf("%d %d\n", await edo_next(&h, &v), edo_gen_result(&h) == -ECANCELED);
}

/* One that isn't tried stays where it is. */
static async void untried(void)
{
    edo_gen(upto) s = upto(9);
    int v = -1;
    await edo_next(&s, &v);
    select_biased {
        when (edo_yield()) printf("%d ", v);
        if (v) when (edo_next(&s, &v)) printf("no ");
    }
    select_biased {
        if (v > 1) when (edo_next(&s, &v)) printf("no ");
        when (edo_next(&s, 0)) printf("%d ", v);
    }
    await edo_next(&s, &v);
    printf("%d\n", v);
}

static async void passing(void)
{
    edo_gen(sums) s = sums(1);
    int v = 0;
    await edo_next(&s, &v);
    for (int i = 10; i < 40; i += 10) {
        select {
            when (bool more = edo_resume(&s, &v, await later(i))) printf("%d %d ", more, v);
            when (edo_sleep(edo_ms(1000 * 1000))) printf("no ");
        }
    }
    printf("\n");
}

static async int in_a_join(void)
{
    edo_gen(upto) a = upto(5);
    edo_gen(patient) p = patient();
    struct feed f = {0};
    int v = 0, w = 0, x = 0;
    f.s = upto(4);
    join {
        while (await edo_next(&a, &v))
            x += v;
        while (await edo_next(&f.s, &w))
            f.sum += w;
    }
    await edo_gen_end(&f.s);
    printf("%d %d\n", x, f.sum);
    join {
        {
            int more = await edo_next(&p, &v);
            printf("%d %d ", more, v);
        }
        return await later(4); /* the other is cancelled */
    }
    return 0;
}

async int main(void)
{
    await alone();
    await merged();
    await lost();
    await untried();
    await passing();
    printf("%d\n", await in_a_join());
    return 0;
}
