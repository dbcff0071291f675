/* SPDX-License-Identifier: MIT
 *
 * Diagnostics: errors, warnings and notes, each at a token of the unit, with the user's line, a
 * caret and a code. They are collected and come out ordered by position when flushed, each note
 * with the error or warning it was added after. */
#ifndef EDOCC_DIAG_H
#define EDOCC_DIAG_H

#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

struct arena;
struct unit;
struct diag;

/* Codes are part of the interface: `edocc --explain` and users' notes name them. Never renumber.
 * Each has a page in edocc/codes (codes.h says what is in it). */
enum diag_code {
    D_SYNTAX = 1,            /* what was read is not GNU C */
    D_NOT_SUPPORTED = 2,     /* C that edocc does not translate */
    D_UNAWAITED = 3,         /* an async call whose value isn't used */
    D_AWAIT_OUTSIDE = 4,     /* await outside an async function */
    D_AWAIT_OPERAND = 5,     /* await of what is no call and no future */
    D_PINNED_COPY = 6,       /* a future or pinned struct is copied */
    D_JUMP_PAST = 7,         /* a jump into the scope of a future, VLA, shield */
    D_CAPTURE_RESULT = 8,    /* a captured call has the wrong result type */
    D_TRY_FUNCTION = 9,      /* try in a function whose result is no signed integer */
    D_TRY_OPERAND = 10,      /* try of something that is no signed integer */
    D_DEFER_JUMP = 11,       /* a jump out of a defer's body, or into it */
    D_FORBIDDEN_CALL = 12,   /* setjmp, alloca, va_start in an async function */
    D_VARIADIC = 13,         /* a variadic async function */
    D_NESTED = 14,           /* a nested function in a function that is rewritten */
    D_KR_ASYNC = 15,         /* an old-style definition of an async function */
    D_MISSING_RESULT = 16,   /* the end of a non-void async function is reached (warning) */
    /* 17 was an async function named without a call */
    D_LABEL = 18,            /* a label that is unknown, or defined twice */
    D_CASE = 19,             /* case, default, break, continue outside, or duplicate */
    D_ASYNC_MISMATCH = 20,   /* declared async here, not there */
    D_ARGUMENTS = 21,        /* an async call has too few arguments, or too many */
    D_FUTURE = 22,           /* a future is declared or used where it can't be */
    D_RETURN = 23,           /* return with a value in a void async function, or without */
    D_LIMIT = 24,            /* nesting, awaits or chains beyond a limit */
    D_BLOCK_ON = 25,         /* edo_block_on where it can't stand */
    D_ASYNC_TYPE = 26,       /* async on something that is no function */
    D_LEAF = 27,             /* edo_leaf where it can't stand */
    D_CAPTURED = 40,         /* an async block captures what it can't have a copy of */
    D_GENERATOR = 50,        /* a generator, or an edo_gen, declared as it can't be */
    D_YIELD = 51,            /* yield where it can't stand */
    D_EACH = 52,             /* each over what is no generator, or where it can't stand */
    D_GEN_USE = 53,          /* edo_next and its kin where they can't be used */
    D_BOX = 42,              /* a box of what has no known result, or a box that is called */
    D_BUDGET = 41,           /* edo_frame where it can't stand, or is too small */
    D_UNDEFINED = 61,        /* a static async function that is used, and has no body */
    D_MISSPELT = 60,         /* a word that isn't known and looks like one of Edo's */
    D_SEND = 70,             /* a call that can't leave its thread is spawned on several */
    D_SEND_UNDECLARED = 71,  /* async_local is missing from a prototype */
    D_WARN_LOCK = 72,        /* the warnings with switches of their own: lint.h */
    D_WARN_THREAD_LOCAL = 73,
    D_WARN_TASK_ARGUMENT = 74,
    D_WARN_BLOCKING = 75,
    D_WARN_BLOCKING_IO = 76,
    D_WARN_BLOCK_ON = 77,
    D_WARN_FRAME_SIZE = 78,
    D_WARN_ESCAPE = 79,
    D_WARN_BOX = 80,
    D_WARN_PINNED = 81,
    D_WARN_DECLARATION = 82, /* these two by the names that the C compiler has for them */
    D_WARN_FALLTHROUGH = 83,
    D_JOIN = 28,   /* what can't stand in a join, or leave it */
    D_SELECT = 29, /* a select that isn't one */
    /* 30 … 39 are kept for join and select, 40 … 49 calls as values, 50 … 59 generators, 60 … 69
     * words, 70 … 89 safety */
    D_INTERNAL = 99 /* the compiler found a fault in its own work */
};

