/* SPDX-License-Identifier: MIT */
#include "cc_find.h"

#include "driver_run.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool runnable(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0 && S_ISREG(st.st_mode) && access(path, X_OK) == 0;
}

char *cc_program_path(struct arena *arena, const char *name)
{
    if (strchr(name, '/'))
        return runnable(name) ? arena_strdup(arena, name) : NULL;
    const char *path = getenv("PATH");
    if (!path)
        path = "/usr/local/bin:/usr/bin:/bin";
    for (;;) {
        size_t n = strcspn(path, ":");
        char *full = n ? arena_printf(arena, "%.*s/%s", (int)n, path, name)
                       : arena_printf(arena, "./%s", name);
        if (runnable(full))
            return full;
        if (!path[n])
            return NULL;
        path += n + 1;
    }
}

/* EDOCC_CC=edocc, or a `cc` that is a link to edocc, would call itself without end. */
static bool is_self(const char *path)
{
    struct stat a, b;
    return stat(path, &a) == 0 && stat("/proc/self/exe", &b) == 0 && a.st_dev == b.st_dev &&
           a.st_ino == b.st_ino;
}

bool cc_find(struct arena *arena, struct words *cc)
{
    static const char *const defaults[] = {"gcc", "clang", "cc"};
    const char *wanted = getenv("EDOCC_CC");

    if (wanted)
        words_split(arena, cc, wanted, strlen(wanted));
    if (cc->n) {
        char *path = cc_program_path(arena, cc->at[0]);
        if (!path)
            fprintf(stderr, "edocc: the compiler that EDOCC_CC names, '%s', can't be run\n",
                    cc->at[0]);
        else if (is_self(path))
            fprintf(stderr, "edocc: EDOCC_CC names edocc itself\n");
        else
            return true;
        return false;
    }
    for (size_t i = 0; i < sizeof defaults / sizeof defaults[0]; i++) {
        char *path = cc_program_path(arena, defaults[i]);
        if (path && !is_self(path)) {
            words_add(arena, cc, defaults[i]);
            return true;
        }
    }
    fprintf(stderr, "edocc: no C compiler: neither gcc, clang nor cc is on the PATH\n");
    return false;
}

bool cc_is_clang(struct arena *arena, const struct words *cc)
{
    const char *last = cc->at[cc->n - 1];
    const char *slash = strrchr(last, '/');
    const char *name = slash ? slash + 1 : last;

    if (strstr(name, "clang"))
        return true;
    if (strstr(name, "gcc"))
        return false;
    /* Asked once: a process works with one compiler. */
    static enum { UNKNOWN, OTHER, CLANG } answer;
    if (answer == UNKNOWN) {
        struct words ask = {0};
        words_add_all(arena, &ask, cc->at, cc->n);
        words_add(arena, &ask, "--version");
        struct capture out = {0};
        bool clang = run_capture(&ask, -1, &out) == 0 && strstr(out.out.text, "clang") != NULL;
        capture_free(&out);
        answer = clang ? CLANG : OTHER;
    }
    return answer == CLANG;
}

static const char *existing(const char *path)
{
    return access(path, R_OK) == 0 ? path : NULL;
}

void edo_find_places(struct arena *arena, struct edo_places *places)
{
    char *self = arena_alloc(arena, PATH_MAX);
    ssize_t n = readlink("/proc/self/exe", self, PATH_MAX - 1);

    *places = (struct edo_places){0};
    if (n <= 0)
        return;
    self[n] = '\0';
    char *bin = arena_strdup(arena, self);
    *strrchr(bin, '/') = '\0';
    places->self = self;
    places->bin = bin;

    /* Below the prefix as configured, or as in a build tree: both relative to the program. */
    const char *include[] = {EDO_INCLUDE_FROM_BIN, "../include"};
    const char *library[] = {EDO_LIB_FROM_BIN, "../lib"};
    for (int i = 0; i < 2 && !places->include; i++)
        if (existing(arena_printf(arena, "%s/%s/edo.h", bin, include[i])))
            places->include = realpath(arena_printf(arena, "%s/%s", bin, include[i]),
                                       arena_alloc(arena, PATH_MAX));
    for (int i = 0; i < 2 && !places->library; i++) {
        char *path = arena_printf(arena, "%s/%s/libedo.a", bin, library[i]);
        if (existing(path))
            places->library = realpath(path, arena_alloc(arena, PATH_MAX));
    }
}
