/* SPDX-License-Identifier: MIT
 *
 * The life of a task: made, turned, ended, freed. */
#include "task/task.h"

#include "abi/owned.h"
#include "sys/park.h"
#include "sys/sys.h"

#include <string.h>

enum { EDO__UNITS_MAX = (1 << 24) - 1 };

__thread struct edo_home *edo__home __attribute__((tls_model("initial-exec")));

/* ---- memory ---------------------------------------------------------------------------------- */

/* Before the task, so that its frame is aligned. */
static size_t front(const edo_fn *fn)
{
    return edo__round_up(sizeof(edo_task), edo__owned_align(fn)) - sizeof(edo_task);
}

static void extra_init(struct edo_task_extra *extra, edo_task *task)
{
    memset(extra, 0, sizeof *extra);
    extra->task = task;
    extra->external = extra->resuming = (edo_branch *)EDO__LIST_END;
    task->extra = extra;
}

struct edo_task_extra *edo__task_extra(edo_task *task)
{
    if (!task->extra) {
        struct edo_task_extra *extra =
            (struct edo_task_extra *)edo__alloc(sizeof *extra, _Alignof(struct edo_task_extra));
        if (!extra)
            return 0;
        extra_init(extra, task);
    }
    return task->extra;
}

edo_task *edo__task_new(struct edo_home *home, edo_call call, bool handle)
{
    const edo_fn *fn = call.fn;
    size_t align = edo__owned_align(fn);
    size_t before = front(fn) + sizeof(edo_task);
    size_t frame = edo__round_up(fn->size > fn->args_size ? fn->size : fn->args_size, EDO__UNIT);
    size_t nested = fn->ncalls ? edo__nested_size(fn, call.args) : 0;
    size_t size = before + frame + nested + (handle ? sizeof(struct edo_task_extra) : 0);
    size = edo__round_up(size, EDO__UNIT);
    if (size / EDO__UNIT > EDO__UNITS_MAX)
        return 0;
    char *memory = (char *)edo__cache_alloc(&home->cache, size, align);
    if (!memory)
        return 0;

    edo_task *task = (edo_task *)(void *)(memory + front(fn));
    edo_branch *main = &task->core.main;
    edo_branch_init(main);
    /* SCHEDULED, its main branch woken. */
    main->next = (edo_branch *)EDO__LIST_END;
    edo_atomic_store_relaxed(&task->state, (uintptr_t)main);
    edo_atomic_store_relaxed(&task->outside, (uint32_t)0);
    task->handle = handle;
    task->cancel = 0;
    task->extra_inside = handle;
    task->listed = 1;
    task->stubborn = 0;
    task->units = (uint32_t)(size / EDO__UNIT);
    task->fn = fn;
    task->extra = 0;
    task->core.executor = &home->executor;
    char *args = (char *)edo__task_frame(task);
    if (fn->args_size)
        memcpy(args, call.args, fn->args_size);
    if (fn->ncalls)
        edo__copy_nested(fn, args, args + frame);
    if (handle)
        extra_init((struct edo_task_extra *)(void *)(args + frame + nested), task);
    edo_list_push_back(&home->tasks, &task->all);
    home->ntasks++;
    edo__home_enqueue(home, task);
    return task;
}

static void free_extra(edo_task *task)
{
    struct edo_task_extra *extra = task->extra;
    if (!extra)
        return;
    if (extra->name)
        edo__free(extra->name, strlen(extra->name) + 1, 1);
    if (!task->extra_inside)
        edo__free(extra, sizeof *extra, _Alignof(struct edo_task_extra));
}

void edo__task_free_local(edo_task *task)
{
    struct edo_home *home = edo__task_home(task);
    const edo_fn *fn = task->fn;
    free_extra(task);
    home->lingering--;
    edo__cache_free(&home->cache, (char *)task - front(fn), (size_t)task->units * EDO__UNIT,
                    edo__owned_align(fn));
}

/* A task of this home is gone, or the owner is. */
static void home_unref(struct edo_home *home, int64_t n)
{
    /* Release: our last look at the home; acquire: everybody's, before it is freed. */
    if (edo_atomic_fetch_sub_acq_rel(&home->refs, n) == n)
        edo__free(home, home->size, EDO__HOME_ALIGN);
}

void edo__task_free_anywhere(edo_task *task)
{
    struct edo_home *home = edo__task_home(task);
    const edo_fn *fn = task->fn;
    size_t size = (size_t)task->units * EDO__UNIT;
    free_extra(task);
    edo__free((char *)task - front(fn), edo__cache_size(size, edo__owned_align(fn)),
              edo__owned_align(fn));
    home_unref(home, 1);
}

void edo__task_release(edo_task *task)
{
    if (edo__outside_is_empty(&task->outside) || edo__outside_release(&task->outside))
        edo__task_free_local(task);
}

