/* SPDX-License-Identifier: MIT
 *
 * The step of a loop whose condition awaits may be a statement expression with locals of its
 * own. */
#include <edo.h>
#include <stdio.h>

struct pair {
    int a, b;
};

static async int below(int a, int b)
{
    await edo_yield();
    return a < b;
}

static int sum(const struct pair *p)
{
    return p->a + p->b;
}

async int main(void)
{
    int total = 0;
    for (int i = 0; await below(i, 10); ({ int next = i + 2; total += next; i = next; }))
        printf("%d ", i);
    for (int i = 0; await below(i, 6); i += sum(&(struct pair){1, 1}))
        total += i;
    for (int i = 3; await below(0, i--); ({ ; }))
        total++;
    printf("%d\n", total);
    return 0;
}
