/* SPDX-License-Identifier: MIT */
#include "shared.h"

#include <stdint.h>
#include <stdio.h>

gen int upto(int n)
{
    int pad[50];
    for (int i = 0; i < 50; i++)
        pad[i] = i;
    defer printf("(upto %d ends)", n);
    for (int i = 0; i < n; i++)
        yield pad[i];
}

async gen int slow(int n)
{
    defer {
        await edo_yield();
        printf("(slow %d ends)", n);
    }
    for (int i = 0; i < n; i++) {
        await edo_yield();
        yield i * 10;
    }
}

/* Its locals stand farther from its beginning than its arguments need to. */
gen int padded(int from, int to)
{
    _Alignas(64) char all[128];
    for (int c = from; c <= to; c++)
        all[c] = (char)c;
    for (int c = from; c <= to; c++)
        yield all[c] + (int)((uintptr_t)all % 64);
}

async gen int padded_stream(int from, int to)
{
    _Alignas(64) char all[128];
    for (int c = from; c <= to; c++) {
        all[c] = (char)c;
        await edo_yield();
        yield all[c] + (int)((uintptr_t)all % 64);
    }
}

gen_of(struct wide) int wide(struct wide start)
{
    struct wide w = start;
    for (int i = 0; i < 2; i++) {
        w.n += 1 + (int)((uintptr_t)&w % 64);
        yield w;
    }
    return w.n * 2;
}

async gen struct wide wide_stream(struct wide start)
{
    each (struct wide w = wide(start)) {
        await edo_yield();
        w.n += 100;
        yield w;
    }
}

int next(edo_gen(upto) * g)
{
    int v = -1;
    edo_next(g, &v);
    return v;
}

void begin_plain(struct walkers *w, int n)
{
    w->g = upto(n);
    w->p = padded(n, 100);
    w->w = wide((struct wide){.n = n});
}

void begin_streams(struct walkers *w, int n)
{
    w->s = slow(n);
    w->ps = padded_stream(n, 100);
    w->ws = wide_stream((struct wide){.n = n});
}

async int go_on(struct walkers *w)
{
    int v = -1;
    struct wide x = {.n = 0};
    await edo_next(&w->s, &v);
    await edo_next(&w->ws, &x);
    await edo_next(&w->ps, &v);
    return v * 1000 + x.n;
}

void end_plain(struct walkers *w)
{
    edo_next(&w->p, 0);
    int v = 0;
    edo_next(&w->p, &v);
    printf(" %d ", v);
    edo_gen_end(&w->g);
    edo_gen_end(&w->p);
    edo_gen_end(&w->w);
}

async void end_streams(struct walkers *w)
{
    await edo_gen_end(&w->s);
    await edo_gen_end(&w->ws);
    await edo_gen_end(&w->ps);
}
