/* SPDX-License-Identifier: MIT
 *
 * Awaits on the left: through awaited pointers, indices and members. */
#include "lang.h"

struct node {
    int value;
    struct node *next;
    int table[4];
};

static struct node second = {2, 0, {5, 6, 7, 8}};
static struct node first = {1, &second, {1, 2, 3, 4}};

static async int *place(int i)
{
    await rest();
    return &first.table[i];
}

static async struct node *node(void)
{
    await rest();
    return &first;
}

static async struct node copy(void)
{
    await rest();
    return first;
}

async int main(void)
{
    *await place(0) = 10;
    *await place(1) += 20;
    ++*await place(2);
    (*await place(3))--;
    printf("%d %d %d %d\n", first.table[0], first.table[1], first.table[2], first.table[3]);
    int a[4] = {1, 2, 3, 4};
    a[await later(1)] = await later(50);
    a[await later(2)] += await later(3);
    a[await later(0)]++;
    --a[await later(3)];
    printf("%d %d %d %d\n", a[0], a[1], a[2], a[3]);
    (await node())->value = await later(9);
    (await node())->next->value += await later(5);
    (await node())->next->table[await later(1)] = await later(66);
    printf("%d %d %d\n", first.value, second.value, second.table[1]);
    printf("%d %d\n", (await copy()).value, (await copy()).table[await later(2)]);
    int *p = &(await node())->table[await later(1)];
    *p = 1;
    printf("%d %d\n", first.table[1], *&*p);
    (await later(1))[a] = 5;
    printf("%d %d\n", a[1], (await later(2))[a]);
    *await place(await later(0)) = *await place(1) = await later(3);
    printf("%d %d\n", first.table[0], first.table[1]);
    return 0;
}
