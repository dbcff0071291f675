/* SPDX-License-Identifier: MIT
 *
 * Running one future to its end from a plain function. The future becomes a branch of a task of its
 * own, whose root, written by hand here as edocc would write it, is one await of that branch. */
#include "sched/runtime.h"

#include "base/alloc.h"
#include "base/error.h"
#include "edo/error.h"
#include "task/task.h"

#include <errno.h>
#include <string.h>

struct block_args {
    edo_branch *future;
    const edo_fn *fn;
};

struct block_frame {
    struct edo_await_branch await;
};

static edo_poll block_resume(void *frame, unsigned at, edo_cx *cx)
{
    (void)frame;
    (void)at;
    (void)cx;
    return EDO_READY;
}

static const edo_leaf_ops block_leaf = {
    .name = "edo_block_on",
    .resume = edo__await_branch_resume,
    .cancel = edo__await_branch_cancel,
};

static const edo_site block_site = {
    .callee = edo__await_branch_resume,
    .caller = block_resume,
    .leaf = &block_leaf,
    .offset = offsetof(struct block_frame, await),
    .at = 1,
    .up_kind = EDO_UP_DYNAMIC,
    .flags = EDO_SITE_BRANCH,
    .line = __LINE__,
    .file = __FILE__,
    .function = "edo_block_on",
    .what = "the future",
};

static edo_poll block_start(void *frame, edo_cx *cx, const void *args)
{
    struct block_frame *f = (struct block_frame *)frame;
    struct block_args a = *(const struct block_args *)args;
    if (edo__await_branch_start(&f->await, cx, a.future, a.fn) == EDO_PENDING)
        return edo__suspend(cx, &f->await, &block_site);
    return EDO_READY;
}

static const edo_fn block_fn = {
    .name = "edo_block_on",
    .start = block_start,
    .resume = block_resume,
    .size = sizeof(struct block_frame),
    .align = _Alignof(struct block_frame),
    .args_size = sizeof(struct block_args),
    .args_align = _Alignof(struct block_args),
    .file = __FILE__,
    .line = __LINE__,
};

/* Nothing has run: that is the result, where it can say so. */
static int refuse(void *result, const edo_fn *fn, int error)
{
    if (!(fn->flags & EDO_FN_SIGNED))
        edo__fatal("edo_block_on of '%s', whose result can't say it: %s", fn->name,
                   edo_strerror(error));
    switch (fn->result_size) {
    case 1:
        *(int8_t *)result = (int8_t)error;
        break;
    case 2:
        *(int16_t *)result = (int16_t)error;
        break;
    case 4:
        *(int32_t *)result = error;
        break;
    case 8:
        *(int64_t *)result = error;
        break;
    default:
        *(__int128 *)result = error;
        break;
    }
    return error;
}

int edo__runtime_block_on(edo_runtime *rt, edo_branch *future, const edo_fn *fn)
{
    struct edo_home *before = edo__runtime_enter(rt, "edo_block_on");
    struct block_args args = {future, fn};
    int error = rt->closing ? -EDO_ECLOSED : 0;
    edo_task *task = 0;
    if (!error) {
        task = edo__task_new(&rt->home, (edo_call){&block_fn, &args}, true);
        error = task ? 0 : -ENOMEM;
    }
    if (task) {
        edo__runtime_drive(rt, task);
        edo__task_let_go(task);
    }
    edo__runtime_leave(rt, before);
    return error ? refuse(edo_branch_frame(future), fn, error) : 0;
}

int edo__block_on(edo_branch *future, const edo_fn *fn)
{
    if (edo__home && edo__home->running)
        edo__fatal("edo_block_on inside a task (EDEADLK): await instead; task '%s'",
                   edo_task_name(edo__home->running));
    edo_runtime *rt;
    int error = edo_runtime_new(0, &rt);
    if (error)
        return refuse(edo_branch_frame(future), fn, error);
    error = edo__runtime_block_on(rt, future, fn);
    edo_runtime_free(rt);
    return error;
}

int edo__block_on_call(edo_runtime *rt, edo_call call, void *result)
{
    const edo_fn *fn = call.fn;
    size_t align = fn->align > fn->args_align ? fn->align : fn->args_align;
    size_t front = (sizeof(edo_branch) + align - 1) / align * align;
    size_t size = front + (fn->size > fn->args_size ? fn->size : fn->args_size);
    char *p = edo__alloc(size, align);
    if (!p)
        return refuse(result, fn, -ENOMEM);
    edo_branch *future = (edo_branch *)(void *)(p + front) - 1;
    edo_branch_init(future);
    if (fn->args_size)
        memcpy(p + front, call.args, fn->args_size);
    int error = rt ? edo__runtime_block_on(rt, future, fn) : edo__block_on(future, fn);
    if (result)
        memcpy(result, p + front, fn->result_size);
    edo__free(p, size, align);
    return error;
}
