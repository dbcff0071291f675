/* SPDX-License-Identifier: MIT */
#include <edo.h>

async int slow(int n)
{
    return await edo_yield() < 0 ? -1 : n;
}

async gen int values(int n)
{
    {
        edo_future(slow) over = slow(n);
        yield 0;
        await over;
    }
    yield 1;
    edo_future(slow) later = slow(n);
    edo_start(later);
    for (int i = 0; i < n; i++)
        if (i) {
            edo_future(slow) inner = slow(i);
            int got = await inner;
            yield got;
        }
    await later;
}
