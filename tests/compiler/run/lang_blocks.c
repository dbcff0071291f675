/* SPDX-License-Identifier: MIT
 *
 * NO ORACLE. Async blocks: calls that take copies of the locals they use. */
#include "lang.h"

struct point {
    int x, y;
};

static int global = 5;

static async int twice(edo_call call)
{
    int first = await call;
    return first * 1000 + await call;
}

static async int scalars(int a, const char *name)
{
    int b = a + 1;
    const int c = 3;
    edo_call call = async {
        a += 10;
        await rest();
        return a + b + c + global + name[0];
    };
    a = b = 0;
    name = "zzz";
    int r = await call;
    r = r * 1000 + await call;
    printf("%d %d %s\n", a, b, name);
    return r;
}

static async int aggregates(struct point p)
{
    int list[4] = {1, 2, 3, 4};
    const char text[] = "text";
    struct point points[2][2] = {{{1, 2}, {3, 4}}, {{5, 6}, {7, 8}}};
    struct {
        char a;
        long b;
    } anonymous = {1, 2};
    union {
        int i;
        float f;
    } u = {.i = 7};
    edo_call call = async {
        int sum = 0;
        for (size_t i = 0; i < sizeof list / sizeof *list; i++) {
            list[i] *= 2;
            sum += await later(list[i]);
        }
        p.x++;
        struct point *q = &points[1][0];
        await rest();
        q->x += p.x;
        printf("[%d %s %zu %d %ld %d] ", sum, text, sizeof text, points[1][0].x, anonymous.b, u.i);
        return sum + points[1][1].y + p.y + anonymous.a;
    };
    list[0] = 100;
    p.y = 100;
    points[1][0].x = points[1][1].y = 100;
    int r = await twice(call);
    printf("%d\n", r);
    return list[0] + list[1];
}

static async int nested(int depth)
{
    int base = depth * 10;
    int list[2] = {1, 2};
    return await async {
        int own = await later(1);
        int other = base;
        base += 1000;
        list[1] = 7;
        int inner = await async {
            own += 5;
            await rest();
            int deepest = await async { return own + base + other + depth + list[1]; };
            return deepest * 10;
        };
        await rest();
        return inner + own;
    };
}

static async int shadows(int v)
{
    int total = 0;
    for (int i = 0; i < 3; i++) {
        int v = i * 2;
        total += await async {
            int i = 100;
            await rest();
            {
                int v = 1000;
                i += v;
            }
            return i + v;
        };
        total += i;
    }
    typedef struct point local;
    enum { SMALL = 3 };
    local p = {SMALL, 4};
    struct hidden {
        int z;
    } h = {9};
    __typeof__(h) same = h;
    return total * 100 + v + await async {
        local q = p;
        struct hidden k = {h.z + same.z};
        enum { BIG = SMALL + 1 };
        struct own {
            int n[BIG];
        } o = {{1, 2, 3}};
        await rest();
        return q.x + q.y + k.z + o.n[2] + (int)(sizeof o.n / sizeof *o.n);
    };
}

static async int control(int n)
{
    again:
    for (int i = 0; i < 3; i++) {
        int r = await async {
            if (i == 1)
                return -7;
            for (;;) {
                if (n++ > 3)
                    goto again;
                await rest();
                continue;
            again:
                break;
            }
            defer printf("(left %d) ", n);
            int x = try await later(n);
            printf("%d ", x);
        };
        if (r < 0) {
            printf("%d ", r);
            if (++n < 3)
                goto again;
            break;
        }
    }
    printf("\n");
    return n;
}

static async int calls(edo_call given, async int (*f)(int))
{
    edo_call_of(int) mine = later(4);
    int r = await twice(async { return await given + await mine + await f(1); });
    return r + await twice(async { return 1; });
}

static async int empty(void)
{
    return await async { } + await twice(async { await rest(); });
}

static int sum;

static async int spawned(int n)
{
    edo_task *tasks[3];
    int list[3] = {n, n + 1, n + 2};
    for (int i = 0; i < 3; i++)
        try edo_task_spawn(&tasks[i], async {
            await rest();
            sum += list[i];
            return list[i] * i;
        });
    memset(list, 0, sizeof list);
    int total = 0;
    for (int i = 0; i < 3; i++) {
        int r;
        try await edo_task_join(tasks[i], &r);
        total += r;
    }
    return total;
}

static int plain(int n)
{
    char word[] = "plain";
    int r = edo_block_on(async { await rest(); return n + word[0]; });
    edo_call later_on = async { return await later(n * 2); };
    n = 0;
    return r * 100 + edo_block_on(later_on) + n;
}

static async int work(void)
{
    printf("%d\n", await scalars(1, "A"));
    printf("%d\n", await aggregates((struct point){1, 2}));
    printf("%d\n", await nested(3));
    printf("%d\n", await shadows(2));
    printf("%d\n", await control(0));
    printf("%d\n", await calls(later(2), later));
    printf("%d\n", await empty());
    printf("%d %d\n", await spawned(5), sum);
    return 0;
}

int main(void)
{
    int r = edo_block_on(work());
    printf("%d %d\n", r, plain(8));
    return 0;
}
