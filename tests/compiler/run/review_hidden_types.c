/* SPDX-License-Identifier: MIT
 *
 * Locals named like the types that results and parameters of async functions are written with, and
 * types named like the compiler's own parameters. */
#include "lang.h"
typedef struct node {
    int v;
    struct node *next;
} node;
typedef struct big {
    int v[10];
} big;
typedef struct {
    int x;
} frame;
typedef struct {
    long a, b, c;
} at;
typedef struct {
    long a, b;
} args;
typedef int value;
static node n1 = {1, 0}, n2 = {2, &n1};
static async node *find(int i)
{
    await rest();
    return i == 1 ? &n1 : &n2;
}
static async int sum(big b, int k)
{
    await rest();
    return b.v[0] + b.v[9] + k;
}
static async int tf(frame f, at a, args g)
{
    await rest();
    return f.x + (int)(a.a + a.c + g.b);
}
static big mk(int i)
{
    big b = {{i, 0, 0, 0, 0, 0, 0, 0, 0, i + 1}};
    return b;
}
static async int t1(void)
{
    node *node = await find(1);
    int r = 0;
    {
        int big = 3;
        if ((await find(node->v + 1))->v == 2)
            r += await sum(mk(big), big);
    }
    return r + node->v;
}
static async int t2(int frame_)
{
    frame f = {frame_};
    at a = {1, 2, 3};
    args g = {4, 5};
    int frame = 2, at = 3, args = 4;
    edo_call c = tf(f, a, g);
    int r = await c;
    r += await tf(f, a, g);
    return r + frame + at + args;
}
async int main(void)
{
    int v = await t1();
    printf("%d\n", v);
    v = await t2(10);
    printf("%d\n", v);
    return 0;
}
