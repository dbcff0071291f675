/* SPDX-License-Identifier: MIT
 *
 * The one table of errors, and the end of programs that break a rule. */
#include "edo/error.h"

#include "base/error.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

_Static_assert(EDO_ENOMEM == ENOMEM && EDO_ECANCELED == ECANCELED, "this system's numbers");

static const char *const edo_errors[] = {
    [EDO_ECLOSED - EDO_ERROR_FIRST] = "Closed",
    [EDO_ENORUNTIME - EDO_ERROR_FIRST] = "No runtime: not called from one of its tasks",
    [EDO_ERESOLVE - EDO_ERROR_FIRST] = "Not a numeric address",
};
_Static_assert(sizeof edo_errors / sizeof *edo_errors == EDO_ERROR_LAST - EDO_ERROR_FIRST + 1,
               "every error has a message");

const char *edo_strerror(int error)
{
    /* Not of the smallest int, which has no opposite. */
    unsigned n = error < 0 ? 0u - (unsigned)error : (unsigned)error;
    if (n >= EDO_ERROR_FIRST && n <= EDO_ERROR_LAST)
        return edo_errors[n - EDO_ERROR_FIRST];
    const char *text = n <= 4095 ? strerrordesc_np((int)n) : 0;
    return text ? text : "Unknown error";
}

void edo__fatal(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    fflush(stdout);
    fputs("edo: ", stderr);
    vfprintf(stderr, format, args);
    fputc('\n', stderr);
    va_end(args);
    abort();
}
