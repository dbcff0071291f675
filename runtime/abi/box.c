/* SPDX-License-Identifier: MIT
 *
 * Boxes: a call that owns its arguments, and its frame. In front of the frame stand its prefix, as
 * in any box, and this box's state; behind it the arguments of the calls among the arguments. The
 * arguments themselves lie where the frame will: it is started with them there (abi.h). */
#include "edo/box.h"

#include <string.h>

/* Random numbers: what is no box is told from one, mostly. */
enum { BOX_IDLE = 0x6b1d07e5, BOX_TAKEN = 0x2f94ac63, BOX_FREED = 0x51c3e89a };

struct head {
    size_t size; /* of all the memory */
    unsigned state;
    unsigned front; /* bytes before the frame */
};

enum { UNIT = 16 };

const char edo__box_used[1];

static size_t round_up(size_t n, size_t align)
{
    return (n + align - 1) & ~(align - 1);
}

static size_t align_of(const edo_fn *fn)
{
    size_t align = fn->align > fn->args_align ? fn->align : fn->args_align;
    return align > UNIT ? align : UNIT;
}

static struct head *head_of(void *frame)
{
    return (struct head *)(void *)((char *)frame - sizeof(struct edo_box_prefix)) - 1;
}

static const edo_fn *fn_of(void *frame)
{
    return ((struct edo_box_prefix *)frame)[-1].fn;
}

/* ---- the calls among the arguments ---- */

static const edo_call *call_in(const edo_fn *fn, const void *args, unsigned i)
{
    return (const edo_call *)(const void *)((const char *)args + fn->calls[i]);
}

static size_t nested_size(const edo_fn *fn, const void *args)
{
    size_t size = 0;
    for (unsigned i = 0; i < fn->ncalls; i++) {
        const edo_call *call = call_in(fn, args, i);
        if (!call->fn)
            continue;
        if (call->fn->args_align > UNIT)
            size += call->fn->args_align;
        size += round_up(call->fn->args_size, UNIT) + nested_size(call->fn, call->args);
    }
    return size;
}

/* `args` are a copy: makes the calls in it own copies at `at`. Returns what follows them. */
static char *copy_nested(const edo_fn *fn, void *args, char *at)
{
    for (unsigned i = 0; i < fn->ncalls; i++) {
        edo_call *call = (edo_call *)(uintptr_t)call_in(fn, args, i);
        if (!call->fn)
            continue;
        if (call->fn->args_align > UNIT)
            at = (char *)round_up((uintptr_t)at, call->fn->args_align);
        if (call->fn->args_size)
            memcpy(at, call->args, call->fn->args_size);
        call->args = at;
        at = copy_nested(call->fn, at, at + round_up(call->fn->args_size, UNIT));
    }
    return at;
}

/* ---- making, taking, freeing ---- */

void *edo_box(edo_call_any call)
{
    const edo_fn *fn = call.fn;
    size_t align = align_of(fn);
    size_t front = round_up(sizeof(struct head) + sizeof(struct edo_box_prefix), align);
    size_t frame = round_up(fn->size > fn->args_size ? fn->size : fn->args_size, UNIT);
    size_t size = front + frame + nested_size(fn, call.args);
    char *p = (char *)edo_gen_host.alloc(0, size, align);
    if (!p)
        return 0;
    char *at = p + front;
    ((struct edo_box_prefix *)(void *)at)[-1].fn = fn;
    *head_of(at) = (struct head){size, BOX_IDLE, (unsigned)front};
    if (fn->args_size)
        memcpy(at, call.args, fn->args_size);
    copy_nested(fn, at, at + frame);
    return at;
}

static void panic(edo_cx *cx, const char *message)
{
    if (cx && cx->host)
        cx->host->panic(cx, message);
    edo_gen_host.panic(0, message);
    __builtin_trap();
}

/* Panics unless `box` may be awaited, or freed. */
static void check_idle(edo_cx *cx, void *box)
{
    if (box == edo__box_gone())
        panic(cx, "a box is used that was awaited before: awaiting consumes it");
    unsigned state = head_of(box)->state;
    if (state == BOX_IDLE)
        return;
    if (state == BOX_TAKEN)
        panic(cx, "a box is used while it is being awaited");
    panic(cx, "a box is used that was awaited or freed before, or this is none");
}

void *edo__box_take(edo_cx *cx, void *box)
{
    if (!box)
        return 0;
    check_idle(cx, box);
    head_of(box)->state = BOX_TAKEN;
    return box;
}

void edo__box_done(void *frame)
{
    struct head *h = head_of(frame);
    h->state = BOX_FREED;
    edo_gen_host.free(0, (char *)frame - h->front, h->size, align_of(fn_of(frame)));
}

void edo__box_drop(void *box)
{
    if (!box)
        return;
    check_idle(0, box);
    edo__box_done(box);
}
