/* SPDX-License-Identifier: MIT
 *
 * Arrays of variable length in blocks that have no await, inside of those that have: what is
 * allocated is freed. */
#include <edo.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static long live;

static void *counting_alloc(void *user, size_t size, size_t align)
{
    (void)user;
    live++;
    return aligned_alloc(align, (size + align - 1) / align * align);
}

static void counting_free(void *user, void *p, size_t size, size_t align)
{
    (void)user, (void)size, (void)align;
    live--;
    free(p);
}

static async int later(int v)
{
    await edo_yield();
    return v;
}

static int fill(int n, char at[n])
{
    memset(at, 1, (size_t)n);
    return at[n - 1];
}

static async int blocks(int n)
{
    int sum = 0;
    for (int i = 1; i <= n; i++) {
        await later(i);
        {
            char x[i];
            sum += fill(i, x);
            if (i == 2)
                continue;
        }
        if (i) {
            char x[i];
            {
                char y[n];
                sum += fill(i, x) + fill(n, y);
            }
        }
        switch (i) {
        case 3: {
            char x[n];
            sum += fill(n, x);
            break;
        }
        default:;
        }
        for (int k = 0; k < 2; k++) {
            char x[n];
            sum += fill(n, x);
            if (i == 4)
                break;
        }
    }
    return sum;
}

static async int expressions(int n)
{
    int sum = ({ char x[n]; fill(n, x); });
    while (({ char x[n]; fill(n, x) == 2; }))
        ;
    sum += ({ char x[n]; fill(n, x); }) + await later(1);
    return sum;
}

static async int groups(int n)
{
    int sum = 0;
    for (int i = 1; i <= n; i++) {
        select {
            when (int r = later(i)) {
                char x[r];
                sum += fill(r, x);
                if (r == 2)
                    continue;
                if (r == 4)
                    return sum;
            }
        }
        join {
            {
                char x[i];
                sum += fill(i, x);
            }
            {
                await later(i);
                {
                    char x[n];
                    sum += fill(n, x);
                }
            }
        }
        defer { char x[n]; sum += fill(n, x); }
    }
    return sum;
}

/* This one needs memory, as an await can see it. */
static async int seen(int n)
{
    int sum = 0;
    for (int i = 1; i <= n; i++) {
        char x[i];
        sum += await later(fill(i, x));
        {
            char y[i];
            sum += fill(i, y) + x[i - 1];
            if (i == 2)
                continue;
        }
    }
    return sum;
}

/* What the head of a loop declares is in scope of that loop alone. */
static async int heads(int n)
{
    int sum = 0;
    for (char x[n]; n < 7; n++)
        sum += fill(5, x);
    for (char x[n], *p = x; p < x + n; p++) {
        sum += fill(n, x) + (int)sizeof x;
        if (sum > 20)
            break;
    }
    for (char x[n], (*p)[n] = &x; n < 9; n++) {
        defer sum++;
        sum += fill(7, *p);
    }
    for (char x[n]; n < 11; n++)
        sum += fill(9, x) + await later(1);
    return sum;
}

static void report(int sum)
{
    printf("%d, %ld blocks are left\n", sum, live);
}

int main(void)
{
    static const edo_allocator counting = {counting_alloc, counting_free, 0};
    edo_set_allocator(&counting);
    report(edo_block_on(blocks(5)));
    report(edo_block_on(expressions(5)));
    report(edo_block_on(groups(5)));
    report(edo_block_on(seen(5)));
    report(edo_block_on(heads(5)));
    return 0;
}
