/* SPDX-License-Identifier: MIT */
#include "driver.h"
#include "states.h"

#include "dwarf.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* ---- one input ---- */

static bool is_for_compiling(enum cc_option option)
{
    return option == CCO_OTHER || option == CCO_PLUGIN_CC1 || option == CCO_SAVE_TEMPS;
}

/* Names for what the compiler leaves beside a temporary object (.gcno, .dwo, …): those that it
 * would choose if it had the user's command. */
static void add_dump_names(const struct command *c, const struct input *in, struct words *w)
{
    if (cc_is_clang(c->arena, &c->cc))
        return;
    const char *result = c->output ? c->output : "a";
    words_add(c->arena, w, "-dumpdir");
    words_add(c->arena, w, arena_printf(c->arena, "%s-", result));
    words_add(c->arena, w, "-dumpbase");
    words_add(c->arena, w, in->name);
    words_add(c->arena, w, "-dumpbase-ext");
    words_add(c->arena, w, ".c");
}

/* Where the result goes; 0: there is none (-fsyntax-only), or, reported, no place for it. */
static const char *result_name(struct command *c, struct input *in)
{
    if (c->syntax_only)
        return NULL;
    if (!command_links(c))
        return c->output ? c->output : output_name(c, in);
    const char *name = output_name(c, in);
    in->object =
        c->save_temps ? name : run_temp(c->arena, arena_printf(c->arena, "%d-%s", in->word, name));
    return in->object;
}

/* What the translation can't keep apart: declarations are moved behind statements, and comments,
 * which may say that falling through is meant, are gone. */
static void add_silence(struct command *c, struct words *w)
{
    words_add(c->arena, w, "-Wno-declaration-after-statement");
    words_add(c->arena, w, "-Wno-implicit-fallthrough");
}

/* clang is silent about some things in macros, and can't see any more what came from one. */
static void add_clang_words(struct command *c, struct words *w)
{
    if (!cc_is_clang(c->arena, &c->cc))
        return;
    words_add(c->arena, w, "-Qunused-arguments");
    words_add(c->arena, w, "-Wno-parentheses-equality");
}

/* The compiler proper, on what edocc made of the input. */
static int compile_text(struct command *c, struct input *in, const struct text *text)
{
    struct words w = {0};
    char *name = output_name(c, in);
    char *dot = strrchr(name, '.');
    const char *result = result_name(c, in);
    const char *path;

    *dot = '\0';
    path = c->save_temps ? arena_printf(c->arena, "%s.i", name)
                         : run_temp(c->arena, arena_printf(c->arena, "%d-%s.i", in->word, name));
    if (!path || (!result && !c->syntax_only) || !run_write(path, text->text, text->length))
        return 1;
    words_add_all(c->arena, &w, c->cc.at, c->cc.n);
    command_options(c, &w, is_for_compiling);
    add_silence(c, &w);
    add_clang_words(c, &w);
    if (c->syntax_only)
        words_add(c->arena, &w, "-fsyntax-only");
    else
        words_add(c->arena, &w, c->assemble_only ? "-S" : "-c");
    if (command_links(c) && !c->save_temps)
        add_dump_names(c, in, &w);
    words_add(c->arena, &w, "-x");
    words_add(c->arena, &w, "cpp-output");
    words_add(c->arena, &w, path);
    if (result) {
        words_add(c->arena, &w, "-o");
        words_add(c->arena, &w, result);
    }
    int status = messages_run(c, &w, -1);
    if (status == 0 && command_debugs(c))
        dwarf_make_references(result);
    return status;
}

static int compile_async(struct command *c, struct input *in)
{
    struct text text = {0};
    int status = 1;

    if (!in->failed && translate(c, in, TRANSLATE_COMPILE, NULL, &text)) {
        /* Dependencies first: a result that is there is not to lack them. */
        if (examine_write_deps(c, in))
            status = compile_text(c, in, &text);
    }
    free(text.text);
    messages_flush(c);
    return status;
}

/* ---- what is left for the C compiler ---- */

/* The user's words with what was translated taken out, or replaced by its object. False: nothing is
 * left to do. */
static bool remaining_words(struct command *c, struct words *w)
{
    bool link = command_links(c);
    int left = 0;

    words_add_all(c->arena, w, c->cc.at, c->cc.n);
    for (int i = 0, next = 0; i < c->words.n; i += c->read[i].words) {
        if (c->read[i].option == CCO_EDO ||
            (c->read[i].option == CCO_DATABASE && c->writes_database))
            continue;
        if (c->read[i].option != CCO_INPUT || !c->inputs[next++].async) {
            words_add_all(c->arena, w, c->words.at + i, c->read[i].words);
            left += c->read[i].option == CCO_INPUT;
            continue;
        }
        if (!link)
            continue;
        const struct input *in = &c->inputs[next - 1];
        left++;
        if (in->x && i < c->end_word) {
            words_add(c->arena, w, "-x");
            words_add(c->arena, w, "none");
        }
        words_add(c->arena, w, in->object);
        if (in->x && i < c->end_word) {
            words_add(c->arena, w, "-x");
            words_add(c->arena, w, in->x);
        }
    }
    if (cc_is_clang(c->arena, &c->cc))
        words_add(c->arena, w, "-Qunused-arguments");
    command_add_include(c, w);
    if (link)
        command_add_library(c, w, c->end_word < c->words.n);
    return left > 0;
}

