/* SPDX-License-Identifier: MIT */
#ifndef FUZZ_STRING_H
#define FUZZ_STRING_H
#include <stddef.h>
void *memcpy(void *, const void *, size_t), *memset(void *, int, size_t), *memmove(void *,
    const void *, size_t);
int memcmp(const void *, const void *, size_t), strcmp(const char *, const char *);
size_t strlen(const char *);
char *strcat(char *, const char *), *strcpy(char *, const char *), *strdup(const char *),
    *strchr(const char *, int);
char *strerror(int);
#endif
