/* SPDX-License-Identifier: MIT
 *
 * static, inline, static inline and extern functions of one unit, prototypes repeated and in
 * blocks. */
#include "lang.h"

async int external(int);
extern async int external(int v);
static inline async int inlined(int v);
static async int forward(int);
async static int specifiers_reversed(int);
inline static async int odd_order(int v) { return await later(v) + 3; }
static async __attribute__((noinline)) int attributed(int v) { return await external(v) * 2; }
_Async int reserved(int v) { return _Await later(v); }

static async int caller(int v)
{
    async int external(int);
    return await external(v) + await inlined(v) + await forward(v) + await specifiers_reversed(v) +
           await odd_order(v) + await attributed(v) + await reserved(v);
}

async int external(int v)
{
    await rest();
    return v + 1;
}

static inline async int inlined(int v)
{
    await rest();
    return v + 2;
}

static async int forward(int v)
{
    await rest();
    return v + 10;
}

async static int specifiers_reversed(int v)
{
    await rest();
    return v + 20;
}

__attribute__((unused)) static async int never_called(int v)
{
    return v ? await never_called(v - 1) : 0;
}

async int main(void)
{
    printf("%d %d\n", await caller(0), await caller(100));
    return 0;
}
