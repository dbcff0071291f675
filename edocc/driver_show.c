/* SPDX-License-Identifier: MIT
 *
 * --expand F.c, --frames F.c, --states F.c: what edocc shows of files instead of compiling them,
 * with the compiler options that they need. On standard output what can be shown of several files
 * is, though one has errors; a file that -o names is written if there are none. */
#include "driver.h"
#include "states.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *option_of(enum translation what)
{
    return what == TRANSLATE_EXPAND   ? "--expand"
           : what == TRANSLATE_FRAMES ? "--frames"
                                      : "--states";
}

static int show_input(struct command *c, struct input *in, enum translation what,
                      struct text *shown)
{
    struct states states = {.arena = c->arena};
    struct text text = {0};
    int status = 0;

    if (!translate(c, in, what, what == TRANSLATE_STATES ? &states : NULL, &text))
        status = 1;
    else if (what == TRANSLATE_FRAMES)
        status = frames_report(c, in, &text, shown);
    else if (what == TRANSLATE_STATES)
        status = states_report(c, in, &text, &states, shown);
    else
        text_add(shown, text.text, text.length);
    free(text.text);
    return status;
}

/* The C compiler tells the errors of what it couldn't preprocess. */
static int tell_errors(struct command *c)
{
    struct words w = {0};

    command_whole(c, &w);
    words_add(c->arena, &w, "-fsyntax-only");
    return run_wait(&w, c->stdin_copy);
}

static int write_shown(const struct command *c, const struct text *shown)
{
    if (c->output && strcmp(c->output, "-") != 0)
        return !run_write(c->output, shown->text ? shown->text : "", shown->length);
    if ((shown->length == 0 || fwrite(shown->text, 1, shown->length, stdout) == shown->length) &&
        fflush(stdout) == 0)
        return 0;
    perror("edocc: standard output");
    return 1;
}

/* Whether what is asked for can be; if not, why is told. */
static bool makes_sense(const struct command *c, enum translation what)
{
    bool states = what == TRANSLATE_STATES;

    if (c->ninputs == 0)
        fprintf(stderr, "edocc: which file? (edocc %s FILE.c)\n", option_of(what));
    else if (states && c->states_format < 0)
        fprintf(stderr, "edocc: --states=: text, dot, json or html\n");
    else if (states && c->ninputs > 1 && c->states_format != STATES_TEXT)
        fprintf(stderr, "edocc: --states: one file at a time, but for text\n");
    else
        return true;
    return false;
}

int show_files(struct command *c, enum translation what)
{
    struct text shown = {0};
    int status = 0;

    if (!makes_sense(c, what) || command_overwrites(c))
        return 1;
    c->deps = false;
    c->parse_all = true; /* a file that has nothing to lower is shown too */
    for (int i = 0; i < c->ninputs; i++) {
        struct input *in = &c->inputs[i];
        if (in->language == LANG_OTHER) {
            bool standard = strcmp(in->name, "-") == 0;
            fprintf(stderr, "edocc: %s is no C source%s\n", in->name,
                    standard && !in->x ? ", unless -x c says so before it" : "");
            status = 1;
            continue;
        }
        examine(c, in);
        if (!in->async) {
            status = tell_errors(c);
            break;
        }
        status |= in->failed ? 1 : show_input(c, in, what, &shown);
        messages_flush(c);
    }
    if (status == 0 || !c->output)
        status |= write_shown(c, &shown);
    free(shown.text);
    return status;
}
