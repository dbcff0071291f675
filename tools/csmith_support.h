/* SPDX-License-Identifier: MIT
 *
 * What programs of the Csmith campaign stand on. As async C: a leaf that suspends, and counts.
 * With CSMITH_PLAIN: the same program for a plain compiler, where every await is a call. */
#ifndef CSMITH_SUPPORT_H
#define CSMITH_SUPPORT_H

#include <stdint.h>
#include <stdio.h>

/* What the defers of one activation did, in order, is hashed by the activation; the hashes are
 * added
 * up, because the order of calls in one expression is open. */
static unsigned csmith_trace_sum;

static inline void csmith_trace(unsigned trace)
{
    csmith_trace_sum += trace * 2654435761u;
}

__attribute__((destructor)) static void csmith_report_trace(void)
{
    if (csmith_trace_sum)
        printf("trace %08x\n", csmith_trace_sum);
}

static uint64_t csmith_rests;

#ifdef CSMITH_PLAIN

__attribute__((destructor)) static void csmith_report_rests(void)
{
    fprintf(stderr, "rests %llu\n", (unsigned long long)csmith_rests);
}

#define async
#define await
#define csmith_rest() ((void)csmith_rests++)
#define join
#define yield (void)
#define CSMITH_STREAM

/* Branches in their order, each when it stands: it is always their turn. */
struct csmith_baton {
    int turn;
};
#define csmith_turn(baton, n) 0
#define csmith_pass(baton) ((void)0)

/* `defer { … }` as a nested function that gcc calls when the variable's scope is left. */
#define CSMITH_PASTE_(a, b) a##b
#define CSMITH_PASTE(a, b) CSMITH_PASTE_(a, b)
#define CSMITH_DEFER(n)                                                                          \
    auto void CSMITH_PASTE(csmith_defer, n)(int *);                                              \
    __attribute__((cleanup(CSMITH_PASTE(csmith_defer, n)))) int CSMITH_PASTE(csmith_armed, n);   \
    void CSMITH_PASTE(csmith_defer, n)(int *csmith_unused)
#define defer CSMITH_DEFER(__COUNTER__)

#else

#include <edo.h>

static uint64_t csmith_suspensions;

/* Some suspend and some complete at once, so that both ways through an await are taken; a program
 * that rests without end gets rarer ones. */
static inline int csmith_suspends(void)
{
    uint64_t n = csmith_rests++;
    if (n > 200000)
        return n % 1024 == 0;
    return n % 7 != 3 && n % 11 != 5;
}

/* Wakes itself: the program needs nothing of a runtime but its turns. */
struct csmith_rest_op {
    edo_branch *branch;
    int turns;
};

static edo_poll csmith_rest_start(struct csmith_rest_op *op, edo_cx *cx)
{
    if (!csmith_suspends())
        return EDO_READY;
    csmith_suspensions++;
    op->branch = cx->branch;
    op->turns = 1;
    edo_branch_wake(op->branch);
    return EDO_PENDING;
}

static edo_poll csmith_rest_resume(struct csmith_rest_op *op, edo_cx *cx)
{
    (void)cx;
    if (op->turns != 1)
        __builtin_trap();
    op->turns = 0;
    return EDO_READY;
}

static async void csmith_rest(void)
    edo_leaf(struct csmith_rest_op, csmith_rest_start, csmith_rest_resume, 0, 0);

/* Branches that go one after the other, though they run side by side. */
struct csmith_turn_op {
    int result;
    bool woken;
    int turn;
    edo_branch *branch;
    struct csmith_baton *baton;
    struct csmith_turn_op *next;
};

struct csmith_baton {
    int turn;
    struct csmith_turn_op *waiting;
};

static void csmith_turn_wake(struct csmith_turn_op *op)
{
    if (op->woken)
        return;
    op->woken = true;
    edo_branch_wake(op->branch);
}

static void csmith_turn_leave(struct csmith_turn_op *op)
{
    struct csmith_turn_op **at = &op->baton->waiting;
    while (*at != op)
        at = &(*at)->next;
    *at = op->next;
}

static inline void csmith_pass(struct csmith_baton *baton)
{
    baton->turn++;
    for (struct csmith_turn_op *op = baton->waiting; op; op = op->next)
        if (op->turn == baton->turn)
            csmith_turn_wake(op);
}

static edo_poll csmith_turn_start(struct csmith_turn_op *op, edo_cx *cx, struct csmith_baton *baton,
                                  int turn)
{
    op->result = edo_cx_cancelled(cx) ? -125 : 0;
    if (op->result || baton->turn == turn)
        return EDO_READY;
    csmith_suspensions++;
    op->woken = false;
    op->turn = turn;
    op->branch = cx->branch;
    op->baton = baton;
    op->next = baton->waiting;
    baton->waiting = op;
    return EDO_PENDING;
}

static edo_poll csmith_turn_resume(struct csmith_turn_op *op, edo_cx *cx)
{
    if (!op->woken)
        __builtin_trap();
    csmith_turn_leave(op);
    op->result = edo_cx_cancelled(cx) ? -125 : 0;
    return EDO_READY;
}

static void csmith_turn_cancel(struct csmith_turn_op *op, edo_cx *cx)
{
    (void)cx;
    csmith_turn_wake(op);
}

static async int csmith_turn(struct csmith_baton *baton, int turn)
    edo_leaf(struct csmith_turn_op, csmith_turn_start, csmith_turn_resume, csmith_turn_cancel, 0);

/* Waits until it is cancelled. */
struct csmith_never_op {
    int result;
    bool woken;
    edo_branch *branch;
};

static edo_poll csmith_never_start(struct csmith_never_op *op, edo_cx *cx)
{
    op->result = -125;
    op->woken = false;
    op->branch = cx->branch;
    return edo_cx_cancelled(cx) ? EDO_READY : EDO_PENDING;
}

static edo_poll csmith_never_resume(struct csmith_never_op *op, edo_cx *cx)
{
    if (!op->woken || !edo_cx_cancelled(cx))
        __builtin_trap();
    return EDO_READY;
}

static void csmith_never_cancel(struct csmith_never_op *op, edo_cx *cx)
{
    (void)cx;
    if (op->woken)
        return;
    op->woken = true;
    edo_branch_wake(op->branch);
}

static async int csmith_never(void)
    edo_leaf(struct csmith_never_op, csmith_never_start, csmith_never_resume, csmith_never_cancel,
             0);

/* It lost, and yet it won. */
static inline void csmith_fail(void)
{
    __builtin_trap();
}

/* What a generator yields: odd, and rising but where a loop comes round. */
static inline void csmith_step(int step)
{
    if (step < 1 || step % 2 == 0)
        __builtin_trap();
}

#define CSMITH_STREAM async gen_of(int)

__attribute__((destructor)) static void csmith_report(void)
{
    fprintf(stderr, "suspensions %llu\n", (unsigned long long)csmith_suspensions);
}

#endif
#endif
