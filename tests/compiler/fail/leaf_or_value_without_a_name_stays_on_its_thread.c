/* SPDX-License-Identifier: MIT
 *
 * Why a call can't be sent: the operation of a leaf in it, a value in it that has no name. */
#include <edo.h>

struct rc {
    int count;
} edo_local;
struct op {
    int result;
    struct rc *held;
} edo_local;

int pool_spawn(edo_call_send call);
int rc_use(struct rc *x, int n);

edo_poll op_start(struct op *op, edo_cx *cx, int n);
edo_poll op_resume(struct op *op, edo_cx *cx);
async int wait_for_op(int n) edo_leaf(struct op, op_start, op_resume, 0, 0);

static async int by_way(int n)
{
    return await wait_for_op(n);
}

static async int literal(int n)
{
    int *count = &(struct rc){ n }.count;
    await edo_yield();
    return rc_use(0, *count);
}

int main(void)
{
    pool_spawn(wait_for_op(1));
    pool_spawn(by_way(2));
    return pool_spawn(literal(3));
}
