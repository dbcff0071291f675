/* SPDX-License-Identifier: MIT
 *
 * The driver: edocc as a C compiler that stands in front of another. What it is asked to do, it
 * has that one do, with as little in between as possible:
 *
 *   command   what the user's words ask for (driver_command.c)
 *   examine   each C input is preprocessed and looked at: is there async code in it?
 *             (driver_examine.c)
 *   translate front end and lowering, on a thread with a deep stack (driver_translate.c)
 *   compile   what was made is compiled with the user's options; what had no async code, by the
 *             C compiler in its own way, with the user's own words (driver.c)
 *
 * Memory: one arena for the whole run. */
#ifndef EDOCC_DRIVER_H
#define EDOCC_DRIVER_H

#include "arena.h"
#include "cc_find.h"
#include "cc_options.h"
#include "cc_words.h"
#include "diag.h"
#include "driver_run.h"

#include <stdbool.h>
#include <stddef.h>

enum language {
    LANG_OTHER,        /* none of our business: objects, C++, assembler, headers */
    LANG_C,            /* to be preprocessed */
    LANG_PREPROCESSED, /* .i, -x cpp-output */
};

struct input {
    int word;         /* its place in command.words */
    const char *name; /* `-` is standard input */
    const char *x;    /* the -x in force, 0: by suffix */
    enum language language;

    /* Once examined: */
    bool async;         /* edocc has to translate it */
    bool failed;        /* and could not: reported */
    struct text text;   /* preprocessed */
    const char *deps;   /* temporary file with its dependencies, if they are wanted */
    const char *object; /* what it was compiled to, to be linked instead of it */
};

struct command {
    struct arena *arena;
    struct words cc;      /* the C compiler */
    struct words given;   /* the user's words as they came, @FILEs unopened */
    struct words words;   /* the same with @FILEs expanded */
    struct cc_word *read; /* of each word that is no value */
    struct edo_places places;

    struct input *inputs;
    int ninputs;
    bool question;      /* about the compiler itself: not ours */
    bool preprocess;    /* -E, -M, -MM */
    bool compile_only;  /* -c */
    bool assemble_only; /* -S */
    bool syntax_only;
    bool header;          /* an input is one: it is precompiled */
    bool deps, deps_user; /* -MD, -MMD */
    bool deps_named;      /* -MT or -MQ */
    bool save_temps;
    bool llvm; /* -emit-llvm */
    bool no_libraries, relocatable;
    const char *output, *deps_file, *database;
    bool writes_database; /* the compiler doesn't know -MJ, or would name what we made */
    const char *last_x;   /* the -x in force at the end */
    int end_word;         /* place of `--`, or words.n */
    bool parse_all;       /* EDOCC_PARSE_ALL */
    bool small_pointers;  /* -m32 and the like */
    int states_format;    /* of --states: enum states_format, -1 if there is no such format */
    struct diag_style style;
    struct text json;     /* elements of the array that is printed for the input at work */
    bool json_seen;       /* one is to be printed, if an empty one */
    int stdin_copy;       /* descriptor of what standard input held, or -1 */
};

/* False: reported, the exit status is 1. `argv` doesn't hold the program's name. */
bool command_read(struct command *c, char *const *argv, int argc);

/* Whether what is asked for ends in a link. */
bool command_links(const struct command *c);

/* Whether an object is asked for with debug information that dwarf.h can mend, of code that isn't
 * optimised: -g at -O0 and -Og. */
bool command_debugs(const struct command *c);

/* -fedo-valgrind */
bool command_checks_memory(const struct command *c);

/* Appends those of the user's words that are wanted, with their values. */
void command_options(const struct command *c, struct words *w, bool (*wanted)(enum cc_option));

/* Whether the compiler, not only the linker, has something to do with it. */
bool input_is_text(const struct input *in);

/* Whether -o names a file that is an input, too; that is told. */
bool command_overwrites(const struct command *c);

/* Appends what edocc adds: the include path; the library where it links. `only_inputs`: after a
 * `--`, where no option can stand. */
void command_add_include(const struct command *c, struct words *w);
void command_add_library(const struct command *c, struct words *w, bool only_inputs);

/* The user's own command with what edocc adds, nothing left out. */
void command_whole(const struct command *c, struct words *w);

/* Preprocesses a C input and decides whether it is ours: sets async, text, failed. What is plain
 * is left to the C compiler, its complaints too. */
void examine(struct command *c, struct input *in);

/* Puts the dependencies that examine noted where the user wants them. False: reported. */
bool examine_write_deps(const struct command *c, const struct input *in);

/* How messages are shown, by the user's words (driver_messages.c). */
void messages_read(struct command *c);
/* What a child wrote to standard error goes on to there, or, if it is JSON, is kept. */
void messages_take(struct command *c, const struct text *written);
void messages_add(struct command *c, const char *elements, size_t length);
/* run_wait, and that. */
int messages_run(struct command *c, const struct words *words, int input);
/* Prints what was kept: one array for each input. */
void messages_flush(struct command *c);

/* What the C compiler would call the result for an input: "dir/foo.c" gives "foo.o". */
char *output_name(const struct command *c, const struct input *in);

/* Whether preprocessed text has async code, or may have. */
bool text_is_async(const char *text, size_t length);

/* Identifiers' universal character names become UTF-8, in place: the new length. */
size_t names_to_utf8(char *text, size_t length);

/* The entry of a compilation database (-MJ) for an input, appended to the file. False: reported. */
bool database_add(const struct command *c, const struct input *in);

enum translation { TRANSLATE_COMPILE, TRANSLATE_EXPAND, TRANSLATE_FRAMES, TRANSLATE_STATES };

/* Front end and lowering. False: reported. `out` is the caller's to free. `states` is filled for
 * TRANSLATE_STATES, and 0 otherwise. */
struct states;
bool translate(struct command *c, const struct input *input, enum translation what,
               struct states *states, struct text *out);

/* What the C compiler, with the user's options, makes of `text`, whose constants are asked for; its
 * messages are shown. `name` tells the temporary file from others. The exit status; `capture` is
 * the caller's to free in any case. */
int assembly_of(struct command *c, const struct input *in, const char *name,
                const struct text *text, struct capture *capture);

/* Appends to `shown` what `text`, from TRANSLATE_FRAMES, says of the frames (driver_frames.c): exit
 * status. */
int frames_report(struct command *c, const struct input *in, const struct text *text,
                  struct text *shown);

/* --explain CODE… (driver_explain.c): exit status. */
int explain(int argc, char **argv);

/* Whether `word` is --states or --states=FORMAT; see command.states_format (driver_states.c). */
bool states_option(const char *word, int *format);
/* Appends `states` to `shown`, in that format, with the numbers that `text`, from TRANSLATE_STATES,
 * has the C compiler work out: exit status. */
int states_report(struct command *c, const struct input *in, const struct text *text,
                  struct states *states, struct text *shown);

/* --expand, --frames, --states (driver_show.c), where -o says: exit status. */
int show_files(struct command *c, enum translation what);

/* What edocc adds to the options of the C compiler, on standard output (driver_help.c). */
void help_print(void);

int driver_main(int argc, char **argv);

#endif
