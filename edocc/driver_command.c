/* SPDX-License-Identifier: MIT */
#include "driver.h"
#include "lint.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static enum language language_of(const char *name, const char *x)
{
    if (x) {
        if (strcmp(x, "c") == 0)
            return LANG_C;
        return strcmp(x, "cpp-output") == 0 ? LANG_PREPROCESSED : LANG_OTHER;
    }
    const char *slash = strrchr(name, '/');
    const char *dot = strrchr(slash ? slash : name, '.');
    if (!dot)
        return LANG_OTHER;
    if (strcmp(dot, ".c") == 0)
        return LANG_C;
    return strcmp(dot, ".i") == 0 ? LANG_PREPROCESSED : LANG_OTHER;
}

/* What makes a precompiled header, and nothing to link. */
static bool is_header(const char *name, const char *x)
{
    static const char *const all[] = {".h",   ".hh",  ".H",   ".hp", ".hxx",
                                      ".hpp", ".HPP", ".h++", ".tcc"};
    if (x)
        return strstr(x, "-header") != NULL;
    const char *dot = strrchr(name, '.');
    for (size_t i = 0; dot && i < sizeof all / sizeof all[0]; i++)
        if (strcmp(dot, all[i]) == 0)
            return true;
    return false;
}

static void note_input(struct command *c, int word, const char *x)
{
    struct input *in = &c->inputs[c->ninputs++];
    in->word = word;
    in->name = c->words.at[word];
    in->x = x;
    in->language = language_of(in->name, x);
    c->header |= is_header(in->name, x);
}

static void note_option(struct command *c, const char *word, const struct cc_word *w)
{
    switch (w->option) {
    case CCO_OUTPUT:
        c->output = w->value;
        break;
    case CCO_COMPILE:
        c->compile_only = true;
        break;
    case CCO_ASSEMBLE:
        c->assemble_only = true;
        break;
    case CCO_PREPROCESS:
    case CCO_DEPS_ONLY:
        c->preprocess = true;
        break;
    case CCO_SYNTAX_ONLY:
        c->syntax_only = true;
        break;
    case CCO_DEPS_USER:
        c->deps_user = true;
        c->deps = true;
        break;
    case CCO_DEPS:
        c->deps = true;
        break;
    case CCO_DEPS_FILE:
        c->deps_file = w->value;
        break;
    case CCO_DEPS_TARGET:
        c->deps_named = true;
        break;
    case CCO_DATABASE:
        c->database = w->value;
        break;
    case CCO_SAVE_TEMPS:
        c->save_temps = true;
        break;
    case CCO_QUESTION:
        c->question = true;
        break;
    case CCO_NO_LIBRARIES:
        c->no_libraries = true;
        break;
    case CCO_RELOCATABLE:
        c->relocatable = true;
        break;
    default:
        if (strcmp(word, "-emit-llvm") == 0)
            c->llvm = true;
        else if (strcmp(word, "-m32") == 0 || strcmp(word, "-mx32") == 0 ||
                 strcmp(word, "-m16") == 0 || strcmp(word, "-mabi=ilp32") == 0)
            c->small_pointers = true;
        else if (strcmp(word, "-m64") == 0)
            c->small_pointers = false;
        break;
    }
}

static bool is_known_edo_option(const char *word)
{
    struct lint_options lints;
    if (word[1] == 'W') {
        lint_defaults(&lints);
        return lint_option(&lints, word);
    }
    return strcmp(word, "-fedo-all-in-frame") == 0 || strcmp(word, "-fedo-no-overlay") == 0 ||
           strcmp(word, "-fedo-valgrind") == 0 || strcmp(word, "-fedo-preempt") == 0;
}

bool command_read(struct command *c, char *const *argv, int argc)
{
    const char *all = getenv("EDOCC_PARSE_ALL");

    c->stdin_copy = -1;
    c->parse_all = all && *all && strcmp(all, "0") != 0;
    words_add_all(c->arena, &c->given, argv, argc);
    if (!words_expand(c->arena, &c->words, argv, argc)) {
        fprintf(stderr, "edocc: too many @-files: do they include each other?\n");
        return false;
    }
    int n = c->words.n;
    c->read = arena_array_of(c->arena, struct cc_word, n + 1);
    c->inputs = arena_array_of(c->arena, struct input, n + 1);
    c->end_word = n;
    for (int i = 0; i < n;) {
        struct cc_word w;
        if (c->end_word < i)
            w = (struct cc_word){.option = CCO_INPUT, .value = c->words.at[i], .words = 1};
        else
            w = cc_read_word(c->words.at, n, i);
        c->read[i] = w;
        if (w.option == CCO_EDO && !is_known_edo_option(c->words.at[i])) {
            fprintf(stderr, "edocc: there is no option '%s'\n", c->words.at[i]);
            return false;
        }
        if (w.separate && !w.value) {
            c->question = true; /* a value is missing: the compiler says so */
        } else if (w.option == CCO_END) {
            c->end_word = i;
        } else if (w.option == CCO_LANGUAGE) {
            c->last_x = strcmp(w.value, "none") == 0 ? NULL : w.value;
        } else if (w.option == CCO_INPUT) {
            note_input(c, i, c->last_x);
        } else {
            note_option(c, c->words.at[i], &w);
        }
        i += w.words;
    }
    messages_read(c);
    return true;
}

bool command_links(const struct command *c)
{
    return !c->question && !c->preprocess && !c->compile_only && !c->assemble_only &&
           !c->syntax_only && !c->header;
}

