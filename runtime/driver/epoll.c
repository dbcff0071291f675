/* SPDX-License-Identifier: MIT
 *
 * The back end on epoll.
 *
 * A source is registered once, edge-triggered, when its first operation waits, and stays so until
 * its fd is closed. Closing is what ends a registration; where a foreign copy of the fd (a child
 * between fork and exec) keeps the kernel reporting, the generation in the event's data tells that
 * it is no longer ours.
 *
 * Foreign fds (edo_fd_ready) may be closed by their owner while nobody waits. They are armed for
 * one event at a time (EPOLLONESHOT), for the union of what their waiters want; every one that
 * waits is awaited with the fd armed.
 *
 * unpark writes an eventfd, edge-triggered too and never read: each write is an event. `unparked`
 * spares the writes of those who come before the first one has been seen. */
#include "base/alloc.h"
#include "base/atomic.h"
#include "driver/readiness.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

/* Few enough that what dispatch touches is still near when its tasks run: at 1,000 connections, 256
 * cost 6 % more time per message, and a wait is cheap. */
enum { EVENTS_PER_WAIT = 32 };

#define STREAM_EVENTS (EPOLLIN | EPOLLPRI | EPOLLOUT | EPOLLRDHUP | EPOLLET)
#define LISTENER_EVENTS (EPOLLIN | EPOLLET)
#define FOR_READERS (EPOLLIN | EPOLLPRI | EPOLLRDHUP | EPOLLHUP | EPOLLERR)
#define FOR_WRITERS (EPOLLOUT | EPOLLHUP | EPOLLERR)
#define LATCHING (EPOLLPRI | EPOLLRDHUP | EPOLLHUP | EPOLLERR)

#define ALWAYS_INLINE __attribute__((always_inline))
#define UNPARK_DATA UINT64_MAX /* as an event's data: no source has that index */

struct epoll_driver {
    struct edo__driver base;
    int epoll, event;
    bool no_pwait2; /* the kernel lacks epoll_pwait2: waits are in whole milliseconds */
    edo_atomic_u32 unparked; /* 1: the eventfd was written and that not seen yet */
    uint32_t *foreign; /* by fd: index of its source + 1; 0: none */
    size_t nforeign;
    uint32_t waited_for; /* index of a source that an operation waited for lately */
    struct epoll_event events[EVENTS_PER_WAIT];
};

static struct epoll_driver *epoll_of(struct edo__driver *d)
{
    return (struct epoll_driver *)d;
}

static uint64_t event_data(const struct edo__source *s)
{
    return (uint64_t)s->generation << 32 | s->index;
}

static int control(struct edo__source *s, int operation, uint32_t events)
{
    struct epoll_event e = { .events = events, .data.u64 = event_data(s) };
    return epoll_ctl(epoll_of(s->driver)->epoll, operation, s->fd, &e) < 0 ? -errno : 0;
}

/* What edo_fd_ready knows by the number of `s`, if epoll does too; or NULL. */
static struct edo__source *registered_foreign(const struct edo__source *s)
{
    const struct epoll_driver *e = epoll_of(s->driver);
    if ((size_t)s->fd >= e->nforeign || !e->foreign[s->fd])
        return NULL;
    struct edo__source *foreign = edo__source_at(&e->base, e->foreign[s->fd] - 1);
    return foreign->state & EDO__SOURCE_REGISTERED ? foreign : NULL;
}

/* The registration of `foreign` is another source's from now on: whoever waits is told. */
static void give_up_foreign(struct edo__source *foreign)
{
    foreign->state &= ~(unsigned)EDO__SOURCE_REGISTERED;
    for (struct edo_io_op *op = foreign->in.first; op; op = op->next) {
        if (op->branch & EDO__OP_WOKEN)
            continue;
        op->len = (size_t)(ssize_t)-EEXIST;
        edo__op_wake(op);
    }
}

/* A number that edo_fd_ready was given may be registered already: before it was adopted, or before
 * anybody waited for this source. Or it stood for another file, whose registration has ended. */
int edo__source_register(struct edo__source *s)
{
    uint32_t events = s->kind == EDO__SOURCE_LISTENER ? LISTENER_EVENTS : STREAM_EVENTS;
    struct edo__source *foreign = registered_foreign(s);
    int error = control(s, EPOLL_CTL_ADD, events);
    if (error == -EEXIST && foreign)
        error = control(s, EPOLL_CTL_MOD, events);
    if (error)
        return error;
    s->state |= EDO__SOURCE_REGISTERED;
    if (foreign)
        give_up_foreign(foreign);
    return 0;
}

