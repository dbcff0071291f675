/* SPDX-License-Identifier: MIT
 *
 * Memory of generators and of boxes, which plain functions have too: there is no runtime whose
 * cache it could come from. */
#include "base/alloc.h"
#include "edo/abi.h"

#include <stdio.h>
#include <stdlib.h>

static void *gen_alloc(edo_cx *cx, size_t size, size_t align)
{
    (void)cx;
    return edo__alloc(size, align);
}

static void gen_free(edo_cx *cx, void *p, size_t size, size_t align)
{
    (void)cx;
    edo__free(p, size, align);
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
