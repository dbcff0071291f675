/* SPDX-License-Identifier: MIT
 *
 * --states: the model comes with the translation (states.h), its numbers from the C compiler, which
 * turns what was made into assembly with the user's options. */
#include "driver.h"
#include "states.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool states_option(const char *word, int *format)
{
    static const char *const names[] = {"text", "dot", "json", "html"};
    static const char option[] = "--states";
    size_t n = sizeof option - 1;
    if (strncmp(word, option, n) != 0 || (word[n] != '\0' && word[n] != '='))
        return false;
    *format = word[n] ? -1 : STATES_TEXT;
    for (int i = 0; i < 4 && word[n]; i++)
        if (strcmp(word + n + 1, names[i]) == 0)
            *format = i;
    return true;
}

static int measure(struct command *c, const struct input *in, const struct text *text,
                   struct states *m)
{
    struct capture capture = {0};
    int status = assembly_of(c, in, "states", text, &capture);
    if (status == 0 && !states_measured(m, capture.out.text)) {
        fprintf(stderr, "edocc: --states: the C compiler's assembly doesn't tell the sizes\n");
        status = 1;
    }
    capture_free(&capture);
    return status;
}

int states_report(struct command *c, const struct input *in, const struct text *text,
                  struct states *m, struct text *shown)
{
    struct outbuf out = {0};
    int status = measure(c, in, text, m);
    if (status == 0) {
        states_print(m, c->states_format, &out);
        if (out.n > 0)
            text_add(shown, out.s, out.n);
    }
    outbuf_free(&out);
    return status;
}
