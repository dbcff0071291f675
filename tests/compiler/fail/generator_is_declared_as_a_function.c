/* SPDX-License-Identifier: MIT */
#include <edo.h>

static int odd(int n);

static gen int odd(int n)
{
    yield n;
    if (n > 0)
        yield n - 2;
}

int main(void)
{
    each (int v = odd(3))
        return v;
}
