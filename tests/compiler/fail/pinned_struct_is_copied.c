/* SPDX-License-Identifier: MIT */
#include <edo.h>

struct node {
    struct node *self;
    int value;
} edo_pinned;

struct holder {
    int n;
    struct node nodes[2];
};

struct node make(void);
void take(struct node node);

int walk(struct node *a, struct holder *b, struct holder *c)
{
    struct node copy = *a;
    copy = b->nodes[0];
    *b = *c;
    struct node fine = {.self = &fine};
    take(fine);
    struct node *pointer = a;
    (void)*a;
    return pointer->value;
}
