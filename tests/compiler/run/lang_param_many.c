/* SPDX-License-Identifier: MIT
 *
 * Forty parameters, awaited arguments among them. */
#include "lang.h"

static async long forty(
    int a0, int a1, int a2, int a3, int a4, int a5, int a6, int a7, int a8, int a9, long b0,
    long b1, long b2, long b3, long b4, long b5, long b6, long b7, long b8, long b9, double c0,
    double c1, double c2, double c3, double c4, double c5, double c6, double c7, double c8,
    double c9, char d0, char d1, char d2, char d3, char d4, char d5, char d6, char d7, char d8,
    char d9)
{
    long sum = a0 + a1 * 2 + a2 * 3 + a3 * 4 + a4 * 5 + a5 * 6 + a6 * 7 + a7 * 8 + a8 * 9 + a9 * 10;
    await rest();
    sum += b0 + b1 * 2 + b2 * 3 + b3 * 4 + b4 * 5 + b5 * 6 + b6 * 7 + b7 * 8 + b8 * 9 + b9 * 10;
    await rest();
    sum += c0 + c1 * 2 + c2 * 3 + c3 * 4 + c4 * 5 + c5 * 6 + c6 * 7 + c7 * 8 + c8 * 9 + c9 * 10;
    await rest();
    sum += d0 + d1 * 2 + d2 * 3 + d3 * 4 + d4 * 5 + d5 * 6 + d6 * 7 + d7 * 8 + d8 * 9 + d9 * 10;
    a0 = await later(d9);
    return sum * 100 + a0;
}

async int main(void)
{
    printf("%ld\n", await forty(
                   1, 2, 3, 4, 5, 6, 7, 8, 9, await later(10), 11, 12, 13, 14, 15, 16, 17, 18,
                   19, 20, 21.5, 22, await later(23), 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34,
                   35, await later(36), 37, 38, 39, 40));
    return 0;
}
