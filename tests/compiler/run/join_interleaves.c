/* SPDX-License-Identifier: MIT
 *
 * The branches of a join begin in source order, and take turns. */
#include "lang.h"

static async void steps(const char *name, int n)
{
    for (int i = 1; i <= n; i++) {
        printf("%s%d ", name, i);
        await rest();
    }
    printf("%s. ", name);
}

async int main(void)
{
    join {
        await steps("a", 3);
        {
            join {
                await steps("b", 2);
                await steps("c", 1);
            }
            printf("bc. ");
            await steps("d", 2);
        }
        await steps("e", 1);
    }
    printf("\n");
    return 0;
}
