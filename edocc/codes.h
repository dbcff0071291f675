/* SPDX-License-Identifier: MIT
 *
 * The registry of diagnostics: what each code of diag.h means, as the page that `edocc --explain`
 * prints.
 *
 * A code is a line in diag.h's enum and a file edocc/codes/E0012.txt (W0012.txt for a warning; the
 * numbers of both are one row). The switches of warnings are in lint.h. The file:
 *
 *     title: what is wrong, in a few words, no full stop
 *     options: -Wedo-box         what the example below needs to be compiled with; may be missing
 *
 *     The page: what it means, why it is so. Then a program that gives this very code, and the same
 *     program mended, each indented by four blanks; a test compiles both.
 *
 *     Wrong:
 *
 *         …
 *
 *     Right:
 *
 *         …
 *
 * The build makes code_table of them (cmake/EdoCodes.cmake). */
#ifndef EDOCC_CODES_H
#define EDOCC_CODES_H

#include <stdbool.h>

struct code {
    int number;
    bool warning;
    const char *title;
    const char *page; /* ends with a newline */
};

/* In the order of the numbers; the last has number 0. */
extern const struct code code_table[];

const struct code *code_find(int number); /* 0: there is none */
/* By what a user may write: E0012, w12, 12, edo-frame-size, -Wedo-frame-size, edo-frame-size=N. */
const struct code *code_parse(const char *text);

/* "E0012", "W0016" */
struct code_text { char s[16]; } code_text(const struct code *code);

#endif
