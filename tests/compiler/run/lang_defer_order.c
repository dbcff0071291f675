/* SPDX-License-Identifier: MIT
 *
 * defers run when their block is left, last in, first out, with the values of that moment. */
#include "lang.h"

static async void order(void)
{
    defer { printf("a "); }
    {
        defer { printf("b "); }
        defer { printf("c "); }
        await say(1);
    }
    defer { printf("d "); }
    await say(2);
}

static async void values(void)
{
    int n = 1;
    defer { printf("n=%d ", n); }
    n = await later(2);
    {
        int n = 10;
        defer { printf("inner n=%d ", n++); }
        defer {
            printf("first n=%d ", n);
            n *= 2;
        }
        n += await later(5);
    }
    n++;
}

static async void nested(void)
{
    defer {
        defer { printf("deferred in defer "); }
        printf("defer ");
        for (int i = 0; i < 3; i++) {
            if (i == 1)
                continue;
            if (i == 2)
                break;
            defer { printf("round %d ", i); }
            printf("in round ");
        }
    }
    await rest();
    printf("body ");
}

static async int after_return(int n)
{
    defer { printf("always "); }
    if (n == 1)
        return 1;
    defer { printf("not after 1 "); }
    await rest();
    if (n == 2)
        return 2;
    defer { printf("only at the end "); }
    return 3;
}

async int main(void)
{
    await order();
    printf("\n");
    await values();
    printf("\n");
    await nested();
    printf("\n");
    for (int i = 1; i < 4; i++)
        printf("%d\n", await after_return(i));
    return 0;
}
