/* SPDX-License-Identifier: MIT
 *
 * What tests of tasks need most: an async function that is done at once, one that waits until it is
 * let go on, and a leaf that only costs budget. */
#ifndef EDO_TESTS_HAND_CALLS_H
#define EDO_TESTS_HAND_CALLS_H

#include "hand.h"

/* Its result is n. */
struct value__args {
    int n;
};
struct value__frame {
    int result;
    struct value__args args;
};
__attribute__((unused)) static int value_runs;
ASYNC(value)
{
    (void)at;
    value_runs++;
    RETURN(F->args.n);
}

/* Waits for the gate; its result is what that gives. */
struct waits__args {
    struct gate *gate;
};
struct waits__frame {
    int result;
    struct waits__args args;
    struct gate_op op;
};
ASYNC(waits)
{
    BEGIN
    AWAIT(waits, 31, gate, op, gate_start(&F->op, cx, F->args.gate))
    RETURN(F->op.result);
    END
}

/* A leaf that is always ready, for as long as the task has budget. */
struct spend_op {
    int result;
};
__attribute__((unused)) static edo_poll spend(struct spend_op *op, edo_cx *cx)
{
    if (!edo_cx_spend(cx))
        return EDO_PENDING;
    op->result = 0;
    return EDO_READY;
}
LEAF(spend, struct spend_op, spend, 0);

#endif
