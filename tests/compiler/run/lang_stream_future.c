/* SPDX-License-Identifier: MIT
 *
 * A stream that gives up when what it waits for is cancelled, asked through a named future: it
 * goes on through selects that another head wins, as docs/language.md says. */
#include "lang.h"

#include <errno.h>

static async gen int impatient(int n)
{
    for (int i = 0; i < n; i++) {
        for (int k = 0; SUSPEND && k < 7; k++)
            if (await edo_yield() < 0)
                return;
        yield i;
    }
}

static async bool next_of(edo_gen(impatient) *in, int *v)
{
    return await edo_next(in, v);
}

static async int counted(int n)
{
    edo_gen(impatient) in = impatient(n);
    int v = 0, sum = 0;
    for (bool more = true; more;) {
        edo_future(next_of) next = next_of(&in, &v);
        for (bool waiting = true; waiting;)
            select {
                when (more = next) {
                    waiting = false;
                    if (more)
                        sum = sum * 10 + v;
                }
                when (int e = edo_yield())
                    try e;
            }
    }
    return sum;
}

/* Left in the middle, by a return: the future ends, then the stream. */
static async int left(void)
{
    edo_gen(impatient) in = impatient(9);
    int v = 0;
    for (;;) {
        edo_future(next_of) next = next_of(&in, &v);
        edo_start(next);
        if (!await next || v == 2)
            return v;
    }
}

async int main(void)
{
    printf("%d %d\n", await counted(5), await left());
    return 0;
}
