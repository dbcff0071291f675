/* SPDX-License-Identifier: MIT */
#include <edo.h>

typedef long jmp_buf[25];
int setjmp(jmp_buf env);
void *alloca(unsigned long size);

async int walk(int n)
{
    jmp_buf env;
    if (setjmp(env))
        return 1;
    char *p = alloca(n);
    char *q = __builtin_alloca(n);
    return p == q;
}

async int several(int n, ...)
{
    __builtin_va_list list;
    __builtin_va_start(list, n);
    return 0;
}

async int nests(int n)
{
    int inner(int m)
    {
        return m + n;
    }
    return inner(1);
}

int defers(int n)
{
    int inner(int m)
    {
        return m + n;
    }
    defer inner(2);
    return inner(1);
}

int leaves_alone(int n)
{
    int inner(int m)
    {
        return m + n;
    }
    jmp_buf env;
    return setjmp(env) ? inner(1) : 0;
}
