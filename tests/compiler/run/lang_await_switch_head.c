/* SPDX-License-Identifier: MIT
 *
 * An await in the head of a switch, of each integer width. */
#include "lang.h"

static async long long wide(long long v)
{
    await rest();
    return v;
}

static async unsigned char narrow(int v)
{
    await rest();
    return (unsigned char)v;
}

static async const char *name(int v)
{
    switch (await later(v)) {
    case 0:
        return "zero";
    case 1 ... 3:
        return "few";
    case -1:
        return "minus";
    default:
        return "many";
    }
}

async int main(void)
{
    for (int i = -1; i < 6; i++)
        printf("%s ", await name(i));
    printf("\n");
    switch (await wide(0x100000002LL)) {
    case 2:
        printf("truncated\n");
        break;
    case 0x100000002LL:
        printf("wide\n");
        break;
    }
    switch (await narrow(0x141)) {
    case 'A':
        printf("narrow\n");
        break;
    default:
        printf("not narrow\n");
    }
    switch (await later(7))
        ;
    switch (await say(1) + await say(2))
    case 3:
        printf("three\n");
    switch (await later(5)) {
        int untouched;
    case 5:
        untouched = await later(6);
        printf("%d\n", untouched);
    }
    return 0;
}
