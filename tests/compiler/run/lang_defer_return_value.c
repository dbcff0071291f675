/* SPDX-License-Identifier: MIT
 *
 * The value of return is computed first and kept; what a defer changes then changes nothing. */
#include "lang.h"

struct big {
    int v[10];
};

static int global = 1;

static async int scalar(void)
{
    int n = await later(1);
    defer { n = 100; }
    return n;
}

static async int computed(void)
{
    int n = 3;
    defer { n += await later(1); }
    return n * await later(2) + n;
}

static async struct big structure(int m)
{
    struct big b = {{m, m + 1}};
    defer {
        await rest();
        b.v[0] = -1;
        b.v[1] = -2;
    }
    await rest();
    return b;
}

static async int *pointer(int *p)
{
    defer { p = 0; }
    return p;
}

static async int of_global(void)
{
    defer {
        await rest();
        global++;
    }
    return global;
}

static async int in_loop(void)
{
    for (int i = 0;; i++) {
        defer { i += 10; }
        if (await later(i) > 20)
            return i;
    }
}

static async int nested(void)
{
    int n = 1;
    defer { n *= 10; }
    {
        defer { n += 5; }
        {
            defer { n = n * 2; }
            return await later(n) + n;
        }
    }
}

async int main(void)
{
    printf("%d %d\n", await scalar(), await computed());
    struct big b = await structure(4);
    printf("%d %d %d\n", b.v[0], b.v[1], (await structure(8)).v[0]);
    int x = 9;
    printf("%d\n", *await pointer(&x));
    printf("%d ", await of_global());
    printf("%d\n", global);
    printf("%d %d\n", await in_loop(), await nested());
    return 0;
}
