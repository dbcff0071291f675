/* SPDX-License-Identifier: MIT
 *
 * NO ORACLE. What an async block has copies of is aligned in it as it is outside, by a word of its
 * declaration or an attribute. */
#include "lang.h"

static async int twice(edo_call call)
{
    return await call + await call;
}

static bool is_aligned(const volatile void *p, size_t align)
{
    return (uintptr_t)p % align == 0;
}

async int main(void)
{
    _Alignas(64) int a = 5;
    __attribute__((aligned(32))) int b = 6;
    _Alignas(128) char c[40] = "text";
    _Alignas(16) const volatile int d = 7;
    int r = await async {
        if (!is_aligned(&a, 64) || !is_aligned(&b, 32))
            return -2;
        if (!is_aligned(c, 128) || !is_aligned(&d, 16))
            return -1;
        await rest();
        return a++ + b + (c[1] == 'e') + d;
    };
    printf("%d %d\n", r, a);
    r = await async { return is_aligned(&a, 64) && is_aligned(c, 128) ? a : -1; };
    printf("%d\n", r);
    edo_call block = async {
        int v = a + b;
        await rest();
        return v + a;
    };
    a = 100;
    printf("%d\n", await twice(block));
    edo_task *task;
    try edo_task_spawn(&task, async {
        await rest();
        return is_aligned(&a, 64) && is_aligned(c, 128) ? a : -1;
    });
    a = 0;
    try await edo_task_join(task, &r);
    printf("%d\n", r);
    return 0;
}
