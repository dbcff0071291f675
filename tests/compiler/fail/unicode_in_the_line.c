/* SPDX-License-Identifier: MIT */
#include <edo.h>

async int step(int n)
{
    return n;
}

async int größe(void)
{
    const char *s = "日本語"; step(1); /* — */ step(2);
    return s[0] + “1”;
}
