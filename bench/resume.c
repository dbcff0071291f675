/* SPDX-License-Identifier: MIT
 *
 * What a resume costs at some await depth: `resume DEPTH N` suspends and resumes N times below
 * DEPTH nested calls: 1, 16, 64 or 100. Count its instructions. */
#include "depth.h"
#include <edo.h>
#include <stdio.h>
#include <stdlib.h>

/* Suspends n times. */
static async int level1(int n)
{
    for (int i = 0; i < n; i++)
        await edo_yield();
    return 0;
}

LEVELS_TO_100(int)

async int main(int argc, char **argv)
{
    int depth = argc == 3 ? atoi(argv[1]) : 0, n = argc == 3 ? atoi(argv[2]) : 0, got;
    switch (depth) {
    case 1:
        got = await level1(n);
        break;
    case 16:
        got = await level16(n);
        break;
    case 64:
        got = await level64(n);
        break;
    case 100:
        got = await level100(n);
        break;
    default:
        return fprintf(stderr, "usage: resume 1|16|64|100 N\n"), 2;
    }
    return got == depth - 1 ? 0 : 1;
}
