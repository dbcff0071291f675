/* SPDX-License-Identifier: MIT */
#include <edo.h>

async int step(int n);

async int types(int n)
{
    unknown_t x = n;
    edo_mutx m;
    return await step(n);
}

async int heads(int n)
{
    swich (n) {
    case 1:
        return 3;
    }
    whlie (n)
        n--;
    edo_futrue(step) x = step(1);
    return await x;
}

async int clauses(int n)
{
    select {
        wen (step(1)) return 0;
        othewise return 1;
    }
    when (step(2)) return 2;
    otherwise return 3;
    complete return 4;
}

async int awaits(int n)
{
    int a = await nothing;
    yield;
    return a;
}

/* What is awaited is declared by what couldn't be read: nothing is said of it. */
async int follows(int n)
{
    edo_future(nowhere) b = nowhere(n);
    return await b;
}
