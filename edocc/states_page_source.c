/* SPDX-License-Identifier: MIT
 *
 * A function's source for the page: line numbers, the numbers of the states that a line has, and
 * the little colour that helps reading. The file is the user's own; if it can't be read (standard
 * input, a file that is gone), the preprocessed text stands in for it. */
#include "states_page.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { MOST_FILE = 64 << 20, MOST_CHIPS = 2 /* beside each other, aligned */ };

struct file {
    const char *name;
    char *text; /* 0: can't be read */
    const char **lines; /* their beginnings, and the end */
    unsigned nlines;
    struct file *next;
};

struct page_sources {
    struct arena *arena;
    struct file *files;
};

struct page_sources *page_sources_new(struct arena *a)
{
    struct page_sources *s = arena_new_of(a, struct page_sources);
    s->arena = a;
    return s;
}

void page_sources_free(struct page_sources *sources)
{
    for (struct file *f = sources->files; f; f = f->next)
        free(f->text);
}

static void find_lines(struct page_sources *s, struct file *f, size_t size)
{
    unsigned n = 1;
    for (size_t i = 0; i < size; i++)
        n += f->text[i] == '\n';
    f->lines = arena_array_of(s->arena, const char *, n + 1);
    f->lines[f->nlines++] = f->text;
    for (size_t i = 0; i < size; i++)
        if (f->text[i] == '\n')
            f->lines[f->nlines++] = f->text + i + 1;
    f->lines[f->nlines] = f->text + size + 1; /* as if a newline stood at the end */
}

static void read_file(struct page_sources *s, struct file *f)
{
    struct stat st;
    FILE *in = stat(f->name, &st) == 0 && S_ISREG(st.st_mode) && st.st_size <= MOST_FILE
                   ? fopen(f->name, "r")
                   : 0;
    if (!in)
        return;
    f->text = edocc_malloc((size_t)st.st_size + 1);
    size_t size = fread(f->text, 1, (size_t)st.st_size, in);
    f->text[size] = '\0';
    fclose(in);
    find_lines(s, f, size);
}

static struct file *file_of(struct page_sources *s, const char *name)
{
    for (struct file *f = s->files; f; f = f->next)
        if (!strcmp(f->name, name))
            return f;
    struct file *f = arena_new_of(s->arena, struct file);
    f->name = name;
    f->next = s->files;
    s->files = f;
    read_file(s, f);
    return f;
}

/* ---- a line ---- */

