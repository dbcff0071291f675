/* SPDX-License-Identifier: MIT */
#include "lines.h"

#include <stdio.h>

gen int upto(int n)
{
    defer printf(" (upto ends)");
    for (int i = 0; i < n; i++)
        yield i;
}

async gen int slow(int n)
{
    defer {
        await edo_yield();
        printf(" (slow ends)");
    }
    each (int i = upto(n)) {
        await edo_yield();
        yield i * 10;
    }
}

gen_of(struct wide) const char *wide(int n, struct wide start)
{
    struct wide w = start;
    while (n-- > 0) {
        w.n++;
        yield w;
    }
    return "wide";
}

async gen struct wide wide_stream(int n)
{
    edo_gen(wide) g = wide(n, (struct wide){.n = 100});
    struct wide w;
    while (edo_next(&g, &w)) {
        await edo_yield();
        yield w;
    }
}

gen int replaced(void)
{
    char big[100] = "this one";
    yield big[0];
    yield big[1];
}
