/* SPDX-License-Identifier: MIT
 *
 * An executor written by hand: a queue of ready tasks, and a loop that resumes them.
 *
 * Code made by edocc knows no runtime: it only follows the contract in <edo/abi.h>, and so does
 * this file, which uses nothing of libedo. (<edo.h> is here for the keywords.)
 *
 * What an executor does:
 *   - it gives each task memory for its main branch and, right behind it, its root frame;
 *   - it calls edo_branch_start, and later edo_branch_resume for each branch that was woken;
 *   - it takes wakes: from leaves on its own thread (`wake`), and from anywhere (`waker`). */
#include <edo.h>
#include <edo/abi.h>
#include <errno.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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
    bool started;
    edo_branch *woken; /* branches to resume in the next turn */
    edo_branch *asked; /* branches that have an external waker */
    edo_branch *visit; /* the next of them that this turn resumes */

    /* guarded by the executor's lock: */
    struct task *next; /* in the ready queue */
    bool ready;        /* is in the ready queue */
    bool external;     /* an external waker was used */
    bool done;
    unsigned refs; /* 1 until it is done, and 1 for each external waker */

    edo_core core; /* last: the root frame follows */
};

/* Ends a list of branches, so that `next` is 0 only in a branch that is on no list. */
static edo_branch list_end;

static struct task *task_of(edo_core *core)
{
    return (struct task *)((char *)core - offsetof(struct task, core));
}

static void push(edo_branch **list, edo_branch *b)
{
    b->next = *list;
    *list = b;
}

static edo_branch *pop(edo_branch **list)
{
    edo_branch *b = *list;
    if (b == &list_end)
        return NULL;
    *list = b->next;
    b->next = NULL;
    return b;
}

/* `b` has no external waker any longer, if it had one. */
static void forget(struct task *t, edo_branch *b)
{
    edo_branch **list = &t->asked;
    while (*list != &list_end && *list != b)
        list = &(*list)->next;
    if (*list != b)
        return;
    if (t->visit == b)
        t->visit = b->next;
    pop(list);
}

/* Puts `t` into the ready queue, once. With the lock held. */
static void make_ready(struct task *t)
{
    struct executor *ex = t->executor;
    if (t->ready || t->done)
        return;
    t->ready = true;
    t->next = NULL;
    *ex->last = t;
    ex->last = &t->next;
    pthread_cond_signal(&ex->woken);
}

/* With the lock held. */
static void release(struct task *t)
{
    if (--t->refs == 0)
        free(t->memory);
}

/* ---- external wakers: a waker is a reference to its task, used from any thread ---- */

static edo_waker waker_clone(void *task);

static void waker_wake_by_ref(void *task)
{
    struct task *t = task;
    pthread_mutex_lock(&t->executor->lock);
    t->external = true;
    make_ready(t);
    pthread_mutex_unlock(&t->executor->lock);
}

static void waker_drop(void *task)
{
    struct task *t = task;
    struct executor *ex = t->executor;
    pthread_mutex_lock(&ex->lock);
    release(t);
    pthread_mutex_unlock(&ex->lock);
}

static void waker_wake(void *task)
{
    waker_wake_by_ref(task);
    waker_drop(task);
}

static const edo_waker_vtable waker_vtable = {
    .clone = waker_clone, .wake = waker_wake, .wake_by_ref = waker_wake_by_ref, .drop = waker_drop};

static edo_waker waker_clone(void *task)
{
    struct task *t = task;
    pthread_mutex_lock(&t->executor->lock);
    t->refs++;
    pthread_mutex_unlock(&t->executor->lock);
    return (edo_waker){t, &waker_vtable};
}

/* ---- the contract's side of the executor ---- */

/* A leaf of this task is done waiting: its branch is resumed in a later turn. */
static void on_wake(edo_core *core, edo_branch *b)
{
    struct task *t = task_of(core);
    forget(t, b);
    push(&t->woken, b);
    pthread_mutex_lock(&t->executor->lock);
    make_ready(t);
    pthread_mutex_unlock(&t->executor->lock);
}

/* A leaf of this task waits for something outside. Its branch is resumed after each wake of the
 * waker, until it is woken as above, or ends: an external waker doesn't say for which branch it was
 * made, and leaves expect to be resumed in vain. */
static edo_waker on_waker(edo_core *core, edo_branch *b)
{
    struct task *t = task_of(core);
    if (!b->next)
        push(&t->asked, b);
    return waker_clone(t);
}

/* A branch has ended on a list. It can only be that of those who asked for a waker. */
static void on_forget(edo_core *core, edo_branch *b)
{
    forget(task_of(core), b);
}

static const edo_executor contract = {.wake = on_wake, .waker = on_waker, .forget = on_forget};

/* Memory for calls whose frames can't lie in their caller's: recursion, captured calls. */
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

static void host_oom(edo_cx *cx, size_t size)
{
    (void)cx;
    fprintf(stderr, "no memory for %zu bytes\n", size);
    abort();
}

static void host_panic(edo_cx *cx, const char *message)
{
    (void)cx;
    fprintf(stderr, "%s\n", message);
    abort();
}

static const edo_host host = {
    .alloc = host_alloc, .free = host_free, .oom = host_oom, .panic = host_panic};

/* ---- spawn and run ---- */

