/* SPDX-License-Identifier: MIT */
#include <edo.h>

async int step(int n)
{
    return n;
}

int (*plain)(int) = step;

async int walk(void)
{
    void *p = &step;
    int n = sizeof(step(1));
    return p == (void *)step ? n : await step(1);
}
