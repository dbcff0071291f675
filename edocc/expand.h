/* SPDX-License-Identifier: MIT
 *
 * What --expand does beside emission: the user's comments, which the preprocessor has dropped, are
 * read from the source file again (expand_comments.c), and what is generated is laid out for
 * people (expand_format.c). */
#ifndef EDOCC_EXPAND_H
#define EDOCC_EXPAND_H

#include "lower.h"

/* Emission marks what it makes of the user's line N by these around the number; layout takes them
 * out. They occur in no C text outside of literals. */
enum { ANCHOR_BEGIN = 1, ANCHOR_END = 2 };

struct comment {
    unsigned line;   /* it is about: its own, if code is before it there, else the next with code */
    bool trailing;   /* code stands before it */
    bool directive;  /* that line is a preprocessing directive */
    bool used;
    unsigned column; /* of its first line, from 0 */
    const char *s;   /* into the source */
    size_t n;
};

struct comments {
    struct comment *at; /* by line */
    unsigned n, room;
};
void comments_read(struct arena *a, struct comments *c, const char *source, size_t size);
/* The first that is about `line` or one behind it. */
unsigned comments_find(const struct comments *c, unsigned line);
/* On lines of its own, its later lines indented as far as it is. */
void comment_print(struct outbuf *out, const struct comment *c, unsigned indent);

/* Lays out generated text, with comments at their anchors. */
void expand_format(struct arena *a, const struct outbuf *text, struct comments *comments,
                   struct outbuf *out);

#endif
