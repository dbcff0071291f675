/* SPDX-License-Identifier: MIT */
#include "arena.h"

#include <stdalign.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Under AddressSanitizer, what no one may touch says so: gaps between what is handed out, and what
 * arrays have grown out of. */
#if defined(__SANITIZE_ADDRESS__)
#define CHECKED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define CHECKED 1
#endif
#endif
#ifdef CHECKED
#include <sanitizer/asan_interface.h>
enum { GAP = 16 };
#else
enum { GAP = 0 };
#define ASAN_POISON_MEMORY_REGION(p, size) ((void)(p), (void)(size))
#define ASAN_UNPOISON_MEMORY_REGION(p, size) ((void)(p), (void)(size))
#endif

/* Blocks form a list; only the newest is filled. A request that is large for a block gets one of
 * its own behind it, so that the rest of the newest isn't lost. */
struct block {
    struct block *next;
    size_t used, size;
    alignas(max_align_t) char bytes[];
};

struct arena {
    struct block *newest;
    size_t block_bytes; /* of the next block: there are many small arenas, few large ones */
    struct arena *first_child;
    struct arena *next, **link; /* among the parent's children; what points to this one */
};

enum { FIRST_BLOCK_BYTES = 1 << 12, MOST_BLOCK_BYTES = 1 << 18 };

void *(*edocc_malloc_hook)(size_t size);

static _Noreturn void out_of_memory(void)
{
    static const char message[] = "edocc: error: out of memory\n";
    /* stdio might allocate */
    if (write(2, message, sizeof message - 1) < 0)
        _exit(1);
    exit(1);
}

void *edocc_malloc(size_t size)
{
    void *p = edocc_malloc_hook ? edocc_malloc_hook(size) : malloc(size ? size : 1);
    if (!p)
        out_of_memory();
    return p;
}

void *edocc_realloc(void *p, size_t old_size, size_t size)
{
    void *q = edocc_malloc_hook ? edocc_malloc(size) : realloc(p, size ? size : 1);
    if (!q)
        out_of_memory();
    if (edocc_malloc_hook && p) {
        memcpy(q, p, old_size < size ? old_size : size);
        free(p);
    }
    return q;
}

static struct block *block_new(size_t size)
{
    if (size > SIZE_MAX - sizeof(struct block))
        out_of_memory();
    struct block *b = edocc_malloc(sizeof(struct block) + size);
    b->next = 0;
    b->used = 0;
    b->size = size;
    ASAN_POISON_MEMORY_REGION(b->bytes, size);
    return b;
}

struct arena *arena_new(void)
{
    struct arena *a = edocc_malloc(sizeof *a);
    *a = (struct arena){.block_bytes = FIRST_BLOCK_BYTES};
    return a;
}

struct arena *arena_new_in(struct arena *parent, size_t size)
{
    struct arena *a = arena_new();
    if (size)
        a->block_bytes = size;
    a->next = parent->first_child;
    a->link = &parent->first_child;
    if (a->next)
        a->next->link = &a->next;
    parent->first_child = a;
    return a;
}

void arena_free(struct arena *a)
{
    if (!a)
        return;
    while (a->first_child)
        arena_free(a->first_child);
    if (a->link)
        *a->link = a->next;
    if (a->next)
        a->next->link = a->link;
    for (struct block *b = a->newest, *next; b; b = next) {
        next = b->next;
        ASAN_UNPOISON_MEMORY_REGION(b->bytes, b->size);
        free(b);
    }
    free(a);
}

void *arena_alloc(struct arena *a, size_t size)
{
    size_t unit = alignof(max_align_t);
    if (size > SIZE_MAX - unit - GAP)
        out_of_memory();
    size = (size + unit - 1) / unit * unit + GAP;
    struct block *b = a->newest;
    if (!b || b->size - b->used < size) {
        bool large = b && size > a->block_bytes / 4;
        struct block *fresh = block_new(large || size > a->block_bytes ? size : a->block_bytes);
        if (large) {
            fresh->next = b->next;
            b->next = fresh;
        } else {
            fresh->next = b;
            a->newest = fresh;
            if (a->block_bytes < MOST_BLOCK_BYTES)
                a->block_bytes *= 2;
        }
        b = fresh;
    }
    void *p = b->bytes + b->used;
    b->used += size;
    ASAN_UNPOISON_MEMORY_REGION(p, size - GAP);
    return memset(p, 0, size - GAP);
}

void *arena_grow(struct arena *a, void *p, size_t old_size, size_t size)
{
    void *q = arena_alloc(a, size);
    if (old_size)
        memcpy(q, p, old_size);
    ASAN_POISON_MEMORY_REGION(p, old_size);
    return q;
}

void *arena_more(struct arena *a, void *at, unsigned n, unsigned *room, size_t element_size)
{
    if (n < *room)
        return at;
    *room = *room ? *room * 2 : 4;
    return arena_grow(a, at, n * element_size, *room * element_size);
}

char *arena_strndup(struct arena *a, const char *s, size_t len)
{
    char *p = arena_alloc(a, len + 1);
    memcpy(p, s, len);
    return p;
}

char *arena_strdup(struct arena *a, const char *s)
{
    return arena_strndup(a, s, strlen(s));
}

char *arena_vprintf(struct arena *a, const char *format, va_list ap)
{
    va_list again;
    va_copy(again, ap);
    int n = vsnprintf(0, 0, format, ap);
    if (n < 0)
        out_of_memory();
    char *p = arena_alloc(a, (size_t)n + 1);
    vsnprintf(p, (size_t)n + 1, format, again);
    va_end(again);
    return p;
}

char *arena_printf(struct arena *a, const char *format, ...)
{
    va_list ap;
    va_start(ap, format);
    char *p = arena_vprintf(a, format, ap);
    va_end(ap);
    return p;
}

void vec_push(struct arena *a, struct vec *v, void *p)
{
    v->at = arena_more(a, v->at, v->n, &v->room, sizeof *v->at);
    v->at[v->n++] = p;
}
