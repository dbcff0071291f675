/* SPDX-License-Identifier: MIT
 *
 * The warnings of edocc: their names, switches and defaults. Each stands in one table (lint.c) from
 * which the driver reads options, --help its list, and the diagnostics what to say, and how.
 *
 *     -Wedo-NAME  -Wno-edo-NAME  -Werror=edo-NAME  -Wno-error=edo-NAME
 *
 * Two more have the names of the C compiler's, which can't give them (lint_style.c).
 *
 * NAME `all` is every warning there is; -w and -Werror mean these warnings too, and
 * `#pragma edo diagnostic` switches them as `#pragma GCC diagnostic` does the C compiler's own
 * (lint_pragmas.c). What is reported by diag_warning with a warning's code is kept, dropped or made
 * an error by that: nobody who reports need ask, but where finding out is work (diag_wants). */
#ifndef EDOCC_LINT_H
#define EDOCC_LINT_H

#include <stdbool.h>
#include <stddef.h>
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

enum { LINTS_EDO = (1 << LINT_DECLARATION) - 1 }; /* as bits: edocc's own */
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

/* The same with what the unit's pragmas say, for a warning at a token of it; and whether it is
 * wanted at any. `all` 0: they say nothing. */
struct lint_pragmas;
struct unit;
const struct lint_pragmas *lint_pragmas_read(struct unit *u); /* 0: nothing is said of them */
enum lint_verdict lint_verdict_at(const struct lint_options *o, const struct lint_pragmas *all,
                                  uint32_t tok, int code);
bool lint_wanted(const struct lint_options *o, const struct lint_pragmas *all, enum lint which);

/* `#pragma GCC diagnostic` (clang's and ours too): what the token is of it. */
struct token;
enum pragma_kind { PRAGMA_OTHER, PRAGMA_PUSH, PRAGMA_POP, PRAGMA_SETS };
enum pragma_kind pragma_diagnostic(const struct token *pragma);
bool pragma_pack(const struct token *pragma); /* #pragma pack(…) */

int lint_of(int code);                               /* -1: no switch governs it */
uint32_t lints_named(const char *name, size_t length); /* "edo-box", as bits; 0: none is */
const char *lint_name(int code); /* "edo-lock"; 0: no switch governs it */
void lint_help(FILE *out);       /* a line for each */

#endif
