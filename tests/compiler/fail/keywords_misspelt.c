/* SPDX-License-Identifier: MIT */
#include <edo.h>

async int step(int n)
{
    return n;
}

async int walk(void)
{
    awiat step(1);
    int n = tyr await step(2);
    return n + awati step(3) + unknown step(4);
}

asnyc int other(void)
{
    deffer step_back();
    return await step(1);
}

async int chooses(int fd)
{
    slect {
        whne (int n = step(1)) return n;
        otherwsie return await other();
    }
    edo_sheild {
        await step(2);
    }
    jion {
        await step(3);
    }
    if (fd) {
        return 1;
    } esle {
        retrun 2;
    }
}

gne int counts(int n)
{
    yeild n;
    eahc (int i = counts(n - 1)) yield i;
}

async int sums(void)
{
    int sum = 0;
    eahc (int i = counts(3)) sum += i;
    wiat step(3);
    return sum;
}

gen_off(int) int two_steps(void)
{
    yield 1;
    return 2;
}

static gne_of(int (*)[3]) int rows(void)
{
    return 2;
}

async gen_fo(const char *) int names(void)
{
    return 2;
}

gen_off(int) int again(void)
{
    return 2;
}
