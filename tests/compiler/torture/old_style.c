/* SPDX-License-Identifier: MIT
 *
 * C as it was: heads without prototypes, parameters and results without a type, functions that are
 * called before anything declares them. */
#include <stdio.h>

int later();
static int twice();

implied(a, b) /* int, and int for both */
{
    return a * 10 + b;
}

double mean(values, n)
double *values;
int n;
{
    double sum = 0;
    int i;
    for (i = 0; i < n; i++)
        sum += values[i];
    return n ? sum / n : 0;
}

char *middle(s, from, to)
char *s;
unsigned from, to;
{
    static char out[32];
    unsigned i;
    for (i = 0; from + i < to; i++)
        out[i] = s[from + i];
    out[i] = 0;
    return out;
}

static twice(x)
int x;
{
    return x + x;
}

main(argc, argv)
int argc;
char **argv;
{
    double values[] = {1, 2.5, 4};
    printf("%d %d\n", implied(argc, twice(3)), undeclared(4, 'c'));
    printf("%g %g\n", mean(values, 3), mean(values, 0));
    printf("%s %d\n", middle("middle of it", 7, 9), later(twice(twice(5))));
    printf("%d\n", argv[argc] == 0);
    return later(1);
}

int undeclared(a, c)
char c;
int a;
{
    return c - a;
}

int later(n)
int n;
{
    return n > 1 ? later(n - 7) + 1 : n + 4;
}
