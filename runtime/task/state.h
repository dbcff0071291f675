/* SPDX-License-Identifier: MIT
 *
 * A task's two words, and every transition of them. Each returns what its caller has to do.
 *
 * 1. `state`: who runs, and what is to be run. Head of the list of woken branches, and bits:
 *
 *      head   ASIDE  RUNNING  DONE     name       who owns the task
 *      0      0      0        0        IDLE       nobody; the next wake schedules it
 *      any, not both 0  0     0        SCHEDULED  the run queue holds it, once
 *      0      0      1        0        RUNNING    the turn
 *      any, not both 0  1     0        NOTIFIED   the turn, which schedules it again at its end
 *      0      0      0        1        DONE       whoever holds a handle or a waker
 *
 *      head     woken branches, newest first, by branch->next; the last one's is EDO__LIST_END
 *      ASIDE    something else than a woken branch is to be looked at: a cancellation, or the
 *               branches that asked for a waker
 *      RUNNING  a turn of the task is on somebody's stack
 *      DONE     its result is at its frame. Nothing follows.
 *
 *    Publishing a branch and claiming the task is one transition of one word: whoever moved it away
 *    from IDLE schedules the task, and nobody else touches it after his transition. (With two
 *    words, the turn could finish and free the task between them.)
 *
 *    Transitions are functions from word to word. On a current-thread runtime the owner applies
 *    them with plain loads and stores (edo__state_wake_local, …): other threads read the word at
 *    most, for DONE. A runtime with several workers applies the same ones in a compare-and-swap
 *    loop (edo__state_wake_shared): tests/model checks both.
 *
 * 2. `outside`: what the rest of the world has to do with the task. References, requests; shared:
 *
 *      QUEUED    in the inbox. Whoever sets it pushes; the owner clears it when it takes the task.
 *      WOKEN     an external waker fired since the owner last looked
 *      CANCEL    cancel it
 *      DETACH    its handle is given up
 *      RELEASED  the owner and the handle have let go: the last reference frees the memory
 *      REF * n   external wakers
 *
 *    The memory is freed by whoever finds RELEASED set, QUEUED clear and no reference, having
 *    changed the last of the three. While the word is 0, nobody but the handle's holder can reach
 *    the task, and the owner frees it without a locked instruction.
 *
 * The same source runs under the model checker (tests/model). */
#ifndef EDO_TASK_STATE_H
#define EDO_TASK_STATE_H

#include "base/atomic.h"

#include <stdbool.h>
#include <stdint.h>

/* ---- state ----------------------------------------------------------------------------------- */

#define EDO__STATE_ASIDE ((uintptr_t)1)
#define EDO__STATE_RUNNING ((uintptr_t)2)
#define EDO__STATE_DONE ((uintptr_t)4)
#define EDO__STATE_BITS ((uintptr_t)7)

/* Ends every list of branches, so that `next` is 0 only in a branch on no list. */
#define EDO__LIST_END ((uintptr_t)8)

/* A wake of branch `b`, whose next is to be edo__state_next(word); b 0: ASIDE. */
static inline uintptr_t edo__state_woken(uintptr_t word, uintptr_t b)
{
    return b ? b | (word & EDO__STATE_BITS) : word | EDO__STATE_ASIDE;
}

static inline uintptr_t edo__state_next(uintptr_t word)
{
    uintptr_t head = word & ~EDO__STATE_BITS;
    return head ? head : EDO__LIST_END;
}

/* Whether the transition from `word` by a wake obliges its author to schedule the task. */
static inline bool edo__state_was_idle(uintptr_t word)
{
    return word == 0;
}

/* A turn takes what is to be run: SCHEDULED to RUNNING, also again within the turn. */
static inline uintptr_t edo__state_taken(void)
{
    return EDO__STATE_RUNNING;
}

/* The turn ends: RUNNING to IDLE, NOTIFIED to SCHEDULED (the caller schedules). */
static inline uintptr_t edo__state_parked(uintptr_t word)
{
    return word & ~EDO__STATE_RUNNING;
}

/* The owner's, on a current-thread runtime. True: schedule the task. */
static inline bool edo__state_wake_local(edo_atomic_word *state, uintptr_t b, uintptr_t *next)
{
    uintptr_t word = edo_atomic_load_relaxed(state);
    if (b)
        *next = edo__state_next(word);
    edo_atomic_store_relaxed(state, edo__state_woken(word, b));
    return edo__state_was_idle(word);
}

/* What was to be run. */
static inline uintptr_t edo__state_take_local(edo_atomic_word *state)
{
    uintptr_t word = edo_atomic_load_relaxed(state);
    edo_atomic_store_relaxed(state, edo__state_taken());
    return word;
}

/* True: schedule it again. */
static inline bool edo__state_park_local(edo_atomic_word *state)
{
    uintptr_t word = edo__state_parked(edo_atomic_load_relaxed(state));
    edo_atomic_store_relaxed(state, word);
    return word != 0;
}

