/* SPDX-License-Identifier: MIT */
#include <edo.h>

typedef gen int source(int);
gen int two(int n, int m);
gen_of(char) int letters(int n);
async gen int slow(int n);

struct holder {
    gen int member(int);
};
gen int *(*table[2])(int), not_one;

void declared(gen void (*nothing)(int), gen int (*variadic)(int, ...));
void defined(gen_of(struct made { int n; }) int (*f)(int));

async int uses(source *p, void *v, edo_gen(source) *g)
{
    p(3);
    await p(3);
    int x = p(3);
    edo_spawn(p(3));
    edo_call c = p(3);
    each (int i = p(3, 4))
        x += i;
    each (int i = ((gen int (*)(long))v)(3))
        x += i;
    each (int i = p)
        x += i;
    *g = p(3);
    edo_gen(source) h = two(1, 2), k = letters(1), l = slow(3), m = 3;
    m = two(1, 2);
    edo_gen(v) w;
    edo_future(p) future = p(3);
    return edo_gen_result(g);
}

int plain(async gen int (*p)(int))
{
    each (int i = p(3))
        return i;
    edo_gen(p) g = p(3);
    return 0;
}
