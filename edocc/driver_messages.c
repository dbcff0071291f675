/* SPDX-License-Identifier: MIT
 *
 * How messages are shown: what the options of gcc and clang say of that holds for edocc's too. As
 * JSON, preprocessor, translation and compiler have something to say of one input, each its array;
 * the user gets one, as from gcc itself. */
#include "driver.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static bool is_any(const char *word, const char *const *all)
{
    for (; *all; all++)
        if (strcmp(word, *all) == 0)
            return true;
    return false;
}

static const char *behind(const char *word, const char *prefix)
{
    size_t n = strlen(prefix);
    return strncmp(word, prefix, n) == 0 ? word + n : NULL;
}

static void read_word(struct diag_style *style, const char *word)
{
    static const char *const colour[] = {"-fdiagnostics-color", "-fcolor-diagnostics",
                                         "-fdiagnostics-color=always", NULL};
    static const char *const plain[] = {"-fno-diagnostics-color", "-fno-color-diagnostics",
                                        "-fdiagnostics-color=never", NULL};
    static const char *const source[] = {"-fdiagnostics-show-caret", "-fcaret-diagnostics", NULL};
    static const char *const no_source[] = {"-fno-diagnostics-show-caret",
                                            "-fno-caret-diagnostics", NULL};
    const char *value;

    if (is_any(word, colour))
        style->colour = DIAG_COLOUR;
    else if (is_any(word, plain))
        style->colour = DIAG_PLAIN;
    else if (strcmp(word, "-fdiagnostics-color=auto") == 0)
        style->colour = DIAG_AUTO;
    else if (is_any(word, source))
        style->no_source = false;
    else if (is_any(word, no_source))
        style->no_source = true;
    else if (strcmp(word, "-fdiagnostics-plain-output") == 0)
        *style = (struct diag_style){DIAG_PLAIN, style->max_errors, true, false};
    else if (strcmp(word, "-Wfatal-errors") == 0)
        style->max_errors = 1;
    else if (strcmp(word, "-Wno-fatal-errors") == 0)
        style->max_errors = diag_default_style().max_errors;
    else if ((value = behind(word, "-fmax-errors=")) || (value = behind(word, "-ferror-limit=")))
        style->max_errors = (unsigned)strtoul(value, NULL, 10);
    else if ((value = behind(word, "-fdiagnostics-format=")))
        style->json = strcmp(value, "json") == 0 || strcmp(value, "json-stderr") == 0;
}

void messages_read(struct command *c)
{
    c->style = diag_default_style();
    for (int i = 0; i < c->words.n; i += c->read[i].words)
        if (c->read[i].option == CCO_OTHER)
            read_word(&c->style, c->words.at[i]);
    /* clang knows no JSON, and says so itself. */
    if (cc_is_clang(c->arena, &c->cc))
        c->style.json = false;
}

/* ---- JSON ---- */

void messages_add(struct command *c, const char *elements, size_t length)
{
    if (length == 0)
        return;
    c->json_seen = true;
    if (c->json.length > 0)
        text_add(&c->json, ", ", 2);
    text_add(&c->json, elements, length);
}

/* A line that is an array is its elements; any other goes where it was to go. */
static void take_line(struct command *c, const char *s, size_t n)
{
    size_t end = n;

    while (end > 0 && (s[end - 1] == '\n' || s[end - 1] == '\r'))
        end--;
    if (end >= 2 && s[0] == '[' && s[end - 1] == ']') {
        c->json_seen = true;
        messages_add(c, s + 1, end - 2);
    } else {
        fwrite(s, 1, n, stderr);
    }
}

void messages_take(struct command *c, const struct text *written)
{
    const char *s = written->text, *end = s + written->length;

    if (!c->style.json) {
        fwrite(s, 1, written->length, stderr);
        return;
    }
    while (s < end) {
        const char *nl = memchr(s, '\n', (size_t)(end - s));
        const char *next = nl ? nl + 1 : end;
        take_line(c, s, (size_t)(next - s));
        s = next;
    }
}

int messages_run(struct command *c, const struct words *words, int input)
{
    struct capture capture = {0};

    if (!c->style.json)
        return run_wait(words, input);
    int status = run_capture(words, input, &capture);
    fwrite(capture.out.text, 1, capture.out.length, stdout);
    fflush(stdout);
    messages_take(c, &capture.err);
    capture_free(&capture);
    return status;
}

void messages_flush(struct command *c)
{
    if (c->json_seen) {
        fputc('[', stderr);
        if (c->json.length > 0)
            fwrite(c->json.text, 1, c->json.length, stderr);
        fputs("]\n", stderr);
    }
    c->json.length = 0;
    c->json_seen = false;
}
