/* SPDX-License-Identifier: MIT
 *
 * NO ORACLE. Pointers to async functions: in variables, structs, tables, typedefs, parameters and
 * results; cast, compared, null-tested, called through all that says them; captured, spawned. */
#include "lang.h"

struct pair {
    int a, b;
};
struct wide {
    long v[5];
    char name[8];
};
struct ops;
typedef async int handler_fn(struct pair *, int by);
typedef async int (*binary)(int, int);

struct ops {
    const char *name;
    async int (*call)(struct pair *pair, int);
    handler_fn *same;
    async void (*none)(void);
    async struct wide (*make)(char, struct pair);
};

static async int add(int a, int b)
{
    await rest();
    return a + b;
}

async int multiply(int a, int b);

static async int shift(struct pair *p, int by)
{
    await rest();
    p->a += by;
    p->b -= by;
    return p->a * 10 + p->b;
}

static async int keep(struct pair *p, int by)
{
    return p->a + by;
}

static async void count(void);

static async struct wide make(char c, struct pair p)
{
    struct wide w = {{p.a, p.b, p.a + p.b}, "....."};
    await rest();
    w.name[0] = c;
    return w;
}

static async double half(double v)
{
    await rest();
    return v / 2;
}

static const struct ops table[] = {
    {"shift", shift, &shift, count, make},
    [1] = {.name = "keep", .call = keep, .same = *keep, .none = count, .make = &make},
};
binary both[2] = {add, multiply};
async int (*plain)(int, int) = multiply;
static async int (*nothing)(int, int);
static binary (*picker)(int);

async int multiply(int a, int b)
{
    await rest();
    return a * b;
}

static int counted;
static async void count(void)
{
    await rest();
    counted++;
}

static async int apply(async int (*f)(int, int), int a, int b)
{
    return await f(a, b);
}

static async int apply_twice(binary f, int a)
{
    return await f(await f(a, a), await f(a, 1));
}

static binary pick(int which)
{
    return which ? add : multiply;
}

static binary choose(bool sum)
{
    static const binary of[] = {multiply, add};
    return of[sum];
}

static async int run(edo_call call)
{
    return await call * 1000 + await call;
}

static async int through_members(void)
{
    struct pair p = {1, 2};
    int sum = 0;
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        sum += await table[i].call(&p, 3);
        sum += await (*table[i].same)(&p, 1);
        await table[i].none();
    }
    const struct ops *o = &table[1];
    struct wide w = await o->make('x', p);
    printf("%d %d %d %ld %ld %ld %s\n", sum, p.a, p.b, w.v[0], w.v[1], w.v[2], w.name);
    printf("%c%c\n", (await o->make('y', p)).name[0], (await table[0].make('z', p)).name[1]);
    return sum;
}

static async int local_types(void)
{
    struct inner {
        int v;
    };
    typedef async int inner_fn(struct inner *, int n);
    inner_fn *f = (inner_fn *)(async int (*)(void))keep;
    struct inner in = {7};
    async int (*g)(struct inner *, int) = f;
    int r = await f(&in, 1) + await g(&in, 2);
    __typeof__(add) *sum = add;
    return r * 100 + await sum(1, 2);
}

static async int captured(binary f)
{
    edo_call c = f(2, 5);
    f = 0;
    int r = await c;
    r = r * 10 + await c;
    r = r * 1000000 + await run(plain(3, 4));
    return r;
}

static async int numbers(void)
{
    async double (*h)(double) = half;
    double d = await h(3) + await h(await h(2));
    async unsigned char (*byte)(void) = 0;
    return (int)(d * 100) + (byte != 0) + (int)sizeof(await byte()) + (int)sizeof(await h(1));
}

async int main(void)
{
    picker = pick;
    printf("%d\n", await both[0](3, 4) * 100 + await both[1](3, 4));
    printf("%d\n", await apply(add, 1, 2) * 100 + await apply(&multiply, 3, 4));
    printf("%d\n", await apply_twice(plain, 3));
    printf("%d %d\n", await pick(1)(20, 3), await (*picker(0))(20, 3));
    printf("%d\n", await choose(true)(1, 2) + await (plain ? plain : add)(5, 6));
    printf("%d %d %d %d\n", !nothing, plain == multiply, plain != add, both[0] == &add);
    nothing = pick(1);
    printf("%d\n", nothing && nothing == *add && await nothing(4, 4) == 8);
    await through_members();
    printf("%d\n", await local_types());
    printf("%d\n", await captured(add));
    printf("%d\n", await numbers());
    edo_task *t;
    int r;
    try edo_task_spawn(&t, both[1](7, 6));
    try await edo_task_join(t, &r);
    try edo_spawn(table[0].none());
    await edo_yield();
    await edo_yield();
    await edo_yield();
    printf("%d %d\n", r, counted);
    async int (*sleep)(edo_duration) = edo_sleep; /* a leaf's */
    printf("%d\n", await sleep(edo_us(10)));
    return 0;
}
