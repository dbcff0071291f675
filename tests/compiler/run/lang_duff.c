/* SPDX-License-Identifier: MIT
 *
 * Duff's device: cases inside a loop inside a switch, with awaits. */
#include "lang.h"

#ifndef __clang__
#pragma GCC diagnostic ignored "-Wswitch-unreachable"
#endif

static async int get(const int *p)
{
    await rest();
    return *p;
}

static async int copy(int *to, const int *from, int count)
{
    int n = (count + 7) / 8, turns = 0;
    switch (await later(count % 8)) {
    case 0:
        do {
            turns++;
            *to++ = await get(from++);
        case 7:
            *to++ = await get(from++);
        case 6:
            *to++ = await get(from++);
        case 5:
            *to++ = await get(from++);
        case 4:
            *to++ = await get(from++);
        case 3:
            *to++ = await get(from++);
        case 2:
            *to++ = await get(from++);
        case 1:
            *to++ = await get(from++);
        } while (await later(--n) > 0);
    }
    return turns;
}

static async void into_if(int n)
{
    switch (n) {
    case 0:
        if (await later(0)) {
        case 1:
            await say(1);
        } else {
        case 2:
            await say(2);
        }
        await say(3);
    }
    printf("\n");
}

static async void into_for(int n)
{
    int i = 5;
    switch (n)
        for (i = 0; i < 3; i++) {
            await say(10 + i);
        case 4:
            await say(20 + i);
            continue;
        default:
            await say(30 + i);
        }
    printf("\n");
}

async int main(void)
{
    int from[32], to[32];
    for (int i = 0; i < 32; i++)
        from[i] = i * i;
    for (int n = 1; n < 32; n += 5) {
        memset(to, 0, sizeof to);
        printf("%d", await copy(to, from, n));
        printf(" %d%s ", to[n - 1], memcmp(to, from, n * sizeof *to) ? " wrong" : "");
    }
    printf("\n");
    for (int i = 0; i < 3; i++)
        await into_if(i);
    await into_for(4);
    await into_for(5);
    return 0;
}
