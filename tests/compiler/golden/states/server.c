/* SPDX-License-Identifier: MIT
 *
 * What --states says of the usual shapes: a loop with two ways out, a condition, a callee of the
 * same file, a task, a named future, a recursive call in a box, a join, a
 * select, an async block. */
#include <edo.h>

struct op {
    long link[3];
    int result;
};
edo_poll op_start(struct op *op, edo_cx *cx, int n);
edo_poll op_resume(struct op *op, edo_cx *cx);
async int op(int n) edo_leaf(struct op, op_start, op_resume, 0, 0);
int show(const char *text, int n);

static async int copy(int from, int to)
{
    char buffer[100];
    volatile int turns = 0;
    for (;;) {
        int n = try await op(from);
        if (n == 0)
            return turns;
        show(buffer, n);
        try await op(to);
        turns++;
    }
}

static async int tree(int depth)
{
    if (depth == 0)
        return 1;
    return await tree(depth - 1) + await tree(depth - 1);
}

async int both(int a, int b)
{
    edo_future(copy) first = copy(a, b);
    if (await copy(b, a) < 0) /* "quotes" and \ in a comment */
        return show("</script><b>", a);
    switch (await op(a)) {
    case 1:
        await op(b);
        break;
    default:
        await tree(3);
    }
    return await first;
}

async int pair(int a)
{
    int x = 0, y = 0;
    join {
        x = await op(a);
        if (a > 2)
            y = await op(a + 1);
    }
    select {
        when (int n = op(x)) return n;
        when (op(y)) x++;
    }
    return x + y;
}

async int start(int a)
{
    if (a < 0)
        return edo_spawn(async {
            await pair(a);
        });
    return edo_spawn(both(a, a));
}
