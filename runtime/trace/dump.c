/* SPDX-License-Identifier: MIT
 *
 * Async backtraces: from the leaf of a parked task up to its root. What a frame waits for, and
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

enum { DEPTH_MAX = 10000 }; /* lines, so that a broken chain can't run for ever */

static void say_branch(struct text *t, const edo_branch *b, unsigned *n)
{
    const edo_site *site = b->site;
    void *frame = b->leaf;
    bool boxed = false;
    while (site && *n < DEPTH_MAX) {
        say(t, "  #%u %s%s awaited by %s at %s:%u\n", *n, site->what ? site->what : "?",
            boxed ? " (boxed)" : "", site->function ? site->function : "?",
            site->file ? site->file : "?", (unsigned)site->line);
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
    for (edo_branch *b = edo__task_innermost(task); b; b = edo_branch_owner(b))
        say_branch(t, b, &n);
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
