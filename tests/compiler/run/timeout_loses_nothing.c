/* SPDX-License-Identifier: MIT
 *
 * A head of a select takes permits under a time limit, while another one wins now and then: every
 * permit has been got by a winner, or is still there. */
#include "lang.h"

#include <errno.h>

/* Permits, given out in the order of a queue; one that is given to a branch that has lost is put
 * back. */
struct take_op {
    int result;
    struct permits *from;
    edo_branch *branch;
    struct take_op *next;
};
struct permits {
    int left;
    struct take_op *first;
};

static void put(struct permits *p)
{
    struct take_op *op = p->first;
    if (!op) {
        p->left++;
        return;
    }
    p->first = op->next;
    op->from = 0;
    op->result = 0;
    edo_branch_wake(op->branch);
}

static edo_poll take_start(struct take_op *op, edo_cx *cx, struct permits *p)
{
    op->result = 0;
    if (p->left) {
        p->left--;
        return EDO_READY;
    }
    op->from = p;
    op->branch = cx->branch;
    op->next = 0;
    struct take_op **last = &p->first;
    while (*last)
        last = &(*last)->next;
    *last = op;
    return EDO_PENDING;
}

static edo_poll take_resume(struct take_op *op, edo_cx *cx)
{
    (void)cx;
    return op->from ? EDO_PENDING : EDO_READY;
}

static void take_cancel(struct take_op *op, edo_cx *cx)
{
    (void)cx;
    if (!op->from)
        return;
    struct take_op **at = &op->from->first;
    while (*at != op)
        at = &(*at)->next;
    *at = op->next;
    op->from = 0;
    op->result = -ECANCELED;
    edo_branch_wake(op->branch);
}

static struct permits permits;

static void take_discard(struct take_op *op, edo_cx *cx)
{
    (void)cx;
    if (!op->result)
        put(&permits);
    op->result = -ECANCELED;
}

async int take(struct permits *p)
    edo_leaf(struct take_op, take_start, take_resume, take_cancel, take_discard);

static async int turns(int n)
{
    while (n-- > 0)
        try await edo_yield();
    return 0;
}

static async int round_of(int first, int patience, int delay)
{
    int got = 0;
    permits = (struct permits){0};
    join {
        for (int i = 0; i < 10; i++) {
            if (first)
                select_biased {
                    when (int r = edo_timeout(edo_secs(100), take(&permits))) got += r == 0;
                    when (turns(patience)) continue;
                }
            else
                select_biased {
                    when (turns(patience)) continue;
                    when (int r = edo_timeout(edo_secs(100), take(&permits))) got += r == 0;
                }
        }
        {
            await turns(delay);
            for (int i = 0; i < 10; i++) {
                await turns(i % 3);
                put(&permits);
            }
        }
    }
    if (got + permits.left != 10)
        printf("%d %d %d: %d got, %d left\n", first, patience, delay, got, permits.left);
    return got + permits.left == 10 && !permits.first;
}

async int main(void)
{
    int good = 0;
    for (int patience = 0; patience < 7; patience++)
        for (int delay = 0; delay < 5; delay++)
            good += await round_of(0, patience, delay) + await round_of(1, patience, delay);
    printf("%d of 70\n", good);
    return 0;
}
