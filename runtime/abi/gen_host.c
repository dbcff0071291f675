/* SPDX-License-Identifier: MIT
 *
 * Memory of generators, which plain functions run too: it can't be a runtime's. */
#include "edo/abi.h"

#include <stdio.h>
#include <stdlib.h>

static void *gen_alloc(edo_cx *cx, size_t size, size_t align)
{
    (void)cx;
    if (align <= _Alignof(max_align_t))
        return malloc(size);
    return size > SIZE_MAX - align ? 0 : aligned_alloc(align, (size + align - 1) / align * align);
}

static void gen_free(edo_cx *cx, void *p, size_t size, size_t align)
{
    (void)cx;
    (void)size;
    (void)align;
    free(p);
}

static void gen_oom(edo_cx *cx, size_t size)
{
    (void)cx;
    fprintf(stderr, "edo: no memory for a generator of %zu bytes\n", size);
    abort();
}

static void gen_panic(edo_cx *cx, const char *message)
{
    (void)cx;
    fprintf(stderr, "edo: %s\n", message);
    abort();
}

const edo_host edo_gen_host = {gen_alloc, gen_free, gen_oom, gen_panic};
