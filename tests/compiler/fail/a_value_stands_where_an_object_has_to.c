/* SPDX-License-Identifier: MIT */
#include <edo.h>

struct pair { int a, b[2]; };

async int one(int v) { await edo_yield(); return v; }
async struct pair two(void) { await edo_yield(); return (struct pair){1, {2, 3}}; }

async int objects(int *p, int x)
{
    await one(1) = 3;
    (await two()).a = 3;
    (await one(1), x) += 3;
    (x ? await one(1) : x) = 3;
    (await one(1))++;
    --await one(1);
    p = &await one(1);
    p = &(await two()).b[0];
    *(await one(1), p) = 3;
    (try await one(1)) = 3;
    __asm__("" : "=r"(await one(1)));
    __asm__("" : "+r"((await two()).a), "=m"(*(await one(1), p)) : "r"(await one(1)));
    return x;
}