enum diag_colour { DIAG_PLAIN, DIAG_COLOUR, DIAG_AUTO /* if it goes to a terminal */ };

struct diag *diag_new(struct arena *arena);

/* How they are shown. */
struct diag_style {
    enum diag_colour colour;
    unsigned max_errors; /* more are counted; 0: all are shown */
    bool no_source;      /* positions and messages alone */
    bool json;           /* the elements of an array, as gcc prints them, without its brackets */
};
struct diag_style diag_default_style(void);
void diag_set_style(struct diag *d, const struct diag_style *style); /* must stay in place */

/* Which warnings are reported, and which are errors (lint.h). They must stay in place. */
struct lint_options;
void diag_set_lints(struct diag *d, const struct lint_options *lints);
const struct lint_options *diag_lints(const struct diag *d);
struct lint_pragmas;
void diag_set_pragmas(struct diag *d, const struct lint_pragmas *pragmas);
bool diag_wants(const struct diag *d, int lint); /* some warning of that kind may be shown */

/* At a token of the unit, which must stay in place until the flush. */
void diag_error(struct diag *d, uint32_t tok, int code, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
void diag_warning(struct diag *d, uint32_t tok, int code, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
void diag_warning_range(struct diag *d, uint32_t first, uint32_t last, int code,
                        const char *format, ...) __attribute__((format(printf, 5, 6)));
/* To the latest of the others. */
void diag_note(struct diag *d, uint32_t tok, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* With a range, which is underlined as far as it stands on one line. */
void diag_error_range(struct diag *d, uint32_t first, uint32_t last, int code, const char *format,
                      ...) __attribute__((format(printf, 5, 6)));
/* Something is missing behind the token. */
void diag_error_behind(struct diag *d, uint32_t tok, int code, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
/* The text that belongs in place of what the latest error or warning points at. */
void diag_fix(struct diag *d, const char *text);
void diag_verror(struct diag *d, uint32_t first, uint32_t last, int code, const char *format,
                 va_list ap);

bool diag_failed(const struct diag *d); /* an error was reported */
unsigned diag_errors(const struct diag *d);
/* Warnings that -Werror or -Werror=NAME makes errors. They don't count as errors before the end, so
 * that the passes go on and report more. */
unsigned diag_fatal_warnings(const struct diag *d);

/* What was reported after `mark` is forgotten: for text that need not be understood after all. */
unsigned diag_mark(const struct diag *d);
void diag_rollback(struct diag *d, unsigned mark);

/* Whether a comment between two tokens says that control is meant to fall through; so it is taken
 * to if the source can't be read. */
bool diag_says_fallthrough(struct diag *d, const struct unit *u, uint32_t before, uint32_t label);

/* Prints all that was collected since the last flush. `unit` gives positions. */
void diag_flush(struct diag *d, const struct unit *unit, FILE *out);
/* Whether what goes to a descriptor is in colour: DIAG_AUTO asks the terminal and the environment
 * (TERM, NO_COLOR, GCC_COLORS). */
bool diag_paints(enum diag_colour colour, int fd);
/* The same, as a string in the arena, without colour. */
char *diag_text(struct diag *d, const struct unit *unit);

/* The length of the UTF-8 sequence at `s`, which a 0 ends; 0: it is none. */
unsigned utf8_sequence(const unsigned char *s);

#endif
