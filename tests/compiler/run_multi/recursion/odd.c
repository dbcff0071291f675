/* SPDX-License-Identifier: MIT */
#include <edo.h>

async int even(int n);

async int odd(int n)
{
    if (n <= 1) {
        await edo_yield();
        return n;
    }
    if (n % 100 == 1)
        await edo_yield();
    return await even(n - 1) + 1;
}
