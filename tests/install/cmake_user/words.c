/* SPDX-License-Identifier: MIT */
#include "words.h"

#include <stdio.h>

async int say(int times)
{
    for (int i = 0; i < times; i++) {
        await edo_yield();
        printf("%s%s", WORD, SEPARATOR);
    }
    return times;
}
