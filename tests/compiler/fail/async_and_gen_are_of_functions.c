/* SPDX-License-Identifier: MIT */
#include <edo.h>

gen int;
async int;
async struct s {
    int x;
};
gen struct t {
    int y;
};
int f(async int);
int g(gen int);
int h(async int x);
async int (*p)(int, ...);
int i = sizeof(async int (*)(int, ...));
int j = sizeof(async int);
gen typedef int G;
gen gen_of(int) int k(int n);
gen_of(int) gen int l(int n);
gen gen int m(int n);
gen int leaf(int n) edo_leaf(struct s, start, resume, 0, 0);
