/* SPDX-License-Identifier: MIT */
#include <edo.h>

struct big {
    _Alignas(64) char bytes[192];
    int n;
};
struct small {
    short a, b;
};
typedef struct small (*maker)(int);

async struct big make_big(struct big b, int n);
async struct small make_small(struct small s, double d);
async void make_nothing(int *p);
async double _Complex make_complex(double re, float im);
async const char *make_text(const char *const *table, unsigned char i);
async maker make_function(void);
async long double make_long(long double v, __int128 wide);
async _Bool make_bool(int v);
async int sum_array(int n, const int v[]);
