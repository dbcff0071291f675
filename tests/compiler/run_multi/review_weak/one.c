/* SPDX-License-Identifier: MIT
 *
 * The weak definition makes way, though it is called from its own unit and its frame is smaller. */
#include <edo.h>
#include <stdio.h>

async __attribute__((weak)) int strength(int x)
{
    await edo_yield();
    return x + 1;
}

static async int run(edo_call c)
{
    return await c;
}

async int main(void)
{
    edo_task *t;
    int r;
    printf("%d\n", await strength(4));
    printf("%d\n", await run(strength(5)));
    try edo_task_spawn(&t, strength(6));
    try await edo_task_join(t, &r);
    printf("%d\n", r);
    return 0;
}
