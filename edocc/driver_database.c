/* SPDX-License-Identifier: MIT
 *
 * Compilation databases (-MJ FILE): one JSON object for each input, with a comma behind it, as
 * clang writes them. The command is the C compiler's own, with Edo's include path: editors and
 * checkers read a file with async code through the macros that <edo.h> has for them. */
#include "driver.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static void put_string(FILE *f, const char *s)
{
    fputc('"', f);
    for (const unsigned char *p = (const unsigned char *)s; *p; p++) {
        if (*p == '"' || *p == '\\')
            fprintf(f, "\\%c", *p);
        else if (*p < 0x20)
            fprintf(f, "\\u%04x", *p);
        else
            fputc(*p, f);
    }
    fputc('"', f);
}

static bool is_for_tools(enum cc_option option)
{
    return option == CCO_OTHER || option == CCO_PREPROCESSOR || option == CCO_PLUGIN_CC1;
}

bool database_add(const struct command *c, const struct input *in)
{
    struct words w = {0};
    char cwd[PATH_MAX];
    const char *output = c->output && !command_links(c) ? c->output : output_name(c, in);
    FILE *f = fopen(c->database, "ae");

    if (!f || !getcwd(cwd, sizeof cwd)) {
        fprintf(stderr, "edocc: %s: %s\n", c->database, strerror(errno));
        if (f)
            fclose(f);
        return false;
    }
    words_add_all(c->arena, &w, c->cc.at, c->cc.n);
    command_options(c, &w, is_for_tools);
    command_add_include(c, &w);
    words_add(c->arena, &w, "-xc");
    words_add(c->arena, &w, "-c");
    words_add(c->arena, &w, in->name);
    words_add(c->arena, &w, "-o");
    words_add(c->arena, &w, output);
    fputs("{ \"directory\": ", f);
    put_string(f, cwd);
    fputs(", \"file\": ", f);
    put_string(f, in->name);
    fputs(", \"output\": ", f);
    put_string(f, output);
    fputs(", \"arguments\": [", f);
    for (int i = 0; i < w.n; i++) {
        fputs(i ? ", " : "", f);
        put_string(f, w.at[i]);
    }
    fputs("]},\n", f);
    if (fclose(f) == 0)
        return true;
    fprintf(stderr, "edocc: %s: %s\n", c->database, strerror(errno));
    return false;
}
