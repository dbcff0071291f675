/* SPDX-License-Identifier: MIT
 *
 * Recursion through two units, two thousand levels deep. */
#include <edo.h>
#include <stdio.h>

async int odd(int n);

async int even(int n)
{
    int here = n;
    int r = n ? await odd(n - 1) : 0;
    return r + (here == n);
}

async int main(void)
{
    printf("%d\n", await even(2000));
    printf("%d\n", await odd(1));
    return 0;
}
