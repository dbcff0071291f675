/* SPDX-License-Identifier: MIT */
#include "driver/driver.h"

#include <errno.h>

static edo_poll settle(struct edo_fd_ready_op *op, edo_poll p)
{
    if (p == EDO_READY)
        op->result = (int)op->io.result;
    return p;
}

edo_poll edo__fd_ready_start(struct edo_fd_ready_op *op, edo_cx *cx, int fd, unsigned events)
{
    if (!events || (events & ~(EDO_READABLE | EDO_WRITABLE)))
        return settle(op, edo__op_refuse(&op->io, -EINVAL, cx));
    struct edo__driver *d;
    int error = edo__driver_of(cx, &d);
    if (error)
        return settle(op, edo__op_refuse(&op->io, error, cx));
    op->io.buf = (void *)(uintptr_t)events;
    return settle(op, d->ops->submit_fd(d, fd, &op->io, cx));
}

edo_poll edo__fd_ready_resume(struct edo_fd_ready_op *op, edo_cx *cx)
{
    if (op->io.branch & EDO__OP_REFUSED)
        return settle(op, edo__op_take_refused(&op->io, cx));
    return settle(op, op->io.source->driver->ops->take_fd(&op->io, cx));
}

void edo__fd_ready_cancel(struct edo_fd_ready_op *op, edo_cx *cx)
{
    (void)cx;
    edo__op_cancel(&op->io);
}
