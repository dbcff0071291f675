/* SPDX-License-Identifier: MIT
 *
 * The task room's own operations: yield, join. */
#include "edo/error.h"
#include "task/task.h"

#include <errno.h>
#include <string.h>

/* ---- yield ----------------------------------------------------------------------------------- */

/* Its own wake is in the queue from the start: whatever resumes it has consumed that. */
edo_poll edo__yield_start(struct edo_yield_op *op, edo_cx *cx)
{
    if (edo_cx_cancelled(cx)) {
        if (!edo_cx_spend(cx))
            return EDO_PENDING;
        op->result = -ECANCELED;
        return EDO_READY;
    }
    edo_branch_wake(cx->branch);
    return EDO_PENDING;
}

edo_poll edo__yield_resume(struct edo_yield_op *op, edo_cx *cx)
{
    op->result = edo_cx_cancelled(cx) ? -ECANCELED : 0;
    return EDO_READY;
}

/* ---- join ------------------------------------------------------------------------------------ */

/* The branch is linked as joiner exactly while a wake is owed to it: not after finish or cancel
 * have woken it, nor while it waits for a new budget. */

static edo_poll join_go_on(struct edo_join_op *op, edo_cx *cx)
{
    edo_task *task = op->task;
    bool cancelled = edo_cx_cancelled(cx);
    edo_assert(!task->extra->joiner || task->extra->joiner == op->branch,
               "edo_task_join of a task that is being joined");
    task->extra->joiner = 0;
    if (!cancelled && !edo__task_is_done(task)) {
        task->extra->joiner = op->branch;
        return EDO_PENDING;
    }
    if (!edo_cx_spend(cx))
        return EDO_PENDING;
    if (cancelled) {
        op->result = -ECANCELED; /* nothing was taken: the handle is still good */
        return EDO_READY;
    }
    if (op->to && task->fn->result_size)
        memcpy(op->to, edo__task_frame(task), task->fn->result_size);
    op->result = 0;
    edo__task_let_go(task);
    return EDO_READY;
}

edo_poll edo__join_start(struct edo_join_op *op, edo_cx *cx, edo_task *task, void *result)
{
    if (!cx->runtime) {
        op->result = -EDO_ENORUNTIME;
        return EDO_READY;
    }
    edo_assert(edo__task_home(task) == edo__home, "edo_task_join of another runtime's task");
    edo_assert(task->handle, "edo_task_join of a task without a handle");
    edo_assert(task != edo__home->running, "a task joins itself (EDEADLK)");
    op->task = task;
    op->to = result;
    op->branch = cx->branch;
    return join_go_on(op, cx);
}

edo_poll edo__join_to_start(struct edo_join_op *op, edo_cx *cx, edo_task *task,
                            struct edo_join_to to)
{
    size_t size = task->fn->result_size;
    if (to.result && to.size && to.size != size)
        edo__fatal("edo_task_join: the result of '%s' has %zu bytes, and *result has %zu",
                   task->fn->name, size, to.size);
    return edo__join_start(op, cx, task, to.result);
}

edo_poll edo__join_resume(struct edo_join_op *op, edo_cx *cx)
{
    return join_go_on(op, cx);
}

void edo__join_cancel(struct edo_join_op *op, edo_cx *cx)
{
    (void)cx;
    struct edo_task_extra *extra = op->task->extra;
    if (extra->joiner != op->branch)
        return; /* woken already */
    extra->joiner = 0;
    edo_branch_wake(op->branch);
}

/* ---- handles --------------------------------------------------------------------------------- */

void edo_task_cancel(edo_task *task)
{
    if (edo__task_home(task) == edo__home)
        edo__task_cancel_local(task);
    else
        edo__task_request(task, EDO__OUTSIDE_CANCEL); /* closed: it has ended */
}

void edo_task_detach(edo_task *task)
{
    if (edo__task_home(task) == edo__home) {
        edo_assert(task->handle, "edo_task_detach of a task without a handle");
        edo_assert(!task->extra->joiner, "edo_task_detach of a task that is being joined");
        edo__task_let_go(task);
    } else if (!edo__task_request(task, EDO__OUTSIDE_DETACH)) {
        /* The runtime is gone, so the task has ended and the owner will do nothing more with it. */
        if (edo__outside_release(&task->outside))
            edo__task_free_anywhere(task);
    }
}

bool edo_task_is_finished(edo_task *task)
{
    return edo__task_is_done(task);
}

edo_task *edo_task_current(void)
{
    return edo__home ? edo__home->running : 0;
}

/* ---- identity -------------------------------------------------------------------------------- */

uint64_t edo_task_id(edo_task *task)
{
    struct edo_task_extra *extra = edo__task_extra(task);
    if (!extra)
        return 0;
    if (!extra->id)
        extra->id = ++edo__task_home(task)->ids;
    return extra->id;
}

int edo_task_set_name(edo_task *task, const char *name)
{
    struct edo_task_extra *extra = edo__task_extra(task);
    if (!extra)
        return -ENOMEM;
    char *copy = 0;
    if (name) {
        size_t size = strlen(name) + 1;
        copy = (char *)edo__alloc(size, 1);
        if (!copy)
            return -ENOMEM;
        memcpy(copy, name, size);
    }
    if (extra->name)
        edo__free(extra->name, strlen(extra->name) + 1, 1);
    extra->name = copy;
    return 0;
}

const char *edo_task_name(edo_task *task)
{
    return task->extra && task->extra->name ? task->extra->name : task->fn->name;
}
