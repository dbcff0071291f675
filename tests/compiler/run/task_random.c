/* SPDX-License-Identifier: MIT
 *
 * NO ORACLE. Random trees of futures, boxes, shields and defers over leaves that are opened, woken
 * by another thread, woken for nothing, and cancelled, in whatever order: everything that begins
 * ends, each wait is answered once, and a task that has seen its cancellation goes on seeing it. */
#include <edo.h>

#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

static void check(bool holds, const char *what)
{
    if (holds)
        return;
    fprintf(stderr, "task_random: %s\n", what);
    abort();
}

static unsigned next_random(uint64_t *state)
{
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return (unsigned)(*state >> 33);
}

/* ---- gates: opened in a random order, on the runtime's thread ------------------------------- */

struct gate_op {
    int result;
    edo_branch *branch;
    struct gate_op *next, **previous; /* previous 0: nobody owes it a wake */
};

static struct gate_op *gates;
static long answered, begun, discarded;

static void gate_unlink(struct gate_op *op)
{
    *op->previous = op->next;
    if (op->next)
        op->next->previous = op->previous;
    op->previous = 0;
}

static edo_poll gate_answer(struct gate_op *op, edo_cx *cx)
{
    if (op->previous)
        return EDO_PENDING; /* a stray resume */
    if (!edo_cx_spend(cx))
        return EDO_PENDING;
    if (edo_cx_cancelled(cx))
        op->result = -ECANCELED;
    answered++;
    return EDO_READY;
}

static edo_poll gate_start(struct gate_op *op, edo_cx *cx)
{
    begun++;
    op->previous = 0;
    op->branch = cx->branch;
    op->result = 0;
    if (edo_cx_cancelled(cx))
        return gate_answer(op, cx);
    op->next = gates;
    op->previous = &gates;
    if (gates)
        gates->previous = &op->next;
    gates = op;
    return EDO_PENDING;
}

static edo_poll gate_resume(struct gate_op *op, edo_cx *cx)
{
    return gate_answer(op, cx);
}

static void gate_cancel(struct gate_op *op, edo_cx *cx)
{
    (void)cx;
    if (!op->previous)
        return;
    gate_unlink(op);
    op->result = -ECANCELED;
    edo_branch_wake(op->branch);
}

static void gate_discard(struct gate_op *op, edo_cx *cx)
{
    (void)cx;
    discarded++;
    op->result = -ECANCELED;
}

static async int gate(void)
    edo_leaf(struct gate_op, gate_start, gate_resume, gate_cancel, gate_discard);

static void open_one(unsigned which)
{
    struct gate_op *op = gates;
    for (which %= 8; op && op->next && which; which--)
        op = op->next;
    if (!op)
        return;
    gate_unlink(op);
    edo_branch_wake(op->branch);
}

/* ---- signals: woken by another thread, at times for nothing --------------------------------- */

struct signal {
    atomic_int ready;
    atomic_int refs;
    edo_waker waker;
    struct signal *next;
};

