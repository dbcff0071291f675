/* SPDX-License-Identifier: MIT
 *
 * A named future holds a lock, and is pending; the statement of another branch of the select wants
 * the lock. The future goes on while its task waits for that, so the program ends. */
#include "lang.h"

/* A lock whose waiters stand in a queue in their frames. */
struct wait_op {
    int result;
    struct lock *lock;
    edo_branch *branch;
    struct wait_op *next;
};
struct lock {
    bool held;
    struct wait_op *first, **last;
};

static edo_poll lock_start(struct wait_op *op, edo_cx *cx, struct lock *l)
{
    op->result = 0;
    op->lock = l;
    op->branch = cx->branch;
    op->next = 0;
    if (!l->held) {
        l->held = true;
        return EDO_READY;
    }
    if (!l->first)
        l->last = &l->first;
    *l->last = op;
    l->last = &op->next;
    return EDO_PENDING;
}

/* Woken with the lock in hand. */
static edo_poll lock_resume(struct wait_op *op, edo_cx *cx)
{
    (void)cx;
    for (struct wait_op *o = op->lock->first; o; o = o->next)
        if (o == op)
            return EDO_PENDING;
    return EDO_READY;
}

async int lock(struct lock *l) edo_leaf(struct wait_op, lock_start, lock_resume, 0, 0);

static void unlock(struct lock *l)
{
    struct wait_op *op = l->first;
    if (!op) {
        l->held = false;
        return;
    }
    l->first = op->next;
    edo_branch_wake(op->branch);
}

static async int holds(struct lock *l, const char *name, int turns)
{
    await lock(l);
    defer unlock(l);
    printf("%s has it; ", name);
    for (int i = 0; i < turns; i++)
        await edo_yield();
    printf("%s is done; ", name);
    return 1;
}

async int main(void)
{
    struct lock l = {0};
    edo_future(holds) future = holds(&l, "the future", 20);
    int both = 0;
    select_biased {
        when (both = future) both = -1;
        when (edo_yield()) both = await holds(&l, "the branch", 3);
    }
    both += await future;
    printf("%d\n", both);
    return 0;
}
