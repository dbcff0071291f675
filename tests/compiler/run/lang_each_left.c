/* SPDX-License-Identifier: MIT
 *
 * A loop over a generator that is left early makes the yield a return: its defers run. */
#include "lang.h"

static gen int guarded(const char *name, int n)
{
    defer printf(" (%s ends)", name);
    for (int i = 0; i < n; i++) {
        defer printf(" -%d", i);
        yield i;
    }
    printf(" all");
}

static gen int nested(int n)
{
    defer printf(" (outer ends)");
    each (int i = guarded("inner", n)) {
        defer printf(" /");
        yield i * 10;
    }
}

static int broken(void)
{
    each (int i = guarded("broken", 5))
        if (i == 1)
            break;
    printf("\n");
    return 0;
}

static int returned(void)
{
    each (int i = guarded("returned", 5)) {
        defer printf(" loop");
        if (i == 2)
            return printf(" value"); /* before any defer */
    }
    return 0;
}

static void gone(void)
{
    each (int i = guarded("a", 5))
        each (int j = guarded("b", 5))
            if (j == 1)
                goto out;
out:
    printf("\n");
}

static int continued(void)
{
outer:
    for (static int k = 0; k < 2; k++) {
        each (int i = guarded("k", 2)) {
            if (i == 1 && k == 0) {
                k++;
                goto outer;
            }
            continue;
        }
    }
    printf("\n");
    return 0;
}

static int tried(int at)
{
    each (int i = guarded("tried", 5))
        try (i == at ? -5 : 1);
    return 0;
}

static async int suspending(void)
{
    each (int i = nested(4)) {
        printf(" %d", await later(i));
        if (i == 20)
            return await later(3);
    }
    return 0;
}

/* The end of a generator that stands at a yield inside of an expression. */
static gen int inside(void)
{
    int x = 5;
    defer printf(" x=%d", x);
    x = 10 + (yield 1) + (yield 2);
}

async int main(void)
{
    broken();
    printf(" %d\n", returned());
    gone();
    continued();
    printf(" %d", tried(2));
    printf(" %d\n", tried(9));
    printf(" %d\n", await suspending());
    each (int v = inside())
        if (v == 2)
            break;
    each (int v = inside())
        printf(" %d", v);
    printf("\n");
    return 0;
}