struct signal_op {
    int result;
    struct signal *signal;
    edo_branch *branch;
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t posted = PTHREAD_COND_INITIALIZER;
static struct signal *signals;
static bool over;

static void signal_release(struct signal *s)
{
    if (atomic_fetch_sub(&s->refs, 1) == 1)
        free(s);
}

static edo_poll signal_resume(struct signal_op *op, edo_cx *cx)
{
    bool cancelled = edo_cx_cancelled(cx);
    if (!cancelled && !atomic_load(&op->signal->ready))
        return EDO_PENDING;
    if (!edo_cx_spend(cx))
        return EDO_PENDING;
    op->result = cancelled ? -ECANCELED : 0;
    signal_release(op->signal);
    answered++;
    return EDO_READY;
}

static edo_poll signal_start(struct signal_op *op, edo_cx *cx)
{
    struct signal *s = malloc(sizeof *s);
    check(s != 0, "no memory");
    begun++;
    atomic_init(&s->ready, 0);
    atomic_init(&s->refs, 2);
    s->waker = edo_cx_waker(cx);
    check(s->waker.vtable != 0, "no waker");
    op->signal = s;
    op->branch = cx->branch;
    pthread_mutex_lock(&lock);
    s->next = signals;
    signals = s;
    pthread_cond_signal(&posted);
    pthread_mutex_unlock(&lock);
    return signal_resume(op, cx);
}

/* An op that waits for a waker alone is hurried through it. */
static void signal_cancel(struct signal_op *op, edo_cx *cx)
{
    (void)cx;
    edo_waker w = edo_waker_clone(&op->signal->waker);
    edo_waker_wake(w);
}

static async int signalled(void)
    edo_leaf(struct signal_op, signal_start, signal_resume, signal_cancel, 0);

/* Answers what was posted, newest first; keeps some wakers, to wake for nothing later. */
static void *answer_signals(void *arg)
{
    (void)arg;
    edo_waker kept[16] = {{0}};
    uint64_t seed = 7;
    for (;;) {
        pthread_mutex_lock(&lock);
        while (!signals && !over)
            pthread_cond_wait(&posted, &lock);
        struct signal *s = signals;
        signals = s ? s->next : 0;
        pthread_mutex_unlock(&lock);
        if (!s)
            break;
        edo_waker *place = &kept[next_random(&seed) % 16];
        if (place->vtable)
            edo_waker_wake(*place);
        *place = edo_waker_clone(&s->waker);
        edo_waker_wake_by_ref(place);
        atomic_store(&s->ready, 1);
        edo_waker_wake(s->waker);
        signal_release(s);
    }
    for (int i = 0; i < 16; i++)
        if (kept[i].vtable)
            edo_waker_drop(kept[i]);
    return 0;
}

/* ---- trees ---------------------------------------------------------------------------------- */

static long running, futures_begun, nodes;

/* What one line of execution knows. */
struct line {
    uint64_t seed;
    bool main;      /* a task's own line, not a future's */
    bool cancelled; /* it has seen that, outside of shields */
};

static void note(struct line *line, int result, bool shielded)
{
    check(result == 0 || result == -ECANCELED, "an operation's result");
    if (!line->main)
        return; /* a future's owner may shield it for a while */
    check(!shielded || result == 0, "cancelled inside a shield");
    check(shielded || !line->cancelled || result == -ECANCELED, "cancellation was forgotten");
    if (!shielded && result == -ECANCELED)
        line->cancelled = true;
}

static async int node(struct line *line, int depth, bool shielded);

static async int branch(uint64_t seed, int depth)
{
    struct line line = {seed, false, false};
    running++;
    futures_begun++;
    await node(&line, depth, false);
    running--;
    return 0;
}

static async int wait_somehow(struct line *line, bool shielded)
{
    int result = 0;
    switch (next_random(&line->seed) % 4) {
    case 0:
        result = await gate();
        break;
    case 1:
        result = await signalled();
        break;
    case 2:
        result = await edo_yield();
        break;
    case 3:
        result = await edo_sleep(edo_us(next_random(&line->seed) % 2000));
        break;
    }
    note(line, result, shielded);
    return result;
}

static async int called(edo_call call)
{
    return await call;
}

static async int node(struct line *line, int depth, bool shielded)
{
    running++;
    nodes++;
    defer running--;
    defer {
        if (next_random(&line->seed) % 4 == 0)
            await wait_somehow(line, true);
    }
    if (depth == 0) {
        await wait_somehow(line, shielded);
        return 0;
    }
    uint64_t a_seed = next_random(&line->seed), b_seed = next_random(&line->seed);
    edo_future(branch) a = branch(a_seed, depth - 1);
    edo_future(branch) b = branch(b_seed, depth - 1);
    unsigned plan = next_random(&line->seed);
    if (plan & 1)
        edo_start(a);
    if (plan & 2)
        await wait_somehow(line, shielded);
    if (plan & 4)
        edo_start(b);
    if (plan & 8)
        await node(line, depth - 1, shielded);
    if (plan & 16) {
        edo_shield {
            await wait_somehow(line, true);
            if (plan & 32)
                check(await a == 0, "a future's result");
            if (plan & 64)
                await called(node(line, depth - 1, true));
        }
    }
    if (plan & 128)
        check(await b == 0, "a future's result");
    if (plan & 256)
        await called(called(branch(next_random(&line->seed), depth - 1)));
    if ((plan & 512) && !((plan & 16) && (plan & 32)))
        check(await a == 0, "a future's result");
    return 0; /* what of a and b still runs is cancelled, and waited for */
}

static async int tree(uint64_t seed)
{
    struct line line = {seed, true, false};
    await node(&line, 3, false);
    return (int)(seed % 1000);
}

enum { TREES = 60, KEPT = 12 };

static async int drive(uint64_t seed)
{
    edo_task *task[KEPT];
    for (int i = 0; i < KEPT; i++)
        try edo_task_spawn(&task[i], tree(seed + (unsigned)i));
    for (bool left = true; left;) {
        unsigned r = next_random(&seed);
        if (r % 3)
            open_one(r / 3);
        if (r % 97 == 0)
            edo_task_cancel(task[r / 97 % KEPT]);
        await edo_yield();
        left = false;
        for (int i = 0; i < KEPT; i++)
            left |= !edo_task_is_finished(task[i]);
    }
    for (int i = 0; i < KEPT; i++) {
        int result;
        check(await edo_task_join(task[i], &result) == 0, "join");
    }
    check(running == 0, "a function still runs");
    check(begun == answered, "a wait was answered not exactly once");
    return 0;
}

async int main(void)
{
    pthread_t thread;
    check(pthread_create(&thread, 0, answer_signals, 0) == 0, "no thread");
    for (int i = 0; i < TREES; i++)
        try await drive((uint64_t)i * 1000);
    pthread_mutex_lock(&lock);
    over = true;
    pthread_cond_signal(&posted);
    pthread_mutex_unlock(&lock);
    pthread_join(thread, 0);
    check(!gates, "a gate is left");
    check(discarded > 0 && futures_begun > 100 && nodes > 1000, "too little was tried");
    return 0;
}
