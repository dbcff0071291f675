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

#include "driver/calls.h"

#include <errno.h>

#define IN EDO__SOURCE_IN
#define OUT EDO__SOURCE_OUT
/* How a source stands; of one at which nothing is in the way of a call: READY. */
#define STANDING (READY | EDO__SOURCE_CLOSED | EDO__SOURCE_PAUSED)
#define READY (EDO__SOURCE_LIVE | EDO__SOURCE_REGISTERED)
#define ALWAYS_INLINE __attribute__((always_inline))

static unsigned direction(enum edo__op_kind kind)
{
    return kind < EDO__OP_WRITE ? IN : OUT;
}

static struct edo__queue *queue_of(struct edo__source *s, unsigned flag)
{
    return flag == IN ? &s->in : &s->out;
}

void edo__source_ready(struct edo__source *s, unsigned flags)
{
    edo__source_note(s, flags);
}

/* ---- any operation, in any state ------------------------------------------------------------- */

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
static ssize_t obstacle(const struct edo__source *s, const struct edo_io_op *op,
                        enum edo__op_kind kind, const edo_cx *cx)
{
    if (edo_cx_cancelled(cx))
        return -ECANCELED;
    if (s->state & EDO__SOURCE_CLOSED)
        return -EDO_ECLOSED;
    return kind == EDO__OP_READ && !op->len ? -EINVAL : 0; /* 0 would look like the end */
}

static inline ssize_t attempt(struct edo__source *s, struct edo_io_op *op, enum edo__op_kind kind)
{
    switch (kind) {
    case EDO__OP_READ:
        return edo__try_read(s, op);
    case EDO__OP_READABLE:
        return edo__try_readable(s);
    case EDO__OP_ACCEPT:
        return edo__try_accept(s, op);
    case EDO__OP_WRITE:
        return edo__try_write(s, op);
    case EDO__OP_WRITE_ALL:
        return edo__try_write_all(s, op);
    case EDO__OP_CONNECT:
        return edo__try_connect(s);
    case EDO__OP_KINDS:
        break;
    }
    __builtin_unreachable();
}

static __attribute__((noinline, cold)) edo_poll yield(struct edo__source *s, struct edo_io_op *op,
                                                      unsigned flag, edo_cx *cx)
{
    enqueue(s, op, flag, (uintptr_t)cx->branch | EDO__OP_WOKEN);
    return EDO_PENDING;
}

/* `paid`: the operation has cost its budget already, by a call that was in vain. */
static __attribute__((noinline)) edo_poll wait_for(struct edo__source *s, struct edo_io_op *op,
                                                   unsigned flag, bool paid, edo_cx *cx)
{
    if (__builtin_expect(!(s->state & EDO__SOURCE_REGISTERED), 0)) {
        if (!paid && !edo_cx_spend(cx))
            return yield(s, op, flag, cx);
        int error = edo__source_register(s); /* R3 */
        if (error)
            return finish(op, error);
    }
    enqueue(s, op, flag, (uintptr_t)cx->branch);
    return EDO_PENDING;
}

static __attribute__((noinline)) edo_poll submit(struct edo__source *s, struct edo_io_op *op,
                                                 enum edo__op_kind kind, edo_cx *cx)
{
    unsigned flag = direction(kind);
    if (!(s->state & EDO__SOURCE_LIVE)) { /* a handle that was closed, and nothing was in flight */
        op->source = s;
        return edo__op_refuse(op, edo_cx_cancelled(cx) ? -ECANCELED : -EDO_ECLOSED, cx);
    }
    bool paid = false;
    ssize_t result = obstacle(s, op, kind, cx);
    bool first = !queue_of(s, flag)->first && !(s->state & EDO__SOURCE_PAUSED);
    if (result || (first && (s->state & flag))) {
        if (!edo_cx_spend(cx))
            return yield(s, op, flag, cx);
        paid = true;
        if (!result)
            result = attempt(s, op, kind);
        if (result != -EAGAIN)
            return finish(op, result);
    }
    return wait_for(s, op, flag, paid, cx);
}

/* R4 */
static __attribute__((noinline)) void wake_first(struct edo__source *s, unsigned flag)
{
    if ((s->state & (flag | EDO__SOURCE_PAUSED)) == flag)
        edo__op_wake(queue_of(s, flag)->first);
}

static inline edo_poll leave(struct edo__source *s, struct edo_io_op *op, unsigned flag,
                             ssize_t result)
{
    edo__queue_remove(queue_of(s, flag), op);
    op->result = result; /* not before: it shares its place with `previous` */
    if (__builtin_expect(queue_of(s, flag)->first != NULL, 0))
        wake_first(s, flag); /* R5 */
    edo__source_release(s);
    return EDO_READY;
}

