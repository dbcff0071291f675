/* SPDX-License-Identifier: MIT */
#include "edo.h"

#include "driver_run.h"

#include <stdio.h>
#include <string.h>

static const char help[] =
    "edo: async/await for C\n"
    "\n"
    "  edo run [OPTIONS] FILE.c [ARGS...]   compile FILE.c and run it with ARGS\n"
    "  edo expand [OPTIONS] FILE.c          print the C that FILE.c is turned into\n"
    "  edo frames [OPTIONS] FILE.c          print the sizes of its frames, and who fills them\n"
    "  edo --version                        print the version\n"
    "  edo --help                           print this\n"
    "\n"
    "OPTIONS are those of the C compiler. `edo run` compiles with -O2 -g if they don't differ,\n"
    "and keeps the program in $XDG_CACHE_HOME/edo (or ~/.cache/edo): it is compiled again when\n"
    "FILE.c, a file that it includes, the options or the compiler have changed.\n"
    "\n"
    "EDOCC_CC names the C compiler (default: gcc, else clang, else cc).\n"
    "edocc is the compiler itself: it takes the options of cc.\n";

static int show(struct arena *arena, const struct edo_places *places, const char *option, int argc,
                char **argv)
{
    struct words w = {0};

    words_add(arena, &w, arena_printf(arena, "%s/edocc", places->bin));
    words_add(arena, &w, option);
    words_add_all(arena, &w, argv, argc);
    return run_exec(&w, -1);
}

static int dispatch(struct arena *arena, int argc, char **argv)
{
    struct edo_places places;
    const char *what = argc > 1 ? argv[1] : "";

    if (strcmp(what, "--help") == 0 || strcmp(what, "-h") == 0 || strcmp(what, "help") == 0)
        return fputs(help, stdout) < 0 || fflush(stdout) != 0;
    if (strcmp(what, "--version") == 0)
        return printf("edo %s\n", EDO_VERSION) < 0 || fflush(stdout) != 0;
    edo_find_places(arena, &places);
    if (!places.bin) {
        fprintf(stderr, "edo: can't find out where I am: is /proc mounted?\n");
        return 1;
    }
    if (strcmp(what, "run") == 0)
        return command_run(arena, &places, argc - 2, argv + 2);
    if (strcmp(what, "expand") == 0)
        return show(arena, &places, "--expand", argc - 2, argv + 2);
    if (strcmp(what, "frames") == 0)
        return show(arena, &places, "--frames", argc - 2, argv + 2);
    if (*what)
        fprintf(stderr, "edo: there is no command '%s'\n\n", what);
    fputs(help, stderr);
    return 2;
}

int main(int argc, char **argv)
{
    struct arena *arena = arena_new();

    run_start();
    int status = dispatch(arena, argc, argv);
    run_clean();
    arena_free(arena);
    return status;
}
