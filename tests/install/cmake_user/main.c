/* SPDX-License-Identifier: MIT */
#include "words.h"

#include <stdio.h>

int plain(void);

async int main(void)
{
    int n = try await say(TIMES);
    printf("%d %d\n", n, plain());
    return 0;
}
