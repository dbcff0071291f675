/* SPDX-License-Identifier: MIT
 *
 * --expand: the directives of the user's file that are shown again (emit_directives.c). */
#ifndef EDOCC_EMIT_DIRECTIVES_H
#define EDOCC_EMIT_DIRECTIVES_H

#include "emit.h"

struct directive {
    unsigned line;
    bool keep, is_include;
    const char *s; /* into the source, with the lines that it, or a comment in it, goes on on */
    size_t n;
};
struct directives {
    struct directive *at; /* by line */
    unsigned n, room;
    unsigned shown;        /* those before are done with */
    unsigned last_include; /* behind it */
};
/* `source` stays where it is while they are shown. */
void directives_read(struct printer *p, struct directives *d, const char *source, size_t size);

#endif
