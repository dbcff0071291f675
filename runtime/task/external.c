/* SPDX-License-Identifier: MIT
 *
 * External wakers: from any thread, after anything. They reference the task, never a branch. */
#include "task/task.h"

#include "sys/park.h"

/* ---- requests from other threads ------------------------------------------------------------- */

bool edo__task_request(edo_task *task, uint32_t request)
{
    struct edo_home *home = edo__task_home(task);
    edo_assert(task->extra, "another thread needs a handle or a waker of the task");
    if (!edo__inbox_enter(&home->inbox))
        return false;
    if (edo__outside_request(&task->outside, request) &&
        edo__inbox_push(&home->inbox, &task->extra->inbox)) {
        /* Acquire: pairs with edo__runtime_set_parker. */
        struct edo_parker *parker = (struct edo_parker *)edo_atomic_load_acquire(&home->parker);
        parker->ops->unpark(parker);
    }
    edo__inbox_leave(&home->inbox);
    return true;
}

/* ---- the waker ------------------------------------------------------------------------------- */

static edo_waker external_clone(void *data);
static void external_wake(void *data);
static void external_wake_by_ref(void *data);
static void external_drop(void *data);

static const edo_waker_vtable external_vtable = {
    .clone = external_clone,
    .wake = external_wake,
    .wake_by_ref = external_wake_by_ref,
    .drop = external_drop,
};

static edo_waker external_clone(void *data)
{
    edo_task *task = (edo_task *)data;
    edo_assert(edo__outside_retain(&task->outside), "too many wakers of one task");
    return (edo_waker){task, &external_vtable};
}

/* May run in a signal handler that interrupted the owner: no shorter way for the owner's thread. */
static void external_wake_by_ref(void *data)
{
    edo__task_request((edo_task *)data, EDO__OUTSIDE_WOKEN);
}

static void external_drop(void *data)
{
    edo_task *task = (edo_task *)data;
    struct edo_home *home = edo__task_home(task);
    bool local = edo__home == home;
    if (!edo__outside_drop(&task->outside))
        return;
    if (local)
        edo__task_free_local(task);
    else
        edo__task_free_anywhere(task);
}

static void external_wake(void *data)
{
    external_wake_by_ref(data);
    external_drop(data);
}

/* ---- branches that asked for a waker --------------------------------------------------------- */

static bool unlink_branch(edo_branch **list, edo_branch *b)
{
    for (; *list && *list != (edo_branch *)EDO__LIST_END; list = &(*list)->next) {
        if (*list == b) {
            *list = b->next;
            b->next = 0;
            return true;
        }
    }
    return false;
}

static bool is_linked(edo_branch *list, const edo_branch *b)
{
    while (list != (edo_branch *)EDO__LIST_END && list != b)
        list = list->next;
    return list == b;
}

/* Takes `b`, which was woken while it ran, off the woken list. */
static void unlink_woken(edo_task *task, edo_branch *b)
{
    uintptr_t word = edo_atomic_load_relaxed(&task->state);
    edo_branch *head = (edo_branch *)(word & ~EDO__STATE_BITS);
    edo_assert(unlink_branch(&head, b), "a branch is on no list of its task");
    uintptr_t rest = head == (edo_branch *)EDO__LIST_END ? 0 : (uintptr_t)head;
    edo_atomic_store_relaxed(&task->state,
                             rest | (word & EDO__STATE_BITS) | EDO__STATE_ASIDE);
}

/* `b` runs, or has just parked again on what asked. */
static void register_external(edo_task *task, edo_branch *b)
{
    struct edo_task_extra *extra = task->extra;
    if (b->next) {
        if (is_linked(extra->external, b) || is_linked(extra->resuming, b))
            return;
        unlink_woken(task, b); /* its wake becomes ASIDE: it will be resumed with the others */
    }
    b->next = extra->external;
    extra->external = b;
}

edo_waker edo__task_waker(edo_core *core, edo_branch *b)
{
    edo_task *task = edo__task_of_core(core);
    edo_assert(edo__task_home(task) == edo__home, "edo_cx_waker outside of the task's turn");
    if (!edo__task_extra(task))
        return (edo_waker){0, 0};
    register_external(task, b);
    return external_clone(task);
}

void edo__task_forget(edo_core *core, edo_branch *b)
{
    edo_task *task = edo__task_of_core(core);
    struct edo_task_extra *extra = task->extra;
    edo_assert(extra && (unlink_branch(&extra->external, b) || unlink_branch(&extra->resuming, b)),
               "an operation has ended before its wake: its branch is done and yet woken");
}

bool edo__task_resume_external(edo_task *task, edo_cx *cx)
{
    struct edo_task_extra *extra = task->extra;
    if (!extra)
        return false;
    extra->resuming = extra->external;
    extra->external = (edo_branch *)EDO__LIST_END;
    while (extra->resuming != (edo_branch *)EDO__LIST_END) {
        edo_branch *b = extra->resuming;
        void *leaf = b->leaf;
        const edo_site *site = b->site;
        extra->resuming = b->next;
        b->next = 0;
        edo_assert(edo_branch_is_parked(b), "a branch that asked for a waker doesn't wait");
        edo__task_share(cx);
        if (edo_branch_resume(b, cx) == EDO_READY)
            return true;
        /* `b` may be gone: only if it still is what ran last, it is looked at. */
        if (cx->branch == b && b->leaf == leaf && b->site == site)
            register_external(task, b);
    }
    return false;
}
