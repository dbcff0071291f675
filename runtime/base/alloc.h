/* SPDX-License-Identifier: MIT
 *
 * Memory. Everything the runtime allocates comes through edo__alloc, which asks the allocator set
 * by edo_set_allocator (runtime.h), malloc by default. Any thread.
 *
 * A block keeps no record of its size: whoever frees it says the size and alignment again. */
#ifndef EDO_BASE_ALLOC_H
#define EDO_BASE_ALLOC_H

#include <stddef.h>

/* At least 16-byte aligned; `align` is a power of two. 0: there is none. Not zeroed. */
void *edo__alloc(size_t size, size_t align);
/* p may be 0. */
void edo__free(void *p, size_t size, size_t align);

#endif
