/* SPDX-License-Identifier: MIT
 *
 * edo_timeout: an async function written by hand, as edocc would write it. The call runs in a
 * branch of its own, which the function awaits; a second branch sleeps, and cancels the first when
 * it wakes. Neither is left before it has ended: the call's branch is awaited, then the sleeper is
 * taken out of the wheel; if its time has just come, its branch is waited for. Where nothing
 * suspends, the sleeper never begins.
 *
 * The result goes where the caller says, whatever its type: the function has none of its own (see
 * edo_T in abi.h). */
#include "edo/error.h"
#include "edo/time.h"
#include "time/timers.h"

#include <errno.h>
#include <string.h>

struct timeout_args {
    edo_duration duration;
    edo_call call;
    edo_T *to;
};

struct sleeper {
    edo_branch branch;
    struct edo_sleep_op op; /* its frame */
};

struct timeout_frame {
    edo_T *to;
    const edo_fn *fn;
    char *memory; /* of the call's branch, with the frame behind it */
    struct edo_await_branch await;
    struct sleeper sleeper;
    int expired; /* why the call was cancelled from here: -ETIMEDOUT; 0: it wasn't */
};

_Static_assert(offsetof(struct sleeper, op) == sizeof(edo_branch), "a frame follows its branch");

static size_t call_align(const edo_fn *fn)
{
    return fn->align > 8 ? fn->align : 8;
}

static size_t call_front(const edo_fn *fn)
{
    return (sizeof(edo_branch) + call_align(fn) - 1) / call_align(fn) * call_align(fn);
}

static edo_branch *call_branch(const struct timeout_frame *f)
{
    return (edo_branch *)(void *)(f->memory + call_front(f->fn)) - 1;
}

static edo_poll timeout_resume(void *frame, unsigned at, edo_cx *cx);
static edo_poll sleeper_resume(void *frame, unsigned at, edo_cx *cx);

static edo_poll sleep_resume(void *op, unsigned at, edo_cx *cx)
{
    (void)at;
    return edo__sleep_resume((struct edo_sleep_op *)op, cx);
}

static void sleep_cancel(void *op, edo_cx *cx)
{
    edo__sleep_cancel((struct edo_sleep_op *)op, cx);
}

static const edo_leaf_ops sleep_leaf = {
    .name = "edo_sleep", .resume = sleep_resume, .cancel = sleep_cancel};

static const edo_leaf_ops branch_leaf = {.name = "edo_timeout",
                                         .resume = edo__await_branch_resume,
                                         .cancel = edo__await_branch_cancel};

enum { AT_CALL = 1, AT_SLEEPER = 2 };

#define SITE(AT, WHAT)                                                                             \
    {                                                                                              \
        .callee = edo__await_branch_resume, .caller = timeout_resume, .leaf = &branch_leaf,        \
        .offset = offsetof(struct timeout_frame, await), .at = AT, .up_kind = EDO_UP_DYNAMIC,      \
        .flags = EDO_SITE_BRANCH, .line = __LINE__, .file = __FILE__, .function = "edo_timeout",   \
        .what = WHAT                                                                               \
    }
static const edo_site call_site = SITE(AT_CALL, "the call");
static const edo_site end_site = SITE(AT_SLEEPER, "the end of its timer");

static const edo_site sleep_site = {
    .callee = sleep_resume,
    .caller = sleeper_resume,
    .leaf = &sleep_leaf,
    .at = 1,
    .up_kind = EDO_UP_DYNAMIC,
    .line = __LINE__,
    .file = __FILE__,
    .function = "edo_timeout",
    .what = "edo_sleep",
};

/* ---- the sleeper ---- */

static struct timeout_frame *of_sleeper(void *op)
{
    return (struct timeout_frame *)(void *)((char *)op -
                                            offsetof(struct timeout_frame, sleeper.op));
}

/* The sleep has ended. Cancelled, because the call is done or this whole branch is, it means
 * nothing. */
static edo_poll sleeper_resume(void *frame, unsigned at, edo_cx *cx)
{
    struct timeout_frame *f = of_sleeper(frame);
    int result = f->sleeper.op.result;
    (void)at;
    if (result != -ECANCELED && edo_branch_is_parked(call_branch(f))) {
        f->expired = result ? result : -ETIMEDOUT;
        edo_branch_cancel(call_branch(f), cx);
    }
    return EDO_READY;
}

