/* SPDX-License-Identifier: MIT
 *
 * Only woken branches run: in a join of 64 one wake costs one resume; in a select too, but for the
 * losers, which are cancelled. */
#include "lang.h"

#include <errno.h>

struct gate {
    edo_branch *waiter;
    bool open;
};
static int resumes, cancels, discards;

struct gate_op {
    int result;
    struct gate *gate;
    edo_branch *branch;
};

static edo_poll gate_start(struct gate_op *op, edo_cx *cx, struct gate *g)
{
    op->gate = g;
    op->branch = cx->branch;
    op->result = -ECANCELED;
    if (edo_cx_cancelled(cx))
        return EDO_READY;
    g->waiter = cx->branch;
    return EDO_PENDING;
}

static edo_poll gate_resume(struct gate_op *op, edo_cx *cx)
{
    resumes++;
    if (op->gate->waiter == op->branch)
        return EDO_PENDING;
    op->result = op->gate->open ? 7 : -ECANCELED;
    (void)cx;
    return EDO_READY;
}

static void gate_cancel(struct gate_op *op, edo_cx *cx)
{
    (void)cx;
    cancels++;
    if (op->gate->waiter != op->branch)
        return;
    op->gate->waiter = 0;
    edo_branch_wake(op->branch);
}

/* The gate stays open for the next one. */
static void gate_discard(struct gate_op *op, edo_cx *cx)
{
    (void)cx;
    discards += op->result == 7;
    op->result = -ECANCELED;
}

async int gate(struct gate *g) edo_leaf(struct gate_op, gate_start, gate_resume, gate_cancel,
                                        gate_discard);

static void gate_open(struct gate *g)
{
    edo_branch *b = g->waiter;
    g->open = true;
    g->waiter = 0;
    if (b)
        edo_branch_wake(b);
}

static struct gate g[64];
static int done;

static async int join_of_64(void)
{
    join {
        { await gate(&g[0]); done++; }
        { await gate(&g[1]); done++; }
        { await gate(&g[2]); done++; }
        { await gate(&g[3]); done++; }
        { await gate(&g[4]); done++; }
        { await gate(&g[5]); done++; }
        { await gate(&g[6]); done++; }
        { await gate(&g[7]); done++; }
        { await gate(&g[8]); done++; }
        { await gate(&g[9]); done++; }
        { await gate(&g[10]); done++; }
        { await gate(&g[11]); done++; }
        { await gate(&g[12]); done++; }
        { await gate(&g[13]); done++; }
        { await gate(&g[14]); done++; }
        { await gate(&g[15]); done++; }
        { await gate(&g[16]); done++; }
        { await gate(&g[17]); done++; }
        { await gate(&g[18]); done++; }
        { await gate(&g[19]); done++; }
        { await gate(&g[20]); done++; }
        { await gate(&g[21]); done++; }
        { await gate(&g[22]); done++; }
        { await gate(&g[23]); done++; }
        { await gate(&g[24]); done++; }
        { await gate(&g[25]); done++; }
        { await gate(&g[26]); done++; }
        { await gate(&g[27]); done++; }
        { await gate(&g[28]); done++; }
        { await gate(&g[29]); done++; }
        { await gate(&g[30]); done++; }
        { await gate(&g[31]); done++; }
        { await gate(&g[32]); done++; }
        { await gate(&g[33]); done++; }
        { await gate(&g[34]); done++; }
        { await gate(&g[35]); done++; }
        { await gate(&g[36]); done++; }
        { await gate(&g[37]); done++; }
        { await gate(&g[38]); done++; }
        { await gate(&g[39]); done++; }
        { await gate(&g[40]); done++; }
        { await gate(&g[41]); done++; }
        { await gate(&g[42]); done++; }
        { await gate(&g[43]); done++; }
        { await gate(&g[44]); done++; }
        { await gate(&g[45]); done++; }
        { await gate(&g[46]); done++; }
        { await gate(&g[47]); done++; }
        { await gate(&g[48]); done++; }
        { await gate(&g[49]); done++; }
        { await gate(&g[50]); done++; }
        { await gate(&g[51]); done++; }
        { await gate(&g[52]); done++; }
        { await gate(&g[53]); done++; }
        { await gate(&g[54]); done++; }
        { await gate(&g[55]); done++; }
        { await gate(&g[56]); done++; }
        { await gate(&g[57]); done++; }
        { await gate(&g[58]); done++; }
        { await gate(&g[59]); done++; }
        { await gate(&g[60]); done++; }
        { await gate(&g[61]); done++; }
        { await gate(&g[62]); done++; }
        { await gate(&g[63]); done++; }
    }
    return done;
}

static async int select_of_three(void)
{
    select {
        when (int r = gate(&g[0])) return r + 10;
        when (int r = gate(&g[1])) return r + 20;
        when (int r = gate(&g[2])) return r + 30;
    }
}

static void show(const char *what)
{
    printf("%s: %d resumes, %d cancels, %d discards, %d done\n", what, resumes, cancels, discards,
           done);
    resumes = cancels = discards = 0;
}

async int main(void)
{
    edo_task *t;
    int r;
    try edo_task_spawn(&t, join_of_64());
    await edo_yield();
    show("begun");
    gate_open(&g[40]);
    await edo_yield();
    show("one of 64 wakes");
    gate_open(&g[0]);
    gate_open(&g[63]);
    await edo_yield();
    show("two more");
    for (int i = 1; i < 63; i++)
        if (i != 40)
            gate_open(&g[i]);
    try await edo_task_join(t, &r);
    show("all");
    printf("%d\n", r);

    memset(g, 0, sizeof g);
    done = 0;
    try edo_task_spawn(&t, select_of_three());
    await edo_yield();
    show("begun");
    gate_open(&g[1]);
    try await edo_task_join(t, &r);
    show("the second wins");
    printf("%d\n", r);

    memset(g, 0, sizeof g);
    try edo_task_spawn(&t, select_of_three());
    await edo_yield();
    gate_open(&g[2]);
    gate_open(&g[0]); /* both are ready: the first that is resumed wins, the other is put back */
    try await edo_task_join(t, &r);
    show("two are ready");
    printf("%d\n", r);

    memset(g, 0, sizeof g);
    g[0].open = true;
    try edo_task_spawn(&t, join_of_64());
    await edo_yield();
    edo_task_cancel(t);
    try await edo_task_join(t, &r);
    show("all cancelled");
    return 0;
}
