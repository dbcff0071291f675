/* SPDX-License-Identifier: MIT
 *
 * Conditions with side effects around their awaits happen once, in order. */
#include "lang.h"

static int counter;

static int tick(void)
{
    return ++counter;
}

async int main(void)
{
    int i = 0;
    while (i++ < 3 && await later(tick()) < 10)
        printf("%d/%d ", i, counter);
    printf("end %d/%d\n", i, counter);

    if ((i = await later(8)) > 7 && i-- && await later(i) == 7 && --i)
        printf("i %d\n", i);

    int n;
    do
        n = counter++;
    while (await later(n) < 6 || (counter++, await later(counter)) < 10);
    printf("%d %d\n", n, counter);

    for (int a = 0, b = 8; a++ < await later(b--);)
        printf("%d-%d ", a, b);
    printf("\n");

    int table[5] = {1, 2, 3, 0, 4}, *p = table;
    while (await later(*p++))
        ;
    printf("%td\n", p - table);

    switch (await later(i++)) {
    case 6:
        printf("six %d\n", i);
    }
    return 0;
}
