/* SPDX-License-Identifier: MIT */
#include <edo.h>

struct wide {
    _Alignas(64) char bytes[64];
    int n;
};

gen int upto(int n);
async gen int slow(int n);
gen_of(struct wide) const char *wide(int n, struct wide start);
async gen struct wide wide_stream(int n);
gen int replaced(void);
