/* SPDX-License-Identifier: MIT */
#include <edo.h>

struct s {
    int n;
};

gen int upto(int n);
gen struct s structs(void);
async gen int slow(int n);
async int later(int n);
int plain(int n);

int loops(int n)
{
    each (int x = plain(3)) n += x;
    each (int x = later(3)) n += x;
    each (int x = n) n += x;
    each (int x = slow(3)) n += x;
    each (int x = structs()) n += x;
    each (struct s x = upto(3)) n += x.n;
    each (static int x = upto(3)) n += x;
    each (int x[3] = upto(3)) n += x[0];
    each (n = upto(3)) n++;
    if (n)
        goto in;
    each (int x = upto(3)) {
    in:
        n += x;
    }
    goto past;
    edo_gen(upto) g = upto(3);
past:
    return n;
}
