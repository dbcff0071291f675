/* SPDX-License-Identifier: MIT
 *
 * Joins and selects in every place a statement has: behind computed gotos, in statement
 * expressions, defers, shields, functions without a result; futures that branches await, and start.
 */
#include <edo.h>
#include <stdio.h>
static async int later(int n) { await edo_yield(); return n; }
static async int one(int n) {
    static void *t[] = {&&a, &&b};
    int i = 0;
    goto *t[n];
a:  i++;
b:  i++;
    join { i += await later(1); }
    return i;
}
static async int inside(int n) {
    int r = await later(({ int s = 0; join { s += await later(n); s += await later(2); } s; }));
    defer {
        select { when (int k = later(5)) r += k; }
        join { r += await later(1); { defer r += 100; await later(0); } }
        printf("[%d]", r);
    }
    edo_shield { join { r += await later(7); select { when (later(1)) r++; otherwise r += 2; } } }
    return r;
}
static async int try_e(void) {
    join { { int x = try await later(-5); (void)x; } later: if (0) goto later; }
    return 1;
}
static async void nores(void) { select { when (later(1)) return; } }
static inline async long big(long v) { join { v += await later(1); } return v; }
struct s { int a[3]; };
static async struct s st(struct s in, int n) {
    join {
        in.a[0] += await later(n);
        {
            if (n > 2)
                return in;
            in.a[1]++;
        }
    }
    return in;
}
async int main(void) {
    printf("%d %d\n", await one(0), await one(1));
    printf("%d\n", await inside(3));
    printf("%d\n", await try_e());
    await nores();
    struct s x = await st((struct s){{1,2,3}}, 3), y = await st((struct s){{1,2,3}}, 1);
    printf("%ld %d %d %d %d\n", await big(4), x.a[0], x.a[1], y.a[0], y.a[1]);
    edo_future(later) f = later(3);
    int r = 0;
    join { r += await f; { await later(1); } }
    join { { edo_future(later) g = later(4); edo_start(g); r += await g; } { edo_start(f); } }
    printf("%d\n", r);
    return 0;
}
