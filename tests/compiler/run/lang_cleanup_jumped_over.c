/* SPDX-License-Identifier: MIT
 *
 * NO ORACLE. A variable past whose declaration a jump leads isn't cleaned up: it never got a value.
 * (gcc runs its cleanup, clang refuses the jump.) */
#include "lang.h"

static void done(int *p)
{
    printf("done %d; ", *p);
}

#define CLEAN(f) __attribute__((cleanup(f)))

static async int in_a_switch(int n)
{
    switch (n) {
        CLEAN(done) int v;
    case 0:
        v = await later(1);
        return v;
    default:
        break;
    }
    return 0;
}

static async int behind_a_goto(int n)
{
    CLEAN(done) int outer = await later(10);
    if (n)
        goto over;
    {
        CLEAN(done) int v = await later(2);
        if (n < 0)
over:
            v = 3;
        await rest();
        outer += v;
    }
    return outer;
}

async int main(void)
{
    for (int i = 0; i < 2; i++) {
        printf("= %d\n", await in_a_switch(i));
        printf("= %d\n", await behind_a_goto(i));
    }
    return 0;
}
