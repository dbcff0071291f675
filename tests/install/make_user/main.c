/* SPDX-License-Identifier: MIT */
#include "word.h"

#include <edo.h>
#include <stdio.h>

int plain(void);

static async int later(int n)
{
    await edo_yield();
    return n;
}

async int main(void)
{
    printf("%s %d %d\n", WORD, await later(7), plain());
    return 0;
}