/* ---- foreign fds --------------------------------------------------------------------------------
 *
 * op->buf: what is wanted; op->len: what there is. Waiters stand in s->in. */

#define WANTED(op) ((unsigned)(uintptr_t)(op)->buf)

static unsigned wanted_by_all(const struct edo__source *s)
{
    unsigned wanted = 0;
    for (struct edo_io_op *op = s->in.first; op; op = op->next)
        if (!(op->branch & EDO__OP_WOKEN))
            wanted |= WANTED(op);
    return wanted;
}

/* One event for `wanted`. The number may stand for another file than last time: then epoll no
 * longer knows it. */
static int arm(struct edo__source *s, unsigned wanted)
{
    uint32_t events = EPOLLONESHOT;
    events |= wanted & EDO_READABLE ? EPOLLIN | EPOLLPRI | EPOLLRDHUP : 0;
    events |= wanted & EDO_WRITABLE ? EPOLLOUT : 0;
    int error = -ENOENT;
    if (s->state & EDO__SOURCE_REGISTERED)
        error = control(s, EPOLL_CTL_MOD, events);
    if (error == -ENOENT)
        error = control(s, EPOLL_CTL_ADD, events);
    if (!error)
        s->state |= EDO__SOURCE_REGISTERED;
    return error;
}

static void disarm(struct edo__source *s)
{
    if (s->state & EDO__SOURCE_REGISTERED)
        control(s, EPOLL_CTL_DEL, 0); /* the owner may have closed it: no matter */
    s->state &= ~(unsigned)EDO__SOURCE_REGISTERED;
}

static int grow_foreign(struct epoll_driver *e, int fd)
{
    if (fcntl(fd, F_GETFD) < 0)
        return -errno; /* no table for a number that is none */
    size_t n = e->nforeign ? e->nforeign : 64;
    while (n <= (size_t)fd)
        n *= 2;
    uint32_t *foreign = edo__alloc(n * sizeof *foreign, 16);
    if (!foreign)
        return -ENOMEM;
    memset(foreign, 0, n * sizeof *foreign);
    if (e->nforeign)
        memcpy(foreign, e->foreign, e->nforeign * sizeof *foreign);
    edo__free(e->foreign, e->nforeign * sizeof *foreign, 16);
    e->foreign = foreign;
    e->nforeign = n;
    return 0;
}

static int foreign_source(struct epoll_driver *e, int fd, struct edo__source **s)
{
    if (fd < 0)
        return -EBADF;
    if ((size_t)fd >= e->nforeign) {
        int error = grow_foreign(e, fd);
        if (error)
            return error;
    }
    if (e->foreign[fd]) {
        *s = edo__source_at(&e->base, e->foreign[fd] - 1);
        return 0;
    }
    *s = edo__source_new(&e->base, fd, EDO__SOURCE_FOREIGN);
    if (!*s)
        return -ENOMEM;
    e->foreign[fd] = (*s)->index + 1;
    return 0;
}

static void enter_foreign(struct edo__source *s, struct edo_io_op *op, uintptr_t branch, int answer)
{
    op->source = s;
    op->branch = branch;
    op->len = (size_t)(ssize_t)answer;
    edo__queue_append(&s->in, op);
}

static edo_poll finish(struct edo_io_op *op, int result)
{
    op->result = result;
    return EDO_READY;
}

static edo_poll submit_fd(struct edo__driver *d, int fd, struct edo_io_op *op, edo_cx *cx)
{
    struct edo__source *s;
    int answer = foreign_source(epoll_of(d), fd, &s);
    if (answer)
        return edo__op_refuse(op, answer, cx);
    if (edo_cx_cancelled(cx))
        answer = -ECANCELED;
    else
        answer = arm(s, wanted_by_all(s) | WANTED(op));
    if (answer == 0) {
        enter_foreign(s, op, (uintptr_t)cx->branch, 0);
        return EDO_PENDING;
    }
    if (answer == -EPERM)
        answer = (int)WANTED(op); /* a file: it never waits */
    if (edo_cx_spend(cx))
        return finish(op, answer);
    enter_foreign(s, op, (uintptr_t)cx->branch | EDO__OP_WOKEN, answer);
    return EDO_PENDING;
}

static edo_poll take_fd(struct edo_io_op *op, edo_cx *cx)
{
    if (!(op->branch & EDO__OP_WOKEN) || !edo_cx_spend(cx))
        return EDO_PENDING;
    struct edo__source *s = op->source;
    bool cancelled = (op->branch & EDO__OP_CANCELLED) || edo_cx_cancelled(cx);
    edo__queue_remove(&s->in, op);
    op->result = cancelled ? -ECANCELED : (ssize_t)op->len;
    if (cancelled && !s->in.first && (s->state & EDO__SOURCE_REGISTERED))
        disarm(s);
    return EDO_READY;
}

