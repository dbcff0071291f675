/* SPDX-License-Identifier: MIT
 *
 * The plain main of a program with an `async main`. */
#include "sched/runtime.h"

#include "edo/error.h"
#include "sys/sys.h"
#include "task/task.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

/* Signal dispositions are the process's own, so this is too. The handler is a visitor of the gate
 * while it uses the task; once the gate is closed, the task may go. */
static struct edo_inbox gate;
static edo_task *main_task;

static const int signals[] = {SIGINT, SIGTERM};
enum { NSIGNALS = sizeof signals / sizeof *signals };

/* The first cancels; from then on they have their default effect. */
static void on_signal(int number)
{
    int error = errno;
    (void)number;
    for (int i = 0; i < NSIGNALS; i++)
        signal(signals[i], SIG_DFL);
    if (edo__inbox_enter(&gate)) {
        edo__task_request(main_task, EDO__OUTSIDE_CANCEL);
        edo__inbox_leave(&gate);
    }
    errno = error;
}

/* Where nobody has arranged for something else (nohup, a parent's choice). */
static void catch_signals(void)
{
    for (int i = 0; i < NSIGNALS; i++) {
        struct sigaction now, ours;
        memset(&ours, 0, sizeof ours);
        ours.sa_handler = on_signal;
        ours.sa_flags = SA_RESTART;
        sigemptyset(&ours.sa_mask);
        for (int k = 0; k < NSIGNALS; k++)
            sigaddset(&ours.sa_mask, signals[k]);
        if (sigaction(signals[i], 0, &now) == 0 && now.sa_handler == SIG_DFL)
            sigaction(signals[i], &ours, 0);
    }
}

static void release_signals(void)
{
    for (int i = 0; i < NSIGNALS; i++) {
        struct sigaction now;
        if (sigaction(signals[i], 0, &now) == 0 && now.sa_handler == on_signal)
            signal(signals[i], SIG_DFL);
    }
}

static int complain(int error)
{
    fflush(stdout);
    fprintf(stderr, "%s: %s\n", program_invocation_short_name, edo_strerror(error));
    return 1;
}

/* Runs the call; *result is main's. */
static int run(edo_runtime *rt, const edo_fn *fn, const void *args, int *result)
{
    struct edo_home *before = edo__runtime_enter(rt, "main");
    edo_task *task = edo__task_new(&rt->home, (edo_call){fn, args}, true);
    if (task) {
        main_task = task;
        edo__inbox_init(&gate);
        catch_signals();
        edo__runtime_drive(rt, task);
        edo__inbox_close(&gate);
        while (!edo__inbox_is_deserted(&gate))
            edo__thread_yield();
        if (fn->result_size == sizeof *result)
            memcpy(result, edo__task_frame(task), sizeof *result);
        edo__task_let_go(task);
    }
    edo__runtime_leave(rt, before);
    return task ? 0 : -ENOMEM;
}

int edo__main(const edo_fn *fn, const void *args)
{
    edo_runtime *rt;
    int result = 0;
    int error = edo_runtime_new(0, &rt);
    if (error)
        return complain(error);
    error = run(rt, fn, args, &result);
    edo_runtime_free(rt);
    release_signals();
    if (error)
        return complain(error);
    return result < 0 ? complain(result) : result;
}
