/* SPDX-License-Identifier: MIT
 *
 * Awaits in the chosen branch of _Generic run; its controller and the other branches don't. */
#include "lang.h"

static async long long_of(int v)
{
    await rest();
    return v + 1000L;
}

async int main(void)
{
    printf("%d\n", _Generic(1, int : await say(1), default : await say(2)));
    printf("%d\n", _Generic(1.0, int : await say(1), default : await say(2)));
    printf("%d\n", _Generic(await say(9), int : 5, default : 6));
    printf("%d\n", _Generic(await long_of(9), int : 5, long : await later(7), default : 6));
    printf("%ld\n", _Generic((char *)0, char * : await long_of(await later(1)), int : 0L));
    int x = _Generic(&x, int * : await later(3), default : await later(4)) + 1;
    printf("%d\n", x);
    return 0;
}
