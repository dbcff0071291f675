/* SPDX-License-Identifier: MIT
 *
 * Pointers to generators, and runs of any generator of a type, that go from one unit to another. */
#include "shared.h"

#include <stdio.h>

static gen int downfrom(int n)
{
    defer printf("(down ends)");
    while (n > 0)
        yield n--;
}

static void in_plain(void)
{
    struct reader r = {.from = downfrom, .pairs = pairs_of};
    begin(&r, 4);
    printf("%d ", sum(&r.g));
    edo_gen_end(&r.g);
    r.from = upto;
    begin(&r, 4);
    int v = 0;
    edo_next(&r.g, &v);
    edo_next(&r.g, &v);
    printf("%d\n", v);
    edo_gen_end(&r.g);

    typedef gen int (*local_type)(int);
    local_type chosen = choose(0);
    const local_type all[] = {chosen, choose(1), downfrom};
    for (int i = 0; i < 3; i++) {
        each (int x = all[i](5)) {
            if (x == 3)
                break;
            printf("%d ", x);
        }
    }
    printf("\n");
    each (int x = choose(1)(2))
        printf("%d ", x);
    each (int x = ((source *)all[2])(2))
        printf("%d ", x);
    each (int x = filtered(downfrom, 6, 1))
        printf("%d ", x);
    edo_gen(source) g = downfrom(3), h = upto(4);
    printf("%d %d\n", sum(&g), sum(&h));
    printf("%d\n", ends(entries));
}

static async int in_async(struct reader *r)
{
    long sum = 0;
    each (struct pair p = r->pairs((struct pair){10, "ten"}, 3)) {
        await edo_yield();
        sum += p.key;
        printf("%s ", p.value);
    }
    return (int)sum;
}

async int main(void)
{
    struct reader r = {.pairs = pairs_of};
    in_plain();
    printf("%d\n", await in_async(&r));
    return 0;
}
