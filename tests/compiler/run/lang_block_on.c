/* SPDX-License-Identifier: MIT
 *
 * NO ORACLE. Plain functions run futures with edo_block_on, of any result type, again and
 * again. */
#include "lang.h"

struct pair {
    int a;
    double b;
};

static async struct pair pair(int a)
{
    await edo_yield();
    struct pair p = {a, a / 2.0};
    return p;
}

static async void print(const char *s)
{
    await edo_yield();
    printf("%s\n", s);
}

static async int main_like(int n)
{
    edo_task *t;
    try edo_task_spawn(&t, later(n));
    int r;
    try await edo_task_join(t, &r);
    return r + 1;
}

static int plain(int v)
{
    edo_future(later) f = later(v);
    int r = edo_block_on(f);
    for (int i = 0; i < 3; i++) {
        edo_future(later) g = later(i);
        if (i == 1)
            continue;
        r = r * 10 + edo_block_on(g);
    }
    return r;
}

int main(void)
{
    edo_future(print) never = print("never");
    edo_future(print) p = print("printed");
    printf("%d\n", plain(7));
    edo_block_on(p);
    edo_future(pair) f = pair(5);
    struct pair r = edo_block_on(f);
    printf("%d %.1f\n", r.a, r.b);
    edo_future(main_like) m = main_like(41);
    printf("%d\n", edo_block_on(m));
    return 0;
}
