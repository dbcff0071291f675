/* SPDX-License-Identifier: MIT */
#include <edo.h>

struct pinned {
    int x;
} edo_pinned;
gen struct pinned one(void) {}
gen_of(struct pinned) int two(void) { return 0; }
gen void three(void);
int plain(int n)
{
    gen_of(int[n]) int four(void);
    return 0;
}

gen int upto(int n) { yield n; }
gen int pairs(void) { int both[2] = {1, 2}; yield both; }
int sizes(void)
{
    edo_gen(upto) g = upto(3);
    int v, many[2][3], (*row)[3] = many;
    edo_next(&g, &many);
    edo_next(&g, &row);
    return sizeof(g = upto(2)) + sizeof edo_next(&g, &v);
}
