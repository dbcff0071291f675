/* SPDX-License-Identifier: MIT
 *
 * What a runtime says of its tasks, through the configuration's log callback. */
#include "sched/runtime.h"

#include "edo/error.h"
#include "sys/sys.h"
#include "task/task.h"

#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>

void edo__runtime_log(edo_runtime *rt, const char *format, ...)
{
    char line[1024];
    va_list args;
    va_start(args, format);
    vsnprintf(line, sizeof line, format, args);
    va_end(args);
    if (rt->config.log)
        rt->config.log(rt->config.user, line);
    else
        fprintf(stderr, "edo: %s\n", line);
}

static const char *text_of(int64_t result)
{
    return result >= INT32_MIN ? edo_strerror((int)result) : "Unknown error";
}

static void say_unsaid(edo_runtime *rt, const struct edo__repeat *e)
{
    if (e->unsaid)
        edo__runtime_log(rt, "%" PRIu64 " more detached tasks ended with %" PRId64 " (%s)",
                         e->unsaid, e->what, text_of(e->what));
}

void edo__runtime_log_detached(void *user, edo_task *task, int64_t result)
{
    edo_runtime *rt = (edo_runtime *)user;
    struct edo__repeat before;
    if (result == -ECANCELED ||
        !edo__repeats_note(&rt->detached, task->fn, result, edo__clock_ns(), &before))
        return;
    say_unsaid(rt, &before);
    edo__runtime_log(rt, "detached task '%s' ended with %" PRId64 " (%s)", edo_task_name(task),
                     result, text_of(result));
}

void edo__runtime_log_unsaid(edo_runtime *rt)
{
    for (int i = 0; i < EDO__REPEATS; i++)
        say_unsaid(rt, &rt->detached.of[i]);
}

static void name_task(edo_runtime *rt, edo_task *task, const char *what)
{
    const edo_branch *b = edo__task_innermost(task);
    if (edo_branch_is_parked(b))
        edo__runtime_log(rt, "%s'%s' waits at %s:%u", what, edo_task_name(task), b->site->file,
                         (unsigned)b->site->line);
    else
        edo__runtime_log(rt, "%s'%s'", what, edo_task_name(task));
}

void edo__runtime_log_stubborn(struct edo_home *home, edo_task *task)
{
    name_task(edo__runtime_of(home), task,
              "cancelled, a task goes on: 1000 operations have returned -ECANCELED; ");
}

void edo__runtime_name_tasks(edo_runtime *rt)
{
    for (struct edo_list *at = rt->home.tasks.next; at != &rt->home.tasks; at = at->next)
        name_task(rt, EDO_CONTAINER(at, edo_task, all), "  ");
}

/* Whether the runtime itself waits for something. */
static bool waits(edo_runtime *rt)
{
    if (rt->timers && rt->timers->ops->next_deadline(rt->timers) != EDO_NO_DEADLINE)
        return true;
    return !rt->parker->ops->is_idle(rt->parker);
}

/* Whether another thread may end the wait for `task`, whose handle is the runtime's own. The inbox
 * is looked at last: whoever gives a waker up after using it has pushed before. */
static bool others_may_wake(edo_runtime *rt, edo_task *task)
{
    for (struct edo_list *at = rt->home.tasks.next; at != &rt->home.tasks; at = at->next) {
        edo_task *other = EDO_CONTAINER(at, edo_task, all);
        if (other == task ? edo__task_is_referenced(task)
                          : other->handle || edo__task_is_referenced(other))
            return true;
    }
    return edo__inbox_has_mail(&rt->home.inbox);
}

uint64_t edo__runtime_tell_if_lost(edo_runtime *rt, edo_task *task, uint64_t patience_ns)
{
    if (waits(rt))
        return EDO_NO_DEADLINE;
    if (others_may_wake(rt, task))
        return edo__clock_ns() + patience_ns;
    rt->lost = true;
    edo__runtime_log(rt, "nothing can wake a task any more: "
                         "no timer, no operation, no waker; left:");
    edo__runtime_name_tasks(rt);
    return EDO_NO_DEADLINE;
}
