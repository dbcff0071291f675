/* SPDX-License-Identifier: MIT
 *
 * What code made by edocc calls, beyond the contract of abi.h, which includes this: no part of what
 * an executor or a leaf has to know. It changes with edocc, and programs don't use it.
 *
 * Threads: the running task's. */
#ifndef EDO_GENERATED_H
#define EDO_GENERATED_H

#include <edo/abi.h>

#ifdef __cplusplus
extern "C" {
#endif

/* ---- suspending, boxes, shields, named futures ----------------------------------------------- */

/* Mostly not: what an await must be quick at is going on at once. */
static inline bool edo__pending(edo_poll p)
{
    return __builtin_expect(p == EDO_PENDING, 0);
}

/* Between the saves of two locals: gcc would gather them into one vector, and keep the locals in
 * vector registers all the way there. */
static inline void edo__apart(void)
{
    __asm__ volatile("");
}

static inline edo_poll edo__suspend(edo_cx *cx, void *leaf, const edo_site *site)
{
    cx->leaf = leaf;
    cx->site = site;
    return EDO_PENDING;
}

static inline void edo__panic(edo_cx *cx, const char *message)
{
    if (cx && cx->host)
        cx->host->panic(cx, message);
    __builtin_trap();
}

/* Boxes: alloc(prefix, padded in front to the frame's alignment) + frame. */
static inline size_t edo__box_front(const edo_fn *fn)
{
    return (sizeof(struct edo_box_prefix) + fn->align - 1) / fn->align * fn->align;
}

/* A frame for `fn`; 0 when there is no memory. */
static inline void *edo__box_new(edo_cx *cx, const edo_fn *fn)
{
    size_t front = edo__box_front(fn);
    char *p = cx->host ? (char *)cx->host->alloc(cx, front + fn->size, fn->align) : 0;
    if (!p)
        return 0;
    ((struct edo_box_prefix *)(p + front))[-1].fn = fn;
    return p + front;
}

/* A box that is part of the awaiter's frame: as many bytes as the callee's prototype grants. */
static inline void *edo__budget_box(struct edo_box_prefix *prefix, const edo_fn *fn)
{
    prefix->fn = fn;
    return prefix + 1;
}

/* Memory for one result of `fn`, behind a prefix as in a box. */
static inline void *edo__place_new(edo_cx *cx, const edo_fn *fn)
{
    size_t front = edo__box_front(fn);
    char *p = cx->host ? (char *)cx->host->alloc(cx, front + fn->result_size, fn->align) : 0;
    if (!p) {
        if (cx->host)
            cx->host->oom(cx, fn->result_size);
        __builtin_trap();
    }
    ((struct edo_box_prefix *)(p + front))[-1].fn = fn;
    return p + front;
}

static inline void edo__place_free(edo_cx *cx, void *place)
{
    const edo_fn *fn = ((struct edo_box_prefix *)place)[-1].fn;
    size_t front = edo__box_front(fn);
    cx->host->free(cx, (char *)place - front, front + fn->result_size, fn->align);
}

/* The boxed call is pending: how it finds its awaiter. */
static inline edo_poll edo__box_suspend(void *box, void *caller, const edo_site *site)
{
    ((struct edo_box_prefix *)box)[-1].caller = caller;
    ((struct edo_box_prefix *)box)[-1].site = site;
    return EDO_PENDING;
}

static inline void edo__box_free(edo_cx *cx, void *box)
{
    const edo_fn *fn = ((struct edo_box_prefix *)box)[-1].fn;
    size_t front = edo__box_front(fn);
    cx->host->free(cx, (char *)box - front, front + fn->size, fn->align);
}

/* A defer's body and edo_shield: returns what edo__unshield restores. */
static inline bool edo__shield(edo_cx *cx)
{
    bool before = (cx->branch->owner & EDO_BRANCH_SHIELDED) != 0;
    cx->branch->owner |= EDO_BRANCH_SHIELDED;
    return before;
}

static inline void edo__unshield(edo_cx *cx, bool before)
{
    if (!before)
        cx->branch->owner &= ~EDO_BRANCH_SHIELDED;
}

/* From now on `owner` is resumed when `b` is done, and its cancellation is `b`'s. */
static inline void edo__branch_own(edo_branch *b, edo_branch *owner)
{
    b->owner = (uintptr_t)owner | (b->owner & EDO_BRANCH_BITS);
}

/* What -fedo-preempt has a loop await each time around. It keeps nothing. */
struct edo__preempt_op {
    char nothing;
};

static inline edo_poll edo__preempt_resume(struct edo__preempt_op *op, edo_cx *cx)
{
    (void)op;
    return edo_cx_spend(cx) ? EDO_READY : EDO_PENDING;
}

static inline edo_poll edo__preempt_start(struct edo__preempt_op *op, edo_cx *cx)
{
    return edo__preempt_resume(op, cx);
}

#if defined(__EDOCC__) && !defined(EDO_PLAIN)
_Async void edo__preempt(void)
    edo_leaf(struct edo__preempt_op, edo__preempt_start, edo__preempt_resume, 0, 0);
#endif

/* The result of the boxed call, to `result`; 0: nobody wants it, or it is void. */
static inline void edo__result_copy(void *result, const void *box)
{
    if (result)
        __builtin_memcpy(result, box, ((const struct edo_box_prefix *)box)[-1].fn->result_size);
}

/* What stands in `from`, which is from edo__place_new. */
static inline void edo__place_copy(void *to, const void *from)
{
    if (to != from)
        edo__result_copy(to, from);
}

/* Of a call of `fn` that could not be run: its result is `error`, if it can say that. 0: nobody
 * wants it. */
static inline bool edo__result_error(void *result, const edo_fn *fn, int error)
{
    int64_t unwanted;
    if (!(fn->flags & EDO_FN_SIGNED))
        return false;
    if (!result)
        result = &unwanted;
    if (fn->result_size == 8)
        *(int64_t *)result = error;
    else if (fn->result_size == 4)
        *(int32_t *)result = error;
    else if (fn->result_size == 2)
        *(int16_t *)result = (int16_t)error;
    else if (fn->result_size == 1)
        *(int8_t *)result = (int8_t)error;
    else
        return false;
    return true;
}

/* Named futures: a branch whose frame holds the arguments until it starts. It belongs to the branch
 * that declares it, which outlives it; for the while, to the one that awaits it. */
static inline void edo__future_init(edo_branch *future, edo_cx *cx)
{
    edo_branch_init(future);
    edo__branch_own(future, cx->branch);
}

static inline void edo__future_start(edo_branch *future, const edo_fn *fn, edo_cx *cx)
{
    if (future->site != EDO_SITE_NEW)
        return;
    if (!edo_branch_owner(future))
        edo__branch_own(future, cx->branch);
    edo_branch_start(future, fn, edo_branch_frame(future), cx);
}

static inline edo_branch *edo__group_branch(const struct edo_group *g, void *frame, uint32_t i)
{
    return (edo_branch *)((char *)frame + g->members[i].offset);
}

static inline bool edo__group_waits(const struct edo_group *g, void *frame, uint32_t i)
{
    uint32_t enabled = g->members[i].enabled;
    return (!enabled || *((bool *)frame + (enabled - 1))) &&
           edo_branch_is_parked(edo__group_branch(g, frame, i));
}

/* Whether someone else waits for it. */
static inline bool edo__future_is_awaited(edo_branch *future, const edo_cx *cx)
{
    edo_branch *owner = edo_branch_owner(future);
    if (owner == cx->branch || !edo_branch_is_parked(owner))
        return false;
    if (owner->site->flags & EDO_SITE_GROUP) {
        const struct edo_group *g = (const struct edo_group *)owner->site->leaf;
        for (uint32_t i = 0; i < g->n; i++)
            if (edo__group_branch(g, owner->leaf, i) == future)
                return edo__group_waits(g, owner->leaf, i);
        return false;
    }
    return edo__branch_awaits(owner, future);
}

/* The running branch is about to wait for `future`, which is parked. */
static inline void edo__future_borrow(edo_branch *future, edo_cx *cx)
{
    if (future->site == EDO_SITE_RUNNING)
        edo__panic(cx, "a future awaits itself");
    if (edo__future_is_awaited(future, cx))
        edo__panic(cx, "this future is awaited already");
    edo__branch_own(future, cx->branch);
    if (edo_cx_cancelled(cx))
        edo_branch_cancel(future, cx);
}

/* The leaf that awaits a named future: ready when the future is done. */
static inline edo_poll edo__await_branch_start(struct edo_await_branch *op, edo_cx *cx,
                                               edo_branch *future, const edo_fn *fn)
{
    op->branch = future;
    if (future->site == EDO_SITE_TAKEN)
        edo__panic(cx, "the result of this future has been taken");
    edo__future_start(future, fn, cx);
    if (future->site == EDO_SITE_DONE) {
        if (future->leaf)
            edo__panic(cx, "the result of this future is a select's, which it has won");
        future->site = EDO_SITE_TAKEN;
        return EDO_READY;
    }
    edo__future_borrow(future, cx);
    return EDO_PENDING;
}

static inline edo_poll edo__await_branch_resume(void *op, unsigned at, edo_cx *cx)
{
    edo_branch *future = ((struct edo_await_branch *)op)->branch;
    (void)at;
    (void)cx;
    if (future->site != EDO_SITE_DONE)
        return EDO_PENDING;
    future->site = EDO_SITE_TAKEN;
    return EDO_READY;
}

static inline void edo__await_branch_cancel(void *op, edo_cx *cx)
{
    edo_branch_cancel(((struct edo_await_branch *)op)->branch, cx);
}

/* The scope of a named future is left: as a leaf, ready when nothing of it runs. */
static inline edo_poll edo__end_branch_start(struct edo_await_branch *op, edo_cx *cx,
                                             edo_branch *future)
{
    op->branch = future;
    if (!edo_branch_is_parked(future))
        return EDO_READY;
    edo__branch_own(future, cx->branch);
    edo_branch_cancel(future, cx);
    return EDO_PENDING;
}

/* ---- join and select ------------------------------------------------------------------------- */

/* Branches that may never begin. */
static inline void edo__branches_init(edo_branch *b, unsigned n)
{
    for (unsigned i = 0; i < n; i++)
        edo_branch_init(&b[i]);
}

/* A branch of the running one; its code is `body` in `frame` from `at` on. True: it is pending. */
static inline bool edo__branch_begin(edo_branch *b, void *frame, edo_resume_fn *body, unsigned at,
                                     edo_cx *cx)
{
    edo_branch *before = cx->branch;
    b->next = 0;
    b->owner = (uintptr_t)before | EDO_BRANCH_MARK;
    b->site = EDO_SITE_RUNNING;
    cx->branch = b;
    edo_poll p = body(frame, at, cx);
    cx->branch = before;
    return edo__branch_settle(b, cx, p) == EDO_PENDING;
}

/* What still waits in the group is to end soon. What it has borrowed, too: nobody else will. */
static inline void edo__group_cancel(const struct edo_group *g, void *frame, edo_cx *cx)
{
    for (uint32_t i = 0; i < g->n; i++)
        if (edo__group_waits(g, frame, i))
            edo_branch_cancel(edo__group_branch(g, frame, i), cx);
}

/* A join is over when no branch waits any more. */
static inline edo_poll edo__join_poll(const struct edo_group *g, void *frame)
{
    for (uint32_t i = 0; i < g->n; i++)
        if (edo_branch_is_parked(edo__group_branch(g, frame, i)))
            return EDO_PENDING;
    return EDO_READY;
}

/* The head of a select that is tried first. Heads must not be tried in step with anything that the
 * program does in turn, so this is a random number of a sort (Knuth, volume 2, 3.3.4). */
static inline unsigned edo__turn(edo_cx *cx, unsigned n)
{
    cx->turns = cx->turns * 1664525 + 1013904223;
    return (unsigned)((uint64_t)cx->turns * n >> 32);
}

/* What follows runs in `b`, a branch of the running one. */
static inline void edo__head_begin(edo_branch *b, edo_cx *cx)
{
    b->owner = (uintptr_t)cx->branch | EDO_BRANCH_MARK;
    b->site = EDO_SITE_RUNNING;
    cx->branch = b;
}

/* Who awaits a head: its branch ends with it. */
static inline edo_poll edo__head_done(void *frame, unsigned at, edo_cx *cx)
{
    (void)frame;
    (void)at;
    (void)cx;
    return EDO_READY;
}

static inline bool edo__future_is_left(const edo_branch *future)
{
    return future->site != EDO_SITE_TAKEN;
}

/* A named future in a select. True: it is done. */
static inline bool edo__head_future(edo_branch *future, const edo_fn *fn, edo_cx *cx)
{
    if (future->site == EDO_SITE_TAKEN)
        return false;
    edo__future_start(future, fn, cx);
    if (future->site == EDO_SITE_DONE) {
        if (future->leaf)
            edo__panic(cx, "the result of this future is a select's, which it has won");
        return true;
    }
    edo__future_borrow(future, cx);
    return false;
}

static inline void edo__future_take(edo_branch *future)
{
    future->leaf = 0;
    future->site = EDO_SITE_TAKEN;
}

/* The running branch, so many branches inside the one that declares it, waits for it no more. */
static inline void edo__future_return(edo_branch *future, unsigned outwards, edo_cx *cx)
{
    edo_branch *owner = cx->branch;
    if (edo_branch_owner(future) != owner)
        return;
    for (; outwards; outwards--)
        owner = edo_branch_owner(owner);
    edo__branch_own(future, owner);
}

/* Which has won, from 1; n + 1: none. A branch that is done has no leaf: the winner has itself. */
static inline unsigned edo__select_winner(const struct edo_group *g, void *frame)
{
    for (uint32_t i = 0; i < g->n; i++) {
        edo_branch *b = edo__group_branch(g, frame, i);
        if (b->site == EDO_SITE_DONE && b->leaf == b)
            return i + 1;
    }
    return g->n + 1;
}

/* There is a winner: those of the others that the select has started end. */
static inline edo_poll edo__select_end(const struct edo_group *g, void *frame, edo_cx *cx)
{
    edo_poll p = EDO_READY;
    for (uint32_t i = 0; i < g->n; i++) {
        edo_branch *b = edo__group_branch(g, frame, i);
        if (g->members[i].borrowed || !edo_branch_is_parked(b))
            continue;
        edo_branch_cancel(b, cx);
        p = EDO_PENDING;
    }
    return p;
}

/* A select is over when one has won and nothing that it has started runs. Of several named futures
 * that are done by now, the others stay so. */
static inline edo_poll edo__select_poll(const struct edo_group *g, void *frame, edo_cx *cx)
{
    bool over = g->otherwise || edo__select_winner(g, frame) <= g->n;
    for (uint32_t i = 0; i < g->n && !over; i++) {
        edo_branch *b = edo__group_branch(g, frame, i);
        uint32_t enabled = g->members[i].enabled;
        if (b->site != EDO_SITE_DONE || (enabled && !*((bool *)frame + (enabled - 1))))
            continue;
        b->leaf = b;
        over = true;
    }
    return over ? edo__select_end(g, frame, cx) : EDO_PENDING;
}

/* `won` was ready at once; 0: none was, and all are started; beyond n + 1: none takes part. */
static inline bool edo__select_waits(const struct edo_group *g, void *frame, unsigned won,
                                     edo_cx *cx)
{
    if (won > g->n + 1)
        return false;
    if (won && won <= g->n) {
        edo_branch *b = edo__group_branch(g, frame, won - 1);
        b->leaf = b;
    }
    return edo__select_poll(g, frame, cx) == EDO_PENDING;
}

/* ---- dead frames, for AddressSanitizer and valgrind ------------------------------------------
 *
 * A finished callee's frame, and the locals of a scope that was left, lie in a frame that lives on.
 * Under -fsanitize=address, and with -fedo-valgrind, generated code says what is dead: these two
 * are declared then, and not otherwise. */
#if defined(__EDOCC__) && defined(__has_feature)
#if __has_feature(address_sanitizer)
#define EDO__ASAN 1
#endif
#endif
#if defined(__EDOCC__) && (defined(__SANITIZE_ADDRESS__) || defined(EDO__ASAN))

extern void __asan_poison_memory_region(const volatile void *p, size_t n);
extern void __asan_unpoison_memory_region(const volatile void *p, size_t n);

static inline void edo__frame_dead(const volatile void *p, size_t n)
{
    __asan_poison_memory_region(p, n);
}

static inline void edo__frame_alive(const volatile void *p, size_t n)
{
    __asan_unpoison_memory_region(p, n);
}

#elif defined(__EDOCC_MEMCHECK__)
#if !defined(__x86_64__)
#error "-fedo-valgrind is for x86-64 only"
#endif

/* A client request of valgrind's memcheck, by its number there: to any other machine, nothing. */
static inline void edo__memcheck(uintptr_t request, const volatile void *p, size_t n)
{
    volatile uintptr_t words[6] = {request, (uintptr_t)p, n, 0, 0, 0};
    uintptr_t result = 0;
    __asm__ volatile("rolq $3, %%rdi; rolq $13, %%rdi; rolq $61, %%rdi; rolq $51, %%rdi;"
                     "xchgq %%rbx, %%rbx"
                     : "+d"(result)
                     : "a"(words)
                     : "cc", "memory");
}

static inline void edo__frame_dead(const volatile void *p, size_t n)
{
    edo__memcheck(0x4d430000, p, n); /* MAKE_MEM_NOACCESS */
}

static inline void edo__frame_alive(const volatile void *p, size_t n)
{
    edo__memcheck(0x4d430001, p, n); /* MAKE_MEM_UNDEFINED */
}
#endif

#ifdef __cplusplus
}
#endif
#endif
