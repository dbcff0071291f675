/* SPDX-License-Identifier: MIT
 *
 * Structs, unions and enumerations that a type name in an expression defines. */
#include "lang.h"
async int main(void)
{
    int k = (int)sizeof(struct loc { int a, b; });
    struct loc l = {1, k};
    await rest();
    printf("%d %zu\n", l.b, sizeof(struct loc));

    enum color { RED = 3 };
    struct outer {
        struct inner {
            enum color c;
        } in;
    } o = {{RED}};
    const struct pair *p = &(const struct pair { int x; struct loc y; }){1, {2, 3}};
    struct pair copy = *p;
    typedef struct pair pairs[sizeof(union two { char c; short s; })];
    pairs two = {{5, {6, 7}}, {8, {9, 10}}};
    union two u = {.c = 'u'};
    await rest();
    printf("%d %d %d %d %c %zu\n", (int)o.in.c, p->y.b, copy.y.a, two[1].y.b, u.c, sizeof u);

    int n[(enum { FOUR = 4, FIVE })FOUR] = {FIVE, FOUR};
    __auto_type *anonymous = &(struct { int v[FOUR]; }){{7, 8, 9}};
    await rest();
    printf("%zu %d %d\n", sizeof n / sizeof *n, n[0], anonymous->v[2]);
    {
        int again = (int)sizeof(struct loc { char c[3]; });
        struct loc other = {"ab"};
        await rest();
        printf("%d %s\n", again, other.c);
    }
    return 0;
}
