/* SPDX-License-Identifier: MIT */
#include <edo.h>

struct node {
    struct node *self;
    int value;
} edo_pinned;
typedef struct node node;

union either {
    struct node node;
    int n;
};

struct session {
    struct node *first, *second;
    struct { node *inside[2]; } deep;
    int n;
};

typedef struct {
    int n;
} handle edo_pinned;

static node here, there;
static struct session *current;
node *find(int n);
void take_handle(handle h);
void print(const char *text, ...);

void by_global(void)
{
    here = there;
}

void by_member(struct session *s)
{
    *s->first = *s->second;
}

void by_members_member(void)
{
    current->deep.inside[0][0] = *current->deep.inside[1];
}

void by_result(void)
{
    *find(1) = *find(2);
}

void by_choice(struct session *s)
{
    node chosen = s->n ? *s->first : *s->second, last = (s->n++, *s->first);
    node value = ({ s->n++; *s->first; });
    node made = (node){.value = 1};
    __auto_type copy = *s->first;
    __typeof__(*s->first) other = copy;
}

void by_list(union either *e, handle *h)
{
    union either copy = *e;
    node two[2] = {[1] = *find(1)};
    struct { int n; node inner; } held = {1, *find(2)};
    take_handle(*h);
    print("%p", *find(3));
}

void by_arguments(__builtin_va_list list)
{
    node n = __builtin_va_arg(list, node);
}

node by_return(struct session *s)
{
    return *s->first;
}

async node by_async_result(void);
async int by_async_argument(node n);

async int fine(struct session *s)
{
    node n = {.self = &n, .value = s->first->value}, nodes[2] = {{.value = 1}, {.value = 2}};
    struct session copy = *s;
    handle h = {1};
    await edo_yield();
    n.value += (s->n ? n : nodes[1]).value + h.n + copy.n;
    return sizeof *s->first + n.value;
}
