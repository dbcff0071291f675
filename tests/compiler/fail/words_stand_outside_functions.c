/* SPDX-License-Identifier: MIT */
#include <edo.h>

async int f(int n);
int a = try 3;
int b = edo_block_on(f(1));
int c = await f(1);
int d[await f(2)];
edo_future(f) e = f(3);
struct s {
    edo_future(f) x;
};
int ended = ({ 3; });
