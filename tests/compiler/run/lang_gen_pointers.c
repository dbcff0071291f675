/* SPDX-License-Identifier: MIT
 *
 * Pointers to generators: called in an each, named by edo_gen, handed on while they run, in tables,
 * structs and parameters. What they point to runs in a box of its size. */
#include "lang.h"

typedef gen int source(int);
typedef gen int (*source_pointer)(int);
typedef async gen int stream(int);
typedef gen_of(char) int counted(const char *);

static gen int upto(int n)
{
    defer printf("(upto %d ends)", n);
    for (int i = 0; i < n; i++)
        yield i;
}

static gen int squares(int n)
{
    _Alignas(64) int pad[100];
    for (int i = 0; i < 100; i++)
        pad[i] = i * i;
    defer printf("(squares %d end, %d)", n, (int)((uintptr_t)pad % 64));
    for (int i = 0; i < n; i++)
        yield pad[i];
}

gen int from_outside(int n);

static gen_of(char) int letters(const char *text)
{
    int n = 0;
    for (; *text; text++)
        n += yield *text;
    return n;
}

static async gen int slow(int n)
{
    defer {
        await rest();
        printf("(slow %d ends)", n);
    }
    for (int i = 0; i < n; i++) {
        await rest();
        yield i * 10;
    }
}

static async gen int slower(int n)
{
    each (int i = slow(n)) {
        await rest();
        yield i + 1;
    }
}

static int sum_of(gen int (*from)(int), int n)
{
    int sum = 0;
    each (int i = from(n))
        sum += i;
    return sum;
}

static gen int (*const table[])(int) = {upto, squares, from_outside};
static source_pointer chosen = squares;

/* A run is handed on. */
static int next_of(edo_gen(source) * g)
{
    int v = -1;
    edo_next(g, &v);
    return v;
}

struct reader {
    source *from;
    edo_gen(source) g;
    edo_gen(stream) s;
};

static void in_plain(void)
{
    printf("%d ", sum_of(upto, 4));
    printf("%d ", sum_of(squares, 4));
    printf("%d\n", sum_of(&from_outside, 4));
    for (int i = 0; i < 3; i++)
        each (int v = table[i](i + 2)) {
            printf("%d ", v);
            if (v == 1)
                break;
        }
    printf("\n");

    edo_gen(source) g = chosen(5), h, direct = upto(2);
    printf("%d %d %d ", next_of(&h), next_of(&g), next_of(&direct));
    printf("%d ", next_of(&g));
    edo_gen_end(&g);
    printf("%d ", next_of(&g));
    g = upto(1);
    h = table[2](3);
    printf("%d ", next_of(&g));
    each (int v = h)
        printf("%d ", v);
    printf("%d\n", next_of(&g));

    counted *by_type = letters;
    char c = 0;
    edo_gen(counted) l = by_type("ab");
    edo_next(&l, &c);
    edo_resume(&l, &c, 7);
    int more = edo_resume(&l, &c, 8);
    printf("%c %d %d\n", c, more, edo_gen_result(&l));

    struct reader r = {.from = squares};
    r.g = r.from(3);
    next_of(&r.g);
    printf("%d ", next_of(&r.g));
    edo_gen_end(&r.g);
    r.g = upto(1);
    printf("%d ", next_of(&r.g));
    edo_gen_end(&r.g);
    printf("%d %d\n", next_of(&r.g), r.from == squares);
}

static async int drained(async gen int (*from)(int), int n)
{
    int sum = 0;
    each (int i = from(await later(n)))
        sum += await later(i);
    return sum;
}

static async int two_of(edo_gen(stream) * s)
{
    int a = -1, b = -1;
    await edo_next(s, &a);
    await edo_next(s, &b);
    return a * 100 + b;
}

static async int pick(source_pointer *from, int n)
{
    edo_gen(source) g = from[await later(0)](n);
    int sum = 0;
    each (int v = g)
        sum += await later(v);
    return sum;
}

static async int in_async(void)
{
    async gen int (*streams[2])(int) = {slow, slower};
    for (int i = 0; i < 2; i++)
        printf("%d\n", await drained(streams[i], 3));
    edo_gen(stream) s = streams[1](4);
    printf("%d ", await two_of(&s));
    await edo_gen_end(&s);
    printf("\n");
    s = slow(await later(2));
    printf("%d ", await two_of(&s));
    struct reader r = {0};
    r.s = streams[0](9);
    printf("%d ", await two_of(&r.s));
    await edo_gen_end(&r.s);
    source_pointer from = upto;
    return await pick(&from, 4);
}

gen int from_outside(int n)
{
    while (n-- > 0)
        yield n * 100;
}

async int main(void)
{
    in_plain();
    printf("%d\n", await in_async());
    return 0;
}
