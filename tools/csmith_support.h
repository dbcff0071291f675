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

#ifdef CSMITH_PLAIN

#define async
#define await
#define csmith_rest() ((void)0)

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

static uint64_t csmith_rests, csmith_suspensions;

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

__attribute__((destructor)) static void csmith_report(void)
{
    fprintf(stderr, "suspensions %llu\n", (unsigned long long)csmith_suspensions);
}

#endif
#endif
