/* SPDX-License-Identifier: MIT */
#include "edo.h"

#include "cc_options.h"
#include "driver_run.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

extern char **environ;

/* Options that ask for something that isn't a program. */
static bool makes_no_program(enum cc_option option)
{
    switch (option) {
    case CCO_OUTPUT:
    case CCO_COMPILE:
    case CCO_ASSEMBLE:
    case CCO_PREPROCESS:
    case CCO_SYNTAX_ONLY:
    case CCO_DEPS_ONLY:
    case CCO_DEPS:
    case CCO_DEPS_USER:
    case CCO_DEPS_FILE:
    case CCO_DEPS_TARGET:
    case CCO_DEPS_OTHER:
    case CCO_QUESTION:
        return true;
    default:
        return false;
    }
}

/* The words before the file's name. -1: reported. */
static int read_options(struct arena *arena, struct words *options, int argc, char **argv)
{
    int at = 0;

    while (at < argc) {
        struct cc_word w = cc_read_word(argv, argc, at);
        if (makes_no_program(w.option)) {
            fprintf(stderr, "edo: run: %s makes no program to run\n", argv[at]);
            return -1;
        }
        if (w.option == CCO_INPUT && argv[at][0] != '@')
            return at;
        if (!words_expand(arena, options, argv + at, w.words)) {
            fprintf(stderr, "edo: run: too many @-files: do they include each other?\n");
            return -1;
        }
        at += w.words;
    }
    fprintf(stderr, "edo: run: which file? (edo run FILE.c)\n");
    return -1;
}

/* Libraries are looked through for what the objects before them lack. */
static void compile_words(struct arena *arena, struct words *w, const struct words *options,
                          const char *file)
{
    struct words libraries = {0};

    words_add(arena, w, "-O2");
    words_add(arena, w, "-g");
    for (int i = 0; i < options->n;) {
        struct cc_word word = cc_read_word(options->at, options->n, i);
        words_add_all(arena, word.option == CCO_LIBRARY ? &libraries : w, options->at + i,
                      word.words);
        i += word.words;
    }
    words_add(arena, w, file);
    words_add_all(arena, w, libraries.at, libraries.n);
}

/* The program is opened before its temporary file is removed, and run from the descriptor. */
static int run_unkept(struct arena *arena, const char *program, char **argv)
{
    int fd = open(program, O_RDONLY | O_CLOEXEC);

    (void)arena;
    if (fd >= 0) {
        run_clean();
        fexecve(fd, argv, environ);
    }
    fprintf(stderr, "edo: run: %s: %s\n", program, strerror(errno));
    return 1;
}

static int compile_and_run(struct arena *arena, const struct edo_places *places,
                           const struct cache_entry *e, const struct words *options,
                           const char *file, char **argv)
{
    struct words w = {0};
    struct stat st;

    if (e->dir)
        run_temp_base(e->dir);
    char *program = run_temp(arena, "program"), *deps = run_temp(arena, "deps");
    /* The dependency file is made now: its time says, by the file system's clock, when we began. */
    if (!program || !deps || !run_write(deps, "", 0) || stat(deps, &st) < 0)
        return 1;
    words_add(arena, &w, arena_printf(arena, "%s/edocc", places->bin));
    compile_words(arena, &w, options, file);
    words_add(arena, &w, "-MD");
    words_add(arena, &w, "-MF");
    words_add(arena, &w, deps);
    words_add(arena, &w, "-o");
    words_add(arena, &w, program);
    int status = run_wait(&w, -1);
    if (status != 0)
        return status;
    if (!e->dir)
        return run_unkept(arena, program, argv);
    if (!cache_store(arena, e, program, deps, st.st_mtim))
        return 1;
    run_clean();
    execv(e->program, argv);
    fprintf(stderr, "edo: run: %s: %s\n", e->program, strerror(errno));
    return 1;
}

/* False: errno says why not. */
static bool is_readable_file(const char *path)
{
    struct stat st;

    if (access(path, R_OK) < 0 || stat(path, &st) < 0)
        return false;
    errno = EISDIR;
    return !S_ISDIR(st.st_mode);
}

int command_run(struct arena *arena, const struct edo_places *places, int argc, char **argv)
{
    struct words options = {0};
    struct cache_entry e = {0};
    int at = read_options(arena, &options, argc, argv);

    if (at < 0)
        return 2;
    const char *file = argv[at];
    if (strcmp(file, "-") == 0) {
        fprintf(stderr, "edo: run: standard input belongs to the program: put it in a file\n");
        return 2;
    }
    if (!is_readable_file(file)) {
        fprintf(stderr, "edo: run: %s: %s\n", file, strerror(errno));
        return 1;
    }
    if (!cache_find(arena, &e, places, file, &options))
        return 1;
    if (e.dir && cache_is_good(arena, &e)) {
        argv[at] = e.program;
        execv(e.program, argv + at); /* if it has just been removed, it is made again */
    }
    argv[at] = e.dir ? e.program : (char *)file;
    return compile_and_run(arena, places, &e, &options, file, argv + at);
}
