/* SPDX-License-Identifier: MIT */
#include <edo.h>

struct wide {
    _Alignas(64) char bytes[64];
    int n;
};

gen int upto(int n);
async gen int slow(int n);
gen int padded(int from, int to);
async gen int padded_stream(int from, int to);
gen_of(struct wide) int wide(struct wide start);
async gen struct wide wide_stream(struct wide start);

struct walkers {
    edo_gen(upto) g;
    edo_gen(slow) s;
    edo_gen(padded) p;
    edo_gen(padded_stream) ps;
    edo_gen(wide) w;
    edo_gen(wide_stream) ws;
};

int next(edo_gen(upto) * g);
void begin_plain(struct walkers *w, int n);
void begin_streams(struct walkers *w, int n);
async int go_on(struct walkers *w);
void end_plain(struct walkers *w);
async void end_streams(struct walkers *w);
