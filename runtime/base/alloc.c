/* SPDX-License-Identifier: MIT */
#include "base/alloc.h"

#include "edo/runtime.h"

#include <stdlib.h>

static void *malloc_alloc(void *user, size_t size, size_t align)
{
    (void)user;
    if (align <= _Alignof(max_align_t))
        return malloc(size);
    void *p;
    return posix_memalign(&p, align, size) == 0 ? p : 0;
}

static void malloc_free(void *user, void *p, size_t size, size_t align)
{
    (void)user;
    (void)size;
    (void)align;
    free(p);
}

static const edo_allocator malloc_allocator = {malloc_alloc, malloc_free, 0};

/* Written before anything is allocated, so before there are threads that could read it. */
static edo_allocator current = {malloc_alloc, malloc_free, 0};

void edo_set_allocator(const edo_allocator *allocator)
{
    current = allocator ? *allocator : malloc_allocator;
}

void *edo__alloc(size_t size, size_t align)
{
    return current.alloc(current.user, size, align);
}

void edo__free(void *p, size_t size, size_t align)
{
    if (p)
        current.free(current.user, p, size, align);
}
