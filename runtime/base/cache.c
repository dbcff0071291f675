/* SPDX-License-Identifier: MIT */
#include "base/cache.h"

/* Under AddressSanitizer nothing is kept, so that it sees every use of what was freed. */
#if defined(__SANITIZE_ADDRESS__)
#define KEEPS 0
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define KEEPS 0
#endif
#endif
#ifndef KEEPS
#define KEEPS 1
#endif

void edo__cache_init(struct edo_cache *cache)
{
    cache->free[0] = 0;
    cache->room[0] = 0;
    for (uint32_t class = 1; class < EDO__CACHE_CLASSES; class ++) {
        cache->free[class] = 0;
        cache->room[class] = KEEPS ? EDO__CACHE_KEPT / (class * EDO__CACHE_STEP) : 0;
    }
}

void edo__cache_deinit(struct edo_cache *cache)
{
    for (size_t class = 1; class < EDO__CACHE_CLASSES; class ++) {
        struct edo_cache_block *block = cache->free[class], *next;
        for (; block; block = next) {
            next = block->next;
            edo__free(block, class * EDO__CACHE_STEP, EDO__CACHE_ALIGN);
        }
        cache->free[class] = 0;
    }
}

static size_t real_align(size_t align)
{
    return align < EDO__CACHE_ALIGN ? EDO__CACHE_ALIGN : align;
}

void *edo__cache_refill(size_t size, size_t align)
{
    return edo__alloc(edo__cache_size(size, align), real_align(align));
}

void edo__cache_spill(void *p, size_t size, size_t align)
{
    edo__free(p, edo__cache_size(size, align), real_align(align));
}
