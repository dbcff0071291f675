/* SPDX-License-Identifier: MIT */
#include <edo.h>

struct edo_pinned lock {
    int n;
};

async int step(int n)
{
    return n;
}

int outside = async { return 1; };

async int walk(int n)
{
    int rows[n];
    edo_future(step) future = step(1);
    struct lock lock = {0};
    static int (*all)[n];
    static void *const labels[] = { &&again, 0 };
    static void *const *first = labels;
    rows[0] = n;
    int r = await async { return rows[0]; };
    r += await async { return await future; };
    r += await async { return lock.n + (*all)[0]; };
again:
    r += await async { return first == 0; };
    async { await step(2); };
    r += await async { return await async { return lock.n; }; };
    return r + await future;
}

int plain(int n)
{
    edo_call_of(long) call = async { return n; };
    int r = edo_block_on(async { return; });
again:
    while (n) {
        edo_spawn(async { break; });
        edo_spawn(async { goto again; });
    }
    await async { return 1; };
    return r;
}
