/* SPDX-License-Identifier: MIT
 *
 * An executor written by hand: a queue of ready tasks, and a loop that resumes them.
 *
 * Code made by edocc knows no runtime: it only follows the contract in <edo/abi.h>, and so does
 * this file, which uses nothing of libedo. (<edo.h> is here for the keywords.) It runs the async
 * functions that machines.c runs on libedo, those in twins.h.
 *
 * What an executor does:
 *   - it gives each task memory for its main branch and, right behind it, its root frame;
 *   - it calls edo_branch_start, and later edo_branch_resume for each branch that was woken;
 *   - it takes wakes: from leaves on its own thread (`wake`), and from anywhere (`waker`). */
#include "twins.h"
#include <stdio.h>

/* ---- tasks ---- */

struct executor {
    pthread_mutex_t lock;
    pthread_cond_t woken;
    struct task *first, **last; /* the ready queue */
    unsigned alive;             /* tasks that have not finished */
};

struct task {
    struct executor *executor;
    void *memory;     /* what to free: the task stands in it where its frame is aligned */
    const edo_fn *fn; /* the root function */

    /* guarded by the executor's lock: */
    struct task *next; /* in the ready queue */
    bool ready, done;  /* ready: is in that queue */
    unsigned refs;     /* 1 until it is done, and 1 for each external waker */

    /* Branches that have waited for something, and have not ended: each turn resumes all of
     * them. That is in vain for most, which leaves expect; a better executor keeps apart those
     * that were woken. */
    edo_branch *branches;
    edo_branch *visit; /* the next of them that this turn resumes */

    edo_core core; /* last: the root frame follows */
};

/* Ends the list of branches, so that `next` is 0 only in a branch that isn't on it. */
static edo_branch list_end;

static struct task *task_of(edo_core *core)
{
    return (struct task *)((char *)core - offsetof(struct task, core));
}

static void list(struct task *t, edo_branch *b)
{
    if (b->next)
        return;
    b->next = t->branches;
    t->branches = b;
}

/* ---- wakes: from a leaf on our thread, or by a waker, which is a reference to its task ---- */

/* Puts the task into the ready queue, once. Any thread. */
static void wake_by_ref(void *task)
{
    struct task *t = task;
    struct executor *ex = t->executor;
    pthread_mutex_lock(&ex->lock);
    if (!t->ready && !t->done) {
        t->ready = true;
        t->next = NULL;
        *ex->last = t;
        ex->last = &t->next;
        pthread_cond_signal(&ex->woken);
    }
    pthread_mutex_unlock(&ex->lock);
}

static void drop(void *task)
{
    struct task *t = task;
    pthread_mutex_t *lock = &t->executor->lock;
    pthread_mutex_lock(lock);
    bool last = --t->refs == 0;
    pthread_mutex_unlock(lock);
    if (last)
        free(t->memory);
}

static void wake(void *task)
{
    wake_by_ref(task);
    drop(task);
}

static edo_waker clone(void *task)
{
    static const edo_waker_vtable vtable = {clone, wake, wake_by_ref, drop};
    struct task *t = task;
    pthread_mutex_lock(&t->executor->lock);
    t->refs++;
    pthread_mutex_unlock(&t->executor->lock);
    return (edo_waker){t, &vtable};
}

/* ---- our side of the contract ---- */

/* A leaf is done waiting: its branch is resumed in a later turn. */
static void on_wake(edo_core *core, edo_branch *b)
{
    list(task_of(core), b);
    wake_by_ref(task_of(core));
}

/* A leaf waits for something outside, which will use this waker. */
static edo_waker on_waker(edo_core *core, edo_branch *b)
{
    list(task_of(core), b);
    return clone(task_of(core));
}

/* A branch on our list has ended. */
static void on_forget(edo_core *core, edo_branch *b)
{
    struct task *t = task_of(core);
    edo_branch **at = &t->branches;
    while (*at != b)
        at = &(*at)->next;
    if (t->visit == b)
        t->visit = b->next;
    *at = b->next;
    b->next = NULL;
}

static const edo_executor contract = {.wake = on_wake, .waker = on_waker, .forget = on_forget};

/* ---- memory for calls whose frames can't lie in their caller's: recursion, captured calls ---- */

static void *host_alloc(edo_cx *cx, size_t size, size_t align)
{
    (void)cx;
    return aligned_alloc(align, (size + align - 1) / align * align);
}

static void host_free(edo_cx *cx, void *p, size_t size, size_t align)
{
    (void)cx, (void)size, (void)align;
    free(p);
}

static void host_panic(edo_cx *cx, const char *message)
{
    (void)cx;
    fprintf(stderr, "%s\n", message);
    abort();
}

