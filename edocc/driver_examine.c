/* SPDX-License-Identifier: MIT
 *
 * Is there async code in it? The preprocessor's output decides, because macros and headers may
 * hold some: the mark that <edo.h> leaves in it, or one of the reserved spellings. A mistake to
 * one side only costs time: what is read as async without being so is printed back as it was. */
#include "driver.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* ---- the text ---- */

static bool is_word_char(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '$' || (c & 0x80);
}

static bool is_reserved_spelling(const char *s, size_t n)
{
    static const char *const all[] = {"_Async",    "_Await",  "_Try",   "_Defer",
                                      "_Join",     "_Select", "_When",  "_Otherwise",
                                      "_Complete", "_Gen",    "_Yield", "_Each"};
    if (n < 4 || n > 10 || s[0] != '_')
        return false;
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
        if (strlen(all[i]) == n && memcmp(all[i], s, n) == 0)
            return true;
    return false;
}

/* `#pragma edo on`, however it is spaced. p is behind the `#`. */
static bool is_edo_pragma(const char *p, const char *end)
{
    static const char *const expected[] = {"pragma", "edo", "on"};

    for (int i = 0; i < 3; i++) {
        size_t n = strlen(expected[i]);
        while (p < end && (*p == ' ' || *p == '\t'))
            p++;
        if ((size_t)(end - p) < n || memcmp(p, expected[i], n) != 0)
            return false;
        p += n;
        if (p < end && is_word_char(*p))
            return false;
    }
    return true;
}

static const char *end_of_literal(const char *p, const char *end)
{
    char quote = *p++;

    for (; p < end && *p != quote && *p != '\n'; p++)
        if (*p == '\\' && p + 1 < end)
            p++;
    return p < end ? p + 1 : end;
}

static const char *end_of_comment(const char *p, const char *end)
{
    if (p[1] == '/') {
        while (p < end && *p != '\n')
            p++;
        return p;
    }
    for (p += 2; p + 1 < end; p++)
        if (p[0] == '*' && p[1] == '/')
            return p + 2;
    return end;
}

bool text_is_async(const char *text, size_t length)
{
    const char *p = text, *end = text + length;
    bool line_start = true;

    while (p < end) {
        char c = *p;
        if (c == '\n') {
            line_start = true;
            p++;
            continue;
        }
        if (c == ' ' || c == '\t') {
            p++;
            continue;
        }
        if (c == '#' && line_start) {
            if (is_edo_pragma(p + 1, end))
                return true;
            while (p < end && *p != '\n')
                p++;
        } else if (c == '"' || c == '\'') {
            p = end_of_literal(p, end);
        } else if (c == '/' && p + 1 < end && (p[1] == '/' || p[1] == '*')) {
            p = end_of_comment(p, end);
        } else if (is_word_char(c)) {
            const char *word = p;
            while (p < end && is_word_char(*p))
                p++;
            if (is_reserved_spelling(word, (size_t)(p - word)))
                return true;
        } else {
            p++;
        }
        line_start = false;
    }
    return false;
}

/* ---- names ---- */

/* Without directory and suffix. */
static char *stem(struct arena *arena, const char *path)
{
    const char *slash = strrchr(path, '/');
    const char *base = slash ? slash + 1 : path;
    const char *dot = strrchr(base, '.');

    return arena_strndup(arena, base, dot && dot != base ? (size_t)(dot - base) : strlen(base));
}

static char *without_suffix(struct arena *arena, const char *path)
{
    const char *slash = strrchr(path, '/');
    const char *base = slash ? slash + 1 : path;
    const char *dot = strrchr(base, '.');

    return arena_strndup(arena, path, dot && dot != base ? (size_t)(dot - path) : strlen(path));
}

char *output_name(const struct command *c, const struct input *in)
{
    const char *suffix = c->assemble_only ? (c->llvm ? "ll" : "s") : (c->llvm ? "bc" : "o");
    return arena_printf(c->arena, "%s.%s", stem(c->arena, in->name), suffix);
}

/* Where -MD alone puts its rules. Tried with gcc 12 and clang 14: beside the named result, with
 * its stem; when gcc links several inputs, one file for each, after the result and the input. */
static char *default_deps_file(const struct command *c, const struct input *in)
{
    bool links = command_links(c) || c->syntax_only;
    char *name = stem(c->arena, in->name);

    if (c->output && (!links || c->ninputs == 1))
        return arena_printf(c->arena, "%s.d", without_suffix(c->arena, c->output));
    if (!links || cc_is_clang(c->arena, &c->cc))
        return arena_printf(c->arena, "%s.d", name);
    const char *result = c->output ? without_suffix(c->arena, c->output) : "a";
    return arena_printf(c->arena, "%s-%s.d", result, name);
}

static const char *default_deps_target(const struct command *c, const struct input *in)
{
    if (c->output && (!command_links(c) || c->ninputs == 1))
        return c->output;
    return arena_printf(c->arena, "%s.o", stem(c->arena, in->name));
}

