/* SPDX-License-Identifier: MIT
 *
 * The contract between generated code, leaves and executors. No runtime, no libc: this header (with
 * generated.h, which it includes) is all that code made by edocc needs, and all that an executor of
 * your own needs to drive it.
 *
 *   frame   the activation of one async function. It holds what lives across an await, and the
 *           frame of whatever it awaits. Its result is at its offset 0 when it has returned
 *           EDO_READY. Frames never move.
 *   site    one await, as constant data: what is awaited, by whom, where the awaiter goes on.
 *   branch  one line of execution: a chain of frames, known by its innermost one, the leaf, and
 *           the site that awaits the leaf. It stands directly before its root frame, or, a branch
 *           of a join or select, in the frame of the function that has it.
 *   group   the branches of one join or select, as constant data. Whoever waits for them is parked
 *           on their frame, as on a leaf.
 *   core    what an executor keeps for a task: its vtable and the task's main branch.
 *   leaf    an operation that something outside completes. It has no awaits of its own.
 *
 * Threads: the branches of one task run one at a time, on whichever thread runs the task. What
 * another thread may call says so.
 *
 * Invariants
 *   A1  A frame that returned EDO_PENDING is entered again only through a site: a leaf through the
 *       one that awaits it, any other through the one at which it waits. A frame with a join waits
 *       at several: its owner's, and that of each of its branches that is parked in it.
 *   A2  A parked branch (leaf and site set) whose leaf is an operation is woken exactly once by its
 *       leaf's waiter. Its leaf may also be resumed when nothing has happened (an external waker
 *       that a former leaf of the branch left behind): it then returns EDO_PENDING. A leaf does not
 *       return EDO_READY from resume before its waiter's wake, unless it makes sure that this wake
 *       never comes. A branch that waits for others (EDO_SITE_BRANCH, EDO_SITE_GROUP) isn't woken:
 *       it is resumed where such a one ends, and stays pending while it waits for more.
 *   A3  The way up is read before the awaiter is resumed: an awaiter that completes overwrites it
 *       with its result.
 *   A4  No frame ends while a branch inside it runs.
 *   A5  The word before a *dynamic* frame (one whose awaiter isn't known at compile time) says
 *       what it stands in: bit 0 set, a branch; else the descriptor that ends a box prefix. */
#ifndef EDO_ABI_H
#define EDO_ABI_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define EDO_ABI_VERSION 1

typedef enum edo_poll { EDO_READY = 0, EDO_PENDING = 1 } edo_poll;

typedef struct edo_cx edo_cx;
typedef struct edo_site edo_site;
typedef struct edo_branch edo_branch;
typedef struct edo_core edo_core;
typedef struct edo_fn edo_fn;
typedef struct edo_leaf_ops edo_leaf_ops;
typedef struct edo_waker edo_waker;
typedef struct edo_waker_vtable edo_waker_vtable;
typedef struct edo_executor edo_executor;
typedef struct edo_host edo_host;

/* The type of a hidden first parameter, which pointers to async functions have in generated C and
 * no other function has: so the C compiler keeps the two kinds apart. Such a pointer holds the
 * address of the function's edo_fn. */
struct edo__async;
/* The same of generators, and of streams. */
struct edo__gen;
struct edo__stream;

/* Goes on in `frame` at its state `at`. A leaf ignores `at`. */
typedef edo_poll edo_resume_fn(void *frame, unsigned at, edo_cx *cx);

/* ---- leaves ----------------------------------------------------------------------------------
 *
 * A leaf is a struct with a member `result` of the result type (none for void), bound to an async
 * prototype with `edo_leaf(struct S, start, resume, cancel, discard)`:
 *
 *   edo_poll start(struct S *op, edo_cx *cx, ARGS...)   begins. Ready: `result` is set.
 *   edo_poll resume(struct S *op, edo_cx *cx)           the branch was woken: take the result, or
 *                                                       stay pending.
 *   void cancel(struct S *op, edo_cx *cx)               the branch was cancelled while this waits:
 *                                                       see to it that it is woken soon (once: do
 *                                                       nothing if it has been). `resume` then
 *                                                       gives -ECANCELED. 0: can't be hurried.
 *                                                       cx->branch is any branch of the task: an op
 *                                                       that needs its own keeps it.
 *   void discard(struct S *op, edo_cx *cx)              `resume` was ready in a cancelled branch:
 *                                                       put the effect back, set `result` to
 *                                                       -ECANCELED. 0: the result stands.
 *
 * `start` in a cancelled branch (edo_cx_cancelled) returns ready with -ECANCELED. Both start and
 * resume ask edo_cx_spend before they return ready with anything, -ECANCELED included. */
