/* SPDX-License-Identifier: MIT
 *
 * The driver: operations are submitted, and end by being taken.
 *
 *   submit   begins an operation; it may end at once.
 *   take     its branch was woken: the result, or go on waiting.
 *   cancel   it is to end soon: its branch is woken, and take gives -ECANCELED.
 *
 * Its parker waits for the world and wakes branches.
 *
 * Completion-shaped: io_uring and IOCP are that by nature. A back end on readiness (epoll) tries
 * the system call in submit and in take; so what an operation does to the world, it does where its
 * branch takes the result, and one that is cancelled before that has done nothing. A back end on
 * completions puts the effect back. Callers can't tell the difference.
 *
 * An operation (struct edo_io_op) stands in the frame that waits; the source it works on (a
 * socket, a listener) belongs to the driver and is counted.
 *
 * Invariants
 *   D1  An operation for which submit returned EDO_PENDING belongs to its source until take or
 *       cancel's take returned EDO_READY: it is in one queue of it, and holds one reference. But
 *       not with EDO__OP_REFUSED: that one is in no queue, its result is set, and it waits for
 *       nothing but a turn in which its task may take it.
 *   D2  EDO__OP_WOKEN is set if and only if the branch was woken and take has not run since: so a
 *       branch is woken once for each time it parked (A2).
 *   D3  A source's fd is open while it has references: one for the handle until it is closed, one
 *       for each of its operations. So no operation ever meets a number that was reused.
 *   D4  Sources are never given back to the allocator before the driver is: a stale event, and a
 *       handle that is closed twice, still find a source that can say so.
 *
 * Threads: unpark may come from any; everything else from the one whose runtime it is. */
#ifndef EDO_DRIVER_DRIVER_H
#define EDO_DRIVER_DRIVER_H

#include "base/error.h"
#include "edo/error.h"
#include "edo/io.h"
#include "edo/task.h"
#include "sys/park.h"
#include "task/task.h"

#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum edo__op_kind {
    EDO__OP_READ,     /* one receive into buf, len */
    EDO__OP_READABLE, /* waits until a receive would not */
    EDO__OP_ACCEPT,   /* buf: edo__source **, who came */
    EDO__OP_WRITE,    /* one send of buf, len */
    EDO__OP_WRITE_ALL, /* sends until buf, len, which move on, are empty */
    EDO__OP_CONNECT,  /* the end of a connect that is under way */
    EDO__OP_KINDS,
};

/* Bits of edo_io_op.branch, beside the branch. */
#define EDO__OP_WOKEN ((uintptr_t)1)
#define EDO__OP_CANCELLED ((uintptr_t)2)
#define EDO__OP_REFUSED ((uintptr_t)4)
#define EDO__OP_BITS ((uintptr_t)7)

struct edo__queue {
    struct edo_io_op *first, *last;
};

/* edo__source.state */
enum {
    EDO__SOURCE_LIVE = 1,       /* the slot is in use */
    EDO__SOURCE_CLOSED = 2,     /* the handle is gone: operations end with -EDO_ECLOSED */
    EDO__SOURCE_REGISTERED = 4, /* the back end knows the fd */
    EDO__SOURCE_IN = 8,         /* reading may succeed: try it */
    EDO__SOURCE_OUT = 16,       /* the same for writing */
    EDO__SOURCE_IN_SURE = 32,   /* an event has said so, and nobody has read since */
    EDO__SOURCE_LATCHED = 64,   /* an end, an error or urgent data: a short count proves nothing */
    EDO__SOURCE_PAUSED = 128,   /* a listener that waits for resources */
};

enum edo__source_kind { EDO__SOURCE_STREAM, EDO__SOURCE_LISTENER, EDO__SOURCE_FOREIGN };

/* One fd, on one cache line. Operations that read (and accept) queue in `in`, those that write (and
 * connect) in `out`; only the first of a queue tries its call: they are served in their order. */
struct edo__source {
    struct edo__driver *driver;
    int fd;
    uint32_t state;
    uint32_t kind;
    union {
        uint32_t refs;      /* of a live one */
        uint32_t next_free; /* of a free one */
    };
    uint32_t index, generation; /* of the slot; an event carries both */
    struct edo__queue in;
    union {
        struct edo__queue out;
        struct edo__source_extra *extra; /* of a listener, which nobody writes to */
    };
};

/* What a listener adds. */
struct edo__source_extra {
    /* Accept found no fd or memory. True: the source is paused until somebody clears that. */
    bool (*starve)(struct edo__source *s, int error);
    void (*closing)(struct edo__source *s); /* the handle is given up */
    void (*free)(struct edo__source_extra *extra);
};

/* Of one kind of operations. EDO_READY: op->result is set. */
struct edo__op_calls {
    edo_poll (*submit)(struct edo__source *s, struct edo_io_op *op, edo_cx *cx); /* buf, len set */
    edo_poll (*take)(struct edo_io_op *op, edo_cx *cx);
};