static void foreign_event(struct edo__source *s, uint32_t events)
{
    unsigned ready = (events & FOR_READERS ? EDO_READABLE : 0) |
                     (events & FOR_WRITERS ? EDO_WRITABLE : 0);
    for (struct edo_io_op *op = s->in.first; op; op = op->next) {
        if ((op->branch & EDO__OP_WOKEN) || !(WANTED(op) & ready))
            continue;
        op->len = WANTED(op) & ready;
        edo__op_wake(op);
    }
    unsigned wanted = wanted_by_all(s);
    int error = wanted ? arm(s, wanted) : 0;
    if (!error)
        return;
    for (struct edo_io_op *op = s->in.first; op; op = op->next) {
        if (op->branch & EDO__OP_WOKEN)
            continue;
        op->len = (size_t)(ssize_t)error;
        edo__op_wake(op);
    }
}

/* ---- waiting --------------------------------------------------------------------------------- */

/* What an event says of a source that is ours. */
static inline unsigned flags_of(uint32_t events, uint32_t kind)
{
    /* Bytes have come, and the send buffer has room, as it mostly has. */
    if (events == (EPOLLIN | EPOLLOUT))
        return EDO__SOURCE_IN | EDO__SOURCE_IN_SURE | EDO__SOURCE_OUT;
    unsigned flags = 0;
    if (events & FOR_READERS)
        flags |= EDO__SOURCE_IN;
    if (events & (EPOLLIN | EPOLLRDHUP | EPOLLHUP))
        flags |= EDO__SOURCE_IN_SURE;
    if ((events & FOR_WRITERS) && kind == EDO__SOURCE_STREAM)
        flags |= EDO__SOURCE_OUT;
    if (events & LATCHING)
        flags |= EDO__SOURCE_LATCHED;
    return flags;
}

static void unpark_seen(struct epoll_driver *e)
{
    /* Pairs with unpark's exchange: what was published before an unpark that found 1 is seen by
     * whoever looks after this. */
    edo_atomic_exchange_acq_rel(&e->unparked, 0);
}

static inline struct edo__source *source_of(const struct epoll_driver *e,
                                            const struct epoll_event *event)
{
    uint64_t data = event->data.u64;
    return data == UNPARK_DATA ? NULL : edo__source_at(&e->base, (uint32_t)data);
}

/* s 0: unpark's event. */
static inline void dispatch(struct epoll_driver *e, struct edo__source *s,
                            const struct epoll_event *event)
{
    if (!s) {
        unpark_seen(e);
        return;
    }
    if (s->generation != (uint32_t)(event->data.u64 >> 32))
        return;
    if (__builtin_expect(s->kind == EDO__SOURCE_FOREIGN, 0))
        foreign_event(s, event->events);
    else
        edo__source_note(s, flags_of(event->events, s->kind));
}

/* What follows from a source is fetched in two steps, before an event of it is dispatched: */
static inline ALWAYS_INLINE void fetch_op(const struct edo__source *s)
{
    const struct edo_io_op *op = s ? s->in.first : NULL;
    __builtin_prefetch(op, 1); /* of nothing: that does no harm */
    __builtin_prefetch((const void *)((uintptr_t)op + sizeof *op - 1), 1);
}

/* the head of the task that waits (if it does so in its main branch), and the buffer that the
 * kernel is about to fill. */
static inline ALWAYS_INLINE void fetch_task(const struct edo__source *s)
{
    const struct edo_io_op *op = s ? s->in.first : NULL;
    if (!op)
        return;
    uintptr_t main_branch = (uintptr_t)edo__op_branch(op);
    __builtin_prefetch((const void *)(main_branch - offsetof(edo_task, core.main)), 1);
    __builtin_prefetch(op->buf, 1);
}

/* With many connections nothing of one is in the cache any more when its event comes. All sources
 * are fetched first, then, while those before are dispatched, what each one leads to. */
static void dispatch_many(struct epoll_driver *e, int n)
{
    enum { OPS_AHEAD = 4, TASKS_AHEAD = 2 };
    struct edo__source *sources[EVENTS_PER_WAIT + OPS_AHEAD];
    for (int i = 0; i < n; i++) {
        sources[i] = source_of(e, &e->events[i]);
        __builtin_prefetch(sources[i], 1);
    }
    for (int i = 0; i < OPS_AHEAD; i++)
        sources[n + i] = NULL;
    for (int i = 0; i < n; i++) {
        fetch_op(sources[i + OPS_AHEAD]);
        fetch_task(sources[i + TASKS_AHEAD]);
        dispatch(e, sources[i], &e->events[i]);
    }
}