static __attribute__((noinline)) edo_poll wait_again(struct edo__source *s, struct edo_io_op *op,
                                                     unsigned flag, bool paid, edo_cx *cx)
{
    if (!(s->state & EDO__SOURCE_REGISTERED)) {
        if (!paid && !edo_cx_spend(cx))
            return EDO_PENDING; /* woken again: D2 holds */
        int error = edo__source_register(s); /* R3: it had only yielded until now */
        if (error)
            return leave(s, op, flag, error);
    }
    op->branch &= ~EDO__OP_WOKEN;
    return EDO_PENDING;
}

static __attribute__((noinline)) edo_poll take(struct edo_io_op *op, enum edo__op_kind kind,
                                               edo_cx *cx)
{
    if (!(op->branch & EDO__OP_WOKEN))
        return EDO_PENDING; /* a stray resume */
    if (op->branch & EDO__OP_REFUSED)
        return edo__op_take_refused(op, cx);
    bool paid = false;
    struct edo__source *s = op->source;
    unsigned flag = direction(kind);
    ssize_t result = op->branch & EDO__OP_CANCELLED ? -ECANCELED : obstacle(s, op, kind, cx);
    bool may_try = queue_of(s, flag)->first == op && (s->state & flag) &&
                   !(s->state & EDO__SOURCE_PAUSED);
    if (result || may_try) {
        if (!edo_cx_spend(cx))
            return EDO_PENDING; /* woken again: D2 holds */
        paid = true;
        if (!result)
            result = attempt(s, op, kind);
        if (result != -EAGAIN)
            return leave(s, op, flag, result);
    }
    return wait_again(s, op, flag, paid, cx);
}

/* ---- what messages are made of ------------------------------------------------------------------
 *
 * The same two functions for the state that a busy connection is in: open, its queue empty or this
 * operation alone at its head, the branch its task's main one, not cancelled, with budget left. One
 * look at each word tells; in any other state, the above decides. Compiled for each kind, so that
 * direction, queue and system call are constants. */

#define LIKELY(condition) __builtin_expect((condition), 1)

static inline bool is_undisturbed(const edo_cx *cx)
{
    return cx->branch->owner == EDO_BRANCH_MARK && cx->budget > 0;
}

static inline ALWAYS_INLINE edo_poll submit_fast(struct edo__source *s, struct edo_io_op *op,
                                                 enum edo__op_kind kind, edo_cx *cx)
{
    unsigned flag = direction(kind), state = s->state & (STANDING | flag);
    if (!LIKELY(!queue_of(s, flag)->first && op->len && is_undisturbed(cx)))
        return submit(s, op, kind, cx);
    if (state == READY) {
        enqueue(s, op, flag, (uintptr_t)cx->branch);
        return EDO_PENDING;
    }
    if (!LIKELY((state | EDO__SOURCE_REGISTERED) == (READY | flag)))
        return submit(s, op, kind, cx);
    cx->budget--;
    ssize_t result = attempt(s, op, kind);
    return LIKELY(result != -EAGAIN) ? finish(op, result) : wait_for(s, op, flag, true, cx);
}

static inline ALWAYS_INLINE edo_poll take_fast(struct edo_io_op *op, enum edo__op_kind kind,
                                               edo_cx *cx)
{
    struct edo__source *s = op->source;
    unsigned flag = direction(kind);
    unsigned state = s->state & (STANDING | flag);
    if (!LIKELY((op->branch & EDO__OP_BITS) == EDO__OP_WOKEN && state == (READY | flag) &&
                queue_of(s, flag)->first == op && is_undisturbed(cx)))
        return take(op, kind, cx);
    cx->budget--;
    ssize_t result = attempt(s, op, kind);
    return LIKELY(result != -EAGAIN) ? leave(s, op, flag, result)
                                    : wait_again(s, op, flag, true, cx);
}

/* ---- for each kind --------------------------------------------------------------------------- */

#define CALLS_OF(kind, name, how)                                                                  \
    static edo_poll submit_##name(struct edo__source *s, struct edo_io_op *op, edo_cx *cx)         \
    {                                                                                              \
        return submit##how(s, op, kind, cx);                                                       \
    }                                                                                              \
    static edo_poll take_##name(struct edo_io_op *op, edo_cx *cx)                                  \
    {                                                                                              \
        return take##how(op, kind, cx);                                                            \
    }

CALLS_OF(EDO__OP_READ, read, _fast)
CALLS_OF(EDO__OP_READABLE, readable, )
CALLS_OF(EDO__OP_ACCEPT, accept, )
CALLS_OF(EDO__OP_WRITE, write, _fast)
CALLS_OF(EDO__OP_WRITE_ALL, write_all, _fast)
CALLS_OF(EDO__OP_CONNECT, connect, )

const struct edo__op_calls edo__readiness_calls[EDO__OP_KINDS] = {
    [EDO__OP_READ] = { submit_read, take_read },
    [EDO__OP_READABLE] = { submit_readable, take_readable },
    [EDO__OP_ACCEPT] = { submit_accept, take_accept },
    [EDO__OP_WRITE] = { submit_write, take_write },
    [EDO__OP_WRITE_ALL] = { submit_write_all, take_write_all },
    [EDO__OP_CONNECT] = { submit_connect, take_connect },
};
