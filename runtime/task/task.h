/* SPDX-License-Identifier: MIT
 *
 * Tasks: one allocation each,
 *
 *   [padding][struct edo_task: header, core with the main branch][root frame][arguments of calls
 *   among the arguments][struct edo_task_extra, of a task with a handle]
 *
 * The root frame follows the main branch directly, at its own alignment: hence the padding.
 *
 * A task is driven by its home's thread. Other threads reach it through external wakers and the
 * handle, and touch `outside`, `state` (reading) and the inbox node of its extra only.
 *
 * Branches are linked by branch->next, on at most one list: woken (task->state), or external (asked
 * for a waker, and has not left the leaf that did). A leaf's wake of a branch on the external list
 * sets ASIDE, and the next turn resumes the whole list: stray resumes are allowed (A2). */
#ifndef EDO_TASK_TASK_H
#define EDO_TASK_TASK_H

#include "base/atomic.h"
#include "base/error.h"
#include "base/list.h"
#include "edo/abi.h"
#include "edo/task.h"
#include "task/home.h"
#include "task/state.h"

#include <stddef.h>

/* What not every task needs. */
struct edo_task_extra {
    struct edo_inbox_node inbox;
    edo_task *task;
    edo_branch *joiner;   /* waits for the end; 0: nobody */
    edo_branch *external; /* asked for a waker; EDO__LIST_END ends it */
    edo_branch *resuming; /* those of a turn that is under way */
    char *name;
    uint64_t id;
};

struct edo_task {
    edo_atomic_word state;
    edo_atomic_u32 outside;
    uint32_t handle : 1;       /* somebody holds a handle */
    uint32_t cancel : 1;       /* asked for; the next turn does it */
    uint32_t extra_inside : 1; /* the extra is part of the task's memory */
    uint32_t listed : 1;       /* in home->tasks */
    uint32_t stubborn : 4;     /* turns used up on -ECANCELED; EDO__STUBBORN: said so */
    uint32_t units : 24;       /* of the memory, padding included, in 16 bytes */
    struct edo_list all;
    edo_task *next; /* run queue */
    const edo_fn *fn;
    struct edo_task_extra *extra; /* or 0 */
    edo_core core;                /* its executor is the home's first member */
};

_Static_assert(offsetof(struct edo_task, core.main) <= 64, "the header is a cache line at most");
_Static_assert(sizeof(struct edo_task) == offsetof(struct edo_task, core) + sizeof(edo_core),
               "the frame follows the main branch");

enum {
    EDO__BUDGET = 128, /* operations in one turn of a task */
    /* So many turns of nothing but -ECANCELED, a thousand operations, and the task is named. */
    EDO__STUBBORN = 1000 / EDO__BUDGET + 1,
};
_Static_assert(EDO__STUBBORN < 16, "it is counted in four bits");

static inline edo_task *edo__task_of_core(edo_core *core)
{
    return EDO_CONTAINER(core, edo_task, core);
}

static inline struct edo_home *edo__task_home(const edo_task *task)
{
    return (struct edo_home *)(uintptr_t)task->core.executor;
}

static inline void *edo__task_frame(edo_task *task)
{
    return edo_branch_frame(&task->core.main);
}

static inline bool edo__task_is_done(edo_task *task)
{
    return edo__state_is_done(&task->state);
}

/* ---- for the executor, on the home's thread -------------------------------------------------- */

/* `size`: of what `home` is the beginning of, from edo__alloc. */
void edo__home_init(struct edo_home *home, size_t size);
/* After the last task has ended: turns other threads away, for ever. */
void edo__home_shut(struct edo_home *home);
/* Then: gives up the memory, which is freed when the last task that is still referenced is. */
void edo__home_close(struct edo_home *home);

/* A task in the run queue, that runs a copy of `call`; 0: no memory. */
edo_task *edo__task_new(struct edo_home *home, edo_call call, bool handle);

/* Runs at most `limit` tasks of the run queue, or until `until` (or 0) is done, whose handle the
 * caller has. Others may be gone after their turn. */
void edo__home_run(struct edo_home *home, edo_cx *cx, size_t limit, edo_task *until);

/* Takes what other threads left. Whether there was any. */
bool edo__home_take_inbox(struct edo_home *home);

/* Whether somebody has a waker of it. False stays so until it runs, and what was done with the last
 * waker is in the inbox. */
bool edo__task_is_referenced(edo_task *task);

/* The branch of a parked task that everything waits for: main, or what that awaits, or what ... */
edo_branch *edo__task_innermost(edo_task *task);

/* Cancels, in the task's next turn. */
void edo__task_cancel_local(edo_task *task);

/* Gives up the handle of a task, on the home's thread. */
void edo__task_let_go(edo_task *task);

/* 0: no memory. */
struct edo_task_extra *edo__task_extra(edo_task *task);

static inline void edo__home_enqueue(struct edo_home *home, edo_task *task)
{
    task->next = 0;
    *home->tail = task;
    home->tail = &task->next;
}

static inline edo_task *edo__home_dequeue(struct edo_home *home)
{
    edo_task *task = home->head;
    if (task && !(home->head = task->next))
        home->tail = &home->head;
    return task;
}

/* A leaf's waiter is done, on the home's thread: its branch is put where the task's next turn finds
 * it. */
static inline void edo__task_wake(edo_task *task, edo_branch *b)
{
    uintptr_t word = edo_atomic_load_relaxed(&task->state), woken = 0;
    edo_assert(word != EDO__STATE_DONE, "a branch of a task that has ended was woken");
    /* One that is on the external list will be resumed with the whole of it. */
    if (__builtin_expect(!b->next, 1)) {
        b->next = (edo_branch *)edo__state_next(word);
        woken = (uintptr_t)b;
    }
    edo_atomic_store_relaxed(&task->state, edo__state_woken(word, woken));
    if (edo__state_was_idle(word))
        edo__home_enqueue(edo__task_home(task), task);
}

/* edo_branch_wake for those who complete many operations in a row. Whose executor isn't this
 * thread's home (a user's, inside a task) is called as usual. */
static inline void edo__branch_wake_near(edo_branch *b)
{
    edo_core *core = edo_branch_core(b);
    if (__builtin_expect((struct edo_home *)(uintptr_t)core->executor == edo__home, 1))
        edo__task_wake(edo__task_of_core(core), b);
    else
        core->executor->wake(core, b);
}

/* ---- within the room ------------------------------------------------------------------------- */

/* The memory of a task that nothing can reach; on the home's thread, or on any other. */
void edo__task_free_local(edo_task *task);
void edo__task_free_anywhere(edo_task *task);
/* Done and without a handle. */
void edo__task_release(edo_task *task);

enum {
    /* Operations that each branch of a turn gets at least: else the first could starve the last for
     * ever. */
    EDO__BUDGET_BRANCH = 8,
};

/* Before a branch is resumed. */
static inline void edo__task_share(edo_cx *cx)
{
    if (cx->budget < EDO__BUDGET_BRANCH)
        cx->budget = EDO__BUDGET_BRANCH;
}

/* external.c: the executor's `waker` and `forget`, and the turn's part of them. */
edo_waker edo__task_waker(edo_core *core, edo_branch *b);
void edo__task_forget(edo_core *core, edo_branch *b);
/* Resumes the branches on the external list. True: the main branch has finished. */
bool edo__task_resume_external(edo_task *task, edo_cx *cx);
/* Leaves a request for the owner. Any thread that holds a reference or the handle; signal handlers.
 * False: the home is closed. */
bool edo__task_request(edo_task *task, uint32_t request);

#endif
