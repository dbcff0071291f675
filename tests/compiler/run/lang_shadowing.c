/* SPDX-License-Identifier: MIT
 *
 * Shadowed names in nested blocks, loops, parameters and statement expressions keep their own
 * values. */
#include "lang.h"

static int x = 1;

static async int shadow(int y)
{
    int r = x + y;
    {
        int x = await later(10), y = x + 5;
        r += x + y;
        {
            char x = 'a';
            await rest();
            r += x;
            for (int x = 0; x < 2; x++) {
                double y = 0.5;
                await rest();
                r += x + (y > 0.4);
                {
                    extern int shadow_external;
                    int x[2] = {await later(1000), shadow_external};
                    r += x[0] + x[1];
                }
            }
            r += x;
        }
        y = await later(y + 1);
        r += y;
    }
    await rest();
    return r + x + y;
}

int shadow_external = 7;

static async int functions(int later_)
{
    int later2 = await later(later_);
    {
        struct x {
            int x;
        } x = {await later(3)};
        enum { y = 5 } e = y;
        await rest();
        later2 += x.x + e + (int)sizeof(struct x);
    }
    {
        typedef short x;
        x y = (x)await later(70000);
        later2 += y;
        {
            long x = sizeof(y);
            await rest();
            later2 += (int)x;
        }
    }
    return later2 + x;
}

static async int same_names(void)
{
    int sum = 0;
    for (int i = 0; i < 3; i++) {
        int t = await later(i);
        sum += t;
    }
    for (int i = 3; i > 0; i--) {
        int t = sum;
        await rest();
        sum = t * 2 + i;
    }
    if (sum) {
        int t = await later(1);
        sum += t;
    } else {
        long t = await later(2);
        sum -= t;
    }
    int i = ({ int i = await later(4); i * sum; });
    return i + ({ int i = await later(5); i; });
}

async int main(void)
{
    printf("%d %d %d\n", await shadow(2), await functions(1), await same_names());
    return 0;
}
