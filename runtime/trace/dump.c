/* SPDX-License-Identifier: MIT
 *
 * Async backtraces: from the leaves of a parked task up to its root. What a frame waits for, and
 * where, stands in the sites; nothing is recorded while a program runs. */
#include "sched/runtime.h"

#include "base/error.h"
#include "task/task.h"

#include <stdarg.h>
#include <stdio.h>

/* A text that may be longer than its room. */
struct text {
    char *buf;
    size_t room, length;
};

__attribute__((format(printf, 2, 3))) static void say(struct text *t, const char *format, ...)
{
    size_t left = t->length < t->room ? t->room - t->length : 0;
    va_list args;
    va_start(args, format);
    int n = vsnprintf(left ? t->buf + t->length : 0, left, format, args);
    va_end(args);
    if (n > 0)
        t->length += (size_t)n;
}

enum {
    LINES_MAX = 10000, /* so that a broken chain can't run for ever */
    DEPTH_MAX = 200,   /* of branches within branches */
};

static void say_frames(struct text *t, const edo_branch *b, unsigned *n, unsigned depth)
{
    const edo_site *site = b->site;
    void *frame = b->leaf;
    bool boxed = false;
    while (site && *n < LINES_MAX) {
        say(t, "%*s#%u %s%s awaited by %s at %s:%u\n", 2 * (int)depth + 2, "", *n,
            site->what ? site->what : "?", boxed ? " (boxed)" : "",
            site->function ? site->function : "?", site->file ? site->file : "?",
            (unsigned)site->line);
        ++*n;
        /* The leaf's own site is never boxed: its frame lies in its awaiter's. From there on,
         * `frame` is the awaiter of `site`. */
        if (site == b->site)
            frame = (char *)frame - site->offset;
        void *up = 0;
        const edo_site *next = edo__site_up(site, frame, &up);
        boxed = next && next->offset == EDO_BOXED;
        frame = up;
        site = next;
    }
}

static void say_branch(struct text *t, const edo_branch *b, unsigned *n, unsigned depth,
                       unsigned within);

/* The branches that parked `b` waits for, in a join or select. */
static void say_group(struct text *t, const edo_branch *b, unsigned *n, unsigned depth,
                      unsigned within)
{
    const struct edo_group *g = (const struct edo_group *)b->site->leaf;
    for (uint32_t i = 0; i < g->n && *n < LINES_MAX; i++) {
        const edo_branch *branch = edo__group_branch(g, b->leaf, i);
        const char *state = edo_branch_is_parked(branch)      ? "waits"
                            : branch->site == EDO_SITE_NEW ? "has not begun"
                                                              : "has ended";
        say(t, "%*sbranch %u of %u of the %s at %s:%u %s%s\n", 2 * (int)depth + 2, "", i + 1, g->n,
            g->ops.name, b->site->file, (unsigned)b->site->line, state,
            edo_branch_is_parked(branch) && (branch->owner & EDO_BRANCH_CANCELLED) ? ", cancelled"
                                                                                   : "");
        say_branch(t, branch, n, depth + 1, within + 1);
    }
}

/* What parked `b` waits for, then its own frames. */
static void say_branch(struct text *t, const edo_branch *b, unsigned *n, unsigned depth,
                       unsigned within)
{
    if (!edo_branch_is_parked(b))
        return;
    if (within == DEPTH_MAX)
        say(t, "%*s…\n", 2 * (int)depth + 2, "");
    else if (b->site->flags & EDO_SITE_GROUP)
        say_group(t, b, n, depth, within);
    else if (b->site->flags & EDO_SITE_BRANCH)
        say_branch(t, ((struct edo_await_branch *)b->leaf)->branch, n, depth, within + 1);
    say_frames(t, b, n, depth);
}

static void say_task(struct text *t, edo_task *task)
{
    const edo_branch *main = &task->core.main;
    const char *name = edo_task_name(task), *function = task->fn->name;
    const char *state = "is ready to run";
    if (edo__task_is_done(task))
        state = "has ended";
    else if (edo__home && edo__home->running == task)
        state = "is running";
    else if (edo_atomic_load_relaxed(&task->state) == 0)
        state = "waits";
    say(t, "task ");
    if (task->extra && task->extra->id)
        say(t, "%llu ", (unsigned long long)task->extra->id);
    if (name != function)
        say(t, "'%s' ", name);
    say(t, "(%s) %s", function, state);
    if (!edo__task_is_done(task) && (main->owner & EDO_BRANCH_CANCELLED))
        say(t, ", cancelled");
    say(t, "\n");
    if (!edo_branch_is_parked(main))
        return;
    unsigned n = 0;
    say_branch(t, main, &n, 0, 0);
}

static size_t finish(struct text *t)
{
    if (t->room)
        t->buf[t->length < t->room ? t->length : t->room - 1] = 0;
    return t->length;
}

size_t edo_dump(edo_task *task, char *buf, size_t len)
{
    struct text t = {buf, len, 0};
    say_task(&t, task);
    return finish(&t);
}

size_t edo_runtime_dump(edo_runtime *rt, char *buf, size_t len)
{
    struct text t = {buf, len, 0};
    for (struct edo_list *at = rt->home.tasks.next; at != &rt->home.tasks; at = at->next)
        say_task(&t, EDO_CONTAINER(at, edo_task, all));
    return finish(&t);
}