struct edo_leaf_ops {
    const char *name;
    edo_resume_fn *resume;
    void (*cancel)(void *op, edo_cx *cx);  /* or 0 */
    void (*discard)(void *op, edo_cx *cx); /* or 0 */
};

/* ---- sites ----------------------------------------------------------------------------------- */

/* How the awaiter's own way back is found. */
enum edo_up {
    EDO_UP_CONST,   /* `up` */
    EDO_UP_INDEX,   /* the byte at `up_offset` of the awaiter's frame: 0 dynamic, else ups[n - 1] */
    EDO_UP_DYNAMIC, /* the word before the awaiter's frame (A5) */
    EDO_UP_ROOT,    /* nowhere: the awaiter is a branch of a join or select */
};

#define EDO_BOXED UINT32_MAX /* `offset` of a site whose callee stands in a box */

#define EDO_SITE_DISCARDS 1 /* the leaf has a discard function */
#define EDO_SITE_BRANCH 2   /* the leaf is a struct edo_await_branch */
#define EDO_SITE_GROUP 4    /* the leaf is the frame that a struct edo_group, `leaf`, describes */

struct edo_site {
    edo_resume_fn *callee;         /* resumes what is awaited; of a leaf, its resume */
    edo_resume_fn *caller;         /* resumes who awaits */
    const edo_site *up;         /* where `caller` itself returns (EDO_UP_CONST) */
    const edo_site *const *ups; /* the same by index (EDO_UP_INDEX) */
    const edo_leaf_ops *leaf;   /* 0 if an async function is awaited */
    uint32_t offset;            /* of the callee's frame in the caller's, or EDO_BOXED */
    uint32_t up_offset;
    uint16_t at; /* the caller's state when the callee is done */
    uint8_t up_kind;
    uint8_t flags; /* EDO_SITE_… */
    uint32_t line; /* of the await */
    const char *file;
    const char *function; /* who awaits */
    const char *what;     /* what is awaited: function name, or source text of the operand */
};

/* ---- branches -------------------------------------------------------------------------------- */

struct edo_branch {
    edo_branch *next;     /* the executor's; 0 while the branch is on no list of its */
    void *leaf;           /* innermost frame while parked */
    const edo_site *site; /* awaits `leaf` while parked; else one of the three below */
    uintptr_t owner;      /* the branch that awaits or started this one (0: main) | EDO_BRANCH_… */
};

#define EDO_SITE_NEW ((const edo_site *)0)     /* not started */
#define EDO_SITE_RUNNING ((const edo_site *)1) /* on the machine stack now */
#define EDO_SITE_DONE ((const edo_site *)2)    /* its result is at its frame, not taken yet */
#define EDO_SITE_TAKEN ((const edo_site *)3)

#define EDO_BRANCH_MARK ((uintptr_t)1) /* always set (A5) */
#define EDO_BRANCH_CANCELLED ((uintptr_t)2)
#define EDO_BRANCH_SHIELDED ((uintptr_t)4) /* hides cancellation, of owners too */
#define EDO_BRANCH_BITS ((uintptr_t)7)

/* The branches that a join or select awaits. */
struct edo_group {
    edo_leaf_ops ops; /* its resume is ready when the group is over */
    const struct edo_member *members;
    uint32_t n;
    bool otherwise; /* a select that doesn't wait for a winner */
};
struct edo_member {
    uint32_t offset;  /* of the branch in the frame */
    uint32_t enabled; /* 1 + that of a bool that says whether it takes part; 0: it does */
    bool borrowed;    /* a named future */
};

/* What an executor keeps for a task; the root frame follows `main` directly. */
struct edo_core {
    const edo_executor *executor;
    edo_branch main;
};

