/* SPDX-License-Identifier: MIT
 *
 * The inbox: tasks that other threads woke or cancelled. Many push, the owner takes all. The word
 * also says whether the owner sleeps, so that a push and the decision to sleep can't miss each
 * other.
 *
 *   head                 meaning                                  left by
 *   0                    empty, owner awake                       push
 *   EDO__INBOX_ASLEEP    empty, owner sleeps or is about to       push (who unparks it), take
 *   else                 the newest node; owner awake             push, take
 *
 * `visitors` counts the threads inside (home.h), and holds CLOSED.
 *
 * The same source runs under the model checker (tests/model). */
#ifndef EDO_TASK_INBOX_H
#define EDO_TASK_INBOX_H

#include "base/atomic.h"

#include <stdbool.h>
#include <stdint.h>

struct edo_inbox_node {
    edo_atomic_word next;
};

struct edo_inbox {
    edo_atomic_word head;
    edo_atomic_u32 visitors; /* count * 2 | EDO__INBOX_CLOSED */
};

#define EDO__INBOX_ASLEEP ((uintptr_t)1)
#define EDO__INBOX_CLOSED ((uint32_t)1)
#define EDO__INBOX_VISITOR ((uint32_t)2)

static inline void edo__inbox_init(struct edo_inbox *inbox)
{
    edo_atomic_store_relaxed(&inbox->head, (uintptr_t)0);
    edo_atomic_store_relaxed(&inbox->visitors, (uint32_t)0);
}

/* Any thread. False: closed; nothing is to be touched any more. */
static inline bool edo__inbox_enter(struct edo_inbox *inbox)
{
    /* Acquire: pairs with close. */
    uint32_t before = edo_atomic_fetch_add_acquire(&inbox->visitors, EDO__INBOX_VISITOR);
    if (!(before & EDO__INBOX_CLOSED))
        return true;
    edo_atomic_fetch_sub_release(&inbox->visitors, EDO__INBOX_VISITOR);
    return false;
}

/* The last touch. Release: pairs with the owner's acquire in edo__inbox_close. */
static inline void edo__inbox_leave(struct edo_inbox *inbox)
{
    edo_atomic_fetch_sub_release(&inbox->visitors, EDO__INBOX_VISITOR);
}

/* Inside. True: the owner was asleep, and the caller has to unpark it. */
static inline bool edo__inbox_push(struct edo_inbox *inbox, struct edo_inbox_node *node)
{
    uintptr_t head = edo_atomic_load_relaxed(&inbox->head);
    do {
        edo_atomic_store_relaxed(&node->next, head & ~EDO__INBOX_ASLEEP);
        /* Release: the node and what the pusher did before; pairs with take. */
    } while (!edo_atomic_cas_release_relaxed(&inbox->head, &head, (uintptr_t)node));
    return head == EDO__INBOX_ASLEEP;
}

/* Owner. Whether take would find something. */
static inline bool edo__inbox_has_mail(struct edo_inbox *inbox)
{
    return edo_atomic_load_relaxed(&inbox->head) > EDO__INBOX_ASLEEP;
}

/* Owner, which is awake from then on. The nodes, newest first. */
static inline struct edo_inbox_node *edo__inbox_take(struct edo_inbox *inbox)
{
    /* Acquire: pairs with push. */
    uintptr_t head = edo_atomic_exchange_acquire(&inbox->head, (uintptr_t)0);
    return (struct edo_inbox_node *)(head & ~EDO__INBOX_ASLEEP);
}

static inline struct edo_inbox_node *edo__inbox_next(struct edo_inbox_node *node)
{
    return (struct edo_inbox_node *)edo_atomic_load_relaxed(&node->next);
}

/* Owner, before it sleeps. False: there is mail, don't. After true, the next push unparks; the
 * owner takes (or calls this again) when it wakes. */
static inline bool edo__inbox_sleep(struct edo_inbox *inbox)
{
    uintptr_t head = 0;
    for (;;) {
        if (edo_atomic_cas_release_relaxed(&inbox->head, &head, EDO__INBOX_ASLEEP))
            return true;
        if (head != 0)
            return head == EDO__INBOX_ASLEEP;
    }
}

/* Owner. After it, nobody enters; call edo__inbox_is_deserted until true, then take once more. */
static inline void edo__inbox_close(struct edo_inbox *inbox)
{
    /* Release: whoever is turned away has seen all that the owner did to the task it came with, and
     * may free it; pairs with enter. */
    edo_atomic_fetch_add_acq_rel(&inbox->visitors, EDO__INBOX_CLOSED);
}

static inline bool edo__inbox_is_deserted(struct edo_inbox *inbox)
{
    /* Acquire: what visitors did inside is seen; pairs with leave. */
    return edo_atomic_load_acquire(&inbox->visitors) == EDO__INBOX_CLOSED;
}

#endif
