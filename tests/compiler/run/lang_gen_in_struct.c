/* SPDX-License-Identifier: MIT
 *
 * edo_gen as a member: begun by an assignment, ended by edo_gen_end. */
#include "lang.h"

static gen int upto(int n)
{
    char pad[100];
    memset(pad, n, sizeof pad);
    defer printf("(upto %d ends)", pad[99]);
    for (int i = 0; i < n; i++)
        yield i;
}

gen_of(int) const char *from_elsewhere(int n, const char *last);
async gen int slow(int n);
typedef edo_gen(upto) counter;

/* Frames are known of none of them here, and of some nowhere in the unit. */
struct walker {
    edo_gen(upto) g;
    int n;
};

union either {
    counter it;
    long long other;
};

struct several {
    struct walker inner;
    edo_gen(slow) *borrowed, s;
    struct {
        edo_gen(from_elsewhere) words;
    };
    union either u;
};

static struct walker at_rest;

static int drain(edo_gen(upto) * g)
{
    int v, sum = 0;
    while (edo_next(g, &v))
        sum += v;
    return sum;
}

static int next(struct walker *w)
{
    int v = -1;
    edo_next(&w->g, &v);
    return w->n = v;
}

/* No word of Edo is in these. */
static int drain_member(struct walker *w)
{
    return drain(&w->g);
}

static void begin_again(struct walker *w)
{
    w->g = upto(2);
}

static void in_plain(void)
{
    struct walker w = {0};
    int v = 7;
    printf("%d %d\n", edo_next(&w.g, &v), v);
    edo_gen_end(&w.g);
    w.g = upto(3);
    printf("%d ", next(&w));
    printf("%d ", next(&w));
    edo_gen_end(&w.g);
    printf(" %d ", edo_next(&w.g, &v));
    w.g = upto(5);
    printf("sum %d ", drain(&(w.g)));
    printf("%d\n", edo_next(&w.g, 0));
    edo_gen_end(&w.g);
    edo_gen_end(&w.g);

    begin_again(&w);
    printf("%d ", drain_member(&w));
    edo_gen_end(&w.g);

    struct walker *ws = malloc(3 * sizeof *ws);
    for (int i = 0; i < 3; i++)
        ws[i].g = upto(i + 1);
    for (int i = 0; i < 3; i++) {
        printf("%d ", next(&ws[i]));
        printf("%d ", next(ws + i));
    }
    for (int i = 0; i < 3; i++)
        edo_gen_end(&ws[i].g);
    free(ws);
    printf("\n");

    struct several all = {{.n = 2}};
    all.words = from_elsewhere(2, "the end");
    each (int i = all.words) {
        printf("%d ", i);
        break;
    }
    each (int i = all.words)
        printf("%d ", i);
    printf("%s\n", edo_gen_result(&all.words));
    edo_gen_end(&all.words);
    all.u.it = upto(2);
    struct several *pointer = &all;
    each (int i = pointer->u.it)
        printf("%d ", i);
    edo_gen_end(&pointer->u.it);
    printf("%zu\n", sizeof(struct walker));
}

gen_of(int) const char *from_elsewhere(int n, const char *last)
{
    for (int i = 0; i < n; i++)
        yield i * 10;
    return last;
}

async gen int slow(int n)
{
    defer {
        await rest();
        printf("(slow %d ends)", n);
    }
    for (int i = 0; i < n; i++) {
        await rest();
        yield i;
    }
}

/* A tree, with two generators on each step of the way down. */
struct node {
    int key;
    struct node *left, *right;
};
static gen int in_order(struct node *n);
static gen int in_order(struct node *n)
{
    struct {
        edo_gen(in_order) left, right;
    } sides = {0};
    if (!n)
        return;
    defer edo_gen_end(&sides.left);
    defer edo_gen_end(&sides.right);
    sides.left = in_order(n->left);
    int v;
    while (edo_next(&sides.left, &v))
        yield v;
    yield n->key;
    sides.right = in_order(n->right);
    while (edo_next(&sides.right, &v))
        yield v;
}

static async int take_two(struct several *s)
{
    int a = -1, b = -1;
    if (await edo_next(&s->s, &a) && await edo_next(&s->s, &b))
        return a * 10 + b;
    return -1;
}

static async int in_async(int n)
{
    struct several s[2] = {0};
    struct walker w;
    w.g = upto(await later(n));
    w.n = 0;
    int v;
    while (edo_next(&w.g, &v))
        w.n += await later(v);
    edo_gen_end(&w.g);
    s[1].s = slow(await later(5));
    s[1].borrowed = &s[1].s;
    printf("%d %d\n", w.n, await take_two(&s[1]));
    await edo_next(s[1].borrowed, &v);
    each (int i = s[1].s) {
        printf("%d after %d ", i, v);
        break;
    }
    await edo_gen_end(&s[1].s);
    await edo_gen_end(&s[0].s);
    v = await edo_next(&s[1].s, 0);
    s[await later(0)].s = slow(0);
    v += await edo_next(&s[0].s, 0);
    await edo_gen_end(&s[await later(0)].s);
    return v;
}

async int main(void)
{
    in_plain();
    printf("%d\n", await in_async(4));
    struct node n[] = {{1, 0, 0}, {2, &n[0], &n[2]}, {3, 0, 0}, {4, &n[1], &n[4]}, {5, 0, 0}};
    each (int key = in_order(&n[3])) {
        printf("%d ", key);
        if (key == 4)
            break;
    }
    at_rest.g = upto(await later(1));
    printf("%d", next(&at_rest));
    edo_gen_end(&at_rest.g);
    printf("\n");
    return 0;
}
