/* SPDX-License-Identifier: MIT
 *
 * What the front_ tests share: text in, unit and messages out. */
#ifndef FRONT_TEST_H
#define FRONT_TEST_H

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "frontend.h"

static int failures;
static struct arena *arena;
static struct diag *diag;
static const char *messages = "";

#define EXPECT(c)                                                                                  \
    do {                                                                                           \
        if (!(c)) {                                                                                \
            fprintf(stderr, "%s:%d: not so: %s\n%s", __FILE__, __LINE__, #c, messages);            \
            failures++;                                                                            \
        }                                                                                          \
    } while (0)

/* The unit lives until the next call. */
static inline struct unit *parse(const char *text, bool parse_all)
{
    struct arena *before = arena; /* `text` may lie in it */
    arena = arena_new();
    diag = diag_new(arena);
    struct front_options options = {.parse_all = parse_all, .first_file = "t.c"};
    text = arena_strdup(arena, text);
    struct unit *u = front_parse(arena, diag, text, strlen(text), &options);
    messages = diag_text(diag, u);
    arena_free(before);
    return u;
}

static inline char *text_of(const char *format, const char *s)
{
    static char buffer[1 << 14];
    snprintf(buffer, sizeof buffer, format, s);
    return buffer;
}

static inline void expect_no_messages(const char *what)
{
    if (*messages || diag_failed(diag)) {
        fprintf(stderr, "%s:\n%s", what, messages);
        failures++;
    }
}

static inline struct sym *local_of(const struct func *f, const char *name)
{
    for (uint32_t i = 0; i < f->nlocals; i++)
        if (!strcmp(f->locals[i]->name, name))
            return f->locals[i];
    fprintf(stderr, "there is no local %s\n", name);
    exit(1);
}

static inline int finish(void)
{
    arena_free(arena);
    return failures != 0;
}

#endif
