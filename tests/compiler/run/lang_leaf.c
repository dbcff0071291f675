/* SPDX-License-Identifier: MIT
 *
 * NO ORACLE. Leaves written by hand: completing at once or when another task opens them,
 * cancelled, with their effect put back. */
#include "lang.h"

#include <errno.h>

struct gate {
    int value;
    struct gate_op *waiter;
};

struct gate_op {
    int result;
    struct gate *gate;
    edo_branch *branch;
    bool woken;
};

static edo_poll gate_start(struct gate_op *op, edo_cx *cx, struct gate *gate, int least)
{
    op->gate = gate;
    op->woken = false;
    if (edo_cx_cancelled(cx)) {
        op->result = -ECANCELED;
        return EDO_READY;
    }
    if (gate->value >= least) {
        op->result = gate->value;
        gate->value = 0;
        return EDO_READY;
    }
    op->branch = cx->branch;
    gate->waiter = op;
    return EDO_PENDING;
}

static edo_poll gate_resume(struct gate_op *op, edo_cx *cx)
{
    (void)cx;
    if (!op->woken)
        return EDO_PENDING;
    return EDO_READY;
}

static void gate_cancel(struct gate_op *op, edo_cx *cx)
{
    (void)cx;
    if (op->woken)
        return;
    op->gate->waiter = 0;
    op->result = -ECANCELED;
    op->woken = true;
    edo_branch_wake(op->branch);
}

static void gate_discard(struct gate_op *op, edo_cx *cx)
{
    (void)cx;
    if (op->result > 0) {
        op->gate->value += op->result;
        printf("put back %d; ", op->result);
    }
    op->result = -ECANCELED;
}

async int gate_wait(struct gate *gate, int least)
    edo_leaf(struct gate_op, gate_start, gate_resume, gate_cancel, gate_discard);

static void gate_open(struct gate *gate, int value)
{
    struct gate_op *op = gate->waiter;
    if (!op) {
        gate->value += value;
        return;
    }
    gate->waiter = 0;
    op->result = value;
    op->woken = true;
    edo_branch_wake(op->branch);
}

struct void_op {
    edo_branch *branch;
    int turns;
};

static edo_poll turns_start(struct void_op *op, edo_cx *cx, int turns)
{
    if (!turns)
        return EDO_READY;
    op->branch = cx->branch;
    op->turns = turns;
    edo_branch_wake(op->branch);
    return EDO_PENDING;
}

static edo_poll turns_resume(struct void_op *op, edo_cx *cx)
{
    (void)cx;
    if (--op->turns == 0)
        return EDO_READY;
    edo_branch_wake(op->branch);
    return EDO_PENDING;
}

static async void turns(int n) edo_leaf(struct void_op, turns_start, turns_resume, 0, 0);

static async int sum(struct gate *g, int n)
{
    int sum = 0;
    for (int i = 0; i < n; i++)
        sum = sum * 10 + try await gate_wait(g, 5);
    return sum;
}

async int main(void)
{
    struct gate g = {7, 0};
    printf("%d ", await gate_wait(&g, 5));
    printf("%d\n", g.value);
    await turns(0);
    await turns(3);

    edo_task *t;
    int r;
    try edo_task_spawn(&t, sum(&g, 3));
    for (int i = 1; i < 4; i++) {
        await turns(2);
        gate_open(&g, i);
    }
    try await edo_task_join(t, &r);
    printf("%d\n", r);

    /* cancelled while it waits */
    try edo_task_spawn(&t, sum(&g, 3));
    await turns(2);
    edo_task_cancel(t);
    try await edo_task_join(t, &r);
    printf("%s\n", r == -ECANCELED ? "cancelled" : "wrong");

    /* completed, then cancelled before it took the result */
    try edo_task_spawn(&t, sum(&g, 3));
    await turns(2);
    gate_open(&g, 4);
    edo_task_cancel(t);
    try await edo_task_join(t, &r);
    printf("%s %d\n", r == -ECANCELED ? "cancelled" : "wrong", g.value);

    /* cancelled before it began */
    try edo_task_spawn(&t, gate_wait(&g, 100));
    edo_task_cancel(t);
    try await edo_task_join(t, &r);
    printf("%s\n", r == -ECANCELED ? "cancelled" : "wrong");
    return 0;
}
