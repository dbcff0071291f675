/* SPDX-License-Identifier: MIT
 *
 * Operations on descriptors: what they have in common, and waiting for descriptors of your own. */
#ifndef EDO_IO_H
#define EDO_IO_H

#include <edo/abi.h>
#include <edo/mode.h>

/* As the C library has it, whose headers are not included here. */
#ifndef __ssize_t_defined
typedef __PTRDIFF_TYPE__ ssize_t;
#define __ssize_t_defined
#endif

#ifdef __cplusplus
extern "C" {
#endif

/* An operation that waits. Opaque: its members are the driver's. The operations below and in net.h
 * contain one; `result` is theirs. */
struct edo_io_op {
    union {
        ssize_t result;
        struct edo_io_op *previous; /* while it waits */
    };
    struct edo_io_op *next;
    uintptr_t branch;
    struct edo__source *source;
    void *buf;
    size_t len;
};

/* ---- foreign descriptors --------------------------------------------------------------------- */

#define EDO_READABLE 1u
#define EDO_WRITABLE 2u

/* Waits until `fd`, which is not the library's, is ready for one of `events` (EDO_READABLE,
 * EDO_WRITABLE, or both): until the call would not block, be it for an end or an error.
 *
 * The descriptor stays yours. It needn't be non-blocking, though what you do after this had better
 * be. Several tasks may wait for one descriptor. It must not be closed while one waits, or be the
 * descriptor of an edo_tcp. Regular files, which are always ready, are so here too.
 *
 * Results: which of `events` it is ready for; -EINVAL: `events` names none, or others; -EBADF: no
 * open descriptor; -EEXIST: one of the library's, for which one of its own operations waits, or has
 * waited; -ECANCELED; -ENOMEM; -ENOSPC: the limit in /proc/sys/fs/epoll/max_user_watches;
 * -EDO_ENORUNTIME, and what making the driver may report: -EMFILE, -ENFILE, -ENOTSUP. */
struct edo_fd_ready_op {
    union {
        int result;
        struct edo_io_op io;
    };
};
edo_poll edo__fd_ready_start(struct edo_fd_ready_op *op, edo_cx *cx, int fd, unsigned events);
edo_poll edo__fd_ready_resume(struct edo_fd_ready_op *op, edo_cx *cx);
void edo__fd_ready_cancel(struct edo_fd_ready_op *op, edo_cx *cx);
EDO_ASYNC_LEAF(int, edo_fd_ready, (int fd, unsigned events), struct edo_fd_ready_op,
               edo__fd_ready_start, edo__fd_ready_resume, edo__fd_ready_cancel, 0);

#ifdef __cplusplus
}
#endif
#endif
