/* SPDX-License-Identifier: MIT */
#include "types.h"

async struct big make_big(struct big b, int n)
{
    await edo_yield();
    b.bytes[191] += (char)n;
    b.n = (int)((__UINTPTR_TYPE__)&b % 64);
    return b;
}

async struct small make_small(struct small s, double d)
{
    await edo_yield();
    s.a += (short)d;
    return s;
}

async void make_nothing(int *p)
{
    await edo_yield();
    ++*p;
}

async double _Complex make_complex(double re, float im)
{
    await edo_yield();
    return re + im * 1.0i;
}

async const char *make_text(const char *const *table, unsigned char i)
{
    await edo_yield();
    return table[i];
}

static struct small plain(int v)
{
    struct small s = {(short)v, 3};
    return s;
}

async maker make_function(void)
{
    await edo_yield();
    return plain;
}

async long double make_long(long double v, __int128 wide)
{
    await edo_yield();
    return v + (long double)(wide >> 64);
}

async _Bool make_bool(int v)
{
    await edo_yield();
    return v;
}

async int sum_array(int n, const int v[])
{
    int sum = 0;
    for (int i = 0; i < n; i++) {
        await edo_yield();
        sum += v[i];
    }
    return sum;
}
