/* SPDX-License-Identifier: MIT
 *
 * NO ORACLE. There is one place for a result of type edo_T: an await whose result nobody takes
 * leaves it alone, also behind the `return`. */
#include "lang.h"

struct big {
    int v[20];
};

static int runs;

static async int some(int v)
{
    await rest();
    runs++;
    return v;
}

static async struct big much(int v)
{
    await rest();
    runs++;
    return (struct big){{[19] = v}};
}

static async void none(int v)
{
    await rest();
    runs += v;
}

static async edo_T between(edo_call_of(edo_T) a, edo_call_of(edo_T) b)
{
    edo_T result = await a;
    await b;
    (void)await b;
    return result;
}

static async edo_T behind(edo_call_of(edo_T) a, edo_call_of(edo_T) b)
{
    defer await b;
    return await a;
}

static async edo_T beside(edo_call_of(edo_T) a, edo_call_of(edo_T) b)
{
    edo_T result = await a;
    join {
        await b;
        {
            await rest();
            return result;
        }
    }
}

static async edo_T either(int second, edo_call_of(edo_T) a, edo_call_of(edo_T) b)
{
    edo_T result;
    if (second)
        return (await rest(), await b);
    result = await a;
    if (!edo_result_error(a, &result))
        await b;
    return result;
}

async int main(void)
{
    printf("%d ", await between(some(1), some(2)));
    printf("%d ", await behind(some(3), some(4)));
    printf("%d ", await beside(some(5), some(6)));
    printf("%d %d: ", await either(0, some(7), some(8)), await either(1, some(-9), some(10)));
    printf("%d runs\n", runs);
    printf("%d ", (await between(much(1), much(2))).v[19]);
    printf("%d ", (await behind(much(3), much(4))).v[19]);
    printf("%d ", (await beside(much(5), much(6))).v[19]);
    printf("%d: %d runs\n", (await either(0, much(7), much(8))).v[19], runs);
    await between(none(1), none(10));
    await behind(none(1), none(10));
    await beside(none(1), none(10));
    await either(0, none(1), none(10));
    printf("%d\n", runs);
    return 0;
}
