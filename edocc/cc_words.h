/* SPDX-License-Identifier: MIT
 *
 * Lists of command line words: growing, splitting a line into words as the C compilers split
 * response files, and putting words into one. */
#ifndef EDOCC_CC_WORDS_H
#define EDOCC_CC_WORDS_H

#include "arena.h"

#include <stdbool.h>
#include <stddef.h>

/* at[n] is 0, so that `at` can be given to exec. Words are not owned. */
struct words {
    char **at;
    int n, room;
};

void words_add(struct arena *arena, struct words *w, const char *word);
void words_add_all(struct arena *arena, struct words *w, char *const *more, int n);

/* Splits text at white space; '…' and "…" keep it, \x stands for x. */
void words_split(struct arena *arena, struct words *w, const char *text, size_t length);

/* Copies argv with each @FILE replaced by the words in FILE, which may hold @FILEs again. A FILE
 * that can't be read stays as it is: the compiler takes it for a file name. False if files include
 * each other without end. */
bool words_expand(struct arena *arena, struct words *w, char *const *argv, int argc);

/* The words as the text of a response file, one a line. */
char *words_quote(struct arena *arena, char *const *words, int n);

/* Bytes that the words take up in a call of exec. */
size_t words_bytes(char *const *words, int n);

#endif
