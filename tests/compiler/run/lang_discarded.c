/* SPDX-License-Identifier: MIT
 *
 * NO ORACLE. What stands behind a (void) is discarded without a word of the C compiler's, also
 * where an await in it makes statements of it. */
#include "lang.h"

static async int work(int c)
{
    int n = 0;
    (void)(await say(1) || c);
    (void)(c || await say(2));
    (void)(await say(0) && (n++, 1));
    (void)(c ? await say(3) : n);
    (void)(await say(4), c);
    (void)(c + await say(5));
    (void)!await say(6);
    (void)(char)await say(7);
    (void)(n == await say(8));
    (void)({ await say(9); c; });
    (void)((await say(10), c) + 1);
    for (; n < 2; (void)(await say(11) || n), n++)
        ;
    return n;
}

async int main(void)
{
    printf("= %d\n", await work(0));
    printf("= %d\n", await work(1));
    return 0;
}
