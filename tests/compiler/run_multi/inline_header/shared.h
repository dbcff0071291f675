/* SPDX-License-Identifier: MIT */
#include <edo.h>

/* Plain inline functions need a definition somewhere; async ones are private to each unit. */
static inline async int doubled(int v)
{
    static int calls;
    await edo_yield();
    return v * 2 + ++calls;
}

inline async int tripled(int v)
{
    await edo_yield();
    return v * 3;
}

async int from_other(int v);
async int counted(int v);
