/* SPDX-License-Identifier: MIT */
#include <edo.h>

async int f1(int n) { int a.b; return 0; }
async int f2(int n) { int x = (struct { int a; }){.b 3}; return 0; }
async int f3(int n) { __attribute__((3)) int x; return 0; }
async int f4(int n) { struct 3 x; return 0; }
async int f5(int n) { enum { 3 } x; return 0; }
async int f6(int n) { goto 3; return 0; }
async int f7(int n) { int x = &&3; return 0; }
async int f8(int n) { int x = n->; return 0; }
async int f9(int n) { asm("" : 3 (n)); return 0; }
async int f10(int n) { asm goto("" : : : : 3); return 0; }
async int f11(int n) { edo_future() x; edo_future(3) y; return 0; }
async int f12(int n, 3) { return 0; }
async int f13(int n) { return __builtin_offsetof(struct s, 3); }
async int f14(int n) { return _Generic(n, int 3); }
async int f15(int n) { int x[3 = {}; return 0; }
async int f16(int n) { return (int)(; }
async f17(int n) { return 0; }
async int f18(int n) { @ return 0; }
async int f19(int n) { do { } until (3); return 0; }
async int f20(int n) { struct { int a b; } s; return 0; }
async int f21(int n) { else return 3; }
