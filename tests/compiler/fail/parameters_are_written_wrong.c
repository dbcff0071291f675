/* SPDX-License-Identifier: MIT
 *
 * Lists of parameters, old and new, of functions that speak of Edo. */
#include <edo.h>

async int step(int n);

int commas_between(a, b)
    int a, int b;
{
    return edo_block_on(step(a + b));
}

int type_unknown(a, b)
    number a;
    int b;
{
    return edo_block_on(step(a + b));
}

int of_another(a, b)
    int a, b;
    int c;
{
    return edo_block_on(step(a + b));
}

int unfinished(a, b)
    int a;
    int b
{
    return edo_block_on(step(a + b));
}

int old_then_new(a, int b)
{
    return edo_block_on(step(a + b));
}

async int new_then_old(int a, b)
{
    return a + b;
}

async int of_no_type(number a)
{
    return a;
}

async int misspelt(cosnt char *a)
{
    return *a;
}

int good(a, b, c)
    register a;
    const int b, *c;
{
    return edo_block_on(step(a + b + *c));
}
