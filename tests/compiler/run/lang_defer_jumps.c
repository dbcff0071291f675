/* SPDX-License-Identifier: MIT
 *
 * defers run when break, continue, goto and return leave their block, each as often as it was
 * armed. */
#include "lang.h"

static async int loop(int stop)
{
    for (int i = 0; i < 4; i++) {
        defer { printf("(%d) ", i); }
        if (await later(i) == 1)
            continue;
        if (i == stop)
            break;
        if (i == stop + 1)
            return i;
        defer { printf("late %d ", i); }
    }
    defer { printf("after "); }
    return -1;
}

static async int out(int n)
{
    defer { printf("function "); }
    for (int i = 0; i < 3; i++) {
        defer { printf("outer %d ", i); }
        int j = 0;
        while (1) {
            defer { printf("inner %d ", j); }
            if (await later(i * 10 + j) == n)
                goto done;
            if (++j > 2)
                goto next;
        }
    next:;
        printf("next ");
    }
    await rest();
    return 0;
done:
    await rest();
    printf("done ");
    return 1;
}

static async int back(void)
{
    int n = 0;
again: {
    defer { printf("again %d ", n); }
    await rest();
    if (++n < 3)
        goto again;
}
    return n;
}

static async void cases(int n)
{
    switch (await later(n)) {
    case 0: {
        defer { printf("zero "); }
        await rest();
        break;
    }
    case 1: {
        defer { printf("one "); }
        await rest();
    }
    default: {
        defer { printf("default "); }
        if (n)
            break;
        printf("never");
    }
    }
    printf("| ");
}

static async int deep(int n)
{
    defer { printf("0"); }
    {
        defer { printf("1"); }
        do {
            defer { printf("2"); }
            {
                defer { printf("3"); }
                if (n == 0)
                    return 10;
                if (n == 1)
                    break;
                if (n == 2)
                    continue;
                if (n == 3)
                    goto end;
            }
            printf("tail");
        } while (await later(0));
        printf(" loop left ");
    }
end:
    printf(" end ");
    return 20;
}

async int main(void)
{
    for (int i = 0; i < 5; i++)
        printf("= %d\n", await loop(i));
    printf("= %d\n", await out(11));
    printf("= %d\n", await out(99));
    printf("= %d\n", await back());
    for (int i = 0; i < 3; i++)
        await cases(i);
    printf("\n");
    for (int i = 0; i < 5; i++)
        printf(" = %d\n", await deep(i));
    return 0;
}
