/* SPDX-License-Identifier: MIT
 *
 * Structs that point into themselves stay valid across awaits: rings, cursors, lists in
 * frames. */
#include "lang.h"

struct cursor {
    char text[16];
    char *at;
};

struct ring {
    struct ring *next, *prev;
    int value;
};

static void ring_init(struct ring *r, int value)
{
    r->next = r->prev = r;
    r->value = value;
}

static void ring_add(struct ring *head, struct ring *r)
{
    r->prev = head->prev;
    r->next = head;
    head->prev->next = r;
    head->prev = r;
}

static void ring_remove(struct ring *r)
{
    r->next->prev = r->prev;
    r->prev->next = r->next;
}

static async int ring_sum(struct ring *head)
{
    int sum = head->value;
    for (struct ring *r = head->next; r != head; r = r->next) {
        await rest();
        sum = sum * 10 + r->value;
    }
    return sum;
}

static async int nested(struct ring *head, int depth)
{
    struct ring mine;
    ring_init(&mine, depth);
    ring_add(head, &mine);
    int r = depth < 4 ? await nested(head, depth + 1) : await ring_sum(head);
    await rest();
    ring_remove(&mine);
    return r;
}

async int main(void)
{
    struct cursor c = {"hello, world", 0};
    c.at = c.text;
    while (await later(*c.at)) {
        if (*c.at == ',')
            *c.at = ';';
        c.at++;
    }
    printf("%s %td\n", c.text, c.at - c.text);
    struct ring head;
    ring_init(&head, 9);
    printf("%d\n", await nested(&head, 1));
    printf("%d\n", head.next == &head && head.prev == &head);
    struct {
        void *self;
        int n;
    } s = {&s, await later(1)};
    await rest();
    printf("%d\n", s.self == &s);
    void *p = &p;
    await rest();
    printf("%d\n", p == &p);
    return 0;
}
