/* SPDX-License-Identifier: MIT */
/* options: -Wedo-escape */
#include <edo.h>
#include <stdio.h>

async int use(int n);
void note(int *n);

async int keeps_text(int n)
{
    char text[100];
    snprintf(text, sizeof text, "%d", n);
    puts(text);
    return await use(n);
}

async int keeps_number(void)
{
    int n = 1;
    note(&n);
    int m = n;
    return m + await use(m);
}

async int needs_it(void)
{
    int n = 1;
    note(&n);
    await use(2);
    return n;
}

async int lets_go(int n)
{
    {
        char text[100];
        snprintf(text, sizeof text, "%d", n);
        puts(text);
    }
    return await use(n);
}
