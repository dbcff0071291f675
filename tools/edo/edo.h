/* SPDX-License-Identifier: MIT
 *
 * The `edo` command: `edo run` and its cache of compiled programs, and friendly names for what
 * edocc shows of a file. */
#ifndef EDO_COMMAND_H
#define EDO_COMMAND_H

#include "arena.h"
#include "cc_find.h"
#include "cc_words.h"

#include <stdbool.h>
#include <time.h>

/* `argv` begins behind the subcommand's name. All return an exit status, if at all. */
int command_run(struct arena *arena, const struct edo_places *places, int argc, char **argv);

/* What `edo completion` prints; the last has no shell. Made of tools/edo/completion. */
struct completion {
    const char *shell, *text;
};
extern const struct completion completions[];

/* ---- the cache ----
 *
 * A directory for each way to compile a file: its name is a hash of the file's name, the options,
 * the compilers and the environment that they read. In it is the program, and a list of the files
 * it was made from, each with a hash of its contents. The program is good as long as they match. */
struct cache_entry {
    char *dir;     /* 0: there is no place for a cache */
    char *program; /* path of the program in it */
    char *list;    /* path of the list */
};

/* False: there is no compiler, which has been reported. */
bool cache_find(struct arena *arena, struct cache_entry *e, const struct edo_places *places,
                const char *file, const struct words *options);

/* Whether the program is there and made from what the files hold now. */
bool cache_is_good(struct arena *arena, const struct cache_entry *e);

/* Takes in a program, made since `begun` from what the dependency file `deps` lists. It isn't kept
 * for another time if one of those has changed since. Removes the oldest entries beyond a bound.
 * False: reported. */
bool cache_store(struct arena *arena, const struct cache_entry *e, const char *program,
                 const char *deps, struct timespec begun);

#endif
