/* SPDX-License-Identifier: MIT
 *
 * NO ORACLE. A defer is armed when control passes it; jumped over it stays unarmed, jumping
 * back before it runs it first. */
#include "lang.h"

static async int over(int n)
{
    if (n)
        goto past;
    defer printf("armed ");
    await rest();
past:
    await rest();
    printf("body ");
    return n;
}

static async void in_case(int n)
{
    switch (n) {
    case 0:
        defer printf("zero ");
        await rest();
        /* falls through */
    case 1:
        defer printf("one ");
        await rest();
        break;
    case 2:
        printf("two ");
    }
    printf("| ");
}

static async int backward(void)
{
    int n = 0;
again:
    n++;
    defer printf("d%d ", n);
    await rest();
    printf("b%d ", n);
    if (n < 3)
        goto again;
    return n;
}

static async int backward_over_two(void)
{
    int n = 0;
    defer printf("first ");
again:
    n++;
    defer await say(n);
    defer printf("x%d ", n);
    if (await later(n) < 2)
        goto again;
    return n;
}

static int plain_over(int n)
{
    if (n)
        goto past;
    defer printf("armed ");
past:
    printf("body ");
    return n;
}

static int plain_back(void)
{
    int n = 0;
again:;
    defer printf("d%d ", n);
    if (n++ < 2)
        goto again;
    return n;
}

static async void statement(int n)
{
    if (n)
        defer printf("if ");
    for (int i = 0; i < 2; i++)
        defer printf("for %d ", i);
    printf("end ");
}

async int main(void)
{
    printf("= %d\n", await over(0));
    printf("= %d\n", await over(1));
    for (int i = 0; i < 3; i++)
        await in_case(i);
    printf("\n");
    printf("= %d\n", await backward());
    printf("= %d\n", await backward_over_two());
    int r = plain_over(0);
    printf("= %d\n", r);
    r = plain_over(1);
    printf("= %d\n", r);
    r = plain_back();
    printf("= %d\n", r);
    await statement(1);
    await statement(0);
    printf("\n");
    return 0;
}