struct edo_executor {
    /* A leaf's waiter is done: put `b` (by b->next) where its task will resume it, and schedule
     * the task. Called once for each time the branch parked, also while it runs (then it is to be
     * resumed in a later turn). */
    void (*wake)(edo_core *core, edo_branch *b);
    /* An owned external waker for the task; `b` is about to park on it: it is to be resumed in
     * the turn that follows any wake, as long as it stays parked on the same leaf. 0 in vtable:
     * none could be had (out of memory). */
    edo_waker (*waker)(edo_core *core, edo_branch *b);
    /* `b` is done while its `next` isn't 0: an executor that links branches which aren't woken (to
     * find those that asked for a waker) drops it from that list. Others leave this 0. */
    void (*forget)(edo_core *core, edo_branch *b);
};

/* ---- context --------------------------------------------------------------------------------- */

struct edo_host {
    void *(*alloc)(edo_cx *cx, size_t size, size_t align); /* 0 when there is none */
    void (*free)(edo_cx *cx, void *p, size_t size, size_t align);
    void (*oom)(edo_cx *cx, size_t size);         /* a call that can't report it found no memory; */
    void (*panic)(edo_cx *cx, const char *message); /* a programmer's error. Neither returns. */
};

/* Where generators get memory that their frames have no room for: one that is recursive, or another
 * unit's; a variable-length array of a plain `gen`. And where boxes (box.h) get theirs. Plain
 * functions may have both, so `cx` is 0. libedo defines it (the allocator set by edo_set_allocator,
 * abort); who links without libedo and has such generators defines it: all four functions but panic
 * are called. Any thread. */
extern const edo_host edo_gen_host;

/* One turn of one task. Made anew, or reused, by the executor for each. */
struct edo_cx {
    void *leaf;           /* out, with EDO_PENDING: who suspended, */
    const edo_site *site; /* and the site that awaits it */
    edo_branch *branch;   /* in: which branch runs */
    int32_t budget;       /* operations left before the task should yield */
    uint32_t turns;       /* whose turn it is in a select: executors begin with any, and keep it */
    const edo_host *host; /* 0: no boxes, and errors trap */
    void *runtime;            /* opaque; 0 under an executor that isn't libedo's */
};

/* ---- external wakers ------------------------------------------------------------------------- */

/* Data and vtable, as everywhere. May outlive the task and everything else, may be used from any
 * thread; in a signal handler only wake_by_ref. `data` equal and `vtable` equal: wakes the same. */
struct edo_waker {
    void *data;
    const edo_waker_vtable *vtable;
};
struct edo_waker_vtable {
    edo_waker (*clone)(void *data);
    void (*wake)(void *data); /* and drop */
    void (*wake_by_ref)(void *data);
    void (*drop)(void *data);
};

static inline edo_waker edo_waker_clone(const edo_waker *w) { return w->vtable->clone(w->data); }
static inline void edo_waker_wake(edo_waker w) { w.vtable->wake(w.data); }
static inline void edo_waker_wake_by_ref(const edo_waker *w) { w->vtable->wake_by_ref(w->data); }
static inline void edo_waker_drop(edo_waker w) { w.vtable->drop(w.data); }
static inline bool edo_waker_will_wake(const edo_waker *a, const edo_waker *b)
{
    return a->data == b->data && a->vtable == b->vtable;
}

/* ---- functions and calls --------------------------------------------------------------------- */

#define EDO_FN_SIGNED 1 /* the result is a signed integer: negative ones are errors */

/* An async function, for whoever can't see its frame type. `extern` ones export it as
 * NAME__async. */
struct edo_fn {
    const char *name;
    /* Starts a run in `frame`. `args` is the function's argument struct; it may lie in the frame's
     * own memory: it is read before the frame is written. */
    edo_poll (*start)(void *frame, edo_cx *cx, const void *args);
    edo_resume_fn *resume;
    uint32_t size, align;           /* of the frame; align >= 8 */
    uint32_t args_size, args_align; /* of the argument struct */
    uint32_t result_size;           /* bytes at the frame's start */
    uint16_t flags;                 /* EDO_FN_… */
    uint16_t ncalls;                /* members of the argument struct that are edo_call */
    const uint16_t *calls;          /* their offsets */
    const char *file;
    uint32_t line;
};

/* A captured call: nothing has run. `args` belongs to whoever captured it, to the end of the block
 * of the capture. Each await of it is a fresh run. */
typedef struct edo_call {
    const edo_fn *fn;
    const void *args;
} edo_call;
static inline const edo_fn *edo_call_fn(edo_call call) { return call.fn; }
static inline const void *edo_call_args(edo_call call) { return call.args; }
typedef edo_call edo_call_any;  /* as a parameter: takes a call of any result type */
typedef edo_call edo_call_send; /* the same; and what is captured may run on any thread */

