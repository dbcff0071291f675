/* SPDX-License-Identifier: MIT
 *
 * NO ORACLE. Heads of a select that are calls of every kind: values, through pointers, blocks,
 * functions whose result type follows their argument. */
#include "lang.h"

#include <errno.h>

struct pair {
    long a, b;
};

static async int slow(int v)
{
    int r = await edo_sleep(EDO_FOREVER);
    return r ? r : v;
}

static async struct pair make(long a)
{
    struct pair p = {a, a * 2};
    await rest();
    return p;
}

static async edo_T again(edo_call_of(edo_T) call)
{
    edo_T r = await call;
    await rest();
    return r;
}

static async int race(edo_call a, edo_call b)
{
    select {
        when (int r = a) return r;
        when (int r = b) return r;
    }
}

async int main(void)
{
    async int (*p)(int) = later;
    printf("%d\n", await race(slow(1), later(2)));
    select {
        when (int r = p(4)) printf("%d\n", r);
        when (slow(1)) return 1;
    }
    select {
        when (int r = async { return await later(5); }) printf("%d\n", r);
        when (slow(1)) return 1;
    }
    select {
        when (int r = edo_timeout(edo_ms(1), slow(6))) printf("%d\n", r == -ETIMEDOUT);
        when (slow(1)) return 1;
    }
    select {
        when (slow(1)) return 1;
        when (struct pair q = again(make(1L << 40))) printf("%ld %ld\n", q.a, q.b);
    }
    join {
        printf("%d\n", await p(7));
        printf("%d\n", await edo_timeout(edo_ms(1), slow(8)) == -ETIMEDOUT);
    }
    return 0;
}
