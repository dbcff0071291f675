/* SPDX-License-Identifier: MIT
 *
 * NO ORACLE. Parameters of type edo_call take calls: retried, run twice, passed on, nested,
 * with arguments evaluated once. */
#include "lang.h"

struct request {
    int id;
    char name[40];
};

static int attempts;

static async int flaky(int needed)
{
    await rest();
    return ++attempts >= needed ? attempts : -attempts;
}

static async int retry(int times, edo_call call)
{
    int r = -1;
    for (int i = 0; i < times; i++) {
        r = await call;
        printf("(%d) ", r);
        if (r >= 0)
            break;
    }
    return r;
}

static async int twice(edo_call call)
{
    int r = await call;
    return r * 100 + await call;
}

static async int both(edo_call a, int between, edo_call b)
{
    return await b * 1000 + between + await a;
}

static async int pass_on(edo_call call)
{
    await rest();
    return await twice(call);
}

static async int change(struct request r)
{
    await rest();
    r.id++;
    r.name[0]++;
    return r.id * 1000 + r.name[0];
}

static async int no_arguments(void)
{
    static int n;
    await rest();
    return ++n;
}

static async int never(edo_call call)
{
    (void)call;
    await rest();
    return 5;
}

static async int maybe(edo_call call, int yes)
{
    return yes ? await call : -1;
}

async int main(void)
{
    printf("= %d\n", await retry(5, flaky(tell(3))));
    attempts = 0;
    printf("= %d\n", await retry(2, flaky(9)));
    printf("%d\n", await twice(later(tell(7))));
    printf("%d\n", await both(later(1), 20, later(3)));
    printf("%d\n", await pass_on(later(4)));
    struct request r = {1, "a"};
    printf("%d\n", await twice(change(r)));
    printf("%d %c\n", r.id, r.name[0]);
    printf("%d\n", await twice(no_arguments()));
    printf("%d\n", await never(say(1)));
    printf("%d %d\n", await maybe(later(6), 0), await maybe(later(6), 1));
    attempts = 0;
    printf("= %d\n", await twice(retry(2, flaky(2))));
    printf("%d\n", await twice(twice(later(await say(3)))));
    int sum = 0;
    for (int i = 0; i < 3; i++)
        sum += await twice(later(i));
    printf("%d\n", sum);
    return 0;
}
