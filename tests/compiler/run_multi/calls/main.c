/* SPDX-License-Identifier: MIT
 *
 * Async functions of another unit: awaited, captured, spawned, named as futures. */
#include "calls.h"

#include <stdio.h>

static async int local(int v)
{
    return await other_add(v, 1) + await other_add(v, 2);
}

async int called_back(int v)
{
    await edo_yield();
    return v * 2;
}

static async int twice(edo_call call)
{
    int first = await call;
    return first * 1000 + await call;
}

async int main(void)
{
    printf("%d\n", await local(10));
    printf("%d\n", await other_back(21));
    printf("%d\n", await twice(other_add(3, 4)));
    printf("%d\n", await other_twice(called_back(5)));
    edo_future(other_add) f = other_add(5, 6);
    edo_start(f);
    printf("%d\n", await f);
    edo_task *t;
    int r;
    try edo_task_spawn(&t, other_add(7, 8));
    try await edo_task_join(t, &r);
    printf("%d\n", r);
    int sum = 0;
    for (int i = 0; i < 100; i++)
        sum += await other_add(i, 1);
    printf("%d %d\n", sum, other_calls);
    return 0;
}
