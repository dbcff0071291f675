/* SPDX-License-Identifier: MIT
 *
 * There is one place for a result of type edo_T: what would write there beside the function's own
 * line, or behind its `return`, is refused. */
#include <edo.h>

async edo_T once(edo_call_of(edo_T) a)
{
    return await a;
}

async edo_T race(edo_call_of(edo_T) a, edo_call_of(edo_T) b)
{
    join {
        {
            edo_T result = await a;
            return result;
        }
        return await b;
    }
}

async edo_T behind(edo_call_of(edo_T) a, edo_call_of(edo_T) b)
{
    defer {
        edo_T last = await b;
        (void)edo_result_error(b, &last);
    }
    return await a;
}

async edo_T heads(edo_call_of(edo_T) a)
{
    select {
        when (edo_T result = once(a)) return result;
    }
}

async edo_T another(edo_call_of(edo_T) a, edo_call b)
{
    select {
        when (edo_T result = b) return result;
    }
    edo_T result;
    select {
        when (result = a) return result;
    }
}
