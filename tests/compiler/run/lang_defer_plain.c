/* SPDX-License-Identifier: MIT
 *
 * defer in plain functions: every way out, return values kept, recursion. */
#include "lang.h"

static char trace[256];

static void note(const char *s)
{
    strcat(trace, s);
}

static int simple(int n)
{
    defer { note("a"); }
    if (n < 0)
        return -1;
    defer { note("b"); }
    while (n--) {
        defer { note("l"); }
        if (n == 1)
            continue;
        if (n == 0)
            break;
    }
    return 5;
}

static int kept(void)
{
    int n = 1;
    defer { n = 100; }
    return n;
}

struct pool {
    long v[5];
};

static struct pool big(long n)
{
    struct pool local = {{n, n + 1}};
    defer { local.v[0] = -1; }
    return local;
}

static void nothing(int n)
{
    defer { note("v"); }
    if (n)
        return;
    note("n");
}

static int recursive(int n)
{
    defer { note(n & 1 ? "-" : "+"); }
    return n ? recursive(n - 1) + n : 0;
}

static double vla(int n)
{
    double a[n];
    for (int i = 0; i < n; i++)
        a[i] = i;
    defer { printf("%.0f ", a[n - 1]); }
    return a[n / 2];
}

int main_plain(void)
{
    defer { note("m"); }
    return kept();
}

async int main(void)
{
    int first = simple(-1), second = simple(3);
    printf("%d %d\n", first, second);
    puts(trace);
    trace[0] = 0;
    printf("%d %ld %d\n", kept(), big(7).v[0], main_plain());
    nothing(0);
    nothing(1);
    printf("%d\n", recursive(4));
    puts(trace);
    printf("%.0f\n", vla(5));
    return 0;
}
