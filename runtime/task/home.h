/* SPDX-License-Identifier: MIT
 *
 * What a task knows of the runtime it lives in: where it is queued, and how other threads reach it.
 * The first member of struct edo_runtime.
 *
 * Other threads reach a home through a task only: a waker that references it, or a handle. They
 *
 *   1. enter: count themselves in `visitors`. A home that is closed turns them away;
 *   2. push the task into the inbox, and unpark the owner if it sleeps;
 *   3. leave.
 *
 * When the owner closes the home, it sets CLOSED and waits until no visitor is left. From then on
 * parker and inbox are its own. The home's memory stays until the last task that outlived it is
 * gone (`refs`): someone may still look at `visitors`. */
#ifndef EDO_TASK_HOME_H
#define EDO_TASK_HOME_H

#include "base/atomic.h"
#include "base/cache.h"
#include "base/list.h"
#include "edo/abi.h"
#include "task/inbox.h"

struct edo_task;
struct edo_parker;

#define EDO__HOME_ALIGN 64

/* home->refs while the owner lives; it is replaced by the true count when the home closes. */
#define EDO__HOME_BIAS (INT64_C(1) << 62)

struct edo_home {
    edo_executor executor; /* first: every task's core points here */

    /* The owner's. */
    struct edo_task *head, **tail; /* the run queue, by task->next */
    edo_cx *cx;                    /* of the turn */
    struct edo_task *running;
    struct edo_cache cache;
    struct edo_list tasks; /* all that aren't done, by task->all; newest last */
    uint64_t ntasks;
    int64_t lingering; /* tasks that are done and not freed */
    size_t size;       /* of the memory this is the beginning of, aligned to EDO__HOME_ALIGN */
    void (*detached_result)(void *user, struct edo_task *task, int64_t result);
    void *user;
    /* A cancelled task goes on beginning operations; once for each. */
    void (*ignores_cancel)(struct edo_home *home, struct edo_task *task);
    uint64_t ids;

    /* Shared with visitors; on a line of its own. */
    struct edo_inbox inbox __attribute__((aligned(EDO__HOME_ALIGN)));
    edo_atomic_word parker; /* struct edo_parker * */
    edo_atomic_i64 refs;    /* EDO__HOME_BIAS - tasks freed elsewhere; once closed: tasks left */
};

/* The home whose turn runs on this thread; 0: none. */
extern __thread struct edo_home *edo__home __attribute__((tls_model("initial-exec")));

#endif
