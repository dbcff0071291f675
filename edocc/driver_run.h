/* SPDX-License-Identifier: MIT
 *
 * Children, temporary files and signals of the driver. One thread, one child at a time. A signal
 * that ends the driver is passed to the child, which is waited for; then the temporary files are
 * removed and the signal is taken. */
#ifndef EDOCC_DRIVER_RUN_H
#define EDOCC_DRIVER_RUN_H

#include "cc_words.h"

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/* Terminated by a 0 that `length` doesn't count. */
struct text {
    char *text;
    size_t length, room;
};

struct capture {
    struct text out, err;
};
void capture_free(struct capture *c);

/* Called once, before any child or temporary file. */
void run_start(void);

/* Replaces this process; input >= 0 becomes its standard input. Temporary files must be gone.
 * Returns 1, with a message printed, only if the program can't be run. */
int run_exec(const struct words *words, int input);

/* Runs a child to its end. The exit status as a shell gives it (128 + signal). */
int run_wait(const struct words *words, int input);

/* The same, with what it writes. Both texts are there, if empty, whatever is returned. */
int run_capture(const struct words *words, int input, struct capture *capture);

void text_add(struct text *t, const char *s, size_t n);

/* All of a descriptor. False: errno says why. */
bool text_read_fd(struct text *t, int fd);

/* Where the temporary directory is made, if not in TMPDIR, TMP, TEMP or /tmp. To be called before
 * it is. */
void run_temp_base(const char *dir);

/* A path in a temporary directory that is made when first asked for; the file need not be made. It
 * is removed when the driver ends in any way but exec, for which there is run_clean. 0, with a
 * message printed: no directory could be made. */
char *run_temp(struct arena *arena, const char *name);
void run_clean(void);

/* False, with a message printed: not all was written. */
bool run_write(const char *path, const char *text, size_t length);

/* A descriptor of an unlinked temporary file with the text in it, at its start. -1: with a message
 * printed. */
int run_temp_fd(const char *text, size_t length);

#endif
