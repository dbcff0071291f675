/* SPDX-License-Identifier: MIT
 *
 * && and || with awaits on either side run only what they must, in order. */
#include "lang.h"

async int main(void)
{
    int a;
    a = await say(0) && await say(1);
    printf(" = %d\n", a);
    a = await say(2) && await say(0);
    printf(" = %d\n", a);
    a = await say(0) || await say(3);
    printf(" = %d\n", a);
    a = await say(4) || await say(5);
    printf(" = %d\n", a);
    a = tell(1) && await say(6) && tell(2);
    printf(" = %d\n", a);
    a = tell(0) && await say(6);
    printf(" = %d\n", a);
    a = (await say(0) || tell(0)) && await say(7);
    printf(" = %d\n", a);
    a = await say(0) || (await say(1) && (await say(0) || await say(8)));
    printf(" = %d\n", a);
    if (await say(1) && !await say(0) && (await say(2) || await say(3)))
        printf(" yes\n");
    if (!(await say(1) && await say(2)) || await say(0))
        printf(" wrong\n");
    else
        printf(" no\n");
    a = 10 + (await say(3) && await say(4)) * 5;
    printf(" = %d\n", a);
    double d = 0.5;
    void *null = 0;
    a = d && await say(1);
    a += null || await say(2);
    a += (await later(1), null) && await say(3);
    printf(" = %d\n", a);
    (void)(await say(0) && await say(9));
    (void)(await say(1) || await say(9));
    printf("\n");
    while (await say(a) && a-- > 1)
        ;
    printf(" = %d\n", a);
    return 0;
}
