/* SPDX-License-Identifier: MIT */
#include <edo.h>

async int walk(int n)
{
twice:
    n++;
twice:
    if (n)
        goto nowhere;
    void *p = &&lost;
    break;
    while (n) {
        __label__ here;
        goto here;
    here:
        n--;
    }
    switch (n) {
    default:
        continue;
    }
    case 3:
    return p != 0;
}
