/* SPDX-License-Identifier: MIT
 *
 * The front end, seen from the driver and the lowering: text in, tree (ast.h) out.
 *
 *     struct arena *arena = arena_new();
 *     struct diag *diag = diag_new(arena);
 *     struct unit *unit = front_parse(arena, diag, text, len, &(struct front_options){0});
 *     if (!diag_failed(diag) && unit_needs_lowering(unit)) ...
 *     diag_flush(diag, unit, stderr);
 *
 * What the front end promises to those behind it:
 *   - It always returns a unit; if diag_failed(), functions with `failed` set must not be lowered.
 *   - unit.items cover the tokens 0 .. ntoks-2 in order without gap or overlap, but that an item
 *     after the first async declarator of one declaration has an empty range.
 *   - The tree is at most FRONT_MAX_HEIGHT high in functions with `rewrites` set.
 *   - Every token with `drop` set is to be left out when text is printed. */
#ifndef EDOCC_FRONTEND_H
#define EDOCC_FRONTEND_H

#include "arena.h"
#include "ast.h"
#include "diag.h"

enum {
    FRONT_MAX_NESTING = 1000, /* brackets, blocks, declarators within each other */
    FRONT_MAX_HEIGHT = 5000,  /* of the tree, chains of operators and of else-if included */
};

struct front_options {
    bool parse_all;         /* read every body (EDOCC_PARSE_ALL=1) */
    const char *first_file; /* name for text before the first line marker; 0: "<stdin>" */
    unsigned pointer_bytes; /* of the target, long too; 0: 8 */
};

/* `text` must stay as long as the arena. It need not be terminated. */
struct unit *front_parse(struct arena *arena, struct diag *diag, const char *text, size_t len,
                         const struct front_options *options);

/* Whether anything in the unit has to be changed on its way to the C compiler. */
bool unit_needs_lowering(const struct unit *unit);

/* ---- helpers on tokens and types ---- */

bool tok_is(const struct unit *unit, tokid t, const char *spelling);
char *tok_text(const struct unit *unit, tokid t);               /* terminated copy, in the arena */
char *range_text(const struct unit *unit, struct range r);      /* on one line, for messages */
/* For messages: 'f', or "an async block", whose name is the translation's own. */
const char *func_text(struct arena *arena, const struct sym *fn);
bool type_is_scalar(const struct type *t);                      /* int, float, pointer, bool */
bool type_is_integer(const struct type *t);                     /* bool too */
bool type_is_signed_int(const struct type *t);                  /* what `try` takes */
char *type_text(struct arena *arena, const struct type *t);     /* for messages: "struct song *" */
const struct expr *expr_strip(const struct expr *e);            /* without parentheses */
/* What awaiting a box, an edo_boxed_of(T), results in; 0: it isn't one. */
struct type *type_boxed(const struct type *t);
/* Whether E_CAPTURE `e` is of a box, not of an async call; and what running it results in. */
bool captures_box(const struct expr *e);
struct type *captured_result(const struct expr *e);
/* One of those that `e`, where a call is wanted, may be: an E_CAPTURE if there is any. */
struct expr *one_call(struct expr *e);

#endif
