/* SPDX-License-Identifier: MIT
 *
 * Casts of awaits, awaits of casts' operands, and casts to void, _Bool and pointers. */
#include "lang.h"

static async void *object(void *p)
{
    await rest();
    return p;
}

static async double real(double v)
{
    await rest();
    return v;
}

async int main(void)
{
    int x = 41;
    printf("%d\n", (char)await later(0x141));
    printf("%d\n", (int)await real(3.9) + (int)-await real(1.9));
    printf("%u\n", (unsigned char)-await later(1));
    printf("%d\n", ++*(int *)await object(&x));
    printf("%d\n", ((struct { int a, b; } *)await object(&(int[2]){3, 4}))->b);
    (void)await later(3);
    (void)(await later(3), await later(4));
    printf("%d %d\n", (_Bool)await real(0.5), (bool)await object(0));
    printf("%lld\n", (long long)await later(1) << 33);
    printf("%.2f\n", (double)await later(1) / (float)await later(4));
    uintptr_t address = (uintptr_t)await object(&x);
    printf("%d\n", address == (uintptr_t)&x);
    printf("%d\n", await later((int)await real(7.7)));
    return 0;
}