/* ---- preprocessing ---- */

static bool is_for_preprocessing(enum cc_option option)
{
    return option == CCO_OTHER || option == CCO_PREPROCESSOR || option == CCO_WP ||
           option == CCO_PLUGIN_CC1;
}

static bool is_about_deps(enum cc_option option)
{
    return option == CCO_DEPS_TARGET || option == CCO_DEPS_OTHER;
}

static void preprocess_words(struct command *c, struct input *in, struct words *w)
{
    words_add_all(c->arena, w, c->cc.at, c->cc.n);
    command_options(c, w, is_for_preprocessing);
    command_add_include(c, w);
    words_add(c->arena, w, "-D__EDOCC__=1");
    if (command_checks_memory(c))
        words_add(c->arena, w, "-D__EDOCC_MEMCHECK__=1");
    if (cc_is_clang(c->arena, &c->cc))
        words_add(c->arena, w, "-Qunused-arguments"); /* -shared, say, is for another step */
    if (in->deps) {
        command_options(c, w, is_about_deps);
        words_add(c->arena, w, c->deps_user ? "-MMD" : "-MD");
        words_add(c->arena, w, "-MF");
        words_add(c->arena, w, in->deps);
        if (!c->deps_named) {
            words_add(c->arena, w, "-MQ");
            words_add(c->arena, w, default_deps_target(c, in));
        }
    }
    if (c->style.colour == DIAG_AUTO && diag_paints(DIAG_AUTO, STDERR_FILENO))
        words_add(c->arena, w, "-fdiagnostics-color=always");
    words_add(c->arena, w, "-E");
    words_add(c->arena, w, "-x");
    words_add(c->arena, w, "c");
    words_add(c->arena, w, in->name);
}

/* Standard input is wanted twice. */
static bool copy_stdin(struct command *c)
{
    struct text text = {0};

    if (!text_read_fd(&text, STDIN_FILENO)) {
        perror("edocc: standard input");
        return false;
    }
    c->stdin_copy = run_temp_fd(text.text, text.length);
    free(text.text);
    return c->stdin_copy >= 0;
}

static void read_preprocessed(struct command *c, struct input *in)
{
    bool standard = strcmp(in->name, "-") == 0;
    int fd = standard ? c->stdin_copy : open(in->name, O_RDONLY | O_CLOEXEC);

    if (fd < 0)
        return; /* the compiler says so */
    if (text_read_fd(&in->text, fd))
        in->async = c->parse_all || text_is_async(in->text.text, in->text.length);
    if (in->async && in->text.length)
        in->text.length = names_to_utf8(in->text.text, in->text.length);
    if (!standard)
        close(fd);
}

static void preprocess(struct command *c, struct input *in)
{
    struct words w = {0};
    struct capture capture = {0};

    if (c->deps) {
        in->deps = run_temp(c->arena, arena_printf(c->arena, "%d.d", in->word));
        if (!in->deps) {
            in->failed = in->async = true;
            return;
        }
    }
    preprocess_words(c, in, &w);
    int status = run_capture(&w, c->stdin_copy, &capture);
    in->async =
        text_is_async(capture.out.text, capture.out.length) || (c->parse_all && status == 0);
    if (in->async && capture.err.length > 0)
        messages_take(c, &capture.err);
    in->failed = in->async && status != 0;
    in->text = capture.out;
    if (in->async && in->text.length)
        in->text.length = names_to_utf8(in->text.text, in->text.length);
    capture.out = (struct text){0};
    capture_free(&capture);
}

static void rewind_stdin(const struct command *c)
{
    if (c->stdin_copy >= 0)
        lseek(c->stdin_copy, 0, SEEK_SET);
}

void examine(struct command *c, struct input *in)
{
    if (in->language == LANG_OTHER)
        return;
    if (strcmp(in->name, "-") == 0 && c->stdin_copy < 0 && !copy_stdin(c)) {
        in->failed = in->async = true;
        return;
    }
    rewind_stdin(c);
    if (in->language == LANG_PREPROCESSED)
        read_preprocessed(c, in);
    else
        preprocess(c, in);
    rewind_stdin(c);
}

bool examine_write_deps(const struct command *c, const struct input *in)
{
    if (!in->deps)
        return true;
    struct text text = {0};
    const char *path = c->deps_file ? c->deps_file : default_deps_file(c, in);
    int fd = open(in->deps, O_RDONLY | O_CLOEXEC);
    bool good = fd >= 0 && text_read_fd(&text, fd);

    if (!good)
        fprintf(stderr, "edocc: the compiler left no dependencies for %s\n", in->name);
    else if (strcmp(path, "-") == 0)
        good = fwrite(text.text, 1, text.length, stdout) == text.length;
    else
        good = run_write(path, text.text, text.length);
    if (fd >= 0)
        close(fd);
    free(text.text);
    return good;
}
