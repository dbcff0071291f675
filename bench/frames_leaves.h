/* SPDX-License-Identifier: MIT
 *
 * What the functions of frames.c and frames_more.c stand on: leaves that suspend once, and
 * helpers. */
#ifndef FRAMES_LEAVES_H
#define FRAMES_LEAVES_H

#include <edo.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

/* Leaves and helpers are not inlined: the machine code that is measured is the state machines'. */
#define NOINLINE __attribute__((noinline))

/* ---- leaves ---- */

/* Pending once; wakes itself. It needs no memory: that it is resumed says that it was started. */
struct yield_op {};

static NOINLINE edo_poll yield_start(struct yield_op *op, edo_cx *cx)
{
    (void)op;
    edo_branch_wake(cx->branch);
    return EDO_PENDING;
}

static NOINLINE edo_poll yield_resume(struct yield_op *op, edo_cx *cx)
{
    (void)op, (void)cx;
    return EDO_READY;
}

async void yield_once(void) edo_leaf(struct yield_op, yield_start, yield_resume, 0, 0);

/* A connection that has `left` messages to give and counts what it is sent. Both of its operations
 * are pending once. */
struct conn {
    unsigned left;
    size_t sent;
};

struct read_op {
    ssize_t result;
    struct conn *conn;
    char *buf;
    size_t len;
};

static NOINLINE edo_poll read_start(struct read_op *op, edo_cx *cx, struct conn *conn, char *buf,
                                    size_t len)
{
    op->conn = conn, op->buf = buf, op->len = len;
    edo_branch_wake(cx->branch);
    return EDO_PENDING;
}

static NOINLINE edo_poll read_resume(struct read_op *op, edo_cx *cx)
{
    (void)cx;
    op->result = 0;
    if (op->conn->left) {
        op->conn->left--;
        op->result = op->len < 64 ? (ssize_t)op->len : 64;
        memset(op->buf, 'x', (size_t)op->result);
    }
    return EDO_READY;
}

async ssize_t conn_read(struct conn *conn, char *buf, size_t len)
    edo_leaf(struct read_op, read_start, read_resume, 0, 0);

struct write_op {
    int result;
    struct conn *conn;
    const char *buf;
    size_t len;
};

static NOINLINE edo_poll write_start(struct write_op *op, edo_cx *cx, struct conn *conn,
                                     const char *buf, size_t len)
{
    op->conn = conn, op->buf = buf, op->len = len;
    edo_branch_wake(cx->branch);
    return EDO_PENDING;
}

static NOINLINE edo_poll write_resume(struct write_op *op, edo_cx *cx)
{
    (void)cx;
    op->conn->sent += op->len;
    op->result = 0;
    return EDO_READY;
}

async int conn_write_all(struct conn *conn, const char *buf, size_t len)
    edo_leaf(struct write_op, write_start, write_resume, 0, 0);

/* ---- what the functions call ---- */

static NOINLINE void fill(void *buf, size_t len, int with)
{
    __asm__ volatile("" : "+r"(buf) : : "memory");
    memset(buf, with, len);
}

static NOINLINE int sum(const void *buf, size_t len)
{
    const unsigned char *p = buf;
    int total = 0;
    __asm__ volatile("" : "+r"(p) : : "memory");
    while (len--)
        total += *p++;
    return total;
}

static __attribute__((noinline, unused)) void report(int what)
{
    __asm__ volatile("" : : "r"(what));
}

static __attribute__((noinline, unused)) int number(void)
{
    int n = 1;
    __asm__ volatile("" : "+r"(n));
    return n;
}

/* Each function is only ever captured here: nothing else awaits it, as in its twin. */
static __attribute__((unused)) async int show(const char *name, edo_call call)
{
    printf("%s %u\n", name, (unsigned)call.fn->size);
    int result = await call;
    if (result < 0)
        fprintf(stderr, "%s: %d\n", name, result);
    return result;
}

/* The same for a result of another type, which a task can drop. */
static __attribute__((unused)) async int show_any(const char *name, edo_call_any call)
{
    printf("%s %u\n", name, (unsigned)call.fn->size);
    try edo_spawn(call);
    return 0;
}

#endif
