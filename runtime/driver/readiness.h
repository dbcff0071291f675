/* SPDX-License-Identifier: MIT
 *
 * What back ends on readiness share. See readiness.c for the invariants. */
#ifndef EDO_DRIVER_READINESS_H
#define EDO_DRIVER_READINESS_H

#include "driver/driver.h"

extern const struct edo__op_calls edo__readiness_calls[EDO__OP_KINDS];

static inline void edo__queue_append(struct edo__queue *q, struct edo_io_op *op)
{
    if (!q->first) {
        op->next = op->previous = NULL;
        q->first = op;
    } else {
        op->next = NULL;
        op->previous = q->last;
        q->last->next = op;
    }
    q->last = op;
}

static inline void edo__queue_remove(struct edo__queue *q, struct edo_io_op *op)
{
    if (op->next)
        op->next->previous = op->previous;
    else
        q->last = op->previous;
    if (op->previous)
        op->previous->next = op->next;
    else
        q->first = op->next;
}

/* edo__source_ready, inline: for the back end's events. (R4; only listeners are ever paused.) */
static inline void edo__source_note(struct edo__source *s, unsigned flags)
{
    s->state |= flags;
    if (__builtin_expect(s->state & EDO__SOURCE_PAUSED, 0))
        return;
    if ((flags & EDO__SOURCE_IN) && s->in.first)
        edo__op_wake(s->in.first);
    if ((flags & EDO__SOURCE_OUT) && s->out.first)
        edo__op_wake(s->out.first);
}

/* The back end's: makes the kernel report each change of s->fd from now on, and what is the case
 * already. Sets EDO__SOURCE_REGISTERED, or returns the error. */
int edo__source_register(struct edo__source *s);

#endif
