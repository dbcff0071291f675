/* SPDX-License-Identifier: MIT */
#include "cc_words.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_RESPONSE_FILES = 2000 }; /* in one command, as in gcc: more means a cycle */

void words_add(struct arena *arena, struct words *w, const char *word)
{
    if (w->n + 2 > w->room) {
        int room = w->room ? w->room * 2 : 32;
        char **at = arena_array_of(arena, char *, room);
        if (w->n)
            memcpy(at, w->at, (size_t)w->n * sizeof *at);
        w->at = at;
        w->room = room;
    }
    w->at[w->n++] = (char *)word;
    w->at[w->n] = NULL;
}

void words_add_all(struct arena *arena, struct words *w, char *const *more, int n)
{
    for (int i = 0; i < n; i++)
        words_add(arena, w, more[i]);
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v';
}

void words_split(struct arena *arena, struct words *w, const char *text, size_t length)
{
    const char *p = text, *end = text + length;

    for (;;) {
        while (p < end && is_blank(*p))
            p++;
        if (p == end)
            return;
        char *word = arena_alloc(arena, (size_t)(end - p) + 1), *out = word;
        char quote = 0;
        for (; p < end && (quote || !is_blank(*p)); p++) {
            if (*p == '\\' && p + 1 < end)
                *out++ = *++p;
            else if (quote ? *p == quote : *p == '\'' || *p == '"')
                quote = quote ? 0 : *p;
            else
                *out++ = *p;
        }
        *out = '\0';
        words_add(arena, w, word);
    }
}

static char *read_whole(struct arena *arena, const char *path, size_t *length)
{
    FILE *f = fopen(path, "rb");
    if (!f)
        return NULL;
    size_t n = 0, room = 4096;
    char *text = edocc_malloc(room);
    for (size_t got; (got = fread(text + n, 1, room - n, f)) > 0;) {
        n += got;
        if (n == room) {
            text = edocc_realloc(text, room, room * 2);
            room *= 2;
        }
    }
    bool failed = ferror(f) != 0;
    fclose(f);
    char *copy = failed ? NULL : arena_strndup(arena, text, n);
    free(text);
    *length = n;
    return copy;
}

static bool expand(struct arena *arena, struct words *w, char *const *argv, int argc, int *files)
{
    for (int i = 0; i < argc; i++) {
        size_t length;
        char *text = argv[i][0] == '@' ? read_whole(arena, argv[i] + 1, &length) : NULL;
        if (!text) {
            words_add(arena, w, argv[i]);
            continue;
        }
        if (++*files > MAX_RESPONSE_FILES)
            return false;
        struct words inner = {0};
        words_split(arena, &inner, text, length);
        /* The depth of this recursion is bounded by the number of files. */
        if (!expand(arena, w, inner.at, inner.n, files))
            return false;
    }
    return true;
}

bool words_expand(struct arena *arena, struct words *w, char *const *argv, int argc)
{
    int files = 0;
    return expand(arena, w, argv, argc, &files);
}

char *words_quote(struct arena *arena, char *const *words, int n)
{
    char *text = arena_alloc(arena, words_bytes(words, n) * 2 + 3 * (size_t)n + 1), *out = text;

    for (int i = 0; i < n; i++) {
        *out++ = '"';
        for (const char *p = words[i]; *p; p++) {
            if (*p == '"' || *p == '\\')
                *out++ = '\\';
            *out++ = *p;
        }
        *out++ = '"';
        *out++ = '\n';
    }
    *out = '\0';
    return text;
}

size_t words_bytes(char *const *words, int n)
{
    size_t bytes = 0;
    for (int i = 0; i < n; i++)
        bytes += strlen(words[i]) + 1 + sizeof(char *);
    return bytes;
}
