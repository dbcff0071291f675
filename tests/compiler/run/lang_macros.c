/* SPDX-License-Identifier: MIT
 *
 * Awaits hidden in macros: as functions, statements, loops, conditions, with arguments used
 * twice. */
#include "lang.h"

#define GET(x) await later(x)
#define TWICE(x) ((x) + (x))
#define WAIT await
#define RETRY(n, e)                                                                              \
    for (int tries_ = 0; tries_ < (n) && !(e); tries_++)
#define CHECK(e)                                                                                 \
    do {                                                                                         \
        int r_ = (e);                                                                            \
        if (r_ < 0) {                                                                            \
            printf("failed %d\n", r_);                                                           \
            return r_;                                                                           \
        }                                                                                        \
    } while (0)
#define SWAP(a, b)                                                                               \
    do {                                                                                         \
        __typeof__(a) t_ = (a);                                                                  \
        await rest();                                                                            \
        (a) = (b);                                                                               \
        (b) = t_;                                                                                \
    } while (0)
#define CALL(f, ...) await f(__VA_ARGS__)
#define DEFINE(name, op)                                                                         \
    static async int name(int a, int b)                                                          \
    {                                                                                            \
        return await later(a) op await later(b);                                                 \
    }
#define FN static async int

DEFINE(add, +)
DEFINE(sub, -)

FN checked(int n)
{
    CHECK(GET(n));
    CHECK(GET(n - 2));
    return n;
}

static int left = 3;

FN attempt(void)
{
    await rest();
    return --left <= 0;
}

async int main(void)
{
    printf("%d %d\n", GET(GET(3)), TWICE(GET(4)));
    printf("%d\n", WAIT later(5));
    printf("%d %d\n", CALL(add, 1, 2), CALL(sub, GET(9), CALL(add, 1, 1)));
    printf("%d\n", await checked(1));
    printf("%d\n", await checked(5));
    int rounds = 0;
    RETRY(10, await attempt())
        rounds++;
    printf("%d\n", rounds);
    int a = 1, b = 2;
    double c = 1.5, d = 2.5;
    SWAP(a, b);
    SWAP(c, d);
    if (a)
        SWAP(a, b);
    else
        SWAP(c, d);
    printf("%d %d %.1f %.1f\n", a, b, c, d);
    return 0;
}
