/* SPDX-License-Identifier: MIT
 *
 * NO ORACLE. Tasks: spawned ones begin later, take turns at each yield, and join with results
 * of any type. */
#include "lang.h"

struct big {
    int v[30];
};

static async int worker(int id, int rounds)
{
    for (int i = 0; i < rounds; i++) {
        printf("%d.%d ", id, i);
        await edo_yield();
    }
    return id * 10;
}

static async struct big structure(struct big b)
{
    await edo_yield();
    b.v[29]++;
    return b;
}

static async double real(double d)
{
    await edo_yield();
    return d / 2;
}

static async void nothing(int *p)
{
    await edo_yield();
    *p = 5;
}

static int finished;

static async int detached(int n)
{
    await edo_yield();
    finished += n;
    return 0;
}

static async int run(edo_call call, int n)
{
    int sum = 0;
    for (int i = 0; i < n; i++)
        sum += await call;
    return sum;
}

static async int spawn_nested(int n)
{
    int here = n;
    edo_task *t;
    try edo_task_spawn(&t, run(later(here), 3));
    here = 100;
    if (n > 0) {
        int below;
        edo_task *t2;
        try edo_task_spawn(&t2, spawn_nested(n - 1));
        try await edo_task_join(t2, &below);
        here += below;
    }
    int r;
    try await edo_task_join(t, &r);
    return here + r;
}

async int main(void)
{
    edo_task *t[3];
    for (int i = 0; i < 3; i++)
        try edo_task_spawn(&t[i], worker(i, 3 - i));
    printf("spawned ");
    int sum = 0;
    for (int i = 0; i < 3; i++) {
        int r;
        try await edo_task_join(t[i], &r);
        sum += r;
    }
    printf("%d\n", sum);

    struct big b = {{[29] = 6}};
    try edo_task_spawn(&t[0], structure(b));
    b.v[29] = 100;
    struct big rb;
    try await edo_task_join(t[0], &rb);
    double d;
    try edo_task_spawn(&t[1], real(5));
    try await edo_task_join(t[1], &d);
    int p = 0;
    try edo_task_spawn(&t[2], nothing(&p));
    try await edo_task_join(t[2], 0);
    printf("%d %.1f %d\n", rb.v[29], d, p);

    for (int i = 1; i < 4; i++)
        printf("%d ", edo_spawn(detached(i)));
    while (finished < 6)
        await edo_yield();
    printf("%d\n", finished);

    edo_task *quick;
    try edo_task_spawn(&quick, later(8));
    while (!edo_task_is_finished(quick))
        await edo_yield();
    int r;
    try await edo_task_join(quick, &r);
    printf("%d\n", r);
    printf("%d\n", await spawn_nested(3));
    return 0;
}
