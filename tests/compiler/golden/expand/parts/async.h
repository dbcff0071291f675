/* SPDX-License-Identifier: MIT
 *
 * Async code in a header that includes another beside it. */
#include <edo.h>
#include <stdio.h>
#include "plain.h"

static inline async int beside(int n)
{
    await edo_yield();
    return n - plain(0);
}
