/* SPDX-License-Identifier: MIT */
#include <edo.h>

struct pair {
    long key;
    const char *value;
};

typedef gen int source(int);
typedef gen_of(struct pair) int (*table)(const char *, struct pair);

/* A generator is one of its members, and a run of any. */
struct reader {
    gen int (*from)(int);
    edo_gen(source) g;
    async gen struct pair (*pairs)(struct pair first, int);
};

gen int upto(int n);
gen int filtered(gen int (*from)(int), int n, int odd);
gen_of(struct pair) int entries(const char *text, struct pair first);
async gen struct pair pairs_of(struct pair first, int n);

source *choose(int what);
int sum(edo_gen(source) * g);
void begin(struct reader *r, int n);
int ends(table t);
