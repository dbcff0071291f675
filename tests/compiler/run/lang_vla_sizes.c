/* SPDX-License-Identifier: MIT
 *
 * NO ORACLE. Where C computes what stands under sizeof, for a length is variable: an await there is
 * not run, and nothing is read in its place. What a task's result goes to is evaluated once, also
 * where its length is variable. */
#include "lang.h"

static int runs;

static async int *pointer(int *p)
{
    runs++;
    await rest();
    return p;
}

static async int number(int n)
{
    runs++;
    await rest();
    return n;
}

static async int sizes(int n)
{
    int v[2][n], (*p)[n] = v;
    v[1][n - 1] = 7;
    printf("%zu ", sizeof(v[*await pointer(0)]) / sizeof(int));
    printf("%zu ", sizeof(v[await number(1)]) / sizeof(int));
    printf("%zu ", sizeof(p[*await pointer(0) + n]) / sizeof(int));
    printf("%zu ", sizeof 0 [await pointer(v[0])] / sizeof(int));
    __typeof__(v[v[0][*await pointer(0)]]) row = {0};
    row[n - 1] = v[await number(1)][n - 1];
    await rest();
    printf("%zu %d, run %d\n", sizeof row / sizeof(int), row[n - 1], runs);
    return 0;
}

static async int joined(int n)
{
    int v[3] = {0}, (*p)[n] = (void *)v;
    edo_task *task;
    try edo_task_spawn(&task, number(4));
    try await edo_task_join(task, p++);
    try edo_task_spawn(&task, number(5));
    try await edo_task_join(task, &(*p++)[0]);
    try edo_task_spawn(&task, number(6));
    try await edo_task_join(task, &p[(n++, 0)]);
    printf("%d %d: %d %d %d\n", (int *)p == v + 2, n, v[0], v[1], v[2]);
    return 0;
}

async int main(void)
{
    try await sizes(3);
    return await joined(1);
}
