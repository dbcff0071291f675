/* SPDX-License-Identifier: MIT */
#include <edo.h>
#include <pthread.h>
#include <unistd.h>
#include <stdio.h>
#include <errno.h>
_Thread_local int tl;
_Thread_local struct { int a[4]; } ts;
async int runs(edo_call c);
async int takes(int *p);
async int step(int n);

gen int g(int *p)
{
    yield *p;
}

async gen int ag(int *p)
{
    yield *p;
}

void note(int *);
async int t1(void)
{
    select {
        when (takes(&tl));
        when (step(1));
    }
    return 0;
}

async int t2(void)
{
    join {
        await takes(&tl);
        await step(1);
    }
    return 0;
}

async int t3(void)
{
    int *p = &tl;
    select {
        when (step(2));
        when (step(1));
    }
    return *p;
}

async int t4(void)
{
    int *p = &tl;
    join {
        await step(2);
        await step(1);
    }
    return *p;
}

async int t5(void)
{
    join {
         {
            int *p = &tl;
            await step(2);
            note(p);
        }
        await step(1);
    }
    return 0;
}

async int t6(void)
{
    int *p = &tl;
    join {
         {
            await step(2);
            note(p);
        }
        await step(1);
    }
    return 0;
}

async int t7(void)
{
    int *p = &tl;
    join {
         {
            await step(2);
            p = 0;
        }
        await step(1);
    }
    note(p);
    return 0;
}

async int t8(void)
{
    int *p;
    select {
        when (step(1)) p = &tl;
        when (step(2)) p = 0;
    }
    await step(3);
    note(p);
    return 0;
}

async int t9(void)
{
    int *p = &tl;
    return await runs(async { note(p); return 0; });
}

async int t10(void)
{
    return await runs(async { int *p = &tl; await step(1); note(p); return 0; });
}

async int t11(void)
{
    int *p = &tl;
    defer {
        await step(1);
        note(p);
    }
    return 0;
}

async int t12(void)
{
    int *p = &tl;
    defer note(p);
    await step(1);
    return 0;
}

async int t13(void)
{
    each (int i = g(&tl)) {
        await step(i);
    }
    return 0;
}

async int t14(void)
{
    each (int i = ag(&tl)) {
        note(&i);
    }
    return 0;
}

async int t15(void)
{
    edo_gen(ag) s = ag(ts.a);
    int v;
    await edo_next(&s, &v);
    return 0;
}

async int t16(void)
{
    edo_future(takes) f = takes(&tl);
    await step(1);
    return await f;
}

async int t17(void)
{
    return await edo_box(takes(&tl));
}

async int t18(void)
{
    edo_call c = takes(&errno);
    return await c;
}

async gen int t19(void)
{
    int *p = &tl;
    yield 1;
    note(p);
}

async gen int t20(void)
{
    int *p = &tl;
    await step(1);
    note(p);
    yield 1;
}

gen int t21(void)
{
    int *p = &tl;
    yield 1;
    note(p);
}

async int t22(void)
{
    int *p;
    for (p = &tl; *p; p++) await step(*p);
    return 0;
}

async int t23(void)
{
    int *p, *q = p = &tl;
    await step(*q);
    note(p);
    return 0;
}

async int t24(void)
{
    struct { int *p; } s = {&tl};
    await step(1);
    note(s.p);
    return 0;
}

async int t25(void)
{
    struct { int *p; } s;
    s.p = &tl;
    await step(1);
    note(s.p);
    return 0;
}

async int t26(async int (*f)(int *))
{
    return await f(&tl);
}

async int t27(async int (*f)(int *))
{
    select {
        when (f(&tl));
        otherwise;
    }
    return 0;
}

async int t28(void)
{
    edo_call c = async {
        note(&tl);
        return 0;
    }
    ;
    return await c;
}

async int t29(void)
{
    int *p = &tl;
    edo_shield {
        await step(1);
        note(p);
    }
    return 0;
}

async int t30(void)
{
    int *p = &tl;
    int x = *p;
    await step(x);
    return 0;
}

async int t31(int c)
{
    int *p = c ? &tl : 0;
    await step(1);
    note(p);
    return 0;
}

async int t32(void)
{
    int *p = ({ int *q = &tl; q; });
    await step(1);
    note(p);
    return 0;
}

async int t33(void)
{
    static _Thread_local int own;
    int *p = &own;
    await step(1);
    note(p);
    return 0;
}

async int t34(void)
{
    int *p = &tl;
    select {
        when (takes(p));
        when (step(1));
    }
    return 0;
}

async int t35(void)
{
    int *p = &tl;
    return await takes(p);
}
