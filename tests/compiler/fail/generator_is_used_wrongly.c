/* SPDX-License-Identifier: MIT */
#include <edo.h>

gen int upto(int n);
gen_of(int) char *ends(void);
async gen int slow(int n);

async int uses(int n)
{
    upto(3);
    await upto(3);
    slow(3);
    edo_gen(upto) g = upto(3), h = upto(3);
    edo_gen(slow) s = slow(3);
    edo_gen(ends) e = ends();
    char *text;
    edo_next(&n, &n);
    edo_next(g, &n);
    edo_next(&g, &text);
    edo_next(&g, n);
    await edo_next(&g, &n);
    edo_next(&s, &n);
    edo_gen_end(&s);
    edo_gen_result(&g);
    edo_resume(&g, &n, e);
    n = sizeof edo_next(&g, &n);
    g = h;
    g = slow(3);
    edo_gen_result(&e);
    edo_spawn(upto(3));
    edo_call call = upto(3);
    edo_future(upto) future = upto(3);
    return 0;
}

async int heads(int n)
{
    edo_gen(upto) g = upto(3);
    edo_gen(slow) s = slow(3);
    select {
        when (edo_gen_end(&s)) return 1;
        when (edo_next(&g, &n)) return 2;
        when (bool more = edo_next(&s, 0)) return more;
        when (struct rc *more = edo_next(&s, n)) return 0;
        when (upto(3)) return 3;
    }
}