bool command_checks_memory(const struct command *c)
{
    for (int i = 0; i < c->end_word; i += c->read[i].words)
        if (strcmp(c->words.at[i], "-fedo-valgrind") == 0)
            return true;
    return false;
}

/* The last -g… and the last -O… count. */
bool command_debugs(const struct command *c)
{
    bool debug = false, optimised = false, mendable = true;

    for (int i = 0; i < c->end_word; i += c->read[i].words) {
        const char *w = c->words.at[i];
        if (strncmp(w, "-gz", 3) == 0 || strncmp(w, "-flto", 5) == 0 ||
            strcmp(w, "-gsplit-dwarf") == 0)
            mendable = false;
        else if (strncmp(w, "-g", 2) == 0 && strncmp(w, "-gno-", 5) != 0)
            debug = w[strlen(w) - 1] != '0';
        else if (strncmp(w, "-O", 2) == 0)
            optimised = strcmp(w, "-O0") != 0 && strcmp(w, "-Og") != 0;
    }
    return debug && !optimised && mendable && !c->assemble_only && !c->syntax_only && !c->llvm;
}

void command_options(const struct command *c, struct words *w, bool (*wanted)(enum cc_option))
{
    for (int i = 0; i < c->words.n; i += c->read[i].words)
        if (wanted(c->read[i].option))
            words_add_all(c->arena, w, c->words.at + i, c->read[i].words);
}

/* Where the compiler looks anyway, another mention would only change the order. */
static bool is_standard_include(const char *path)
{
    return strcmp(path, "/usr/include") == 0 || strcmp(path, "/usr/local/include") == 0;
}

/* As a system directory after the user's own: theirs win, and ours never warn. */
void command_add_include(const struct command *c, struct words *w)
{
    if (!c->places.include || is_standard_include(c->places.include))
        return;
    words_add(c->arena, w, "-isystem");
    words_add(c->arena, w, c->places.include);
}

void command_add_library(const struct command *c, struct words *w, bool only_inputs)
{
    if (!c->places.library || c->no_libraries || c->relocatable)
        return;
    if (c->last_x && !only_inputs) {
        words_add(c->arena, w, "-x");
        words_add(c->arena, w, "none");
    }
    words_add(c->arena, w, c->places.library);
    if (!only_inputs)
        words_add(c->arena, w, "-lpthread");
}

static bool has_something_to_link(const struct command *c)
{
    if (c->ninputs > 0)
        return true;
    for (int i = 0; i < c->words.n; i += c->read[i].words)
        if (c->read[i].option == CCO_LIBRARY)
            return true;
    return false;
}

bool input_is_text(const struct input *in)
{
    static const char *const no[] = {".o", ".a", ".so", ".lo", ".obj"};

    if (in->x)
        return true;
    const char *slash = strrchr(in->name, '/');
    const char *dot = strrchr(slash ? slash : in->name, '.');
    if (!dot || strstr(in->name, ".so."))
        return false;
    for (size_t i = 0; i < sizeof no / sizeof no[0]; i++)
        if (strcmp(dot, no[i]) == 0)
            return false;
    return true;
}

bool command_overwrites(const struct command *c)
{
    struct stat to, from;

    if (!c->output || stat(c->output, &to) < 0 || !S_ISREG(to.st_mode))
        return false;
    for (int i = 0; i < c->ninputs; i++) {
        const char *name = c->inputs[i].name;
        if (stat(name, &from) < 0 || from.st_dev != to.st_dev || from.st_ino != to.st_ino)
            continue;
        fprintf(stderr, "edocc: the input file %s is the same as the output file\n", name);
        return true;
    }
    return false;
}

/* clang warns of an include path that nothing could use. */
static bool may_include(const struct input *in)
{
    size_t n = strlen(in->name);

    if (!input_is_text(in) || in->language == LANG_PREPROCESSED)
        return false;
    if (in->x)
        return strcmp(in->x, "assembler") != 0;
    return n < 2 || strcmp(in->name + n - 2, ".s") != 0;
}

/* Up to the `--`, if there is one. */
static void add_user_words(const struct command *c, struct words *w)
{
    bool own = c->database && c->writes_database;

    for (int i = 0; i < c->words.n && !own; i += c->read[i].words)
        own = c->read[i].option == CCO_EDO;
    if (!own && c->end_word == c->words.n) {
        words_add_all(c->arena, w, c->given.at, c->given.n); /* with @FILEs as they came */
        return;
    }
    for (int i = 0; i < c->end_word; i += c->read[i].words)
        if (c->read[i].option != CCO_EDO &&
            !(c->writes_database && c->read[i].option == CCO_DATABASE))
            words_add_all(c->arena, w, c->words.at + i, c->read[i].words);
}

void command_whole(const struct command *c, struct words *w)
{
    bool include = false;
    bool link = command_links(c) && has_something_to_link(c);
    bool ended = c->end_word < c->words.n;

    for (int i = 0; i < c->ninputs; i++)
        include |= may_include(&c->inputs[i]);
    words_add_all(c->arena, w, c->cc.at, c->cc.n);
    add_user_words(c, w);
    if (include)
        command_add_include(c, w);
    if (c->preprocess && include)
        words_add(c->arena, w, "-D__EDOCC__=1");
    if (c->preprocess && include && command_checks_memory(c))
        words_add(c->arena, w, "-D__EDOCC_MEMCHECK__=1");
    if (ended)
        words_add_all(c->arena, w, c->words.at + c->end_word, c->words.n - c->end_word);
    if (link)
        command_add_library(c, w, ended);
}
