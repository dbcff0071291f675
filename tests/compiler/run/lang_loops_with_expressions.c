/* SPDX-License-Identifier: MIT
 *
 * Loop heads made of statement expressions, conditionals and assignments with awaits, left and
 * continued from inside. */
#include "lang.h"

static async int scan(const int *v)
{
    int n = 0, last;
    while ((last = await later(*v++)) != 0 && (last > 0 || await later(n) < 3))
        n += last > 0 ? await later(last) : (await rest(), 1);
    return n * 100 + last;
}

static async int steps(int n)
{
    int r = 0;
    for (int i = 0, j = await later(n); i < j; i += ({
             int s = await later(1);
             if (i == 3)
                 s = 2;
             s;
         }), r += 1000) {
        if (i == 1)
            continue;
        r += i;
        for (; await later(j) > n - 1 ? await later(0) : i < 0;)
            r = -1;
    }
    return r;
}

static async int both(int n)
{
    int i = 0, r = 0;
    do {
        switch (i & 3) {
        case 1:
            i++;
            continue;
        case 2:
            r += await later(100);
            break;
        default:
            for (;;) {
                if (await later(r) >= 0)
                    break;
            }
        }
        r += i;
    } while (i++ < n && ({ await rest(); 1; }));
    return r;
}

static async int assignment_chain(int n)
{
    int a[4] = {0}, *p = a, i = 0;
    a[i = await later(1)] = a[2] = (p = &a[3], *p = await later(n));
    *(await later(0) ? p : &a[0]) += i += await later(5);
    return ((a[0] * 10 + a[1]) * 10 + a[2]) * 10 + a[3];
}

static async unsigned narrowing(int n)
{
    unsigned char c = 200;
    c += await later(n);
    short s = (short)(c = (unsigned char)await later(300));
    unsigned u = (c += 250) + (unsigned)s;
    long long l = u;
    l <<= await later(4);
    return (unsigned)(l | (c > await later(10)));
}

async int main(void)
{
    int v[] = {3, -1, 2, -1, 0};
    printf("%d %d\n", await scan(v), await steps(6));
    printf("%d %d\n", await both(6), await assignment_chain(2));
    printf("%u %u\n", await narrowing(5), await narrowing(100));
    return 0;
}