/* Stands for a result type that follows an argument: in `async edo_T f(…, edo_call_of(edo_T) c)` it
 * is that of the call which is given. Such a function is compiled as one without a result that has
 * one more argument, `edo_T *`, where the result goes. edo_signed_T: the same, of calls that result
 * in a signed integer, negative ones being errors. */
typedef struct edo_T edo_T;
typedef edo_T edo_signed_T;

/* What `call` resulted in, `*result`, if that is an error: negative; 0: it is none, or the result
 * isn't a signed integer. For functions whose result is an edo_T. */
static inline int64_t edo_result_error(edo_call_any call, const void *result)
{
    int64_t v = 0;
    if (!(call.fn->flags & EDO_FN_SIGNED))
        return 0;
    if (call.fn->result_size == 8)
        v = *(const int64_t *)result;
    else if (call.fn->result_size == 4)
        v = *(const int32_t *)result;
    else if (call.fn->result_size == 2)
        v = *(const int16_t *)result;
    else if (call.fn->result_size == 1)
        v = *(const int8_t *)result;
    return v < 0 ? v : 0;
}

/* The function a box holds, before the frame; then the frame. */
struct edo_box_prefix {
    void *caller; /* the frame that awaits, */
    const edo_site *site; /* and its site; set when the boxed call is pending */
    const edo_fn *fn;     /* ends the prefix (A5) */
};

/* ---- what executors and leaves call ---------------------------------------------------------- */

static inline edo_branch *edo_branch_owner(const edo_branch *b)
{
    return (edo_branch *)(b->owner & ~EDO_BRANCH_BITS);
}

static inline bool edo_branch_is_parked(const edo_branch *b)
{
    return b->site > EDO_SITE_TAKEN;
}

static inline edo_core *edo_branch_core(edo_branch *b)
{
    for (edo_branch *up; (up = edo_branch_owner(b)); b = up) {
    }
    return (edo_core *)((char *)b - offsetof(edo_core, main));
}

/* For a leaf's waiter, whose branch is parked or parking: once. */
static inline void edo_branch_wake(edo_branch *b)
{
    edo_core *core = edo_branch_core(b);
    core->executor->wake(core, b);
}

/* Whether operations of `b` are to return -ECANCELED. */
static inline bool edo_branch_cancelled(const edo_branch *b)
{
    for (; b; b = edo_branch_owner(b)) {
        if (b->owner & EDO_BRANCH_SHIELDED)
            return false;
        if (b->owner & EDO_BRANCH_CANCELLED)
            return true;
    }
    return false;
}

static inline bool edo_cx_cancelled(const edo_cx *cx)
{
    return edo_branch_cancelled(cx->branch);
}

/* An owned waker that resumes the running branch. Its vtable is 0 when there is no memory. */
static inline edo_waker edo_cx_waker(edo_cx *cx)
{
    edo_core *core = edo_branch_core(cx->branch);
    return core->executor->waker(core, cx->branch);
}

/* What an operation costs: false when the task has used its share of this turn. The branch has then
 * been woken for a later turn, and the leaf, from `start` or `resume`, returns EDO_PENDING. */
static inline bool edo_cx_spend(edo_cx *cx)
{
    if (__builtin_expect(cx->budget > 0, 1)) {
        cx->budget--;
        return true;
    }
    edo_branch_wake(cx->branch);
    return false;
}

static inline void edo_branch_init(edo_branch *b)
{
    b->next = 0;
    b->leaf = 0;
    b->site = EDO_SITE_NEW;
    b->owner = EDO_BRANCH_MARK;
}

static inline void *edo_branch_frame(edo_branch *b)
{
    return b + 1;
}

static inline void edo__branch_done(edo_branch *b)
{
    if (__builtin_expect(b->next != 0, 0)) {
        edo_core *core = edo_branch_core(b);
        if (core->executor->forget)
            core->executor->forget(core, b);
    }
    b->leaf = 0;
    b->site = EDO_SITE_DONE;
}

/* `b` has suspended. The two words were written one by one, an instant ago: read together, as a
 * compiler likes to, they would have to wait for the write buffer. */
static inline void edo__branch_park(edo_branch *b, const edo_cx *cx)
{
    void *leaf = cx->leaf;
    __asm__("" : "+r"(leaf));
    b->leaf = leaf;
    b->site = cx->site;
}

