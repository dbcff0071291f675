/* SPDX-License-Identifier: MIT
 *
 * Boxes: a call that owns its arguments, and its frame. In front of the frame stand its prefix, as
 * in any box, and this box's state; behind it the arguments of the calls among the arguments. The
 * arguments themselves lie where the frame will: it is started with them there (abi.h). */
#include "edo/box.h"

#include "abi/owned.h"

#include <string.h>

/* Random numbers: what is no box is told from one, mostly. */
enum { BOX_IDLE = 0x6b1d07e5, BOX_TAKEN = 0x2f94ac63, BOX_FREED = 0x51c3e89a };

struct head {
    size_t size; /* of all the memory */
    unsigned state;
    unsigned front; /* bytes before the frame */
};

const char edo__box_used[1];

static struct head *head_of(void *frame)
{
    return (struct head *)(void *)((char *)frame - sizeof(struct edo_box_prefix)) - 1;
}

static const edo_fn *fn_of(void *frame)
{
    return ((struct edo_box_prefix *)frame)[-1].fn;
}

/* ---- making, taking, freeing ---- */

void *edo_box(edo_call_any call)
{
    const edo_fn *fn = call.fn;
    size_t align = edo__owned_align(fn);
    size_t front = edo__round_up(sizeof(struct head) + sizeof(struct edo_box_prefix), align);
    size_t frame = edo__round_up(fn->size > fn->args_size ? fn->size : fn->args_size, EDO__UNIT);
    size_t size = front + frame + edo__nested_size(fn, call.args);
    char *p = (char *)edo_gen_host.alloc(0, size, align);
    if (!p)
        return 0;
    char *at = p + front;
    ((struct edo_box_prefix *)(void *)at)[-1].fn = fn;
    *head_of(at) = (struct head){size, BOX_IDLE, (unsigned)front};
    if (fn->args_size)
        memcpy(at, call.args, fn->args_size);
    edo__copy_nested(fn, at, at + frame);
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
    edo_gen_host.free(0, (char *)frame - h->front, h->size, edo__owned_align(fn_of(frame)));
}

void edo__box_drop(void *box)
{
    if (!box)
        return;
    check_idle(0, box);
    edo__box_done(box);
}
