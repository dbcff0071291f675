/* SPDX-License-Identifier: MIT
 *
 * A call that is kept beyond the block of its capture: by a task, by a box. Its arguments lie where
 * its frame will; those of the calls among them lie behind it, in the same allocation. */
#ifndef EDO_OWNED_H
#define EDO_OWNED_H

#include "edo/abi.h"

#include <string.h>

enum { EDO__UNIT = 16 };

static inline size_t edo__round_up(size_t n, size_t align)
{
    return (n + align - 1) & ~(align - 1);
}

/* Arguments lie where the frame will. */
static inline size_t edo__owned_align(const edo_fn *fn)
{
    size_t align = fn->align > fn->args_align ? fn->align : fn->args_align;
    return align > EDO__UNIT ? align : EDO__UNIT;
}

static inline const edo_call *edo__call_in(const edo_fn *fn, const void *args, unsigned i)
{
    return (const edo_call *)(const void *)((const char *)args + fn->calls[i]);
}

/* What the calls among the arguments need for copies of theirs. */
static inline size_t edo__nested_size(const edo_fn *fn, const void *args)
{
    size_t size = 0;
    for (unsigned i = 0; i < fn->ncalls; i++) {
        const edo_call *call = edo__call_in(fn, args, i);
        if (!call->fn)
            continue;
        if (call->fn->args_align > EDO__UNIT)
            size += call->fn->args_align;
        size += edo__round_up(call->fn->args_size, EDO__UNIT) +
                edo__nested_size(call->fn, call->args);
    }
    return size;
}

/* `args` are a copy: makes the calls in it own copies at `at`. Returns what follows them. */
static inline char *edo__copy_nested(const edo_fn *fn, void *args, char *at)
{
    for (unsigned i = 0; i < fn->ncalls; i++) {
        edo_call *call = (edo_call *)(uintptr_t)edo__call_in(fn, args, i);
        if (!call->fn)
            continue;
        if (call->fn->args_align > EDO__UNIT)
            at = (char *)edo__round_up((uintptr_t)at, call->fn->args_align);
        if (call->fn->args_size)
            memcpy(at, call->args, call->fn->args_size);
        call->args = at;
        at = edo__copy_nested(call->fn, at, at + edo__round_up(call->fn->args_size, EDO__UNIT));
    }
    return at;
}

#endif