struct edo__driver_ops {
    const char *name;
    /* Waits for what op->buf says (EDO_READABLE…) of an fd that isn't the driver's: op->len is then
     * what it is ready for. */
    edo_poll (*submit_fd)(struct edo__driver *d, int fd, struct edo_io_op *op, edo_cx *cx);
    edo_poll (*take_fd)(struct edo_io_op *op, edo_cx *cx);
    /* Forgets the fd of a source without operations, which stays open. */
    void (*forget)(struct edo__source *s);
};

/* Listeners that wait for an fd to become free. */
struct edo__starved {
    struct edo__starved *next, **previous; /* previous 0: not in the list */
    void (*retry)(struct edo__starved *self);
};

#define EDO__SOURCES_PER_CHUNK 64
#define EDO__SOURCE_ALIGN 64
#define EDO__NO_SOURCE UINT32_MAX

struct edo__driver {
    struct edo_parker parker; /* waits, wakes branches, is unparked, is freed */
    const struct edo__op_calls *calls; /* by kind */
    const struct edo__driver_ops *ops;
    edo_runtime *runtime;
    struct edo__source **chunks;
    uint32_t nchunks, chunks_capacity;
    uint32_t free_first, free_last; /* FIFO: a slot rests for as long as it can */
    struct edo__starved *starved;
};

/* The runtime's driver, made when the first operation needs it: with the back end that EDO_DRIVER
 * names, epoll if it names none. 0, or -ENOMEM, -EMFILE, -ENFILE, -ENOTSUP (EDO_DRIVER names no
 * back end of this build: the log says which), -EDO_ENORUNTIME (`cx` has none). */
int edo__driver_of(edo_cx *cx, struct edo__driver **d);

int edo__epoll_open(struct edo__driver **d);
/* What back ends share. deinit closes the fds of all sources that are left; no operation may be. */
void edo__driver_init(struct edo__driver *d);
void edo__driver_deinit(struct edo__driver *d);

static inline struct edo__source *edo__source_at(const struct edo__driver *d, uint32_t index)
{
    return &d->chunks[index / EDO__SOURCES_PER_CHUNK][index % EDO__SOURCES_PER_CHUNK];
}

/* Room for one more source: after it, the next edo__source_new succeeds. False: no memory. */
bool edo__source_reserve(struct edo__driver *d);
/* A source that owns `fd` and one reference, its handle's. 0: no memory; `fd` is still the
 * caller's. */
struct edo__source *edo__source_new(struct edo__driver *d, int fd, enum edo__source_kind kind);
/* The handle is given up. Operations in flight are woken and end with -EDO_ECLOSED, the last one
 * closes the fd. Aborts with a message if `s` was closed before. `what` names the handle in it. */
void edo__source_close(struct edo__source *s, const char *what);
/* The handle is given up, and the fd, which is returned, stays open. -EBUSY: operations are in
 * flight, and nothing has happened. Aborts as edo__source_close does. */
int edo__source_detach(struct edo__source *s, const char *what);
/* The last reference is gone: closes the fd, frees the slot. */
void edo__source_end(struct edo__source *s);

static inline void edo__source_release(struct edo__source *s)
{
    edo_assert(s->refs > 0, "a reference to a socket was given up twice");
    if (--s->refs == 0)
        edo__source_end(s);
}

void edo__starved_add(struct edo__driver *d, struct edo__starved *node);
void edo__starved_remove(struct edo__starved *node);

static inline edo_branch *edo__op_branch(const struct edo_io_op *op)
{
    return (edo_branch *)(op->branch & ~EDO__OP_BITS);
}

/* D2 */
static inline void edo__op_wake(struct edo_io_op *op)
{
    if (op->branch & EDO__OP_WOKEN)
        return;
    op->branch |= EDO__OP_WOKEN;
    edo__branch_wake_near(edo__op_branch(op));
}

static inline void edo__op_cancel(struct edo_io_op *op)
{
    op->branch |= EDO__OP_CANCELLED;
    edo__op_wake(op);
}

/* `op` ends with `error` before it begins; an error costs budget as any result does. take, where
 * it finds EDO__OP_REFUSED, is edo__op_take_refused. */
static inline edo_poll edo__op_refuse(struct edo_io_op *op, ssize_t error, edo_cx *cx)
{
    op->result = error;
    if (edo_cx_spend(cx))
        return EDO_READY;
    op->branch = (uintptr_t)cx->branch | EDO__OP_WOKEN | EDO__OP_REFUSED;
    return EDO_PENDING;
}

static inline edo_poll edo__op_take_refused(struct edo_io_op *op, edo_cx *cx)
{
    if (!edo_cx_spend(cx))
        return EDO_PENDING; /* woken again: D2 holds */
    if (op->branch & EDO__OP_CANCELLED)
        op->result = -ECANCELED;
    return EDO_READY;
}

/* Sets these of the source's flags; the first of each queue whose direction is among them may try
 * (runtime/driver/readiness.c). */
void edo__source_ready(struct edo__source *s, unsigned flags);

#endif