void edo__task_let_go(edo_task *task)
{
    edo_assert(task->handle, "the handle of a task was given up twice");
    edo_assert(!task->extra->joiner, "the handle of a task that is being joined was given up");
    task->handle = 0;
    if (edo__task_is_done(task))
        edo__task_release(task);
}

/* ---- waking ---------------------------------------------------------------------------------- */

/* Something else than a woken branch: a cancellation, the external list. */
static void wake_aside(edo_task *task)
{
    if (edo__state_wake_local(&task->state, 0, 0))
        edo__home_enqueue(edo__task_home(task), task);
}

static void task_wake(edo_core *core, edo_branch *b)
{
    edo_task *task = edo__task_of_core(core);
    edo_assert(edo__task_home(task) == edo__home,
               "edo_branch_wake by a thread that doesn't run the task's runtime: use an edo_waker");
    edo__task_wake(task, b);
}

void edo__task_cancel_local(edo_task *task)
{
    if (edo__task_is_done(task) || (task->core.main.owner & EDO_BRANCH_CANCELLED))
        return;
    task->cancel = 1;
    wake_aside(task);
}

/* ---- a turn ---------------------------------------------------------------------------------- */

static int64_t signed_result(const edo_fn *fn, const void *frame)
{
    if (!(fn->flags & EDO_FN_SIGNED))
        return 0;
    switch (fn->result_size) {
    case 1:
        return *(const int8_t *)frame;
    case 2:
        return *(const int16_t *)frame;
    case 4:
        return *(const int32_t *)frame;
    case 8:
        return *(const int64_t *)frame;
    default:
        return 0;
    }
}

static __attribute__((noinline)) void task_finish(edo_task *task)
{
    struct edo_home *home = edo__task_home(task);
    edo_assert(!(edo_atomic_load_relaxed(&task->state) & ~EDO__STATE_BITS),
               "a task has ended while a branch of it was woken: an operation still ran");
    edo_list_remove(&task->all);
    task->listed = 0;
    home->ntasks--;
    home->lingering++;
    edo__state_finish(&task->state);
    if (task->handle) {
        edo_branch *joiner = task->extra->joiner;
        if (joiner) {
            task->extra->joiner = 0;
            edo_branch_wake(joiner);
        }
        return;
    }
    int64_t result = signed_result(task->fn, edo__task_frame(task));
    if (result < 0 && home->detached_result)
        home->detached_result(home->user, task, result);
    edo__task_release(task);
}

/* Woken first, resumed first. */
static edo_branch *in_order(edo_branch *list)
{
    edo_branch *ordered = (edo_branch *)EDO__LIST_END;
    while (list != (edo_branch *)EDO__LIST_END) {
        edo_branch *next = list->next;
        list->next = ordered;
        ordered = list;
        list = next;
    }
    return ordered;
}

/* The first turn. Apart from the others, which are many. */
static __attribute__((noinline)) edo_poll start(edo_task *task, edo_branch *b, edo_cx *cx)
{
    edo_assert(b == &task->core.main && b->site == EDO_SITE_NEW,
               "a branch was woken that doesn't wait");
    return edo_branch_start(b, task->fn, edo__task_frame(task), cx);
}

/* `b`: the newest of the woken branches. True: the main branch has finished. */
static inline bool resume_woken(edo_task *task, edo_branch *b, edo_cx *cx)
{
    if (__builtin_expect(b->next != (edo_branch *)EDO__LIST_END, 0))
        b = in_order(b);
    for (;;) {
        edo_branch *next = b->next;
        b->next = 0;
        edo_poll p = edo_branch_is_parked(b) ? edo_branch_resume(b, cx) : start(task, b, cx);
        if (p == EDO_READY) {
            edo_assert(next == (edo_branch *)EDO__LIST_END,
                       "a task has ended while a branch of it was woken");
            return true;
        }
        if (next == (edo_branch *)EDO__LIST_END)
            return false;
        b = next;
        edo__task_share(cx);
    }
}

/* What is cancelled now and wakes runs in the next turn. */
static __attribute__((noinline)) void cancel_if_asked(edo_task *task, edo_cx *cx)
{
    if (!task->cancel)
        return;
    task->cancel = 0;
    cx->branch = &task->core.main;
    edo_branch_cancel(&task->core.main, cx);
}

/* The task has used up its turn, and its last branch does nothing but collect -ECANCELED: what else
 * costs budget in a cancelled branch? */
static __attribute__((noinline, cold)) void used_up(edo_task *task, const edo_cx *cx)
{
    struct edo_home *home = edo__task_home(task);
    if (task->stubborn == EDO__STUBBORN || !edo_branch_cancelled(cx->branch))
        return;
    if (++task->stubborn == EDO__STUBBORN)
        home->ignores_cancel(home, task);
}

