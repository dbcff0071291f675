/* SPDX-License-Identifier: MIT
 *
 * Locals and parameters that are const in every way C can say it can be saved, restored and
 * stand in the frame. */
#include "lang.h"

typedef char *const const_pointer;
typedef const int const_int;

static char text[] = "hello";

static async int params(char *const restrict p, const int n, int *const volatile q)
{
    await rest();
    int k = p[n] + *q;
    await rest();
    return k + p[0];
}

async int main(void)
{
    char *const restrict p = text;
    int one = await later(1);
    int *const volatile q = &one;
    char *const __attribute__((unused)) r = text + 1;
    const_pointer s = text + 2;
    const_int five = await later(5);
    const const_int six = 6;
    const __typeof__(five) seven = five + 2;
    const volatile int eight = 8;
    int (*const call)(int) = tell;
    const __auto_type nine = 9;
    for (int i = 0; i < 2; i++) {
        await rest();
        printf("%c %d %c %c %d %d %d %d %d\n", *p, *q, *r, *s, five, six, seven, eight, nine);
    }
    int given = await params(text, 1, &one);
    printf("%d %d\n", given, call(3));
    return 0;
}