static void host_oom(edo_cx *cx, size_t size)
{
    (void)size;
    host_panic(cx, "no memory");
}

static const edo_host host = {host_alloc, host_free, host_oom, host_panic};

/* ---- spawn and run ---- */

/* Makes a task of a call. The call's arguments lie in the caller's block, so they are copied: to
 * where the frame will be, which is where edo_branch_start may find them. */
static int spawn(struct executor *ex, edo_call call)
{
    const edo_fn *fn = edo_call_fn(call);
    size_t size = fn->size > fn->args_size ? fn->size : fn->args_size;
    size_t front = (sizeof(struct task) + fn->align - 1) / fn->align * fn->align;
    if (fn->ncalls)
        return -EINVAL; /* calls among the arguments have arguments of their own to copy */
    char *memory = host_alloc(NULL, front + size, fn->align);
    if (!memory)
        return -ENOMEM;

    struct task *t = (struct task *)(memory + front) - 1;
    *t = (struct task){.executor = ex, .memory = memory, .fn = fn, .refs = 1};
    t->branches = t->visit = &list_end;
    t->core.executor = &contract;
    edo_branch_init(&t->core.main);
    memcpy(edo_branch_frame(&t->core.main), edo_call_args(call), fn->args_size);
    ex->alive++;
    wake_by_ref(t);
    return 0;
}

/* Starts the task, or resumes its branches. Ready when its main branch has finished. */
static edo_poll turn(struct task *t)
{
    edo_cx cx = {.budget = 128, .host = &host};
    edo_branch *main = &t->core.main, *b;
    if (main->site == EDO_SITE_NEW)
        return edo_branch_start(main, t->fn, edo_branch_frame(main), &cx);
    for (t->visit = t->branches; (b = t->visit) != &list_end;) {
        t->visit = b->next;
        if (edo_branch_resume(b, &cx) == EDO_READY)
            return EDO_READY;
    }
    return EDO_PENDING;
}

/* The first of the ready queue; sleeps while there is none. */
static struct task *next_ready(struct executor *ex)
{
    struct task *t;
    pthread_mutex_lock(&ex->lock);
    while (!(t = ex->first))
        pthread_cond_wait(&ex->woken, &ex->lock);
    if (!(ex->first = t->next))
        ex->last = &ex->first;
    t->ready = false; /* whoever wakes it from here on queues it again */
    pthread_mutex_unlock(&ex->lock);
    return t;
}

/* Runs tasks until all have finished. */
static void run(struct executor *ex)
{
    while (ex->alive) {
        struct task *t = next_ready(ex);
        if (turn(t) == EDO_PENDING)
            continue;
        pthread_mutex_lock(&ex->lock);
        t->done = true;
        pthread_mutex_unlock(&ex->lock);
        drop(t);
        ex->alive--;
    }
}

/* ---- a leaf: lets the other tasks run ---- */

/* Wakes its own branch, which is then resumed in a later turn. Having been resumed is all there is
 * to know, so it keeps nothing. */
struct turn_op {
};

static edo_poll turn_start(struct turn_op *op, edo_cx *cx)
{
    (void)op;
    edo_branch_wake(cx->branch);
    return EDO_PENDING;
}

static edo_poll turn_resume(struct turn_op *op, edo_cx *cx)
{
    (void)op, (void)cx;
    return EDO_READY;
}

async void next_turn(void) edo_leaf(struct turn_op, turn_start, turn_resume, 0, 0);

/* ---- and async functions, which know nothing of all this ---- */

static async int count_down(const char *name, int from)
{
    for (int i = from; i > 0; i--) {
        printf("%s %d\n", name, i);
        await next_turn();
    }
    printf("%s is done\n", name);
    return 0;
}

static int converse(struct executor *ex, bool by_hand)
{
    int ends[2];
    try connected_pair(ends);
    try spawn(ex, by_hand ? echo_by_hand(ends[0]) : echo(ends[0]));
    try spawn(ex, talk(ends[1], by_hand ? "a machine by hand" : "an async function"));
    run(ex);
    return close(ends[0]);
}

static int work(struct executor *ex)
{
    try spawn(ex, count_down("apples", 3));
    try spawn(ex, count_down("pears", 2));
    puts("two tasks are spawned; nothing has run");
    run(ex);
    try converse(ex, true);
    try converse(ex, false);
    try spawn(ex, greet(true));
    try spawn(ex, greet(false));
    run(ex);
    return 0;
}

int main(void)
{
    struct executor ex = {.lock = PTHREAD_MUTEX_INITIALIZER, .woken = PTHREAD_COND_INITIALIZER};
    ex.last = &ex.first;
    if (reactor_start() < 0)
        return 1;
    defer reactor_stop();
    return work(&ex) < 0;
}
