/* SPDX-License-Identifier: MIT
 *
 * NO ORACLE. The statements of a join run concurrently, and share the locals around it. */
#include "lang.h"

static async int fib(int n)
{
    if (n < 2)
        return n;
    int a, b;
    join {
        a = await fib(n - 1);
        b = await fib(n - 2);
    }
    return a + b;
}

static async int two(void)
{
    int x = 1, y = 2, alone = 10;
    alone += x;
    join {
        for (int i = 0; i < 3; i++) {
            x += await later(i);
            y++;
        }
        {
            int mine = 100;
            mine += await later(5);
            y += mine - 100;
        }
    }
    return x * 10000 + y * 100 + alone;
}

static async int nested(int n)
{
    int sum = 0;
    join {
        join {
            sum += await later(1) * n;
            join {
                sum += await later(10) * n;
                sum += await later(100) * n;
            }
        }
        sum += await later(1000) * n;
        ;
    }
    return sum;
}

static async int in_a_loop(int n)
{
    int total = 0, kept = n * 3;
    for (int i = 0; i < n; i++) {
        int square = i * i;
        join {
            total += await later(i);
            total += await later(square);
        }
        total += kept;
    }
    return total;
}

static async int in_branches(void)
{
    int done = 0, skipped = 0;
    join {
        for (int i = 0; i < 5; i++) {
            if (i == 3)
                break;
            if (i == 1)
                continue;
            done += await later(i + 1);
        }
        switch (await later(2)) {
        case 1: skipped++; break;
        case 2: done += 10; break;
        default: skipped++;
        }
        {
            int k = 0;
        again:
            await rest();
            if (++k < 4)
                goto again;
            done += 100 * k;
        }
        edo_shield { done += await later(1000); }
        while (await later(done) < 0)
            skipped++;
        if (await later(0))
            skipped++;
        else
            done += 10000;
    }
    return done + skipped;
}

static async int without_awaits(void)
{
    int a = 0, b = 0;
    join {
        a = 1;
        b = a + 1;
    }
    join {}
    join { a += await later(b); }
    return a * 10 + b;
}

static async int vla(int n)
{
    int sum = 0, a[n];
    for (int i = 0; i < n; i++)
        a[i] = i;
    join {
        for (int i = 0; i < n; i++)
            sum += await later(a[i]);
        {
            int mine[n];
            for (int i = 0; i < n; i++)
                mine[i] = await later(i * 10);
            for (unsigned i = 0; i < sizeof mine / sizeof *mine; i++)
                sum += mine[i];
        }
        sum += (int)sizeof a;
    }
    return sum;
}

static async int in_expressions(void)
{
    int n = 0;
    int x = ({
        join {
            n += await later(3);
            n += await later(4);
        }
        n;
    }) + await later(100);
    defer join {
        printf("deferred %d ", await later(1));
        n += await later(1);
    }
    return x;
}

async int main(void)
{
    printf("%d\n", await fib(12));
    printf("%d\n", await two());
    printf("%d\n", await nested(2));
    printf("%d\n", await in_a_loop(4));
    printf("%d\n", await in_branches());
    printf("%d\n", await without_awaits());
    printf("%d\n", await vla(5));
    printf("%d\n", await in_expressions());
    return 0;
}
