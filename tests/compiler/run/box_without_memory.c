/* SPDX-License-Identifier: MIT
 *
 * Boxes where there is no memory: 0, and awaiting that is -ENOMEM; and every box that is made is
 * given back, whatever became of it. NO ORACLE: counts allocations. */
#include "lang.h"

static int left = -1, held;

static void *take(edo_cx *cx, size_t size, size_t align)
{
    (void)cx;
    if (!left)
        return 0;
    left -= left > 0;
    held++;
    return aligned_alloc(align, (size + align - 1) / align * align);
}

static void give(edo_cx *cx, void *p, size_t size, size_t align)
{
    (void)cx;
    (void)size;
    (void)align;
    held--;
    free(p);
}

static void none(edo_cx *cx, size_t size)
{
    (void)cx;
    printf("no memory for %zu\n", size);
    exit(3);
}

static void stop(edo_cx *cx, const char *message)
{
    (void)cx;
    printf("%s\n", message);
    exit(4);
}

const edo_host edo_gen_host = {take, give, none, stop};

static async long add(edo_call a, edo_call b)
{
    return await a + await b;
}

static async int never(void)
{
    int r = 0;
    while (r >= 0)
        r = await edo_sleep(edo_ms(60000));
    return r;
}

static async int race(int memory)
{
    int n = 0;
    left = memory;
    edo_boxed slow = edo_box(never());
    edo_boxed_of(long) sum = edo_box(add(later(1), later(2)));
    select {
        when (long v = sum) n = (int)v;
        when (int v = slow) n = v * 10;
    }
    left = -1;
    return n;
}

static async int work(void)
{
    for (int memory = 0; memory < 3; memory++) {
        int n = await race(memory);
        printf("%d: %s, %d held\n", memory, n == 3 ? "sum" : n < 0 ? "-ENOMEM" : "?", held);
    }
    left = 0;
    edo_boxed none = edo_box(later(1));
    int n = none ? 1 : await none;
    printf("%d %d %d\n", n, await edo_box(later(2)), held);
    left = -1;
    edo_box_free(edo_box(never()));
    edo_task *task;
    try edo_task_spawn(&task, async { return await edo_box(never()); });
    await edo_yield();
    printf("%d held\n", held);
    edo_task_cancel(task);
    try await edo_task_join(task, &n);
    printf("%d %d held\n", n, held);
    return 0;
}

int main(void)
{
    return edo_block_on(work());
}
