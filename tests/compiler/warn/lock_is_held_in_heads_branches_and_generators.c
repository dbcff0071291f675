/* SPDX-License-Identifier: MIT */
#include <edo.h>
#include <pthread.h>
#include <unistd.h>
#include <stdio.h>
#include <errno.h>
pthread_mutex_t m;
_Thread_local int tl;
async int runs(edo_call c);
async int takes(int *p);
async int step(int n);
void note(int *);

async int l1(void)
{
    pthread_mutex_lock(&m);
    select {
        when (step(1));
        when (step(2));
    }
    pthread_mutex_unlock(&m);
    return 0;
}

async int l2(void)
{
    pthread_mutex_lock(&m);
    join {
        await step(1);
        await step(2);
    }
    pthread_mutex_unlock(&m);
    return 0;
}

async int l3(void)
{
    join {
         {
            pthread_mutex_lock(&m);
            await step(1);
            pthread_mutex_unlock(&m);
        }
        await step(2);
    }
    return 0;
}

async int l4(void)
{
    select {
        when (step(1)) {
            pthread_mutex_lock(&m);
            await step(1);
            pthread_mutex_unlock(&m);
        }
        when (step(2));
    }
    return 0;
}

async int l5(void)
{
    return await runs(async { pthread_mutex_lock(&m); await step(1); pthread_mutex_unlock(&m); });
}

async int l6(void)
{
    pthread_mutex_lock(&m);
    defer pthread_mutex_unlock(&m);
    await step(1);
    return 0;
}

async int l7(void)
{
    defer {
        pthread_mutex_lock(&m);
        await step(1);
        pthread_mutex_unlock(&m);
    }
    return 0;
}

async gen int l8(void)
{
    pthread_mutex_lock(&m);
    await step(1);
    pthread_mutex_unlock(&m);
    yield 1;
}

async gen int l9(void)
{
    pthread_mutex_lock(&m);
    yield 1;
    pthread_mutex_unlock(&m);
}

gen int l10(void)
{
    pthread_mutex_lock(&m);
    yield 1;
    pthread_mutex_unlock(&m);
}

async int l11(void)
{
    pthread_mutex_lock(&m);
    edo_shield {
        await step(1);
    }
    pthread_mutex_unlock(&m);
    return 0;
}

async int l12(void)
{
    pthread_mutex_lock(&m);
    each (int i = l8()) note(&i);
    pthread_mutex_unlock(&m);
    return 0;
}

async int l13(void)
{
    edo_future(step) f = step(1);
    pthread_mutex_lock(&m);
    select {
        when (f);
        otherwise;
    }
    pthread_mutex_unlock(&m);
    return 0;
}

async int l14(void)
{
    edo_future(step) f = step(1);
    pthread_mutex_lock(&m);
    select {
        when (f);
        when (step(3));
    }
    pthread_mutex_unlock(&m);
    return 0;
}

async int l15(edo_boxed b)
{
    pthread_mutex_lock(&m);
    await b;
    pthread_mutex_unlock(&m);
    return 0;
}

async int l16(void)
{
    pthread_mutex_lock(&m);
    int r = try await step(1);
    pthread_mutex_unlock(&m);
    return r;
}

async int l17(void)
{
    join {
         {
            pthread_mutex_lock(&m);
            note(0);
            pthread_mutex_unlock(&m);
        }
        await step(2);
    }
    return 0;
}

async int l18(void)
{
    join {
         {
            pthread_mutex_lock(&m);
            defer pthread_mutex_unlock(&m);
            await step(1);
        }
        await step(2);
    }
    return 0;
}

async int l19(void)
{
    for (;;) {
        select {
            when (int n = step(1)) {
                if (n) return n;
            }
            when (step(2)) {
                pthread_mutex_lock(&m);
                note(0);
                pthread_mutex_unlock(&m);
            }
        }
    }
}
