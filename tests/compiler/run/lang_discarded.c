/* SPDX-License-Identifier: MIT
 *
 * NO ORACLE. What stands behind a (void) is discarded without a word of the C compiler's, also
 * where an await in it makes statements of it; and so are the arms of ?:, the last value of a
 * statement expression, and what is under a cast, where they are all that the statement is. */
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

static async int arms(int n)
{
    int h = 0;
    n ? await say(1) : h;
    n ? h : await say(2);
    n ? (await say(3), h) : 0;
    (n) ? ((await say(4))) : n ? h : 1;
    await say(5) ? h : 0;
    await say(0) ?: n;
    for (; h < 2; await say(6) ? h : 0)
        h++;
    ({ await say(7); h; });
    ({ n ? await say(8) : h; });
    ({ await say(9) && (h = 10); });
    (long)await say(11);
    (char)(await say(12) + 1);
    return h;
}

async int main(void)
{
    printf("= %d\n", await work(0));
    printf("= %d\n", await work(1));
    printf("= %d\n", await arms(0));
    printf("= %d\n", await arms(1));
    return 0;
}
