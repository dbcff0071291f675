/* SPDX-License-Identifier: MIT
 *
 * A local that a static, an extern or a function declared in an inner block hides keeps its value
 * over the awaits in that block. */
#include "lang.h"
int g1 = 7;
int fn1(int x)
{
    return x + 1;
}
static async int a(int n)
{
    int x = n * 2;
    int r = 0;
    {
        static int x = 100;
        await rest();
        x++;
        r += x;
    }
    r += x;
    return r;
}
static async int b(int n)
{
    int g1 = n * 3;
    int r = 0;
    {
        extern int g1;
        r += g1;
        await rest();
        g1++;
        r += g1;
    }
    return r * 1000 + g1;
}
static async int c(int n)
{
    int fn1 = n * 3;
    int r = 0;
    {
        int fn1(int);
        r += fn1(1);
        await rest();
        r += fn1(2);
    }
    return r * 1000 + fn1;
}
static async int d(int n)
{
    int x = n * 3;
    int r = 0;
    {
        typedef int x;
        x y = 4;
        await rest();
        r += y;
    }
    {
        enum { x = 5 };
        await rest();
        r += x;
    }
    {
        struct x {
            int x;
        } y = {3};
        await rest();
        r += y.x;
    }
    return r * 1000 + x;
}
async int main(void)
{
    int v = await a(5);
    printf("%d\n", v);
    v = await b(5);
    printf("%d\n", v);
    v = await c(5);
    printf("%d\n", v);
    v = await d(5);
    printf("%d\n", v);
    return 0;
}
