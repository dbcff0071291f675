/* SPDX-License-Identifier: MIT
 *
 * Awaits inside statement expressions, wherever those may stand, with declarations, loops and
 * jumps inside. */
#include "lang.h"

#define MAX(a, b)                                                                                \
    ({                                                                                           \
        __typeof__(a) a_ = (a);                                                                  \
        __typeof__(b) b_ = (b);                                                                  \
        a_ > b_ ? a_ : b_;                                                                       \
    })

struct pair {
    int a, b;
};

static async int find(const int *v, int n, int wanted)
{
    return ({
        int at = -1;
        for (int i = 0; i < n; i++) {
            if (await later(v[i]) == wanted) {
                at = i;
                break;
            }
        }
        at;
    });
}

static async int early(int n)
{
    int x = 1 + ({
                if (await later(n) > 5)
                    return -1;
                await later(n);
            });
    return x;
}

async int main(void)
{
    int x = ({
        int y = await later(3);
        y * y;
    });
    printf("%d\n", x);
    printf("%d\n", MAX(await later(3), await later(7)));
    printf("%d\n", MAX(MAX(await later(3), 2), MAX(await later(1), await later(4))));
    int v[] = {5, 6, 7};
    printf("%d %d\n", await find(v, 3, 7), await find(v, 3, 8));
    printf("%d %d\n", await early(5), await early(6));
    if (({ int t = await say(1); t; }) && ({ await say(2); await say(0); }))
        printf("wrong\n");
    while (({
        x--;
        await later(x);
    }) > 5)
        ;
    printf(" %d\n", x);
    struct pair p = ({
        struct pair q = {await later(1), 2};
        q.b += await later(3);
        q;
    });
    printf("%d %d\n", p.a, p.b);
    printf("%d\n", ({ struct pair q = p; q.a++; await rest(); q; }).a);
    for (int i = 0; i < 5; i++) {
        int r = ({
            if (await later(i) == 1)
                continue;
            if (await later(i) == 3)
                break;
            i * 10;
        });
        printf("%d ", r);
    }
    printf("\n");
    ({
        await rest();
        printf("void one\n");
    });
    x = ({ 1; }) + ({ int x = await later(2); ({ int x = await later(4); x; }) + x; });
    printf("%d\n", x);
    return 0;
}
