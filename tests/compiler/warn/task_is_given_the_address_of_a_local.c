/* SPDX-License-Identifier: MIT */
#include <edo.h>

async int fill(int *n);
async int fill_all(int *n, edo_call then);
async int watch(const char *text);

async int detached(void)
{
    int n = 0;
    char text[16] = "";
    try edo_spawn(fill(&n));
    try edo_spawn(watch(text));
    try edo_spawn(fill_all(0, fill(&n)));
    return await edo_yield();
}

async int joined_too_late(void)
{
    edo_task *t;
    {
        int n = 0;
        try edo_task_spawn(&t, fill(&n));
    }
    return await edo_task_join(t, 0);
}

async int only_cancelled(int n)
{
    edo_task *t;
    try edo_task_spawn(&t, fill(&n));
    await edo_yield();
    edo_task_cancel(t);
    edo_task_detach(t);
    return 0;
}

async int joined(void)
{
    int n[2];
    edo_task *t[2];
    for (int i = 0; i < 2; i++)
        try edo_task_spawn(&t[i], fill(&n[i]));
    for (int i = 0; i < 2; i++)
        await edo_task_join(t[i], 0);
    return n[0] + n[1];
}

async int join_all(edo_task **tasks, int n);

async int joined_elsewhere(void)
{
    int n;
    edo_task *t[1];
    try edo_task_spawn(t, fill(&n));
    return await join_all(t, 1);
}

async int waits_in_a_way_of_its_own(void)
{
    int done = 0;
    try edo_spawn(fill(&done));
    while (!done)
        await edo_yield();
    return 0;
}

async int gives_what_lasts(int *n)
{
    static int counter;
    try edo_spawn(fill(&counter));
    return edo_spawn(fill(n));
}
