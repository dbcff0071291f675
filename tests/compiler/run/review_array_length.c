/* SPDX-License-Identifier: MIT
 *
 * Arrays whose lengths their initialisers give, by designators that name parts of an element. */
#include "lang.h"
#pragma GCC diagnostic ignored "-Wmissing-braces"
struct pair {
    int x, y;
};
struct element {
    int q[3];
    struct pair p;
    union {
        int i;
        float f;
    } u;
};
async int main(void)
{
    struct element e[] = {1, 2, 3, 4, 5, 6, [3].p.x = 9, 10, 11, 12, 13};
    struct element g[] = {[1].q[1] = 1, 2, 3, 4, 5, 6};
    struct pair r[] = {[1 ... 2].y = 7, 8, 9, 10};
    int deep[][2][2] = {[1][0][1] = 1, 2, 3, 4};
    struct pair s[] = {[2] = 1, 2, 3};
    struct {
        int a;
        int : 3;
        int b;
    } bits[] = {[0].a = 1, 2, 3, 4, 5};
    int n = (int)(sizeof(struct pair[]){[4].x = 1, 2, 3} / sizeof(struct pair));
    await rest();
    printf("%zu %d %d\n", sizeof e / sizeof *e, e[3].p.y, e[4].q[1]);
    printf("%zu %d %d\n", sizeof g / sizeof *g, g[1].u.i, g[2].q[0]);
    printf("%zu %d %d\n", sizeof r / sizeof *r, r[1].y, r[4].x);
    printf("%zu %d\n", sizeof deep / sizeof *deep, deep[2][0][0]);
    printf("%zu %d\n", sizeof s / sizeof *s, s[3].x);
    printf("%zu %d %d\n", sizeof bits / sizeof *bits, bits[1].b, bits[2].a);
    printf("%d\n", n);
    return 0;
}
