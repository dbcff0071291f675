/* SPDX-License-Identifier: MIT
 *
 * Memory of one compilation, or of a part of it: a bump allocator that is freed as a whole. What it
 * hands out is zeroed. It never returns 0: out of memory prints one line and ends the compiler with
 * status 1, because nothing it could produce then would be right. */
#ifndef EDOCC_ARENA_H
#define EDOCC_ARENA_H

#include <stdarg.h>
#include <stddef.h>

struct arena;

/* Every allocation of the compiler comes through this one function, so that a test can fail each
 * in turn by setting the hook. It does not return when there is no memory. Free with free(). */
extern void *(*edocc_malloc_hook)(size_t size); /* 0: malloc */
void *edocc_malloc(size_t size);
void *edocc_realloc(void *p, size_t old_size, size_t size); /* contents kept; p may be 0 */

struct arena *arena_new(void);
/* Freed together with `parent`, unless it is freed before. `size`: of all that will be in it, as
 * far as is known; 0: it isn't. */
struct arena *arena_new_in(struct arena *parent, size_t size);
void arena_free(struct arena *a);
void *arena_alloc(struct arena *a, size_t size); /* zeroed, aligned for anything */
/* An array of `old_size` bytes at p, moved to where there is room for `size`: p is gone. */
void *arena_grow(struct arena *a, void *p, size_t old_size, size_t size);
/* An array of n elements at `at`, moved if there is no room for one more; what is behind the n-th
 * is zeroed if it has just come. *room begins as 0, with `at` 0. */
void *arena_more(struct arena *a, void *at, unsigned n, unsigned *room, size_t element_size);
char *arena_strndup(struct arena *a, const char *s, size_t len);
char *arena_strdup(struct arena *a, const char *s);
char *arena_printf(struct arena *a, const char *format, ...) __attribute__((format(printf, 2, 3)));
char *arena_vprintf(struct arena *a, const char *format, va_list ap);

#define arena_new_of(arena, type) ((type *)arena_alloc((arena), sizeof(type)))
#define arena_array_of(arena, type, n) ((type *)arena_alloc((arena), sizeof(type) * (size_t)(n)))

/* A growing array of pointers in an arena. `vec_push(a, &v, p)`; v.at[0 .. v.n). */
struct vec {
    void **at;
    unsigned n, room;
};
void vec_push(struct arena *a, struct vec *v, void *p);

#endif