static bool is_word_char(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

static bool is_one_of(const char *const *all, const char *s, size_t n)
{
    for (; *all; all++)
        if (strlen(*all) == n && !memcmp(*all, s, n))
            return true;
    return false;
}

static const char *word_class(const char *s, size_t n)
{
    static const char *const waits[] = {"await", "_Await", "yield", "_Yield", "join",   "_Join",
                                        "select", "_Select", "when", "_When",  "each", "_Each", 0};
    static const char *const own[] = {"async",     "_Async",    "try",      "_Try",
                                      "defer",     "_Defer",    "gen",      "_Gen",
                                      "otherwise", "complete",  "edo_future", "edo_shield",
                                      "edo_spawn", "edo_start", 0};
    static const char *const words[] = {
        "auto", "break", "case", "char", "const", "continue", "default", "do", "double", "else",
        "enum", "extern", "float", "for", "goto", "if", "inline", "int", "long", "register",
        "return", "short", "signed", "sizeof", "static", "struct", "switch", "typedef", "union",
        "unsigned", "void", "volatile", "while", "_Bool", "bool", 0};
    return is_one_of(waits, s, n)   ? "aw"
           : is_one_of(own, s, n)   ? "ew"
           : is_one_of(words, s, n) ? "kw"
                                    : 0;
}

static const char *end_of_quoted(const char *s, const char *end)
{
    char quote = *s++;
    while (s < end && *s != quote)
        s += *s == '\\' && s + 1 < end ? 2 : 1;
    return s < end ? s + 1 : end;
}

static void marked(struct outbuf *out, const char *class, const char *s, const char *end)
{
    if (class)
        outbuf_printf(out, "<span class=\"%s\">", class);
    html_part(out, s, (size_t)(end - s));
    if (class)
        outbuf_str(out, "</span>");
}

/* `comment`: the line begins in one. */
static void print_code(struct outbuf *out, const char *s, const char *end, bool *comment)
{
    while (s < end) {
        const char *from = s, *class = 0;
        if (*comment || (*s == '/' && s + 1 < end && s[1] == '*')) {
            class = "co";
            s += *comment ? 0 : 2;
            while (s < end && !(*s == '*' && s + 1 < end && s[1] == '/'))
                s++;
            *comment = s == end;
            s = s < end ? s + 2 : end;
        } else if (*s == '/' && s + 1 < end && s[1] == '/') {
            class = "co";
            s = end;
        } else if (*s == '"' || *s == '\'') {
            class = "st";
            s = end_of_quoted(s, end);
        } else if (is_word_char(*s)) {
            while (s < end && is_word_char(*s))
                s++;
            class = word_class(from, (size_t)(s - from));
        } else {
            while (s < end && !is_word_char(*s) && *s != '"' && *s != '\'' && *s != '/')
                s++;
            s += s == from;
        }
        marked(out, class, from, s);
    }
}

/* ---- the function ---- */


static int by_line(const void *a, const void *b)
{
    const struct states_state *x = *(const struct states_state *const *)a;
    const struct states_state *y = *(const struct states_state *const *)b;
    if (x->place.line != y->place.line)
        return x->place.line < y->place.line ? -1 : 1;
    return x < y ? -1 : x > y;
}

static const struct states_state **awaits_by_line(const struct states_fn *fn, struct arena *a,
                                                  unsigned *n)
{
    const struct states_state **at = arena_array_of(a, const struct states_state *, fn->nstates);
    *n = 0;
    for (unsigned i = 1; i + 1 < fn->nstates; i++)
        if (!strcmp(fn->states[i].place.file, fn->place.file))
            at[(*n)++] = &fn->states[i];
    qsort(at, *n, sizeof *at, by_line);
    return at;
}

static void print_line(struct outbuf *out, const struct states_fn *fn, unsigned line,
                       const char *s, const char *end, const struct states_state **at, unsigned n,
                       bool *comment)
{
    while (end > s && (end[-1] == '\n' || end[-1] == '\r'))
        end--;
    outbuf_printf(out, n ? "<span class=\"l has\" data-s=\"" : "<span class=\"l\">");
    for (unsigned i = 0; i < n; i++)
        outbuf_printf(out, i ? " %u" : "%u", (unsigned)(at[i] - fn->states));
    if (n)
        outbuf_str(out, "\">");
    outbuf_printf(out, "<span class=\"n\">%u</span><span class=\"m\">", line);
    for (unsigned i = 0; i < n; i++) {
        unsigned state = (unsigned)(at[i] - fn->states);
        outbuf_printf(out, "<a class=\"chip\" data-s=\"%u\" href=\"#f%us%u\">%u</a>", state,
                      fn->index, state, state);
    }
    outbuf_str(out, "</span>");
    print_code(out, s, end, comment);
    outbuf_str(out, "\n</span>");
}

void page_source(struct outbuf *out, const struct states_fn *fn, struct page_sources *sources)
{
    struct arena *a = arena_new();
    struct file *f = file_of(sources, fn->place.file);
    unsigned n, next = 0, line = fn->place.line;
    const struct states_state **at = awaits_by_line(fn, a, &n);
    unsigned chips = 1, on_line = 0;
    for (unsigned i = 0; i < n; i++) {
        on_line = i && at[i]->place.line == at[i - 1]->place.line ? on_line + 1 : 1;
        chips = on_line > chips && on_line <= MOST_CHIPS ? on_line : chips;
    }
    bool comment = false;
    bool read = f->text && fn->last_line <= f->nlines;
    const char *s = read ? f->lines[line - 1] : fn->source;
    outbuf_printf(out,
                  "<pre class=\"scroll\" tabindex=\"0\" aria-label=\"Source of %s\" "
                  "style=\"--m:%upx\"><code>",
                  fn->name, 8 + 23 * chips);
    while (read ? line <= fn->last_line : *s) {
        const char *end = read ? f->lines[line] - 1 : s + strcspn(s, "\n");
        if (!read && s[0] == '#' && s[1] == ' ') {
            line = (unsigned)strtoul(s + 2, 0, 10);
        } else {
            unsigned first = next;
            while (next < n && at[next]->place.line <= line)
                next++;
            print_line(out, fn, line, s, end, at + first, next - first, &comment);
            line++;
        }
        s = *end || read ? end + 1 : end;
    }
    outbuf_str(out, "</code></pre>\n");
    arena_free(a);
}
