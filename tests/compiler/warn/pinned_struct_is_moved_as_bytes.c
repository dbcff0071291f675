/* SPDX-License-Identifier: MIT */
#include <edo.h>
#include <stdlib.h>
#include <string.h>

struct node {
    struct node *self;
    int value;
} edo_pinned;

struct holder {
    int n;
    struct node nodes[2];
};

static int by_value(const void *a, const void *b)
{
    return ((const struct node *)a)->value - ((const struct node *)b)->value;
}

void plain(struct node *a, struct holder *b, struct holder *c)
{
    memcpy(a, &b->nodes[1], sizeof *a);
    memmove((void *)b, (const void *)c, sizeof *b);
    qsort(b->nodes, 2, sizeof b->nodes[0], by_value);
    b = realloc(b, 2 * sizeof *b);
}

async int suspends(struct node *nodes)
{
    struct node copy;
    await edo_yield();
    __builtin_memcpy(&copy, nodes, sizeof copy);
    return copy.value;
}

void fine(struct node *a, struct holder *b, int *numbers)
{
    memset(a, 0, sizeof *a);
    memcpy(&a->value, &b->n, sizeof a->value);
    memcpy(numbers, &b->nodes[0].value, sizeof(int));
    free(b);
}
