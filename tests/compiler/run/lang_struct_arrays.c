/* SPDX-License-Identifier: MIT
 *
 * Arrays in structs, arrays of structs, decay of members of temporaries, struct assignment
 * across awaits. */
#include "lang.h"

struct row {
    int v[4];
    char name[6];
};
struct table {
    struct row rows[3];
    int used;
};

static async struct row make(int n)
{
    struct row r = {{n, n + 1}, "row"};
    r.v[3] = await later(n * n);
    r.name[3] = (char)('0' + n);
    return r;
}

static async void fill(struct table *t)
{
    for (t->used = 0; t->used < 3; t->used++)
        t->rows[t->used] = await make(t->used);
}

static async int total(struct table t)
{
    int sum = 0;
    for (int i = 0; i < t.used; i++)
        for (size_t j = 0; j < sizeof t.rows[0].v / sizeof *t.rows[0].v; j++)
            sum += await later(t.rows[i].v[j]);
    t.used = 0;
    return sum;
}

static int plain(const int *v)
{
    return v[3];
}

async int main(void)
{
    struct table t;
    await fill(&t);
    printf("%d %d %s\n", await total(t), t.used, t.rows[2].name);
    printf("%d %s\n", (await make(5)).v[await later(3)], (await make(6)).name);
    printf("%d\n", plain((await make(7)).v) + plain((await make(8)).v));
    struct table copy = t, *p = &copy;
    p->rows[0] = p->rows[await later(2)];
    struct row (*rows)[3] = &p->rows;
    await rest();
    printf("%s %s %d\n", copy.rows[0].name, (*rows)[1].name, (*rows)[0].v[3]);
    struct row many[2][2] = {{await make(1), await make(2)}, {[1] = await make(3)}};
    await rest();
    struct row *q = many[0];
    int sum = 0;
    for (int i = 0; i < 4; i++, q++)
        sum = sum * 10 + q->v[await later(1)];
    printf("%d\n", sum);
    many[1][0] = many[0][1], many[1][0].v[1]++;
    await rest();
    printf("%d %d\n", many[1][0].v[1], many[0][1].v[1]);
    return 0;
}
