/* SPDX-License-Identifier: MIT
 *
 * Programmers' errors. The message says what was done wrong; the process stops, in release builds
 * too. */
#ifndef EDO_BASE_ERROR_H
#define EDO_BASE_ERROR_H

#include <stdbool.h>

__attribute__((noreturn, cold, format(printf, 1, 2))) void edo__fatal(const char *format, ...);

/* What must hold; cheap enough to stay on in release. */
#define edo_assert(condition, message)                                                             \
    do {                                                                                           \
        if (__builtin_expect(!(condition), 0))                                                     \
            edo__fatal("%s (%s, line %d)", message, __FILE__, __LINE__);                           \
    } while (0)

#endif
