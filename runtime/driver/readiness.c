/* SPDX-License-Identifier: MIT
 *
 * Operations on top of readiness: what epoll has in common with every back end that says "try
 * now" instead of "it is done".
 *
 * Invariants, beside those of driver.h
 *   R1  Only the first operation of a queue tries its call. A call is tried only while the
 *       source's flag for that direction (EDO__SOURCE_IN, _OUT) is set.
 *   R2  The flag is cleared only when the kernel has been asked and will report any change after
 *       that: on EAGAIN, and on a short count that no end, error or urgent mark can explain
 *       (LATCHED). It is set by each event, and at the start, when nothing is known.
 *   R3  An operation that waits and isn't woken has a registered source.
 *   R4  If a queue is not empty, its flag is set and the source isn't paused, then its first
 *       operation is woken.
 *   R5  Whoever leaves a queue restores R4 for those behind it. */
#include "driver/readiness.h"

#include <errno.h>

#define IN EDO__SOURCE_IN
#define OUT EDO__SOURCE_OUT

static unsigned direction(enum edo__op_kind kind)
{
    return kind < EDO__OP_WRITE ? IN : OUT;
}

static struct edo__queue *queue_of(struct edo__source *s, unsigned flag)
{
    return flag == IN ? &s->in : &s->out;
}

void edo__queue_append(struct edo__queue *q, struct edo_io_op *op)
{
    op->next = NULL;
    op->previous = q->last;
    if (q->last)
        q->last->next = op;
    else
        q->first = op;
    q->last = op;
}

void edo__queue_remove(struct edo__queue *q, struct edo_io_op *op)
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

/* R4 */
static inline void wake_first(struct edo__source *s, unsigned flag)
{
    struct edo__queue *q = queue_of(s, flag);
    if (q->first && (s->state & flag) && !(s->state & EDO__SOURCE_PAUSED))
        edo__op_wake(q->first);
}

void edo__source_ready(struct edo__source *s, unsigned flags)
{
    s->state |= (uint16_t)flags;
    if (flags & IN)
        wake_first(s, IN);
    if (flags & OUT)
        wake_first(s, OUT);
}

static inline edo_poll finish(struct edo_io_op *op, ssize_t result)
{
    op->result = result;
    return EDO_READY;
}

static inline void enqueue(struct edo__source *s, struct edo_io_op *op, unsigned flag,
                           uintptr_t branch)
{
    op->source = s;
    op->branch = branch;
    s->refs++;
    edo__queue_append(queue_of(s, flag), op);
}

/* What an operation ends with before it touches the world; 0 if nothing stands against it. */
static inline ssize_t obstacle(const struct edo__source *s, const struct edo_io_op *op,
                               enum edo__op_kind kind, const edo_cx *cx)
{
    if (edo_cx_cancelled(cx))
        return -ECANCELED;
    if (s->state & EDO__SOURCE_CLOSED)
        return -EDO_ECLOSED;
    return kind == EDO__OP_READ && !op->len ? -EINVAL : 0; /* 0 would look like the end */
}

edo_poll edo__readiness_submit(struct edo__source *s, struct edo_io_op *op,
                               enum edo__op_kind kind, edo_cx *cx)
{
    unsigned flag = direction(kind);
    if (!(s->state & EDO__SOURCE_LIVE))
        return finish(op, -EDO_ECLOSED); /* a handle that was closed, and nothing was in flight */
    ssize_t result = obstacle(s, op, kind, cx);
    bool first = !queue_of(s, flag)->first && !(s->state & EDO__SOURCE_PAUSED);
    if (result || (first && (s->state & flag))) {
        if (!edo_cx_spend(cx)) {
            enqueue(s, op, flag, (uintptr_t)cx->branch | EDO__OP_WOKEN);
            return EDO_PENDING;
        }
        if (!result)
            result = edo__op_attempt(s, op, kind);
        if (result != -EAGAIN)
            return finish(op, result);
    }
    if (!(s->state & EDO__SOURCE_REGISTERED)) {
        int error = edo__source_register(s); /* R3 */
        if (error)
            return finish(op, error);
    }
    enqueue(s, op, flag, (uintptr_t)cx->branch);
    return EDO_PENDING;
}

static inline edo_poll leave(struct edo__source *s, struct edo_io_op *op, unsigned flag,
                             ssize_t result)
{
    edo__queue_remove(queue_of(s, flag), op);
    op->result = result; /* not before: it shares its place with `previous` */
    wake_first(s, flag); /* R5 */
    edo__source_release(s);
    return EDO_READY;
}

edo_poll edo__readiness_take(struct edo_io_op *op, enum edo__op_kind kind, edo_cx *cx)
{
    if (!(op->branch & EDO__OP_WOKEN))
        return EDO_PENDING; /* a stray resume */
    struct edo__source *s = op->source;
    unsigned flag = direction(kind);
    ssize_t result = op->branch & EDO__OP_CANCELLED ? -ECANCELED : obstacle(s, op, kind, cx);
    bool may_try = queue_of(s, flag)->first == op && (s->state & flag) &&
                   !(s->state & EDO__SOURCE_PAUSED);
    if (result || may_try) {
        if (!edo_cx_spend(cx))
            return EDO_PENDING; /* woken again: D2 holds */
        if (!result)
            result = edo__op_attempt(s, op, kind);
        if (result != -EAGAIN)
            return leave(s, op, flag, result);
    }
    if (!(s->state & EDO__SOURCE_REGISTERED)) {
        int error = edo__source_register(s); /* R3: it had only yielded until now */
        if (error)
            return leave(s, op, flag, error);
    }
    op->branch &= ~EDO__OP_WOKEN;
    return EDO_PENDING;
}
