/* SPDX-License-Identifier: MIT */
#include <edo.h>

async long wide(void)
{
    return 1;
}

async void nothing(void)
{
}

async int good(void)
{
    return 1;
}

int take(int n, edo_call call);
int take_any(edo_call_any call);

async int walk(void)
{
    edo_call fine = good(), wrong = wide();
    take(1, nothing());
    take(1, (good()));
    take_any(wide());
    static edo_call fixed = good();
    return await fine + await wrong + await fixed;
}

edo_call global = good();
