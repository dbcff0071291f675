/* SPDX-License-Identifier: MIT
 *
 * What is awaited, taken as a head or given to a task is chosen by an expression: `?:`, a comma, an
 * assignment keep their operands to themselves. */
#include "lang.h"

static int sign = -1, n;

static async int make(int v)
{
    await rest();
    return v;
}

static edo_boxed pick(int v)
{
    return edo_box(make(v));
}

static async int boxes(void)
{
    int r = await (sign >= 0 ? pick(1) : pick(2));
    r = r * 10 + await (n++, sign >= 0 ? pick(1) : pick(3));
    select {
        when (int v = (sign >= 0 ? pick(1) : pick(4))) r = r * 10 + v;
    }
    select {
        when (int v = (n++, pick(5))) r = r * 10 + v;
    }
    return r;
}

static async int tasks(void)
{
    edo_boxed b;
    edo_task *t;
    int r, s;
    try edo_task_spawn(&t, sign >= 0 ? pick(1) : pick(2));
    try await edo_task_join(t, &r);
    try edo_task_spawn(&t, b = pick(3));
    try await edo_task_join(t, &s);
    return r * 10 + s;
}

static async int run(edo_call call)
{
    return await call;
}

static async int calls(void)
{
    edo_call a = make(1), b = make(2), table[2] = {make(3), make(4)}, *p = table;
    int r = await (n++, a);
    r = r * 10 + await (sign >= 0 ? a : b);
    r = r * 10 + await *p++;
    r = r * 10 + await (p == table ? a : *p);
    r = r * 10 + await run((n++, a));
    r = r * 10 + await run(sign >= 0 ? a : b);
    select {
        when (int v = (sign >= 0 ? a : b)) r = r * 10 + v;
    }
    return r;
}

async int main(void)
{
    printf("%d %d %d", await boxes(), await tasks(), await calls());
    printf(" %d\n", n);
    return 0;
}
