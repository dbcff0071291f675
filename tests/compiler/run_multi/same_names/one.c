/* SPDX-License-Identifier: MIT
 *
 * Static functions, types and static locals of equal names in two units are two things. */
#include <edo.h>
#include <stdio.h>

async int two(int v);

struct state {
    int a;
};

static async int helper(int v)
{
    static int calls;
    struct state s = {v};
    await edo_yield();
    return s.a * 10 + ++calls;
}

static async int one(int v)
{
    return await helper(v) + await helper(v);
}

async int main(void)
{
    printf("%d\n", await one(1));
    printf("%d\n", await two(1));
    printf("%d\n", await helper(5));
    return 0;
}
