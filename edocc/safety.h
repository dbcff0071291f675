/* SPDX-License-Identifier: MIT
 *
 * What is checked once it is known what lives across which await: errors for calls that can't leave
 * their thread (safety_send.c), and the warnings of lint.h that need the flow graph (lint_*.c).
 *
 * Everything here reads the plan and changes nothing. A value is alive across an await if it may be
 * read afterwards, or if someone may hold its address and its scope isn't left: that is how the
 * frame is laid out, and what another thread, or a callee, could touch. */
#ifndef EDOCC_SAFETY_H
#define EDOCC_SAFETY_H

#include "flow.h"
#include "lint.h"

/* False: an error was reported. */
bool check_safety(struct lunit *lu);

/* ---- what lives across awaits ---- */

struct across {
    struct local *local;
    struct wait *wait;
    unsigned node;      /* the suspension */
    bool live, exposed; /* at least one */
};
/* Calls `each` for every suspension that control reaches and every local that is `wanted` and
 * alive across it: by locals in groups, in each group by suspensions in source order. */
void for_each_across(struct lfunc *lf, bool (*wanted)(void *context, const struct local *l),
                     void (*each)(void *context, const struct across *a), void *context);

/* ---- threads (safety_send.c) ---- */

/* Why an async function has to stay on the thread that it began on. */
struct bound {
    enum bound_kind {
        BOUND_DECLARED, /* async_local says so */
        BOUND_VALUE,    /* `local`, of type `type`, is alive across `wait` */
        BOUND_CALLEE,   /* it awaits `fn` at `tok`, which has to */
        BOUND_GEN,      /* it keeps a run of the generator `fn`, which has to, across `wait` */
        BOUND_BOX,      /* it keeps a box across `wait`, or awaits one at `awaits`; `fn`, which has
                         * to, is put into one at `tok` */
        BOUND_BOX_ARGUMENT, /* the same; what is put into it has an argument of type `type` */
        BOUND_CAPTURE,  /* it captures a call of `fn` at `tok`, which has to, and may run it */
        BOUND_POINTER,  /* it awaits or captures a call through a pointer at `tok`, and `fn`, which
                         * has to, is used as a value in this unit */
        BOUND_LEAF,     /* a leaf whose operation holds `type` */
    } kind;
    const struct local *local;
    const struct wait *wait;
    const struct type *type;
    struct sym *fn;
    tokid tok, awaits;
};
void check_send(struct lunit *lu);
const struct bound *bound_of(const struct sym *fn);
const struct type *called_type(const struct expr *call); /* the type of what E_CALL calls */
/* A function that a call through a pointer may lead to, as far as this unit shows, and that has to
 * stay; or 0. */
struct sym *bound_by_pointer(const struct lunit *lu, const struct expr *call);

/* ---- what a value leads to (safety_held.c) ---- */

/* A run of the generator `fn` (BOUND_GEN), or a box (BOUND_BOX…), with `fn`, `type`, `tok` as in
 * struct bound. */
struct held {
    enum bound_kind kind;
    struct sym *fn;
    const struct type *type;
    tokid tok;
};
/* Whether what has to stay is in an object of this type, at any depth or behind pointers. */
bool type_holds_bound(struct lunit *lu, const struct type *t, struct held *held);
bool local_holds_bound(struct lunit *lu, const struct local *l, struct held *held);

/* ---- warnings ---- */

void lint_calls(struct lfunc *lf);        /* edo-blocking, edo-blocking-io */
void lint_locks(struct lfunc *lf);        /* edo-lock */
void lint_thread_local(struct lfunc *lf); /* edo-thread-local */
void lint_tasks(struct lfunc *lf);        /* edo-task-argument */
void lint_escapes(struct lfunc *lf);      /* edo-escape */
void lint_boxes(struct lfunc *lf);        /* edo-box */
void lint_frame_size(struct lfunc *lf);   /* edo-frame-size */

/* The function that `e`, an E_CALL, calls by its name, if it is one of `names` (the last is 0) and
 * the program doesn't define a function of its own by that name: its place among them; else -1. */
int call_among(const struct unit *unit, const struct expr *e, const char *const *names);

/* The variable for which `is` holds and whose address, or the address of a part of which, is the
 * value of `e`, or may be; 0: none. */
const struct sym *address_of_some(const struct expr *e, bool (*is)(const struct sym *s));

#endif