static void sleeper_start(struct timeout_frame *f, edo_cx *cx, edo_duration duration)
{
    edo_branch *b = &f->sleeper.branch, *before = cx->branch;
    edo_branch_init(b);
    edo__branch_own(b, before);
    b->site = EDO_SITE_RUNNING;
    cx->branch = b;
    edo_poll p = edo__sleep_start(&f->sleeper.op, cx, duration);
    if (p == EDO_PENDING)
        edo__suspend(cx, &f->sleeper.op, &sleep_site);
    else
        sleeper_resume(&f->sleeper.op, 1, cx);
    cx->branch = before;
    edo__branch_settle(b, cx, p);
}

/* Ends it in this turn, if its wake isn't under way. A result is in hand by now: whoever waited a
 * turn longer could be cancelled for another's sake, and the result would be lost. */
static void sleeper_stop(struct sleeper *s)
{
    if (!edo_branch_is_parked(&s->branch) || (s->op.timer.owner & EDO__TIMER_WOKEN))
        return;
    edo__timer_remove(&s->op.timer);
    edo__branch_done(&s->branch);
}

/* ---- the function ---- */

/* The call is done. */
static void take(struct timeout_frame *f, edo_cx *cx)
{
    const edo_fn *fn = f->fn;
    const void *result = edo_branch_frame(call_branch(f));
    edo_call call = {fn, 0};
    bool late = f->expired && edo_result_error(call, result) == -ECANCELED;
    if (f->to && late)
        edo__result_error(f->to, fn, f->expired);
    else if (f->to)
        memcpy(f->to, result, fn->result_size);
    cx->host->free(cx, f->memory, call_front(fn) + fn->size, call_align(fn));
}

static edo_poll timeout_resume(void *frame, unsigned at, edo_cx *cx)
{
    struct timeout_frame *f = (struct timeout_frame *)frame;
    if (at == AT_SLEEPER)
        return EDO_READY;
    take(f, cx);
    sleeper_stop(&f->sleeper);
    if (edo__end_branch_start(&f->await, cx, &f->sleeper.branch) == EDO_PENDING)
        return edo__suspend(cx, &f->await, &end_site);
    return EDO_READY;
}

static edo_poll timeout_start(void *frame, edo_cx *cx, const void *args)
{
    struct timeout_args a = *(const struct timeout_args *)args;
    struct timeout_frame *f = (struct timeout_frame *)frame;
    const edo_fn *fn = a.call.fn;
    size_t size = call_front(fn) + fn->size;
    *f = (struct timeout_frame){.to = a.to, .fn = fn};
    f->memory = cx->host ? (char *)cx->host->alloc(cx, size, call_align(fn)) : 0;
    if (!f->memory) {
        if (a.to)
            edo__result_error(a.to, fn, -ENOMEM);
        return EDO_READY;
    }
    edo_branch_init(&f->sleeper.branch);
    edo_branch_init(call_branch(f));
    edo__branch_own(call_branch(f), cx->branch);
    if (edo_branch_start(call_branch(f), fn, a.call.args, cx) == EDO_READY) {
        take(f, cx);
        return EDO_READY;
    }
    sleeper_start(f, cx, a.duration);
    if (edo__await_branch_start(&f->await, cx, call_branch(f), fn) == EDO_PENDING)
        return edo__suspend(cx, &f->await, &call_site);
    return timeout_resume(f, AT_CALL, cx);
}

static const uint16_t timeout_calls[] = {offsetof(struct timeout_args, call)};

const edo_fn edo_timeout__async = {
    .name = "edo_timeout",
    .start = timeout_start,
    .resume = timeout_resume,
    .size = sizeof(struct timeout_frame),
    .align = _Alignof(struct timeout_frame),
    .args_size = sizeof(struct timeout_args),
    .args_align = _Alignof(struct timeout_args),
    .ncalls = 1,
    .calls = timeout_calls,
    .file = __FILE__,
    .line = __LINE__,
};