/* As long as the command line came in an @FILE, it may be too long without one. */
static struct words in_response_file(struct command *c, const struct words *w)
{
    struct words shorter = {0};
    int cc = c->cc.n;

    if (c->words.n == c->given.n || words_bytes(w->at, w->n) < 65536)
        return *w;
    char *text = words_quote(c->arena, w->at + cc, w->n - cc);
    char *path = run_temp(c->arena, "words");
    if (!path || !run_write(path, text, strlen(text)))
        return *w;
    words_add_all(c->arena, &shorter, c->cc.at, cc);
    words_add(c->arena, &shorter, arena_printf(c->arena, "@%s", path));
    return shorter;
}

static int pass_on(struct command *c)
{
    struct words w = {0};

    run_clean();
    command_whole(c, &w);
    return run_exec(&w, c->stdin_copy);
}

/* gcc and clang refuse -o for several results. */
static bool one_name_for_many(const struct command *c)
{
    int n = 0;

    for (int i = 0; i < c->ninputs; i++)
        n += input_is_text(&c->inputs[i]);
    return n > 1 && c->output && !command_links(c);
}

static int drive(struct command *c)
{
    bool any_async = false;
    int status = 0;

    if (c->question || c->preprocess || one_name_for_many(c))
        return pass_on(c);
    for (int i = 0; i < c->ninputs; i++) {
        examine(c, &c->inputs[i]);
        any_async |= c->inputs[i].async;
    }
    /* clang writes it by itself, but would name what we made of the file. */
    c->writes_database = c->database && (any_async || !cc_is_clang(c->arena, &c->cc));
    for (int i = 0; i < c->ninputs && c->writes_database; i++)
        if (c->inputs[i].language != LANG_OTHER && !database_add(c, &c->inputs[i]))
            status = 1;
    if (!any_async && !status)
        return pass_on(c);
    if (!c->syntax_only && command_overwrites(c))
        return 1;
    for (int i = 0; i < c->ninputs; i++) {
        if (!c->inputs[i].async)
            continue;
        int one = compile_async(c, &c->inputs[i]);
        if (!status)
            status = one;
    }
    if (status && command_links(c))
        return status;
    if (command_links(c) && !c->places.library && !c->no_libraries && !c->relocatable) {
        fprintf(stderr, "edocc: libedo.a is not where edocc was installed or built\n");
        return 1;
    }
    struct words w = {0};
    if (!remaining_words(c, &w))
        return status;
    w = in_response_file(c, &w);
    int rest = run_wait(&w, c->stdin_copy);
    return status ? status : rest;
}

/* ---- edocc's own options ---- */

/* --launch CC WORDS…: the compiler stands on the command line (as with CMake's launchers). Its
 * words are those before the first option. */
static int launched_words(struct arena *arena, char **argv, int argc, struct words *cc)
{
    int n = 0;

    while (n < argc && argv[n][0] != '-' && argv[n][0] != '@')
        words_add(arena, cc, argv[n++]);
    return n;
}

/* By one of edocc's own options; TRANSLATE_COMPILE: the word is none. */
static enum translation what_is_asked(struct command *c, const char *word)
{
    if (strcmp(word, "--expand") == 0)
        return TRANSLATE_EXPAND;
    if (strcmp(word, "--frames") == 0)
        return TRANSLATE_FRAMES;
    return states_option(word, &c->states_format) ? TRANSLATE_STATES : TRANSLATE_COMPILE;
}

static int run_command(struct command *c, int argc, char **argv)
{
    enum translation what = TRANSLATE_COMPILE;

    argc--, argv++;
    if (argc > 0 && strcmp(argv[0], "--explain") == 0)
        return explain(argc - 1, argv + 1);
    if (argc > 0 && strcmp(argv[0], "--launch") == 0) {
        int n = launched_words(c->arena, argv + 1, argc - 1, &c->cc);
        if (n == 0) {
            fprintf(stderr, "edocc: --launch: which compiler?\n");
            return 1;
        }
        argc -= n + 1, argv += n + 1;
    } else if (!cc_find(c->arena, &c->cc)) {
        return 1;
    }
    if (argc == 1 && strcmp(argv[0], "--help") == 0)
        help_print(); /* and the compiler's own behind it */
    for (int i = 0; i < argc;) {
        enum translation asked = what_is_asked(c, argv[i]);
        if (asked == TRANSLATE_COMPILE) {
            i++;
            continue;
        }
        if (what != TRANSLATE_COMPILE) {
            fprintf(stderr, "edocc: %s: one of --expand, --frames and --states=FORMAT at a time\n",
                    argv[i]);
            return 1;
        }
        what = asked;
        memmove(argv + i, argv + i + 1, (size_t)(argc - i) * sizeof *argv);
        argc--;
    }
    edo_find_places(c->arena, &c->places);
    if (!command_read(c, argv, argc))
        return 1;
    return what == TRANSLATE_COMPILE ? drive(c) : show_files(c, what);
}

int driver_main(int argc, char **argv)
{
    struct command c = {.arena = arena_new()};

    run_start();
    int status = run_command(&c, argc, argv);
    for (int i = 0; i < c.ninputs; i++)
        free(c.inputs[i].text.text);
    free(c.json.text);
    run_clean();
    arena_free(c.arena);
    return status;
}
