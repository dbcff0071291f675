/* SPDX-License-Identifier: MIT
 *
 * NO ORACLE. A named future evaluates its arguments at once and runs when it is first awaited;
 * never started it never runs. */
#include "lang.h"

static async int speak(int v)
{
    printf("speak %d\n", v);
    await rest();
    return v * 2;
}

static async int declare_only(int n)
{
    for (int i = 0; i < n; i++) {
        edo_future(speak) unused = speak(tell(i));
        if (i == 1)
            break;
    }
    return n;
}

async int main(void)
{
    edo_future(speak) never = speak(tell(1));
    edo_future(speak) f = speak(tell(2));
    printf(" declared\n");
    int r = await f;
    printf("%d\n", r);
    printf(" %d\n", await declare_only(3));
    int v = 5;
    edo_future(speak) by_value = speak(v);
    v = 6;
    printf("%d\n", await by_value + v);
    edo_future(speak) awaited_argument = speak(await say(7));
    printf(" declared\n");
    printf("%d\n", await awaited_argument);
    return 0;
}
