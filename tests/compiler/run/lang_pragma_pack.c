/* SPDX-License-Identifier: MIT
 * NO ORACLE for the frame: a type is packed as where it is written, and a frame never is, whatever
 * holds at the end of the file. */
#include <edo.h>
#include <stdio.h>

#ifndef SUSPEND
#define SUSPEND 1
#endif

static async int rest(void)
{
#if SUSPEND
    await edo_yield();
#endif
    return 1;
}

#pragma pack(push, 1)
static async int packed(void)
{
    struct local { char c; long n; } l = {1, 2};
    l.n += await rest();
    printf("%d packed\n", (int)sizeof l);
    return (int)l.n + (int)sizeof(struct { char c; short s; });
}
#pragma pack(pop)

static async int plain(void)
{
    struct local { char c; long n; } l = {1, 2};
    l.n += await rest();
    printf("%d plain\n", (int)sizeof l);
    return (int)l.n;
}

#pragma pack(2)
async int main(void)
{
    char odd = 1;
    struct local { char c; long n; } l = {1, 2};
    printf("%d\n", await packed());
    printf("%d\n", await plain());
    l.n += await rest();
    printf("%d by two, %d\n", (int)sizeof l, (int)l.n);
    return odd - (char)await rest();
}
