/* SPDX-License-Identifier: MIT
 *
 * NO ORACLE (it makes the words vanish). The keywords as ordinary names: variables, members,
 * labels, functions, types, parameters, enum constants; select(2) among them. */
#include "lang.h"

#include <sys/select.h>

struct thread {
    int join, select, gen, yield, each, when, try, defer, async, otherwise, complete;
    void (*await)(int);
};

enum words { otherwise_ = 1, complete = 7 };

static int join(int a, int b)
{
    return a + b;
}

static int defer(void)
{
    return 11;
}

static int each(int each)
{
    return each * 2;
}

static int gen = 5;

typedef int when;

static int variables(int async)
{
    int try = async + 1;
    int yield = try * 2;
    async++;
    when w = async;
    goto defer;
defer:
    try += yield;
    return async + try + w;
}

static int labels(int n)
{
    switch (n) {
    case 1:
        goto await;
    case 2:
        goto async;
    }
    return 0;
await:
    return 1;
async:
    return 2;
}

static int await_variable(void)
{
    int await = 4;
    await = await * await;
    await++;
    int *p = &await;
    return *p + (await);
}

static async int inside(struct thread *t)
{
    t->join = await later(1);
    t->select += join(t->join, await later(2));
    t->gen = gen + each(await later(3));
    t->when = 4 + select(0, 0, 0, 0, &(struct timeval){0, 0});
    t->defer = defer();
    int async = await later(6), try = async + 1;
    async += try;
    (*t).each = async;
    t->complete = complete;
    return t->join + t->select * 10 + t->gen * 100 + t->when * 1000 + t->each * 10000;
}

async int main(void)
{
    struct thread t = {.join = 1, .try = 2, .async = 3};
    printf("%d\n", variables(3));
    printf("%d %d %d\n", labels(0), labels(1), labels(2));
    printf("%d\n", await_variable());
    printf("%d\n", await inside(&t));
    printf("%d %d %d %d\n", t.defer, t.try, t.async, t.complete);
    return 0;
}