static inline edo_poll edo__branch_settle(edo_branch *b, edo_cx *cx, edo_poll p)
{
    if (p == EDO_PENDING) {
        edo__branch_park(b, cx);
    } else {
        edo__branch_done(b);
    }
    return p;
}

/* Begins `fn` in the frame that follows `b`, which is new. */
static inline edo_poll edo_branch_start(edo_branch *b, const edo_fn *fn, const void *args,
                                        edo_cx *cx)
{
    edo_branch *before = cx->branch;
    cx->branch = b;
    b->site = EDO_SITE_RUNNING;
    edo_poll p = fn->start(edo_branch_frame(b), cx, args);
    cx->branch = before;
    return edo__branch_settle(b, cx, p);
}

/* The site that awaits the frame `caller` of `s->caller`, and the frame that awaits it in
 * *upframe; 0 where `caller` is the root of its branch. */
static inline const edo_site *edo__site_up(const edo_site *s, void *caller, void **upframe)
{
    const edo_site *up;
    if (__builtin_expect(s->up_kind == EDO_UP_CONST, 1)) {
        up = s->up;
    } else {
        unsigned n = s->up_kind == EDO_UP_INDEX ? *((unsigned char *)caller + s->up_offset) : 0;
        if (n)
            up = s->ups[n - 1];
        else if (s->up_kind == EDO_UP_ROOT || (((uintptr_t *)caller)[-1] & EDO_BRANCH_MARK))
            return 0;
        else
            up = ((struct edo_box_prefix *)caller)[-1].site;
    }
    *upframe = up->offset == EDO_BOXED ? ((struct edo_box_prefix *)caller)[-1].caller
                                       : (char *)caller - up->offset;
    return up;
}

/* The leaf that awaits another branch, a named future's. */
struct edo_await_branch {
    edo_branch *branch;
};

/* Whether `owner`, of which `b` is done, is to be resumed for that. A group says itself whether it
 * is over: for a branch that isn't one of its, it stays pending (A2). */
static inline bool edo__branch_awaits(const edo_branch *owner, const edo_branch *b)
{
    if (!edo_branch_is_parked(owner))
        return false;
    if (owner->site->flags & EDO_SITE_GROUP)
        return true;
    return (owner->site->flags & EDO_SITE_BRANCH) &&
           ((struct edo_await_branch *)owner->leaf)->branch == b;
}

/* Resumes parked `b`, which was woken. Whatever it finishes goes on in the same call: its frames'
 * awaiters, then the branch that awaits it. Returns EDO_READY when the *main* branch has
 * finished. */
static inline edo_poll edo_branch_resume(edo_branch *b, edo_cx *cx)
{
    for (;;) {
        const edo_site *s = b->site;
        void *leaf = b->leaf, *frame;
        cx->branch = b;
        b->site = EDO_SITE_RUNNING;
        if (s->callee(leaf, 0, cx) == EDO_PENDING) {
            b->site = s;
            return EDO_PENDING;
        }
        if ((s->flags & EDO_SITE_DISCARDS) && edo_branch_cancelled(b))
            s->leaf->discard(leaf, cx);
        frame = (char *)leaf - s->offset;
        for (;;) {
            void *upframe = 0;
            const edo_site *up = edo__site_up(s, frame, &upframe); /* before the call: A3 */
            if (s->caller(frame, s->at, cx) == EDO_PENDING) {
                edo__branch_park(b, cx);
                return EDO_PENDING;
            }
            if (!up)
                break;
            s = up;
            frame = upframe;
        }
        edo__branch_done(b);
        edo_branch *up = edo_branch_owner(b);
        if (!up)
            return EDO_READY;
        if (!edo__branch_awaits(up, b))
            return EDO_PENDING;
        b = up;
    }
}

/* Marks `b`: what it waits for ends soon, what it begins ends at once. On the task's thread. */
static inline void edo_branch_cancel(edo_branch *b, edo_cx *cx)
{
    if (b->owner & EDO_BRANCH_CANCELLED)
        return;
    b->owner |= EDO_BRANCH_CANCELLED;
    if (edo_branch_is_parked(b) && edo_branch_cancelled(b) && b->site->leaf->cancel)
        b->site->leaf->cancel(b->leaf, cx);
}

#ifdef __cplusplus
}
#endif

#include <edo/generated.h>

#endif
