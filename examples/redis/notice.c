/* SPDX-License-Identifier: MIT
 *
 * The least that two tasks of one thread need: one waits, the other says that it may go on. A leaf
 * written by hand: edo_branch_wake wakes exactly once for each time that a branch is linked. */
#include "redis.h"

#include <errno.h>

void notice_give(struct notice *n)
{
    edo_branch *waiter = n->waiter;
    n->given = true;
    n->waiter = NULL;
    if (waiter)
        edo_branch_wake(waiter);
}

edo_poll notice_resume(struct notice_op *op, edo_cx *cx)
{
    struct notice *n = op->notice;
    bool cancelled = edo_cx_cancelled(cx);
    if (n->waiter == op->branch) /* still linked: resumed without a reason */
        return EDO_PENDING;
    if (!cancelled && !n->given) {
        n->waiter = op->branch;
        return EDO_PENDING;
    }
    if (!edo_cx_spend(cx))
        return EDO_PENDING;
    if (!cancelled)
        n->given = false;
    op->result = cancelled ? -ECANCELED : 0;
    return EDO_READY;
}

edo_poll notice_start(struct notice_op *op, edo_cx *cx, struct notice *n)
{
    *op = (struct notice_op){.notice = n, .branch = cx->branch};
    return notice_resume(op, cx);
}

void notice_cancel(struct notice_op *op, edo_cx *cx)
{
    (void)cx;
    if (op->notice->waiter != op->branch) /* woken already */
        return;
    op->notice->waiter = NULL;
    edo_branch_wake(op->branch);
}
