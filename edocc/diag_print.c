/* SPDX-License-Identifier: MIT
 *
 * Diagnostics for people, in the form that gcc and clang share, so that editors find their way. */
#include "diag_room.h"

#include <stdlib.h>
#include <string.h>

#include "lint.h"

enum { MAX_SHOWN = 160 }; /* bytes of a line */

/* ---- colours ---- */

/* As GCC_COLORS says, or gcc's defaults; "" without colour. In the arena. */
static const char *paint(struct diag *d, bool colour, const char *name, const char *normally)
{
    if (!colour)
        return "";
    const char *all = getenv("GCC_COLORS");
    size_t n = strlen(name);
    while (all && *all) {
        size_t item = strcspn(all, ":");
        if (item > n && all[n] == '=' && strncmp(all, name, n) == 0 &&
            strspn(all + n + 1, "0123456789;") == item - n - 1)
            return arena_printf(d->arena, "\33[%.*sm\33[K", (int)(item - n - 1), all + n + 1);
        all += item + (all[item] == ':');
    }
    return arena_printf(d->arena, "\33[%sm\33[K", normally);
}

static const char *plain(bool colour) { return colour ? "\33[m\33[K" : ""; }

/* ---- lines ---- */

struct window {
    size_t from, to;
};

/* What is shown of a long line: around the caret, whole characters. */
static struct window window_of(struct span line, size_t start, size_t end)
{
    struct window w = {0, line.len};
    if (line.len <= MAX_SHOWN)
        return w;
    if (start > MAX_SHOWN / 2)
        w.from = start - MAX_SHOWN / 2;
    if (end > w.from + MAX_SHOWN && start > w.from + MAX_SHOWN / 4)
        w.from = start - MAX_SHOWN / 4;
    if (line.len - w.from > MAX_SHOWN)
        w.to = w.from + MAX_SHOWN;
    else
        w.from = line.len - MAX_SHOWN < w.from ? line.len - MAX_SHOWN : w.from;
    while (w.from > 0 && ((unsigned char)line.s[w.from] & 0xc0) == 0x80)
        w.from--;
    while (w.to < line.len && ((unsigned char)line.s[w.to] & 0xc0) == 0x80)
        w.to++;
    return w;
}

/* Control characters would move the cursor. */
static void print_text(FILE *out, const char *s, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        unsigned char c = (unsigned char)s[i];
        fputc((c < 0x20 && c != '\t') || c == 0x7f ? ' ' : c, out);
    }
}

static void print_blanks(FILE *out, const char *s, size_t n)
{
    unsigned columns;
    for (size_t i = 0; i < n;) {
        bool tab = s[i] == '\t';
        i += character(s + i, n - i, &columns);
        if (tab)
            fputc('\t', out);
        else
            fprintf(out, "%*s", (int)columns, "");
    }
}

static void print_marks(FILE *out, struct span line, size_t start, size_t end, size_t caret)
{
    for (size_t i = start; i < end;) {
        unsigned columns = 1;
        size_t n = i < line.len ? character(line.s + i, line.len - i, &columns) : 1;
        for (unsigned k = 0; k < (columns ? columns : i == caret); k++)
            fputc(i == caret && k == 0 ? '^' : '~', out);
        i += n;
    }
}

static void print_line(struct diag *d, FILE *out, struct span line, size_t start, size_t end,
                       const char *margin, const char *remark, bool colour)
{
    struct window w = window_of(line, start, end);
    const char *before = w.from > 0 ? "…" : "", *after = w.to < line.len ? "…" : "";
    fprintf(out, "%s | %s", margin, before);
    print_text(out, line.s + w.from, w.to - w.from);
    fprintf(out, "%s\n      | %s", after, *before ? " " : "");
    print_blanks(out, line.s + w.from, start - w.from);
    fputs(paint(d, colour, "caret", "01;32"), out);
    print_marks(out, line, start, end > w.to && start < w.to ? w.to : end, start);
    fprintf(out, "%s%s\n", plain(colour), remark);
}

/* What belongs there, below it. */
static void print_fix(struct diag *d, FILE *out, const struct place *at, const char *fix,
                      bool colour)
{
    struct window w = window_of(at->line, at->start, at->end);
    fputs(w.from > 0 ? "      |  " : "      | ", out);
    print_blanks(out, at->line.s + w.from, at->start - w.from);
    fprintf(out, "%s%s%s\n", paint(d, colour, "fixit-insert", "32"), fix, plain(colour));
}

/* ---- entries ---- */

static void print_chain(struct diag *d, const struct unit *u, FILE *out, const struct entry *e,
                        bool colour)
{
    struct vec chain = {0};
    inclusions(d, u, &u->toks[e->first], &chain);
    const char *text = "";
    for (unsigned i = 0; i < chain.n; i++) {
        const struct inclusion *in = chain.at[i];
        text = arena_printf(d->arena, "%s%s%s%s:%u%s", text,
                            i ? ",\n                 from " : "In file included from ",
                            paint(d, colour, "locus", "01"), in->file, in->line, plain(colour));
    }
    if (*text && !(d->chain && strcmp(d->chain, text) == 0))
        fprintf(out, "%s:\n", text);
    d->chain = text;
}

/* [E0003], [W0016, -Wedo-missing-result], [W0016, -Werror=edo-missing-result] */
static void print_code(FILE *out, const struct entry *e)
{
    const char *name = e->severity == SEVERITY_WARNING ? lint_name(e->code) : 0;
    if (e->code)
        fprintf(out, " [%c%04d%s%s]", e->severity == SEVERITY_WARNING ? 'W' : 'E', e->code,
                !name ? "" : e->fatal ? ", -Werror=" : ", -W", name ? name : "");
}

void print_entry(struct diag *d, const struct unit *u, FILE *out, const struct entry *e,
                 bool colour)
{
    static const char *const names[] = {"error", "warning", "note"};
    static const char *const colours[] = {"01;31", "01;35", "01;36"};
    enum severity severity = e->fatal ? SEVERITY_ERROR : e->severity;
    struct place at = place_of(d, u, e);
    char margin[16];
    if (severity != SEVERITY_NOTE)
        print_chain(d, u, out, e, colour);
    fprintf(out, "%s%s:%u:%zu:%s %s%s:%s ", paint(d, colour, "locus", "01"), at.file,
            at.line_number, at.caret + 1, plain(colour),
            paint(d, colour, names[severity], colours[severity]), names[severity], plain(colour));
    print_text(out, e->text, strlen(e->text));
    print_code(out, e);
    fputc('\n', out);
    if (d->style->no_source)
        return;
    snprintf(margin, sizeof margin, "%5u", at.line_number);
    print_line(d, out, at.line, at.start, at.end, margin, at.expands ? " expands to" : "", colour);
    if (e->fix && !at.expands)
        print_fix(d, out, &at, e->fix, colour);
    if (at.expands)
        print_line(d, out, at.expansion, at.in_start, at.in_end, "     ", "", colour);
}
