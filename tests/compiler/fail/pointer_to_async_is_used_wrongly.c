/* SPDX-License-Identifier: MIT */
#include <edo.h>

async int step(int n)
{
    return n;
}

static int plain_step(int n)
{
    return n;
}

struct ops {
    async int member(int);
    async int (*variadic)(int, ...);
};

async int named(int), other(int), (*pointer)(int);

typedef async int step_fn(int);
step_fn by_typedef;

async int argument(async int not_a_function);

async int walk(async int (*each)(int))
{
    async int (*p)(int) = step;
    p(1);
    each(2, 3);
    int n = await p() + await each(1, 2);
    edo_call_any c = plain_step;
    return n + await plain_step(1);
}

typedef async int handler(int n);
handler declared, *not_beside_it;
extern handler *pointer_to_it;
__typeof__(*pointer_to_it) by_what_it_points_to;
async edo_T (*of_any_result)(edo_call_of(edo_T) call);

handler written
{
    return 1;
}
