/* SPDX-License-Identifier: MIT
 *
 * Free lists by size class in front of the allocator: tasks and boxes come from here. One thread at
 * a time.
 *
 * Each block is the allocator's own, so a block may also be given straight to edo__free, from any
 * thread and when the cache is gone, with the size that edo__cache_size gives. */
#ifndef EDO_BASE_CACHE_H
#define EDO_BASE_CACHE_H

#include "base/alloc.h"

#include <stddef.h>
#include <stdint.h>

enum {
    EDO__CACHE_STEP = 64,     /* class k holds blocks of k * 64 bytes */
    EDO__CACHE_CLASSES = 81,  /* up to 5 KiB: an echo task with a 4 KiB buffer */
    EDO__CACHE_KEPT = 131072, /* bytes that one class keeps at most */
    EDO__CACHE_ALIGN = 16,
};

struct edo_cache_block {
    struct edo_cache_block *next;
};

struct edo_cache {
    struct edo_cache_block *free[EDO__CACHE_CLASSES];
    uint32_t room[EDO__CACHE_CLASSES]; /* blocks that the class would still keep */
};

void edo__cache_init(struct edo_cache *cache);
/* Gives every kept block back. */
void edo__cache_deinit(struct edo_cache *cache);
void *edo__cache_refill(size_t size, size_t align);
void edo__cache_spill(void *p, size_t size, size_t align);

/* The bytes that a block of `size` really has. */
static inline size_t edo__cache_size(size_t size, size_t align)
{
    size_t rounded = (size + EDO__CACHE_STEP - 1) / EDO__CACHE_STEP * EDO__CACHE_STEP;
    return align <= EDO__CACHE_ALIGN && rounded < EDO__CACHE_CLASSES * EDO__CACHE_STEP ? rounded
                                                                                       : size;
}

/* 0: no memory. */
static inline void *edo__cache_alloc(struct edo_cache *cache, size_t size, size_t align)
{
    size_t class = (size + EDO__CACHE_STEP - 1) / EDO__CACHE_STEP;
    if (__builtin_expect(class < EDO__CACHE_CLASSES && align <= EDO__CACHE_ALIGN, 1)) {
        struct edo_cache_block *block = cache->free[class];
        if (__builtin_expect(block != 0, 1)) {
            cache->free[class] = block->next;
            cache->room[class]++;
            return block;
        }
    }
    return edo__cache_refill(size, align);
}

static inline void edo__cache_free(struct edo_cache *cache, void *p, size_t size, size_t align)
{
    size_t class = (size + EDO__CACHE_STEP - 1) / EDO__CACHE_STEP;
    if (__builtin_expect(class < EDO__CACHE_CLASSES && align <= EDO__CACHE_ALIGN, 1) &&
        cache->room[class]) {
        struct edo_cache_block *block = (struct edo_cache_block *)p;
        block->next = cache->free[class];
        cache->free[class] = block;
        cache->room[class]--;
        return;
    }
    edo__cache_spill(p, size, align);
}

#endif