static int wait_events(struct epoll_driver *e, int64_t timeout_ns)
{
    if (timeout_ns > 0 && !e->no_pwait2) {
        struct timespec t = { .tv_sec = timeout_ns / 1000000000,
                              .tv_nsec = timeout_ns % 1000000000 };
        int n = (int)syscall(SYS_epoll_pwait2, e->epoll, e->events, EVENTS_PER_WAIT, &t, NULL,
                             (size_t)0);
        if (n >= 0 || (errno != ENOSYS && errno != EPERM))
            return n;
        e->no_pwait2 = true; /* an old kernel, or a filter that doesn't know the call */
    }
    int64_t ms = timeout_ns < 0 ? -1 : timeout_ns / 1000000 + (timeout_ns % 1000000 != 0);
    return epoll_wait(e->epoll, e->events, EVENTS_PER_WAIT, ms > INT_MAX ? INT_MAX : (int)ms);
}

static void park(struct edo_parker *parker, int64_t timeout_ns)
{
    struct epoll_driver *e = (struct epoll_driver *)parker;
    int n = wait_events(e, timeout_ns);
    if (n < 0 && errno != EINTR)
        edo__fatal("epoll_wait: %s", strerror(errno));
    if (n == 1)
        dispatch(e, source_of(e, e->events), e->events);
    else if (n > 1)
        dispatch_many(e, n);
}

static void unpark(struct edo_parker *parker)
{
    struct epoll_driver *e = (struct epoll_driver *)parker;
    /* Pairs with dispatch's exchange. Whoever finds 1 relies on the write of another, whose event
     * is still to come. */
    if (edo_atomic_exchange_acq_rel(&e->unparked, 1))
        return;
    int before = errno;
    uint64_t one = 1;
    while (write(e->event, &one, sizeof one) < 0 && errno == EINTR) {
    }
    errno = before;
}

static int parker_fd(struct edo_parker *parker)
{
    return ((struct epoll_driver *)parker)->epoll;
}

static bool waits(const struct edo__source *s)
{
    return s->in.first || (s->kind != EDO__SOURCE_LISTENER && s->out.first);
}

/* Asked before each long wait, so the last source that was waited for is looked at first. */
static bool is_idle(struct edo_parker *parker)
{
    struct epoll_driver *e = (struct epoll_driver *)parker;
    uint32_t n = e->base.nchunks * EDO__SOURCES_PER_CHUNK;
    if (e->waited_for < n && waits(edo__source_at(&e->base, e->waited_for)))
        return false;
    for (uint32_t i = 0; i < n; i++) {
        if (waits(edo__source_at(&e->base, i))) {
            e->waited_for = i;
            return false;
        }
    }
    return true;
}

/* ---- opening and closing --------------------------------------------------------------------- */

static void free_driver(struct edo_parker *parker)
{
    struct epoll_driver *e = (struct epoll_driver *)parker;
    edo__driver_deinit(&e->base);
    edo__free(e->foreign, e->nforeign * sizeof *e->foreign, 16);
    if (e->event >= 0)
        close(e->event);
    if (e->epoll >= 0)
        close(e->epoll);
    edo__free(e, sizeof *e, 16);
}

static const struct edo_parker_ops parker_ops = {
    .park = park, .unpark = unpark, .fd = parker_fd, .is_idle = is_idle,
    .free = free_driver,
};

static const struct edo__driver_ops epoll_ops = {
    .name = "epoll",
    .submit_fd = submit_fd,
    .take_fd = take_fd,
    .forget = disarm,
};

int edo__epoll_open(struct edo__driver **d)
{
    struct epoll_driver *e = edo__alloc(sizeof *e, 16);
    if (!e)
        return -ENOMEM;
    memset(e, 0, sizeof *e);
    edo__driver_init(&e->base);
    e->base.parker.ops = &parker_ops;
    e->base.calls = edo__readiness_calls;
    e->base.ops = &epoll_ops;
    e->event = -1;
    struct epoll_event unparks = { .events = EPOLLIN | EPOLLET, .data.u64 = UNPARK_DATA };
    e->epoll = epoll_create1(EPOLL_CLOEXEC);
    if (e->epoll >= 0)
        e->event = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    if (e->event < 0 || epoll_ctl(e->epoll, EPOLL_CTL_ADD, e->event, &unparks) < 0) {
        int error = -errno;
        free_driver(&e->base.parker);
        return error;
    }
    *d = &e->base;
    return 0;
}
