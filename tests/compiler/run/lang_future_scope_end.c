/* SPDX-License-Identifier: MIT
 *
 * NO ORACLE. Leaving the scope of a running future cancels it and waits for it, by every way
 * out, last declared first. */
#include "lang.h"

#include <errno.h>

static async int forever(const char *name)
{
    defer printf("%s cleaned; ", name);
    for (;;) {
        int r = await edo_sleep(edo_secs(3600));
        if (r) {
            printf("%s %s; ", name, r == -ECANCELED ? "cancelled" : "woken");
            defer await edo_yield();
            return r;
        }
    }
}

static async int leave(int how)
{
    defer printf("outermost; ");
    for (int i = 0; i < 2; i++) {
        edo_future(forever) a = forever("a");
        edo_start(a);
        defer printf("between; ");
        edo_future(forever) b = forever("b");
        edo_start(b);
        edo_future(forever) not_started = forever("c");
        if (how == 0)
            break;
        if (how == 1)
            return 10;
        if (how == 2)
            goto out;
        if (how == 3)
            try -7;
        printf("round %d; ", i);
        if (how == 4 && i == 0)
            continue;
        if (how == 4)
            return await later(30);
    }
    printf("after loop; ");
    return 20;
out:
    return 40;
}

async int main(void)
{
    for (int i = 0; i < 6; i++)
        printf("= %d\n", await leave(i));
    {
        edo_future(forever) d = forever("d");
        edo_start(d);
        printf("leaving; ");
    }
    printf("left\n");
    return 0;
}
