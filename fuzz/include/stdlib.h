/* SPDX-License-Identifier: MIT */
#ifndef FUZZ_STDLIB_H
#define FUZZ_STDLIB_H
#include <stddef.h>
void *malloc(size_t), *calloc(size_t, size_t), *realloc(void *, size_t);
void free(void *);
void abort(void) __attribute__((noreturn));
void exit(int) __attribute__((noreturn));
int abs(int), atoi(const char *), mkstemp(char *);
void qsort(void *, size_t, size_t, int (*)(const void *, const void *));
#endif
