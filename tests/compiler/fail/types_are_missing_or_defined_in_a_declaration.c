/* SPDX-License-Identifier: MIT */
#include <edo.h>

async untyped(int x) { await edo_yield(); return x; }
async struct { int a; } result(int x) { await edo_yield(); return x; }
async int parameter(struct local { int i; } *p) { await edo_yield(); return p != 0; }
gen values(int n) { yield n; }
gen struct item { int i; } items(int n) { yield (struct item){n}; }

async int walk(void)
{
    async struct inner { int i; } local(int n);
    return 0;
}
