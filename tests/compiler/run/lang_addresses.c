/* SPDX-License-Identifier: MIT
 *
 * The address of a local, of a parameter and of their parts is the same before and after every
 * await. */
#include "lang.h"

#ifdef __clang__
#pragma GCC diagnostic ignored "-Wfor-loop-analysis"
#endif

struct holder {
    int *to;
    int value;
};

static struct holder *registered;
static int *stored[4];

static async void through(int **pp)
{
    **pp += 1;
    await rest();
    **pp += 1;
}

static void keep(struct holder *h)
{
    registered = h;
}

static async int parts(int parameter, struct holder byvalue)
{
    int array[3] = {1, 2, 3}, *middle = &array[1], scalar = 5, *ps = &scalar, *pp = &parameter;
    struct holder *ph = &byvalue;
    int bad = 0;
    for (int i = 0; i < 3; i++) {
        await rest();
        bad += middle != array + 1 || ps != &scalar || pp != &parameter || ph != &byvalue;
        ++*middle;
        ++*ps;
        ++*pp;
        ++ph->value;
    }
    return bad * 1000000 + array[1] * 10000 + scalar * 100 + parameter + byvalue.value;
}

static async int kept_by_plain(void)
{
    struct holder h = {0, 1};
    keep(&h);
    await rest();
    registered->value += 41;
    await rest();
    return h.value;
}

static async int taken_late(int n)
{
    int v = await later(n);
    await rest();
    v++;
    int *p = &v;
    await rest();
    (*p)++;
    await rest();
    return v;
}

static async int loop_local(void)
{
    int sum = 0;
    for (int i = 0; i < 4; i++) {
        int fresh = i;
        stored[i] = &fresh;
        await rest();
        *stored[i] += 10;
        await rest();
        sum += fresh;
    }
    return sum;
}

static async int two_way(int n)
{
    int a = 1, b = 2, *p = n ? &a : &b;
    await through(&p);
    p = p == &a ? &b : &a;
    await through(&p);
    return a * 10 + b;
}

static async int step_by_pointer(void)
{
    int i, sum = 0, *p = &i;
    for (*p = 0; i < 5; ++*p) {
        await rest();
        sum += i;
    }
    return sum;
}

async int main(void)
{
    struct holder h = {0, 7};
    printf("%d %d\n", await parts(3, h), h.value);
    printf("%d %d %d\n", await kept_by_plain(), await taken_late(5), await loop_local());
    printf("%d %d %d\n", await two_way(0), await two_way(1), await step_by_pointer());
    return 0;
}
