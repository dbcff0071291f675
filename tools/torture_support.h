/* SPDX-License-Identifier: MIT
 *
 * What programs of the torture campaign stand on. As async C: a leaf that suspends, and counts.
 * With TORTURE_PLAIN: the same program for a plain compiler, where every await is a call.
 *
 * It declares as little as it can: the programs declare functions of the C library as they like, so
 * dprintf goes by another name here. */
#ifndef TORTURE_SUPPORT_H
#define TORTURE_SUPPORT_H

#ifdef TORTURE_PLAIN

#define _Async
#define _Await
#define torture_rest() ((void)0)
#define torture_run(program) program

#else

#include <edo.h>

#define torture_run(program) edo_block_on(program)

extern int torture_print(int file, const char *format, ...) __asm__("dprintf");

static unsigned long torture_rests, torture_suspensions;

__attribute__((destructor)) static void torture_report(void)
{
    torture_print(2, "suspensions %lu\n", torture_suspensions);
}

/* Some suspend and some complete at once, so that both ways through an await are taken; a program
 * that rests without end gets rarer ones. */
static inline int torture_suspends(void)
{
    unsigned long n = torture_rests++;
    if (n > 100000)
        return n % 1024 == 0;
    return n % 7 != 3 && n % 11 != 5;
}

/* Wakes itself: the program needs nothing of a runtime but its turns. */
struct torture_rest_op {
    edo_branch *branch;
    int turns;
};

static inline edo_poll torture_rest_start(struct torture_rest_op *op, edo_cx *cx)
{
    if (!torture_suspends())
        return EDO_READY;
    torture_suspensions++;
    op->branch = cx->branch;
    op->turns = 1;
    edo_branch_wake(op->branch);
    return EDO_PENDING;
}

static inline edo_poll torture_rest_resume(struct torture_rest_op *op, edo_cx *cx)
{
    (void)cx;
    if (op->turns != 1)
        __builtin_trap();
    op->turns = 0;
    return EDO_READY;
}

static _Async void torture_rest(void)
    edo_leaf(struct torture_rest_op, torture_rest_start, torture_rest_resume, 0, 0);

#endif
#endif
