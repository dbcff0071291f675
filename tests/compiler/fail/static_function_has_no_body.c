/* SPDX-License-Identifier: MIT */
#include <edo.h>

static async int nowhere(int n);
static async int captured(int n);
static gen int counts(int n);
static async int never_used(int n);
static async int later(int n);

async int walk(void)
{
    int sum = await later(1) + await nowhere(2);
    each (int i = counts(2)) sum += i;
    edo_call call = captured(3);
    return sum + await call;
}

static async int later(int n)
{
    return n;
}
