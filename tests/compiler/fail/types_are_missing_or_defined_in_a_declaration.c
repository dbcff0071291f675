/* SPDX-License-Identifier: MIT */
#include <edo.h>

async untyped(int x) { await edo_yield(); return x; }
async struct { int a; } result(int x) { await edo_yield(); return x; }
async int parameter(struct local { int i; } *p) { await edo_yield(); return p != 0; }
gen values(int n) { yield n; }
