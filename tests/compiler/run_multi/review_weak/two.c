/* SPDX-License-Identifier: MIT */
#include <edo.h>

async int strength(int x)
{
    char room[500];
    for (unsigned i = 0; i < sizeof room; i++)
        room[i] = (char)i;
    await edo_yield();
    return x + 100 + room[sizeof room - 1] - room[499];
}
