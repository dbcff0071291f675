/* SPDX-License-Identifier: MIT
 *
 * Static locals are one for all calls, keep their values, and may be initialised with
 * addresses and have equal names. */
#include "lang.h"

static async int count(void)
{
    static int n = 10;
    int before = n++;
    await rest();
    return before * 100 + n;
}

static async int *address(int which)
{
    static int n;
    static int *const self = &n;
    {
        static int n = 5;
        static int *table[] = {&n, 0};
        await rest();
        n++;
        if (which)
            return table[0];
    }
    n += 2;
    return self;
}

static async int recursive(int depth)
{
    static int deepest, calls;
    static struct {
        int v[3];
    } history = {{1, 2, 3}};
    calls++;
    if (depth > deepest)
        deepest = depth;
    history.v[depth % 3] += depth;
    if (depth < 5)
        await recursive(depth + 1);
    await rest();
    return deepest * 1000 + calls * 10 + history.v[1] + (int)(sizeof history / sizeof(int));
}

static async const char *name(int i)
{
    static const char *const names[] = {"a", "b", "c"};
    static char text[] = "x?";
    await rest();
    text[1] = names[i][0];
    return text;
}

async int main(void)
{
    printf("%d ", await count());
    printf("%d\n", await count());
    await address(0);
    printf("%d ", *await address(0));
    await address(1);
    printf("%d\n", *await address(1));
    printf("%d\n", await recursive(0));
    for (int i = 0; i < 3; i++)
        printf("%s ", await name(i));
    printf("\n");
    extern int later_defined;
    printf("%d\n", later_defined);
    return 0;
}

int later_defined = 3;
