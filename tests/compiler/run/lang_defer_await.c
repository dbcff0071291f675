/* SPDX-License-Identifier: MIT
 *
 * Awaits inside defers: on every way out, suspended between two defers, with loops and locals
 * of their own. */
#include "lang.h"

static async void close(const char *what)
{
    await rest();
    printf("close %s; ", what);
}

static async int use(int n)
{
    defer { await close("a"); }
    await rest();
    if (n == 0)
        return 0;
    defer {
        for (int i = 0; i < await later(2); i++)
            await close(i ? "b1" : "b0");
    }
    for (int i = 0; i < 3; i++) {
        defer {
            int twice = await later(i * 2);
            printf("%d ", twice);
            await rest();
            printf("%d; ", twice + i);
        }
        if (i == n)
            return await later(i + 100);
        if (i == 1)
            break;
    }
    defer { await close("c"); }
    return await later(n * 10);
}

static async int recursive(int n)
{
    defer {
        if (n)
            await recursive(0);
        printf("r%d ", n);
    }
    if (n > 1)
        return await recursive(n - 1) + 1;
    await rest();
    return 1;
}

async int main(void)
{
    for (int i = 0; i < 3; i++)
        printf("= %d\n", await use(i));
    printf("= %d\n", await use(1));
    printf("= %d\n", await recursive(2));
    return 0;
}
