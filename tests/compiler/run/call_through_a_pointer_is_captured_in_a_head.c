/* SPDX-License-Identifier: MIT */
#include <edo.h>
#include <stdio.h>

async int runs(edo_call call)
{
    return await call;
}

async int one(int n)
{
    await edo_yield();
    return n;
}

async int never(void)
{
    return await edo_sleep(edo_ms(1000000));
}

async int (*pointer)(int) = one;

async int main(void)
{
    int sum = 0;
    select {
        when (int n = runs(pointer(3))) sum += n;
        when (never()) sum += 100;
    }
    sum += await runs(pointer(await one(3)));
    join {
        sum += await runs(pointer(4));
        await edo_yield();
    }
    printf("%d\n", sum);
    return 0;
}
