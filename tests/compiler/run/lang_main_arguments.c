/* SPDX-License-Identifier: MIT
 *
 * NO ORACLE. async main takes argc and argv; both last across awaits. */
#include "lang.h"

async int main(int argc, char **argv)
{
    defer printf("deferred\n");
    await rest();
    int r = await later(argc);
    await edo_yield();
    printf("%d %d %d\n", r, argv[0] != 0, argv[argc] == 0);
    return 0;
}
