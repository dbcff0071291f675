/* SPDX-License-Identifier: MIT
 *
 * The type of an async function's result may be defined where the function is declared. */
#include "lang.h"

async struct pair { int a, b; } make(int v), make_other(int v);

static async enum colour { RED, GREEN = 7 } pick(int v)
{
    await rest();
    return v ? GREEN : RED;
}

static async const union number { int i; char c[4]; } *held(int v)
{
    static union number n;
    await rest();
    n.i = v;
    return &n;
}

async struct pair make(int v)
{
    await rest();
    return (struct pair){v, v + 1};
}

async struct pair make_other(int v)
{
    return await make(2 * v);
}

async int main(void)
{
    async enum colour (*function)(int) = pick;
    struct pair p = await make(4), q = await make_other(4);
    enum colour c = await function(1);
    edo_future(make) later_one = make(20);
    int b = (await later_one).b;
    printf("%d %d %d %d %d %d %d\n", p.a, p.b, q.a, q.b, c == GREEN, (await held(9))->i, b);
    return RED;
}
