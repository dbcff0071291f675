/* SPDX-License-Identifier: MIT */
#include <edo.h>

async int later(int v);
gen int elsewhere(int n);

static gen int upto(int n)
{
    for (int i = 0; i < n; i++)
        yield i;
}

static gen_of(int) const char *letters(const char *text)
{
    while (*text) {
        int passed = yield *text++;
        if (passed < 0)
            return "stopped";
    }
    return "the end";
}

static async gen int slow(int n)
{
    defer await later(0);
    each (int i = upto(n)) {
        await later(i);
        yield i;
    }
}

static gen int halves(int n)
{
    yield n;
    if (n > 1)
        each (int half = halves(n / 2))
            yield half;
}

int plain(void)
{
    int sum = 0;
    each (int i = halves(8))
        sum += i;
    each (int i = elsewhere(8))
        sum += i;
    return sum;
}

async int use(int n)
{
    int sum = 0, v;
    each (int i = slow(n))
        sum += await later(i);
    edo_gen(slow) s = slow(n);
    edo_gen(letters) l = letters("edo");
    while (await edo_next(&s, &v) && edo_resume(&l, &v, 0))
        sum += v;
    await edo_gen_end(&s);
    return sum;
}
