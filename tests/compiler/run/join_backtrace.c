/* SPDX-License-Identifier: MIT
 *
 * A backtrace shows the branches of joins and selects as a tree. */
#include "lang.h"

static async int leaf(int n)
{
    return await edo_sleep(edo_secs(n));
}

static async int works(void)
{
    edo_future(leaf) slow = leaf(100);
    join {
        await leaf(100);
        await later(1);
        select_biased {
            when (slow) return 1;
            when (leaf(200)) return 2;
        }
        {
            join { await edo_sleep(edo_secs(300)); }
        }
    }
    return 0;
}

static void show(edo_task *t)
{
    char text[4096];
    size_t n = edo_dump(t, text, sizeof text);
    if (n >= sizeof text)
        abort();
    for (char *line = strtok(text, "\n"); line; line = strtok(0, "\n")) {
        char *path = strstr(line, " at "), *name = strrchr(line, '/');
        if (path && name && name > path)
            printf("%.*s at %s\n", (int)(path - line), line, name + 1);
        else
            printf("%s\n", line);
    }
}

async int main(void)
{
    edo_task *t;
    try edo_task_spawn(&t, works());
    for (int i = 0; i < 4; i++)
        await edo_yield();
    show(t);
    edo_task_cancel(t);
    int r;
    try await edo_task_join(t, &r);
    printf("%d\n", r);
    return 0;
}
