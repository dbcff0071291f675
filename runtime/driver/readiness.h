/* SPDX-License-Identifier: MIT
 *
 * What back ends on readiness share. See readiness.c for the invariants. */
#ifndef EDO_DRIVER_READINESS_H
#define EDO_DRIVER_READINESS_H

#include "driver/driver.h"

edo_poll edo__readiness_submit(struct edo__source *s, struct edo_io_op *op,
                               enum edo__op_kind kind, edo_cx *cx);
edo_poll edo__readiness_take(struct edo_io_op *op, enum edo__op_kind kind, edo_cx *cx);

void edo__queue_append(struct edo__queue *q, struct edo_io_op *op);
void edo__queue_remove(struct edo__queue *q, struct edo_io_op *op);

/* The back end's: makes the kernel report each change of s->fd from now on, and what is the case
 * already. Sets EDO__SOURCE_REGISTERED, or returns the error. */
int edo__source_register(struct edo__source *s);

#endif
