/* SPDX-License-Identifier: MIT
 *
 * Sleeping. The operation is in the wheel from its start until it is WOKEN: by its time, or by a
 * cancel, which takes it out first. So it is woken once, and out of the wheel when its branch
 * resumes. */
#include "edo/error.h"
#include "edo/time.h"
#include "time/timers.h"

#include <errno.h>

_Static_assert(sizeof(struct edo_sleep_op) <= 48, "a sleep stands in many frames");

/* What needn't wait: ready, or in a later turn if the task has used up its share of this one. */
static edo_poll at_once(struct edo_sleep_op *op, edo_cx *cx, int result)
{
    if (edo_cx_spend(cx)) {
        op->result = result;
        return EDO_READY;
    }
    op->timer.owner = (uintptr_t)cx->branch | EDO__TIMER_WOKEN;
    if (result)
        op->timer.owner |= EDO__TIMER_CANCELLED;
    return EDO_PENDING;
}

static edo_poll start(struct edo_sleep_op *op, edo_cx *cx, uint64_t deadline, uint64_t now)
{
    struct edo_wheel *wheel;
    int error = edo__timers_of(cx, &wheel);
    if (error) {
        op->result = error;
        return EDO_READY;
    }
    op->timer.owner = (uintptr_t)cx->branch;
    edo__timer_insert(wheel, &op->timer, deadline, now);
    return EDO_PENDING;
}

edo_poll edo__sleep_start(struct edo_sleep_op *op, edo_cx *cx, edo_duration duration)
{
    if (edo_cx_cancelled(cx))
        return at_once(op, cx, -ECANCELED);
    if (!duration.ns)
        return at_once(op, cx, 0);
    edo_instant now = edo_now();
    return start(op, cx, edo_instant_add(now, duration).ns, now.ns);
}

edo_poll edo__sleep_until_start(struct edo_sleep_op *op, edo_cx *cx, edo_instant instant)
{
    if (edo_cx_cancelled(cx))
        return at_once(op, cx, -ECANCELED);
    edo_instant now = edo_now();
    if (!edo_instant_before(now, instant))
        return at_once(op, cx, 0);
    return start(op, cx, instant.ns, now.ns);
}

edo_poll edo__sleep_resume(struct edo_sleep_op *op, edo_cx *cx)
{
    uintptr_t owner = op->timer.owner;
    if (!(owner & EDO__TIMER_WOKEN))
        return EDO_PENDING; /* a stray resume */
    if (!edo_cx_spend(cx))
        return EDO_PENDING; /* woken again */
    bool cancelled = (owner & EDO__TIMER_CANCELLED) || edo_cx_cancelled(cx);
    op->result = cancelled ? -ECANCELED : 0;
    return EDO_READY;
}

void edo__sleep_cancel(struct edo_sleep_op *op, edo_cx *cx)
{
    (void)cx;
    uintptr_t owner = op->timer.owner;
    op->timer.owner = owner | EDO__TIMER_CANCELLED | EDO__TIMER_WOKEN;
    if (owner & EDO__TIMER_WOKEN)
        return;
    edo__timer_remove(&op->timer);
    edo_branch_wake((edo_branch *)(owner & ~EDO__TIMER_BITS));
}
