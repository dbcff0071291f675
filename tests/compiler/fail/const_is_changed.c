/* SPDX-License-Identifier: MIT */
#include <edo.h>

typedef const int fixed;

static async int later(int v)
{
    await edo_yield();
    return v;
}

static async int changes(const int parameter)
{
    const int a = await later(1);
    fixed b = 2;
    int *const c = 0;
    const struct {
        int m, n[2];
    } s = {1};
    await later(3);
    a = 4;
    b++;
    --a;
    c = 0;
    (s).m = 2;
    s.n[1]++;
    const __auto_type e = a;
    e = 3;
    parameter += 5;
    a = await later(6);
    select {
        when (b = later(7))
            ;
    }
    __asm__("" : "=r"(a));
    int d = a;
    d = *c + s.m;
    return d;
}

async int main(void)
{
    return await changes(1);
}
