/* SPDX-License-Identifier: MIT
 *
 * An edo_T: what it can't get its value from, where it can't stand, and what can't take it. */
#include <edo.h>

async int step(int n);
async double half(int n);

async edo_T once(edo_call_of(edo_T) a)
{
    return await a;
}

async edo_T wrong_values(edo_call_of(edo_T) a, edo_T *behind)
{
    edo_T result = 1;
    edo_T other = { 0 };
    result = *behind;
    *behind = result;
    static edo_T kept;
    if (behind)
        return *behind;
    return result ?: other;
}

async edo_T in_a_block(edo_call_of(edo_T) a)
{
    edo_T result = await a;
    edo_spawn(async { return result != 0; });
    return result;
}

async edo_T heads(edo_call_of(edo_T) a, edo_call b)
{
    int n;
    select {
        when (edo_T result = once(a)) return result;
    }
    select {
        when (edo_T result = b) return result;
        when (int result = a) (void)result;
        when (n = a) (void)n;
    }
    return await once(once(a));
}

async edo_T variables(edo_call_of(edo_T) a)
{
    edo_call_of(edo_T) b = step(1);
    b = a;
    b = step(2);
    edo_call_of(edo_T) many[] = { a, step(3) };
    return await b;
}

async edo_T either(edo_call_of(edo_T) a, edo_call_of(edo_T) b);

async int disagree(int n)
{
    int r = await either(step(1), half(2));
    r += await once(n ? step(1) : half(2));
    return r + await either(once(step(1)), once(half(2)));
}
