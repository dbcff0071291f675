/* SPDX-License-Identifier: MIT */
#include "driver/driver.h"

#include <errno.h>

/* Not begun: the driver couldn't be had, or the arguments are wrong. */
static edo_poll refuse(struct edo_fd_ready_op *op, int error)
{
    op->result = error;
    return EDO_READY;
}

edo_poll edo__fd_ready_start(struct edo_fd_ready_op *op, edo_cx *cx, int fd, unsigned events)
{
    if (!events || (events & ~(EDO_READABLE | EDO_WRITABLE)))
        return refuse(op, -EINVAL);
    struct edo__driver *d;
    int error = edo__driver_of(cx, &d);
    if (error)
        return refuse(op, error);
    op->io.buf = (void *)(uintptr_t)events;
    edo_poll p = d->ops->submit_fd(d, fd, &op->io, cx);
    if (p == EDO_READY)
        op->result = (int)op->io.result;
    return p;
}

edo_poll edo__fd_ready_resume(struct edo_fd_ready_op *op, edo_cx *cx)
{
    edo_poll p = op->io.source->driver->ops->take_fd(&op->io, cx);
    if (p == EDO_READY)
        op->result = (int)op->io.result;
    return p;
}

void edo__fd_ready_cancel(struct edo_fd_ready_op *op, edo_cx *cx)
{
    (void)cx;
    edo__op_cancel(&op->io);
}
