/* SPDX-License-Identifier: MIT
 *
 * NO ORACLE. Const locals that get their value from an await, a head or a generator: dead, alive
 * and with their address taken across awaits; const as a word, in a typedef, behind a star. What
 * points to one knows that it is const. */
#include "lang.h"

typedef const int cint;
typedef int *const cpointer;
struct pair {
    int a, b;
};
typedef const struct {
    int a;
} cstruct;
enum order { FIRST, LAST = 3 };

static const int one = 1;
static int five = 5;

static async int *pointer(int *p)
{
    await rest();
    return p;
}

static async struct pair make(int a)
{
    await rest();
    return (struct pair){a, a};
}

static async cstruct make_const(int a)
{
    await rest();
    return (cstruct){a};
}

#define LOCALS(between)                                                                            \
    int const b = await later(2);                                                                  \
    between;                                                                                       \
    cint c = await later(3);                                                                       \
    between;                                                                                       \
    int *const d = await pointer(&five);                                                           \
    between;                                                                                       \
    cpointer e = await pointer(&five);                                                             \
    between;                                                                                       \
    const struct pair f = await make(6);                                                           \
    between;                                                                                       \
    cstruct g = await make_const(7);                                                               \
    between;                                                                                       \
    __typeof__(one) h = await later(8);                                                            \
    between;                                                                                       \
    const __auto_type i = await later(9);                                                          \
    between;                                                                                       \
    const _Bool j = await later(2);                                                                \
    between;                                                                                       \
    volatile const int k = await later(3);                                                         \
    between;                                                                                       \
    const int l = await later(1), m = await later(l + 1);                                          \
    between;                                                                                       \
    const enum order n = await later(3);                                                           \
    between;                                                                                       \
    const float o = await later(4);                                                                \
    between;                                                                                       \
    register const int q = await later(4);

#define SUM                                                                                        \
    (b + c + *d + *e + f.a + g.a + h + i + j + k + l + m + (int)n + (int)o + q)

static async int dead(void)
{
    LOCALS((void)0)
    return SUM;
}

static async int alive(void)
{
    LOCALS(await rest())
    return SUM;
}

static async int pointed_to(void)
{
    LOCALS((void)0)
    const volatile void *at[] = {&b, &c, &d, &e, &f, &g, &h, &i, &j, &k, &l, &m, &n, &o};
    await rest();
    return SUM + !at[l];
}

#define KIND(p) _Generic(p, const int *: 1, int *: 2, int *const *: 3, int **: 4, default: 5)

static async int kinds(cint parameter)
{
    const int a = await later(1);
    cint b = await later(2);
    int *const c = await pointer(&five);
    const int list[] = {1, await later(2)};
    int d = 4;
    const int *seen[] = {&a, &b, c, list, &d, &parameter};
    await rest();
    printf("%d%d%d%d%d%d ", KIND(&a), KIND(&b), KIND(&c), KIND(list), KIND(&d), KIND(&parameter));
    int sum = 0;
    for (int i = 0; i < 6; i++)
        sum += *seen[await later(i)];
    return sum;
}

static async int heads(void)
{
    int sum = 0;
    select { when (const int a = later(1)) sum += a; }
    select {
        when (cint a = later(1)) {
            await rest();
            sum += a;
        }
    }
    select { when (int *const a = pointer(&five)) sum += await later(*a) + *a; }
    select { when (cstruct a = make_const(2)) sum += a.a; }
    select { when (const struct pair a = make(2)) sum += await later(a.a) + a.b; }
    for (const int a = await later(3); sum < 100; sum += a)
        ;
    for (cint a = await later(3); sum < 200; sum += await later(a))
        ;
    join {
        {
            const int a = await later(7);
            sum += a;
        }
        {
            const int a = await later(8);
            await rest();
            sum += a;
        }
    }
    return sum;
}

static gen cint upto(cint n)
{
    for (int i = 0; i < n; i++)
        yield i;
}

static gen_of(cstruct) cstruct structs(int n)
{
    for (int i = 0; i < n; i++)
        yield (cstruct){i};
    return (cstruct){n};
}

static async int generators(void)
{
    int sum = 0;
    each (const int x = upto(3)) {
        const int *p = &x;
        await rest();
        sum += *p;
    }
    each (cint x = upto(3))
        sum += x;
    edo_gen(structs) g = structs(4);
    each (cstruct x = g)
        sum += await later(x.a);
    return sum + edo_gen_result(&g).a;
}

static int through(const void *p)
{
    __asm__ volatile("" : : "r"(p) : "memory");
    return 1;
}

/* What points to a const struct says so, too. What a comma gives is a value, which isn't const. */
static async int structs_and_values(int *at)
{
    const struct pair p = await make(2);
    const struct {
        int *to, own[2];
    } s = {at, {1, 2}};
    __typeof__((void)0, one) x;
    __typeof__(((void)0, p)) y;
    const __auto_type z = p.a;
    await rest();
    x = through(&p) + through(&s) + through(&z);
    y.a = p.a;
    *s.to = 3;
    s.to[0]++;
    return x + y.a + s.own[1] + *at + _Generic(&p, const struct pair *: 10, default: 100) +
           _Generic(&z, const int *: 10, default: 100);
}

async int main(void)
{
    int at;
    printf("%d %d %d\n", await dead(), await alive(), await pointed_to());
    printf("%d %d\n", await kinds(6), one);
    printf("%d %d\n", await heads(), await generators());
    printf("%d\n", await structs_and_values(&at));
    return 0;
}