/* Release: the result is written; pairs with edo__state_is_done on other threads. */
static inline void edo__state_finish(edo_atomic_word *state)
{
    edo_atomic_store_release(state, EDO__STATE_DONE);
}

static inline bool edo__state_is_done(edo_atomic_word *state)
{
    return edo_atomic_load_acquire(state) == EDO__STATE_DONE;
}

/* The same transitions where several threads apply them. A waker holds no reference: after its
 * compare-and-swap from anything but IDLE, it does not touch the task. */
static inline bool edo__state_wake_shared(edo_atomic_word *state, uintptr_t b,
                                          edo_atomic_word *next)
{
    uintptr_t word = edo_atomic_load_relaxed(state);
    do {
        if (b)
            edo_atomic_store_relaxed(next, edo__state_next(word));
        /* Release: the branch's next, the op's result; pairs with the acquire in take. */
    } while (!edo_atomic_cas_release_relaxed(state, &word, edo__state_woken(word, b)));
    return edo__state_was_idle(word);
}

static inline uintptr_t edo__state_take_shared(edo_atomic_word *state)
{
    /* Acquire: pairs with wakes; release: so does the next one's acquire with this turn. */
    return edo_atomic_exchange_acq_rel(state, edo__state_taken());
}

static inline bool edo__state_park_shared(edo_atomic_word *state)
{
    /* Release: what the turn did; acquire: the caller schedules what a wake has published. */
    uintptr_t word = edo_atomic_load_relaxed(state);
    while (!edo_atomic_cas_acq_rel_acquire(state, &word, edo__state_parked(word))) {
    }
    return edo__state_parked(word) != 0;
}

/* ---- outside --------------------------------------------------------------------------------- */

#define EDO__OUTSIDE_QUEUED ((uint32_t)1)
#define EDO__OUTSIDE_WOKEN ((uint32_t)2)
#define EDO__OUTSIDE_CANCEL ((uint32_t)4)
#define EDO__OUTSIDE_DETACH ((uint32_t)8)
#define EDO__OUTSIDE_RELEASED ((uint32_t)16)
#define EDO__OUTSIDE_REF ((uint32_t)32)
#define EDO__OUTSIDE_MAX ((uint32_t)1 << 31)

#define EDO__OUTSIDE_REQUESTS (EDO__OUTSIDE_WOKEN | EDO__OUTSIDE_CANCEL | EDO__OUTSIDE_DETACH)

static inline bool edo__outside_is_gone(uint32_t word)
{
    return (word & EDO__OUTSIDE_RELEASED) && !(word & EDO__OUTSIDE_QUEUED) &&
           word < EDO__OUTSIDE_RELEASED + EDO__OUTSIDE_REF;
}

/* Another thread, inside the inbox, holding a reference or the handle. True: push the task. */
static inline bool edo__outside_request(edo_atomic_u32 *outside, uint32_t request)
{
    /* Release: what the caller did before, for the owner's acquire in answer. Acquire: the push
     * writes a link that the owner has read before it cleared QUEUED. */
    return !(edo_atomic_fetch_or_acq_rel(outside, request | EDO__OUTSIDE_QUEUED) &
             EDO__OUTSIDE_QUEUED);
}

/* The owner, having taken the task from the inbox and read its link: the requests. *gone: free
 * it. */
static inline uint32_t edo__outside_answer(edo_atomic_u32 *outside, bool *gone)
{
    /* Acquire: pairs with request. Release: the link was read; pairs with the next request. */
    uint32_t before =
        edo_atomic_fetch_and_acq_rel(outside, ~(EDO__OUTSIDE_REQUESTS | EDO__OUTSIDE_QUEUED));
    *gone = edo__outside_is_gone(before & ~EDO__OUTSIDE_QUEUED);
    return before & EDO__OUTSIDE_REQUESTS;
}

/* Who holds a reference, or the owner. False: too many. */
static inline bool edo__outside_retain(edo_atomic_u32 *outside)
{
    return edo_atomic_fetch_add_relaxed(outside, EDO__OUTSIDE_REF) < EDO__OUTSIDE_MAX;
}

/* True: free the task. */
static inline bool edo__outside_drop(edo_atomic_u32 *outside)
{
    /* Release: the last use of the task here; acquire: that of all others, before it is freed. */
    uint32_t before = edo_atomic_fetch_sub_acq_rel(outside, EDO__OUTSIDE_REF);
    return edo__outside_is_gone(before - EDO__OUTSIDE_REF);
}

/* Owner: done, and the handle gone. Whether nobody else can reach the task any more. */
static inline bool edo__outside_is_empty(edo_atomic_u32 *outside)
{
    /* Acquire: pairs with drop and answer's releases. */
    return edo_atomic_load_acquire(outside) == 0;
}

/* The same, where somebody may. True: free the task. */
static inline bool edo__outside_release(edo_atomic_u32 *outside)
{
    /* Release and acquire as in drop. */
    uint32_t before = edo_atomic_fetch_or_acq_rel(outside, EDO__OUTSIDE_RELEASED);
    return edo__outside_is_gone(before | EDO__OUTSIDE_RELEASED);
}

#endif