static inline void turn(struct edo_home *home, edo_task *task, edo_cx *cx)
{
    uintptr_t word = edo__state_take_local(&task->state);
    edo_branch *woken = (edo_branch *)(word & ~EDO__STATE_BITS);
    bool aside = __builtin_expect(word & EDO__STATE_ASIDE, 0), finished = false;
    home->running = task;
    cx->budget = EDO__BUDGET;
    if (aside)
        cancel_if_asked(task, cx);
    if (woken)
        finished = resume_woken(task, woken, cx);
    if (aside && !finished)
        finished = edo__task_resume_external(task, cx);
    home->running = 0;
    if (finished) {
        task_finish(task);
        return;
    }
    if (__builtin_expect(cx->budget <= 0, 0))
        used_up(task, cx);
    if (edo__state_park_local(&task->state))
        edo__home_enqueue(home, task);
}

/* Of many tasks, the next one has left the cache since it ran: it is fetched while this one runs.
 * Its header, main branch and the beginning of its frame; a prefetch of nothing does no harm. */
static inline __attribute__((always_inline)) void fetch_ahead(const edo_task *next)
{
    for (size_t line = 0; line < 3; line++)
        __builtin_prefetch((const void *)((uintptr_t)next + 64 * line), 1);
}

void edo__home_run(struct edo_home *home, edo_cx *cx, size_t limit, edo_task *until)
{
    for (edo_task *task; limit && (task = edo__home_dequeue(home)); limit--) {
        fetch_ahead(home->head);
        turn(home, task, cx);
        if (task == until && edo__task_is_done(until))
            return;
    }
}

/* ---- looking at it --------------------------------------------------------------------------- */

bool edo__task_is_referenced(edo_task *task)
{
    return !edo__outside_is_empty(&task->outside);
}

edo_branch *edo__task_innermost(edo_task *task)
{
    edo_branch *b = &task->core.main;
    while (edo_branch_is_parked(b) && (b->site->flags & EDO_SITE_BRANCH)) {
        edo_branch *awaited = ((struct edo_await_branch *)b->leaf)->branch;
        if (!edo_branch_is_parked(awaited))
            break;
        b = awaited;
    }
    return b;
}

/* ---- the home -------------------------------------------------------------------------------- */

void edo__home_init(struct edo_home *home, size_t size)
{
    memset(home, 0, sizeof *home);
    home->executor.wake = task_wake;
    home->executor.waker = edo__task_waker;
    home->executor.forget = edo__task_forget;
    home->tail = &home->head;
    home->size = size;
    edo__cache_init(&home->cache);
    edo_list_init(&home->tasks);
    edo__inbox_init(&home->inbox);
    edo_atomic_store_relaxed(&home->refs, EDO__HOME_BIAS);
}

static void answer(edo_task *task)
{
    bool gone;
    /* Asked while QUEUED keeps the task: if it is done and the home is closed, then after the
     * answer the handle's holder, who is turned away, may free it. */
    bool done = edo__task_is_done(task);
    uint32_t requests = edo__outside_answer(&task->outside, &gone);
    if (gone) {
        edo__task_free_local(task);
        return;
    }
    if (!done) {
        if ((requests & EDO__OUTSIDE_WOKEN) &&
            task->extra->external != (edo_branch *)EDO__LIST_END)
            wake_aside(task);
        if (requests & EDO__OUTSIDE_CANCEL)
            edo__task_cancel_local(task);
    }
    if (requests & EDO__OUTSIDE_DETACH)
        edo__task_let_go(task);
}

bool edo__home_take_inbox(struct edo_home *home)
{
    struct edo_inbox_node *node = edo__inbox_take(&home->inbox), *ordered = 0;
    bool any = node != 0;
    while (node) {
        struct edo_inbox_node *next = edo__inbox_next(node);
        edo_atomic_store_relaxed(&node->next, (uintptr_t)ordered);
        ordered = node;
        node = next;
    }
    while (ordered) {
        /* The link is read before QUEUED is cleared: after that the node may be pushed again. */
        node = edo__inbox_next(ordered);
        answer(EDO_CONTAINER(ordered, struct edo_task_extra, inbox)->task);
        ordered = node;
    }
    return any;
}

void edo__home_shut(struct edo_home *home)
{
    edo_assert(home->ntasks == 0, "a runtime ends while it has tasks");
    edo__inbox_close(&home->inbox);
    while (!edo__inbox_is_deserted(&home->inbox))
        edo__thread_yield();
    edo__home_take_inbox(home);
}

void edo__home_close(struct edo_home *home)
{
    edo__cache_deinit(&home->cache);
    home_unref(home, EDO__HOME_BIAS - home->lingering);
}
