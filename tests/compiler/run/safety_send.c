/* SPDX-License-Identifier: MIT
 *
 * What is edo_local may cross awaits of tasks that stay on their thread, and a call that lets it go
 * before it suspends may be spawned on several. */
#include <edo.h>
#include <stdio.h>

struct rc {
    int count;
} edo_local;
typedef int number edo_local;

static int freed;

static void rc_use(struct rc *x)
{
    freed += --x->count == 0;
}

/* As a pool of threads would declare it. */
static int pool_spawn(edo_task **t, edo_call_send call)
{
    return edo_task_spawn(t, call);
}

static int pool_spawn_int(edo_task **t, edo_call edo_send call)
{
    return edo_task_spawn(t, call);
}

static async int keeps(int n) async_local
{
    struct rc x = {1};
    number m = n;
    await edo_yield();
    rc_use(&x);
    return m;
}

static async int lets_go(int n)
{
    {
        struct rc x = {1};
        rc_use(&x);
    }
    await edo_yield();
    return n;
}

static async int twice(edo_call call)
{
    return await call + await call;
}

async int main(void)
{
    edo_task *t[3];
    int r[3];
    try edo_task_spawn(&t[0], keeps(1));
    try pool_spawn(&t[1], lets_go(2));
    try pool_spawn_int(&t[2], twice(lets_go(3)));
    for (int i = 0; i < 3; i++)
        try await edo_task_join(t[i], &r[i]);
    printf("%d %d %d, %d freed\n", r[0], r[1], r[2], freed);
    return 0;
}
