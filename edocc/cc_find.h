/* SPDX-License-Identifier: MIT
 *
 * Which C compiler does the work, and where Edo's own headers and library are. */
#ifndef EDOCC_CC_FIND_H
#define EDOCC_CC_FIND_H

#include "cc_words.h"

#include <stdbool.h>

/* The compiler's words: EDOCC_CC, split at blanks ("ccache gcc"), else the first of gcc, clang, cc
 * that is on the PATH. False, with a message printed: there is none, or it is edocc itself. */
bool cc_find(struct arena *arena, struct words *cc);

/* Whether it is clang by its name, or by what it says of itself. */
bool cc_is_clang(struct arena *arena, const struct words *cc);

/* The full path of a program on the PATH, or of a name with a slash; 0 if it can't be run. */
char *cc_program_path(struct arena *arena, const char *name);

struct edo_places {
    const char *self;    /* the running program */
    const char *bin;     /* its directory */
    const char *include; /* directory of edo.h, 0 if it isn't where it should be */
    const char *library; /* path of libedo.a, likewise */
};
void edo_find_places(struct arena *arena, struct edo_places *places);

#endif
