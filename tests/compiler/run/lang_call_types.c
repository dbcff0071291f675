/* SPDX-License-Identifier: MIT
 *
 * NO ORACLE. Captured calls of any result type: edo_call_of; captured by initialisers, brace lists,
 * assignments and conditionals; each await of one is a fresh run, with what was captured. */
#include "lang.h"

struct song {
    char title[12];
    int seconds;
};
struct job {
    const char *name;
    edo_call call;
    edo_call_of(struct song) song;
    int n;
};
typedef edo_call_of(double) number_call;

static int runs;

static async int count(int by)
{
    await rest();
    return runs += by;
}

static async int zero(void)
{
    await rest();
    return 0;
}

static async struct song learn(const char *title, int seconds)
{
    struct song s = {"", seconds};
    await rest();
    strncpy(s.title, title, sizeof s.title - 1);
    return s;
}

static async double half(double v)
{
    await rest();
    return v / 2;
}

static async const char *name_of(edo_call_of(struct song) call)
{
    static char text[2][12];
    static int which;
    struct song s = await call;
    which = !which;
    strcpy(text[which], s.title);
    return text[which];
}

static async void nothing(void)
{
    runs += 1000;
    await rest();
}

static async long sum(edo_call_of(long) a, number_call b)
{
    return await a + (long)(await b * 10);
}

static async long wide(int v)
{
    await rest();
    return v * 10000000000;
}

static async int run_void(edo_call_of(void) call)
{
    await call;
    await call;
    return runs;
}

static edo_call idle(void)
{
    return zero();
}

static async int lists(void)
{
    edo_call calls[] = {count(1), count(10), [3] = count(100), [2] = zero()};
    int n = 0;
    for (size_t i = 0; i < sizeof calls / sizeof *calls; i++)
        n = n * 10 + (await calls[i] > 0);
    struct job j = {"job", count(3), learn("brace", 7), 1};
    struct job k = {.song = learn("named", 8), .n = 2, .call = j.call};
    n = n * 10 + j.n + k.n;
    struct song s = await k.song;
    int r = await j.call + await k.call;
    printf("%s %s %d %d %d\n", (await j.song).title, s.title, s.seconds, n, r);
    return runs;
}

static async int chosen(bool first)
{
    edo_call c = first ? count(5) : zero();
    int r = await c;
    c = first ? zero() : count(50);
    r = r * 1000 + await c;
    edo_call_of(struct song) s;
    s = (tell(1), learn(first ? "yes" : "no", await later(3)));
    r += (await s).seconds;
    printf("%s ", (await s).title);
    printf("%s\n", await name_of(first ? learn("then", 1) : s));
    return r;
}

static async int pointers(void)
{
    async struct song (*f)(const char *, int) = learn;
    edo_call_of(struct song) c = f("through", 3);
    edo_call_of(struct song) *at = &c;
    edo_call_of(struct song) copy = *at;
    return (int)strlen((await copy).title) + (await *at).seconds;
}

static int in_plain_code(void)
{
    edo_call c = count(7);
    number_call h = half(9);
    async double (*f)(double) = half;
    int r = edo_block_on(c) + (int)(edo_block_on(h) * 10);
    struct song s = edo_block_on(learn("plain", 4));
    edo_call_of(struct song) d = learn("value", 5);
    s.seconds += edo_block_on(d).seconds;
    edo_call_of(void) v = nothing();
    edo_block_on(v);
    return r * 100 + (int)edo_block_on(f(4)) * 10 + s.seconds;
}

static async int work(void)
{
    printf("%d\n", await lists());
    printf("%d\n", await chosen(true));
    printf("%d\n", await chosen(false));
    printf("%d\n", await pointers());
    printf("%ld\n", await sum(wide(2), half(3)));
    printf("%d\n", await run_void(nothing()));
    printf("%d %s\n", await idle(), await name_of(learn("last", 1)));
    return 0;
}

int main(void)
{
    int r = edo_block_on(work());
    printf("%d %d\n", r, in_plain_code());
    return 0;
}
