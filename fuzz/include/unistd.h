/* SPDX-License-Identifier: MIT */
#ifndef FUZZ_UNISTD_H
#define FUZZ_UNISTD_H
#include <stddef.h>
long read(int, void *, size_t), write(int, const void *, size_t);
int close(int), unlink(const char *);
#endif
