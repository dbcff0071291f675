/* SPDX-License-Identifier: MIT
 *
 * Diagnostics for programs: the elements of the array that gcc's -fdiagnostics-format=json prints,
 * with the code as one key more. */
#include "diag_room.h"

#include <string.h>

#include "lint.h"

unsigned utf8_sequence(const unsigned char *s)
{
    unsigned n = *s < 0x80 ? 1 : *s >= 0xc2 && *s < 0xe0 ? 2 : *s >= 0xe0 && *s < 0xf0 ? 3
                 : *s >= 0xf0 && *s < 0xf5                                              ? 4
                                                                                        : 0;
    for (unsigned i = 1; i < n; i++)
        if ((s[i] & 0xc0) != 0x80)
            return 0;
    bool wrong = (n == 3 && *s == 0xe0 && s[1] < 0xa0) || (n == 3 && *s == 0xed && s[1] > 0x9f) ||
                 (n == 4 && *s == 0xf0 && s[1] < 0x90) || (n == 4 && *s == 0xf4 && s[1] > 0x8f);
    return wrong ? 0 : n;
}

/* JSON is UTF-8. Files and names need not be. */
static void print_string(FILE *out, const char *s)
{
    fputc('"', out);
    while (*s) {
        unsigned char c = (unsigned char)*s;
        unsigned n = utf8_sequence((const unsigned char *)s);
        if (c == '"' || c == '\\')
            fprintf(out, "\\%c", c);
        else if (c < 0x20 || c == 0x7f)
            fprintf(out, "\\u%04x", c);
        else if (!n)
            fputs("\\ufffd", out);
        else
            fwrite(s, 1, n, out);
        s += n ? n : 1;
    }
    fputc('"', out);
}

static void print_point(FILE *out, const char *name, const struct place *at, size_t byte)
{
    unsigned column = display_column(at->line, byte);
    fprintf(out, "\"%s\": {\"file\": ", name);
    print_string(out, at->file);
    fprintf(out, ", \"line\": %u, \"column\": %u, \"display-column\": %u, \"byte-column\": %zu}",
            at->line_number, column, column, byte + 1);
}

static void print_location(FILE *out, const struct place *at)
{
    fputs("\"locations\": [{", out);
    print_point(out, "caret", at, at->caret);
    if (at->end > at->caret + 1) {
        fputs(", ", out);
        print_point(out, "finish", at, at->end - 1);
    }
    fputs("}]", out);
}

static void print_fix(FILE *out, const struct place *at, const char *fix)
{
    fputs(", \"fixits\": [{", out);
    print_point(out, "start", at, at->start);
    fputs(", ", out);
    print_point(out, "next", at, at->end);
    fputs(", \"string\": ", out);
    print_string(out, fix);
    fputs("}]", out);
}

static void print_one(struct diag *d, const struct unit *u, FILE *out, const struct entry *e)
{
    static const char *const names[] = {"error", "warning", "note"};
    struct place at = place_of(d, u, e);
    const char *name = e->severity == SEVERITY_WARNING ? lint_name(e->code) : 0;
    fprintf(out, "{\"kind\": \"%s\", ", names[e->fatal ? SEVERITY_ERROR : e->severity]);
    if (name)
        fprintf(out, "\"option\": \"-W%s%s\", ", e->fatal ? "error=" : "", name);
    if (e->code)
        fprintf(out, "\"code\": \"%c%04d\", ", e->severity == SEVERITY_WARNING ? 'W' : 'E',
                e->code);
    if (e->severity != SEVERITY_NOTE)
        fputs("\"column-origin\": 1, ", out);
    fputs("\"escape-source\": false, ", out);
    print_location(out, &at);
    if (e->fix && !at.expands)
        print_fix(out, &at, e->fix);
    fputs(", \"message\": ", out);
    print_string(out, e->text);
}

void print_json(struct diag *d, const struct unit *u, FILE *out, const struct entry *e)
{
    print_one(d, u, out, e);
    fputs(", \"children\": [", out);
    for (unsigned k = 0; k < e->notes.n; k++) {
        if (k)
            fputs(", ", out);
        print_one(d, u, out, e->notes.at[k]);
        fputc('}', out);
    }
    fputs("]}", out);
}
