/* SPDX-License-Identifier: MIT
 *
 * Inside the diagnostics:
 *
 *   diag.c        collects, orders, decides what is shown
 *   diag_place.c  finds the user's line, and what of it is meant
 *   diag_print.c  for people
 *   diag_json.c   for programs */
#ifndef EDOCC_DIAG_ROOM_H
#define EDOCC_DIAG_ROOM_H

#include <stddef.h>

#include "arena.h"
#include "ast.h"
#include "diag.h"

enum severity { SEVERITY_ERROR, SEVERITY_WARNING, SEVERITY_NOTE };

struct entry {
    enum severity severity;
    uint32_t first, last; /* tokens; once shown, ones that can be pointed at */
    bool behind;          /* what is meant is missing behind `first` */
    int code;
    unsigned order;
    const char *text;
    const char *fix;  /* belongs in place of `first`; 0: nothing is known to */
    bool fatal;       /* a warning that is an error */
    struct vec notes; /* struct entry */
};

struct source {
    char *text; /* 0: can't be read */
    size_t len;
    bool tried;
};

struct diag {
    struct arena *arena;
    struct vec entries;
    unsigned errors;
    bool muted; /* the latest was a warning that nobody wants: nor its notes */
    const struct lint_options *lints;
    const struct lint_pragmas *pragmas;
    const struct diag_style *style;
    struct source *sources; /* by the unit's file index */
    uint32_t nsources;
    const char *chain; /* how the file of the latest entry was included, as it was printed */
};

/* ---- diag_place.c ---- */

struct span {
    const char *s;
    size_t len;
};

/* Where an entry is, in bytes of a line. */
struct place {
    const char *file;
    unsigned line_number;
    struct span line;         /* the user's, or, if that can't be read, the preprocessed one */
    size_t caret, start, end; /* what is underlined: start <= caret < end; caret may be line.len */
    bool expands;             /* it is a macro that is pointed at: what it expands to is here */
    struct span expansion;
    size_t in_start, in_end;
};
struct place place_of(struct diag *d, const struct unit *u, const struct entry *e);
void sources_free(struct diag *d);

/* The bytes of the character at s[0 .. n), n > 0, and how many columns it takes; a tab: none. */
size_t character(const char *s, size_t n, unsigned *columns);
/* Counted from 1, with tabs to the next multiple of eight. */
unsigned display_column(struct span line, size_t byte);

/* The lines that include the file of a token, innermost first, as struct inclusion. */
struct inclusion {
    const char *file;
    unsigned line;
};
void inclusions(struct diag *d, const struct unit *u, const struct token *t, struct vec *to);

/* ---- diag_print.c, diag_json.c ---- */

void print_entry(struct diag *d, const struct unit *u, FILE *out, const struct entry *e,
                 bool colour);
void print_json(struct diag *d, const struct unit *u, FILE *out, const struct entry *e);

#endif
