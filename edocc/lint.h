/* SPDX-License-Identifier: MIT
 *
 * The warnings of edocc: their names, switches and defaults. Each stands in one table (lint.c) from
 * which the driver reads options, --help its list, and the diagnostics what to say, and how.
 *
 *     -Wedo-NAME  -Wno-edo-NAME  -Werror=edo-NAME  -Wno-error=edo-NAME
 *
 * Two more have the names of the C compiler's, which can't give them (lint_style.c).
 *
 * NAME `all` is every warning there is; -w and -Werror mean these warnings too. What is reported by
 * diag_warning with a warning's code is kept, dropped or made an error by that: nobody who reports
 * need ask, but where finding out is work. */
#ifndef EDOCC_LINT_H
#define EDOCC_LINT_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

enum lint {
    LINT_LOCK,
    LINT_THREAD_LOCAL,
    LINT_TASK_ARGUMENT,
    LINT_BLOCKING,
    LINT_BLOCKING_IO,
    LINT_BLOCK_ON,
    LINT_FRAME_SIZE,
    LINT_ESCAPE,
    LINT_BOX,
    LINT_PINNED,
    LINT_MISSING_RESULT,
    LINT_DECLARATION, /* from here on: warnings that the C compiler has too, by its names */
    LINT_FALLTHROUGH,
    LINTS
};

enum { LINT_FRAME_BYTES = 2048 }; /* what -Wedo-frame-size means without a number */

struct lint_options {
    bool on[LINTS];
    int8_t error[LINTS]; /* 1: -Werror=edo-NAME; -1: -Wno-error=edo-NAME; 0: as -Werror says */
    bool all_errors;     /* -Werror */
    bool none;           /* -w */
    bool fallthrough_said; /* by name: then -Wextra has no say */
    uint64_t frame_bytes;
};

void lint_defaults(struct lint_options *o);
/* Takes one word of a command line into account. False: it is meant for edocc and unknown. */
bool lint_option(struct lint_options *o, const char *word);

/* What to do with warning `code` of diag.h; `o` 0: the defaults. */
enum lint_verdict { LINT_OFF, LINT_WARNS, LINT_FAILS };
enum lint_verdict lint_verdict(const struct lint_options *o, int code);
bool lint_on(const struct lint_options *o, enum lint which);

const char *lint_name(int code); /* "edo-lock"; 0: no switch governs it */
void lint_help(FILE *out);       /* a line for each */

#endif
