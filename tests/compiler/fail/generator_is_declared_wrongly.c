/* SPDX-License-Identifier: MIT */
#include <edo.h>

gen void nothing(void)
{
    yield 1;
}

gen int counter = 3;

gen int upto(int n);
gen int other(int n);
async gen int other(int n);

async gen int slow(int n);

gen int varies(int n, ...);

void plain(void)
{
    edo_gen(slow) s = slow(3);
    edo_gen(plain) p = plain();
    edo_gen(upto) u = slow(3);
    edo_gen(upto) v = 3;
    edo_gen(upto) w = u;
}

gen int returns(void)
{
    int n = try 3;
    return 3;
}

gen int waits(void)
{
    await edo_sleep(3);
    edo_shield {
        yield 1;
    }
    setjmp(0);
}
