/* SPDX-License-Identifier: MIT
 *
 * Boxed calls under a host that has no memory: -ENOMEM where the result is signed, whatever becomes
 * of it; else the host hears of it. NO ORACLE: an executor of its own. */
#include <edo.h>
#include <stdio.h>
#include <stdlib.h>
#include <setjmp.h>
static async int rec(int n)
{
    if (!n)
        return 1;
    await edo_yield();
    return n + await rec(n - 1);
}
static async int one(void)
{
    return 7;
}
static async int val(edo_call c)
{
    int r = await c;
    return r;
}
static async edo_T head(edo_call_of(edo_T) c)
{
    select {
        when (edo_T r = c) return r;
    }
}
static async edo_T lost(edo_call_of(edo_T) c)
{
    select {
        when (c) return await c;
    }
}
static async int self(int n)
{
    int r = -1;
    r = n ? await self(n - 1) : 5;
    if (r < 0)
        return r - 100;
    return r;
}
static async short sh(int n)
{
    short r = n ? await sh(n - 1) : 5;
    return r;
}
static async double dbl(int n)
{
    double d = n ? (double)await self(n - 1) : 5;
    return d;
}
static async int tri(int n)
{
    defer puts("defer");
    if (!n)
        return 3;
    int v = try await tri(n - 1);
    return v + 1;
}
static async int disc(int n)
{
    if (n)
        await disc(n - 1);
    return 2;
}
static async void nores(int n)
{
    if (n)
        await nores(n - 1);
}
async int all(void)
{
    await edo_yield();
    printf("%d\n", await val(one()));
    printf("%d %d\n", await head(one()), await lost(one()));
    printf("%d %d\n", await self(1), await sh(1));
    printf("%g\n", await dbl(2));
    printf("%d\n", await tri(2));
    printf("%d\n", await disc(1));
    fflush(stdout);
    await nores(1);
    return 0;
}
static void *no(edo_cx *cx, size_t s, size_t a)
{
    (void)cx;
    (void)s;
    (void)a;
    return 0;
}
static void fr(edo_cx *cx, void *p, size_t s, size_t a)
{
    (void)cx;
    (void)s;
    (void)a;
    free(p);
}
static void oom(edo_cx *cx, size_t s)
{
    (void)cx;
    printf("oom %d\n", s > 0);
    fflush(stdout);
    exit(0);
}
static void pan(edo_cx *cx, const char *m)
{
    (void)cx;
    puts(m);
    exit(1);
}
static edo_branch *woken;
static void wake(edo_core *c, edo_branch *b)
{
    (void)c;
    woken = b;
}
static edo_waker wk(edo_core *c, edo_branch *b)
{
    (void)c;
    (void)b;
    return (edo_waker){0};
}

static const edo_executor ex = {.wake = wake, .waker = wk};
static const edo_host host = {no, fr, oom, pan};
int main(void)
{
    static struct {
        edo_core core;
        char frame[4096];
    } t;
    t.core.executor = &ex;
    edo_branch_init(&t.core.main);
    edo_cx cx = {.budget = 100, .host = &host};
    extern const edo_fn all__async;
    edo_branch_start(&t.core.main, &all__async, 0, &cx);
    while (woken) {
        edo_branch *b = woken;
        woken = 0;
        if (edo_branch_resume(b, &cx) == EDO_READY)
            return 3;
    }
    return 4;
}