/* Makes a task of a call. The call's arguments lie in the caller's block, so they are copied: to
 * where the frame will be, which is where edo_branch_start may find them. */
static int spawn(struct executor *ex, edo_call call)
{
    const edo_fn *fn = edo_call_fn(call);
    size_t size = fn->size > fn->args_size ? fn->size : fn->args_size;
    size_t front = (sizeof(struct task) + fn->align - 1) / fn->align * fn->align;
    size_t whole = (front + size + fn->align - 1) / fn->align * fn->align;
    if (fn->ncalls)
        return -EINVAL; /* calls among the arguments have arguments of their own to copy */
    char *memory = aligned_alloc(fn->align, whole);
    if (!memory)
        return -ENOMEM;

    struct task *t = (struct task *)(memory + front) - 1;
    *t = (struct task){.executor = ex, .memory = memory, .fn = fn, .refs = 1};
    t->woken = t->asked = t->visit = &list_end;
    t->core.executor = &contract;
    edo_branch_init(&t->core.main);
    memcpy(edo_branch_frame(&t->core.main), edo_call_args(call), fn->args_size);

    pthread_mutex_lock(&ex->lock);
    ex->alive++;
    make_ready(t);
    pthread_mutex_unlock(&ex->lock);
    return 0;
}

/* One turn: starts the task, or resumes each of its branches that was woken before. Ready when its
 * main branch has finished. */
static edo_poll turn(struct task *t, bool external)
{
    edo_cx cx = {.budget = 128, .host = &host};
    if (!t->started) {
        t->started = true;
        edo_branch *main = &t->core.main;
        return edo_branch_start(main, t->fn, edo_branch_frame(main), &cx);
    }
    edo_branch *b, *woken = t->woken;
    t->woken = &list_end; /* what is woken from here on has its turn later */
    for (t->visit = external ? t->asked : &list_end; (b = t->visit) != &list_end;) {
        t->visit = b->next;
        if (edo_branch_resume(b, &cx) == EDO_READY)
            return EDO_READY;
    }
    while ((b = pop(&woken)))
        if (edo_branch_resume(b, &cx) == EDO_READY)
            return EDO_READY;
    return EDO_PENDING;
}

/* Runs tasks until all have finished; sleeps while none is ready. */
static void run(struct executor *ex)
{
    pthread_mutex_lock(&ex->lock);
    while (ex->alive) {
        struct task *t = ex->first;
        if (!t) {
            pthread_cond_wait(&ex->woken, &ex->lock);
            continue;
        }
        if (!(ex->first = t->next))
            ex->last = &ex->first;
        bool external = t->external;
        t->ready = t->external = false;
        pthread_mutex_unlock(&ex->lock);

        edo_poll p = turn(t, external);

        pthread_mutex_lock(&ex->lock);
        if (p == EDO_READY) {
            t->done = true;
            ex->alive--;
            release(t);
        }
    }
    pthread_mutex_unlock(&ex->lock);
}

/* ---- two leaves, so that there is something to wait for ---- */

/* Lets the other tasks run: wakes its own branch, which is then resumed in a later turn. Having
 * been resumed is all there is to know, so it keeps nothing. */
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

/* Computes on a thread of its own, which wakes the task by an external waker. */
struct square_op {
    int result;
    int n;
    pthread_t thread;
    pthread_mutex_t lock;
    bool done;
    edo_waker waker;
};

static void *square_thread(void *data)
{
    struct square_op *op = data;
    pthread_mutex_lock(&op->lock);
    op->result = op->n * op->n;
    op->done = true;
    pthread_mutex_unlock(&op->lock);
    edo_waker_wake(op->waker); /* `op` stays until this thread was joined */
    return NULL;
}

static edo_poll square_start(struct square_op *op, edo_cx *cx, int n)
{
    op->n = n;
    op->done = false;
    op->waker = edo_cx_waker(cx);
    pthread_mutex_init(&op->lock, NULL);
    int error = pthread_create(&op->thread, NULL, square_thread, op);
    if (error) {
        edo_waker_drop(op->waker);
        op->result = -error;
        return EDO_READY;
    }
    return EDO_PENDING;
}

static edo_poll square_resume(struct square_op *op, edo_cx *cx)
{
    pthread_mutex_lock(&op->lock);
    bool done = op->done;
    pthread_mutex_unlock(&op->lock);
    if (!done || !edo_cx_spend(cx))
        return EDO_PENDING;
    pthread_join(op->thread, NULL);
    pthread_mutex_destroy(&op->lock);
    return EDO_READY;
}

async int square(int n) edo_leaf(struct square_op, square_start, square_resume, 0, 0);

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

static async int fourth_power(int n)
{
    int squared = try await square(n);
    int result = try await square(squared);
    printf("%d to the fourth is %d\n", n, result);
    return 0;
}

int main(void)
{
    struct executor ex = {.lock = PTHREAD_MUTEX_INITIALIZER, .woken = PTHREAD_COND_INITIALIZER};
    ex.last = &ex.first;
    if (spawn(&ex, count_down("apples", 3)) < 0 || spawn(&ex, count_down("pears", 2)) < 0)
        return 1;
    puts("two tasks are spawned; nothing has run");
    run(&ex);
    if (spawn(&ex, fourth_power(7)) < 0)
        return 1;
    run(&ex);
    return 0;
}
