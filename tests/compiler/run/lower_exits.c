/* SPDX-License-Identifier: MIT
 *
 * Ways out of scopes: defers within defers, in loops, switches and statement expressions, before
 * and behind jumps; futures and captured calls left early; try. The output was worked out by
 * hand. */
#include "lang.h"

struct st {
    int a[6];
};
static async struct st ret(int n)
{
    struct st s = {{n}};
    defer s.a[0] = 99;
    defer
    {
        await rest();
        s.a[1] = 5;
    }
    if (n > 1) {
        defer s.a[2]++;
        return s;
    }
    s.a[3] = 4;
    return s;
}
static async int nestd(int n)
{
    int log = 0;
    for (int i = 0; i < n; i++) {
        defer
        {
            for (int j = 0; j < 5; j++) {
                defer log += await later(1);
                if (j == 1)
                    continue;
                if (j == 3)
                    break;
                log += 10;
            }
            edo_shield
            {
                await rest();
                log += 100;
            }
        }
        if (i == 1)
            continue;
        switch (await later(i)) {
        case 0:
            defer log += 1000;
            if (n == 3)
                break;
            log += 7;
        case 5:
            log += 3;
            break;
        case 2: {
            defer log += 10000;
            if (n == 3)
                goto out;
        } break;
        default:
            return log;
        }
        log++;
    }
out:
    return log;
}
static async int back(int n)
{
    int k = 0, s = 0;
again:
    k++;
    defer
    {
        s += k;
        await rest();
    }
    if (k < n)
        goto again;
    {
        int v = ({
            defer s *= 2;
            int q = await later(s);
            q + 1;
        });
        s += v;
    }
    edo_shield
    {
        if (n == 4)
            return s;
        await rest();
        s++;
    }
    return s + await later(1);
}
static async int futs(int n)
{
    int s = 0;
    for (int i = 0; i < n; i++) {
        edo_future(later) a = later(i), b = later(i * 2);
        if (i == 1) {
            edo_start(a);
            continue;
        }
        edo_start(b);
        if (i == 2)
            s += await b;
        edo_future(nestd) c = nestd(i);
        edo_start(c);
        if (i == 4)
            goto done;
        s += await a + await c;
        if (i == 3) {
            edo_future(ret) r = ret(i);
            edo_start(r);
            await rest();
            s += (await r).a[0];
        }
    }
done:
    return s;
}
static int use(edo_call_any c)
{
    return c.fn != 0;
}
static async int twice(edo_call c)
{
    return await c + await c;
}
static async int addc(int a, edo_call c, struct st s)
{
    return a + await c + s.a[1];
}
static async int calls(int n)
{
    edo_call k = later(n), l = twice(k);
    int s = await twice(k) + await l;
    for (int i = 0; i < 3; i++) {
        edo_call m = addc(i, twice(addc(1, k, (struct st){{0, i}})), (struct st){{1, 2}});
        await rest();
        s += await m;
        s += use(ret(i));
        edo_call w = later(await later(3));
        s += await w;
        if (i == 1)
            break;
    }
    {
        edo_call in[2] = {k, l};
        s += await in[await later(1)];
    }
    return s;
}
static int plain(int n)
{
    int r = 0;
    for (int i = 0; i < n; i++) {
        defer r += 100;
        int v[i + 1];
        v[i] = i;
        if (i == 2)
            continue;
        defer
        {
            for (int j = 0; j < 2; j++) {
                defer r++;
                if (j)
                    break;
            }
        }
        if (i == 4)
            return r + v[i];
        int t = try r > 5000 ? -7 : v[i];
        r += t + ({
                 defer r += 2;
                 int z = try(i < 6 ? i : -3);
                 z;
             });
    }
    r += edo_block_on(later(3)) + edo_block_on(twice(later(4)));
    edo_future(ret) f = ret(2);
    (void)edo_block_on(f);
    return r + edo_block_on(ret(7)).a[0];
}
static async int tries(int n)
{
    defer n++;
    int x = try await later(n) - (try await later(2));
    if (x > 2)
        return try await later(-x);
    while (try await later(x) < 3) {
        defer x++;
        try await later(x - 9 < -8 ? -55 : 0);
    }
    return x;
}
async int main(void)
{
    struct st s = await ret(1);
    printf("%d %d %d %d\n", s.a[0], s.a[1], s.a[2], s.a[3]);
    s = await ret(2);
    printf("%d %d %d %d\n", s.a[0], s.a[1], s.a[2], s.a[3]);
    for (int i = 0; i < 5; i++) {
        printf("%d ", await nestd(i));
        printf("%d ", await back(i));
        printf("%d ", await futs(i));
        printf("%d ", await calls(i));
    }
    printf("\n");
    printf("%d %d %d %d\n", await tries(-3), await tries(9), await tries(3), await tries(4));
    return 0;
}
int other(void)
{
    printf("%d %d\n", plain(3), plain(6));
    return 0;
}
__attribute__((constructor)) static void before(void)
{
    other();
}
