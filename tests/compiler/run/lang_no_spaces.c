/* SPDX-License-Identifier: MIT
 *
 * Types without tags, in text without the spaces that C doesn't need: where they are given names,
 * the names stand alone. */
#include "lang.h"

/* clang-format off */
static async int tight(int n)
{
    enum{A=3,B}e=B;struct{int a;}s={1};union{int u;float f;}v;enum{C=10};
    v.u=2;
    await rest();
    for(int i=0;i<C;i++)s.a+=await later(i*A);
    struct{struct{int x;}in[2];}*p=&(__typeof__(*p)){{{n},{2}}};
    await rest();
    return e+s.a+v.u+p->in[0].x*1000+p->in[1].x;
}

typedef edo_call_of(double)double_call;
static gen int upto(int n){for(int i=0;i<n;i++)yield i;}
typedef edo_gen(upto)counter;

static async double half(double d){await rest();return d/2;}
static async int calls(double_call c)
{
    counter g=upto(4);int v,sum=0;
    while(edo_next(&g,&v))sum+=v;
    edo_gen_end(&g);
    return sum+(int)(await c*10);
}
/* clang-format on */

async int main(void)
{
    printf("%d %d\n", await tight(5), await calls(half(3)));
    return 0;
}
