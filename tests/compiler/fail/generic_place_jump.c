/* SPDX-License-Identifier: MIT
 *
 * Jumps past the declaration of an edo_T: its memory would be missing. Out of its scope, and back
 * in front of it, they may lead. */
#include <edo.h>

async edo_T into(int n, edo_call_of(edo_T) a, edo_call_of(edo_T) b)
{
    edo_T first = await a;
    if (n)
        goto in;
    {
        edo_T second;
    in:
        second = await b;
        return second;
    }
    return first;
}

async edo_T into_case(int n, edo_call_of(edo_T) a)
{
    switch (n) {
        edo_T result;
    case 1:
        result = await a;
        return result;
    }
    return await a;
}

async edo_T again(int n, edo_call_of(edo_T) a)
{
again:;
    edo_T result = await a;
    if (n-- > 0)
        goto again;
    {
        edo_T other = await a;
        if (n < -2)
            goto out;
        return other;
    }
out:
    return result;
}
