/* SPDX-License-Identifier: MIT */
#include "diag.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "arena.h"
#include "ast.h"
#include "lint.h"

enum severity { ERROR, WARNING, NOTE };
enum { MAX_ERRORS = 100, MAX_SHOWN = 160, MAX_FILE_BYTES = 64 << 20 };

struct entry {
    enum severity severity;
    uint32_t first, last;
    int code;
    unsigned order;
    const char *text;
    bool fatal;       /* a warning that is an error */
    struct vec notes; /* struct entry */
};

struct source {
    char *text; /* 0: can't be read */
    size_t len;
    bool tried;
};

struct diag {
    struct arena *arena;
    struct vec entries;
    unsigned errors;
    bool muted; /* the latest was a warning that nobody wants: nor its notes */
    const struct lint_options *lints;
    struct source *sources; /* by the unit's file index */
    uint32_t nsources;
};

struct diag *diag_new(struct arena *arena)
{
    struct diag *d = arena_new_of(arena, struct diag);
    d->arena = arena;
    return d;
}

void diag_set_lints(struct diag *d, const struct lint_options *lints) { d->lints = lints; }
const struct lint_options *diag_lints(const struct diag *d) { return d->lints; }

unsigned diag_fatal_warnings(const struct diag *d)
{
    unsigned n = 0;
    for (unsigned i = 0; i < d->entries.n; i++)
        n += ((const struct entry *)d->entries.at[i])->fatal;
    return n;
}

bool diag_failed(const struct diag *d) { return d->errors != 0; }
unsigned diag_errors(const struct diag *d) { return d->errors; }

/* ---- collecting ---- */

static void add(struct diag *d, enum severity severity, uint32_t first, uint32_t last, int code,
                const char *format, va_list ap)
{
    enum lint_verdict verdict = severity == WARNING ? lint_verdict(d->lints, code) : LINT_WARNS;
    if (severity != NOTE)
        d->muted = verdict == LINT_OFF;
    if (d->muted)
        return;
    if (severity == ERROR)
        d->errors++;
    struct entry *latest = d->entries.n ? d->entries.at[d->entries.n - 1] : 0;
    if (d->errors > MAX_ERRORS && !(severity == NOTE && latest))
        return;
    struct entry *e = arena_new_of(d->arena, struct entry);
    *e = (struct entry){.severity = severity, .first = first, .last = last, .code = code};
    e->text = arena_vprintf(d->arena, format, ap);
    if (severity == NOTE && latest) {
        if (d->errors <= MAX_ERRORS)
            vec_push(d->arena, &latest->notes, e);
        return;
    }
    e->fatal = verdict == LINT_FAILS;
    e->order = d->entries.n;
    vec_push(d->arena, &d->entries, e);
}

void diag_verror(struct diag *d, uint32_t first, uint32_t last, int code, const char *format,
                 va_list ap)
{
    add(d, ERROR, first, last, code, format, ap);
}

void diag_error(struct diag *d, uint32_t tok, int code, const char *format, ...)
{
    va_list ap;
    va_start(ap, format);
    add(d, ERROR, tok, tok, code, format, ap);
    va_end(ap);
}

void diag_error_range(struct diag *d, uint32_t first, uint32_t last, int code, const char *format,
                      ...)
{
    va_list ap;
    va_start(ap, format);
    add(d, ERROR, first, last, code, format, ap);
    va_end(ap);
}

void diag_warning(struct diag *d, uint32_t tok, int code, const char *format, ...)
{
    va_list ap;
    va_start(ap, format);
    add(d, WARNING, tok, tok, code, format, ap);
    va_end(ap);
}

void diag_warning_range(struct diag *d, uint32_t first, uint32_t last, int code,
                        const char *format, ...)
{
    va_list ap;
    va_start(ap, format);
    add(d, WARNING, first, last, code, format, ap);
    va_end(ap);
}

void diag_note(struct diag *d, uint32_t tok, const char *format, ...)
{
    va_list ap;
    va_start(ap, format);
    add(d, NOTE, tok, tok, 0, format, ap);
    va_end(ap);
}

unsigned diag_mark(const struct diag *d) { return d->entries.n; }

void diag_rollback(struct diag *d, unsigned mark)
{
    while (d->entries.n > mark) {
        struct entry *e = d->entries.at[--d->entries.n];
        if (e->severity == ERROR)
            d->errors--;
    }
}

/* ---- finding the user's line ---- */

static void source_read(struct source *src, const char *name)
{
    src->tried = true;
    struct stat st;
    if (stat(name, &st) || !S_ISREG(st.st_mode) || st.st_size <= 0 || st.st_size > MAX_FILE_BYTES)
        return;
    FILE *f = fopen(name, "rb");
    if (!f)
        return;
    size_t size = (size_t)st.st_size;
    src->text = edocc_malloc(size);
    src->len = fread(src->text, 1, size, f);
    fclose(f);
}

static void sources_free(struct diag *d)
{
    for (uint32_t i = 0; i < d->nsources; i++)
        free(d->sources[i].text);
    d->sources = 0;
    d->nsources = 0;
}

struct span {
    const char *s;
    size_t len;
};

static struct span source_line(struct diag *d, const struct unit *u, const struct token *t)
{
    if (!d->sources) {
        d->nsources = u->nfiles;
        d->sources = arena_array_of(d->arena, struct source, u->nfiles);
    }
    struct source *src = &d->sources[t->file];
    if (!src->tried)
        source_read(src, u->files[t->file]);
    if (!src->text)
        return (struct span){0, 0};
    const char *p = src->text, *end = src->text + src->len;
    for (uint32_t line = 1; line < t->line; line++) {
        p = memchr(p, '\n', (size_t)(end - p));
        if (!p)
            return (struct span){0, 0};
        p++;
    }
    const char *nl = memchr(p, '\n', (size_t)(end - p));
    return (struct span){p, (size_t)((nl ? nl : end) - p)};
}

static struct span preprocessed_line(const struct unit *u, const struct token *t)
{
    const char *s = t->s, *e = t->s, *end = u->text + u->len;
    while (s > u->text && s[-1] != '\n')
        s--;
    while (e < end && *e != '\n')
        e++;
    return (struct span){s, (size_t)(e - s)};
}

static bool word_char(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           c == '_' || c == '$' || (unsigned char)c >= 0x80;
}

static size_t skip_quoted(struct span line, size_t i)
{
    char quote = line.s[i++];
    while (i < line.len && line.s[i] != quote)
        i += line.s[i] == '\\' ? 2 : 1;
    return i < line.len ? i + 1 : line.len;
}

/* Where the (nth + 1)-th occurrence of the token's spelling begins; SIZE_MAX: nowhere. */
static size_t find_in(struct span line, const struct token *t, unsigned nth)
{
    for (size_t i = 0; i < line.len;) {
        const char *p = line.s + i;
        size_t left = line.len - i;
        bool word = word_char(*p);
        size_t n = 1;
        if (left >= t->len && !memcmp(p, t->s, t->len) &&
            !(word && left > t->len && word_char(p[t->len]))) {
            if (!nth--)
                return i;
            n = t->len;
        } else if (word) {
            while (n < left && word_char(p[n]))
                n++;
        } else if (*p == '"' || *p == '\'') {
            n = skip_quoted(line, i) - i;
        } else if (left > 1 && p[0] == '/' && p[1] == '/') {
            break;
        } else if (left > 1 && p[0] == '/' && p[1] == '*') {
            for (n = 2; n < left && !(p[n - 1] == '*' && p[n] == '/' && n > 2); n++) {
            }
        }
        i += n ? n : 1;
    }
    return SIZE_MAX;
}

/* How many tokens of this spelling stand before it on its line. */
static unsigned occurrence(const struct unit *u, uint32_t tok)
{
    const struct token *t = &u->toks[tok];
    unsigned n = 0;
    for (uint32_t i = tok; i-- > 0 && tok - i < 10000;) {
        const struct token *b = &u->toks[i];
        if (b->line != t->line || b->file != t->file)
            break;
        if (b->len == t->len && !memcmp(b->s, t->s, t->len))
            n++;
    }
    return n;
}

struct place {
    struct span line;
    size_t start, len; /* what is underlined */
    size_t caret;
};

/* The user's line if the tokens are found in it (a macro's are not), else the preprocessed one. */
static struct place place_of(struct diag *d, const struct unit *u, const struct entry *e)
{
    const struct token *t = &u->toks[e->first];
    struct place at = {.line = source_line(d, u, t)};
    at.start = at.line.s ? find_in(at.line, t, occurrence(u, e->first)) : SIZE_MAX;
    bool own = at.start != SIZE_MAX && t->len;
    if (!own) {
        at.line = preprocessed_line(u, t);
        at.start = (size_t)(t->s - at.line.s);
    }
    at.caret = at.start;
    at.len = t->len;
    if (e->last > e->first && e->last < u->ntoks) {
        const struct token *l = &u->toks[e->last];
        size_t end = SIZE_MAX;
        if (l->line == t->line && l->file == t->file) {
            end = own ? find_in(at.line, l, occurrence(u, e->last))
                      : (size_t)(l->s - at.line.s);
            if (end != SIZE_MAX && end >= at.start)
                at.len = end + l->len - at.start;
        }
    }
    if (at.len > at.line.len - at.start)
        at.len = at.line.len - at.start;
    if (!at.len)
        at.len = 1;
    return at;
}

/* ---- printing ---- */

static const char *paint(bool colour, const char *code) { return colour ? code : ""; }

static void print_line(FILE *out, const struct token *t, struct place at, bool colour)
{
    size_t from = 0;
    if (at.caret > MAX_SHOWN / 2 && at.line.len > MAX_SHOWN)
        from = at.caret - MAX_SHOWN / 2;
    size_t to = at.line.len - from > MAX_SHOWN ? from + MAX_SHOWN : at.line.len;
    while (to > from && (at.line.s[to - 1] == '\r' || at.line.s[to - 1] == ' '))
        to--;
    fprintf(out, "%5u | ", t->line);
    for (size_t i = from; i < to; i++) {
        unsigned char c = (unsigned char)at.line.s[i];
        fputc(c < 0x20 && c != '\t' ? ' ' : c, out);
    }
    fputs("\n      | ", out);
    for (size_t i = from; i < at.caret; i++) {
        unsigned char c = i < at.line.len ? (unsigned char)at.line.s[i] : ' ';
        if ((c & 0xC0) != 0x80)
            fputc(c == '\t' ? '\t' : ' ', out);
    }
    fputs(paint(colour, "\33[1;32m"), out);
    fputc('^', out);
    for (size_t i = at.caret + 1; i < at.start + at.len && i < from + MAX_SHOWN; i++)
        if (((unsigned char)at.line.s[i] & 0xC0) != 0x80)
            fputc('~', out);
    fputs(paint(colour, "\33[0m"), out);
    fputc('\n', out);
}

static void print_entry(struct diag *d, const struct unit *u, FILE *out, const struct entry *e,
                        bool colour)
{
    static const char *const names[] = {"error", "warning", "note"};
    static const char *const colours[] = {"\33[1;31m", "\33[1;35m", "\33[1;36m"};
    struct entry at_end = *e;
    if (at_end.first >= u->ntoks)
        at_end.first = at_end.last = u->ntoks - 1;
    if (u->toks[at_end.first].kind == T_EOF && at_end.first > 0)
        at_end.first = at_end.last = at_end.first - 1; /* the last thing there is */
    const struct token *t = &u->toks[at_end.first];
    struct place at = place_of(d, u, &at_end);
    enum severity severity = e->fatal ? ERROR : e->severity;
    fprintf(out, "%s%s:%u:%zu:%s %s%s:%s %s", paint(colour, "\33[1m"), u->files[t->file], t->line,
            at.caret + 1, paint(colour, "\33[0m"), paint(colour, colours[severity]),
            names[severity], paint(colour, "\33[0m"), e->text);
    const char *name = e->severity == WARNING ? lint_name(e->code) : 0;
    if (e->code)
        fprintf(out, " [%c%04d%s%s]", e->severity == WARNING ? 'W' : 'E', e->code,
                !name ? "" : e->fatal ? ", -Werror=" : ", -W", name ? name : "");
    fputc('\n', out);
    print_line(out, t, at, colour);
}

static int by_position(const void *a, const void *b)
{
    const struct entry *x = *(struct entry *const *)a, *y = *(struct entry *const *)b;
    if (x->first != y->first)
        return x->first < y->first ? -1 : 1;
    return x->order < y->order ? -1 : x->order > y->order;
}

static bool same(const struct entry *a, const struct entry *b)
{
    return a->first == b->first && a->code == b->code && !strcmp(a->text, b->text);
}

static void print_all(struct diag *d, const struct unit *u, FILE *out, bool colour)
{
    if (d->entries.n)
        qsort(d->entries.at, d->entries.n, sizeof *d->entries.at, by_position);
    const struct entry *before = 0;
    for (unsigned i = 0; i < d->entries.n; i++) {
        const struct entry *e = d->entries.at[i];
        if (before && same(before, e))
            continue;
        before = e;
        print_entry(d, u, out, e, colour);
        for (unsigned k = 0; k < e->notes.n; k++)
            print_entry(d, u, out, e->notes.at[k], colour);
    }
    if (d->errors > MAX_ERRORS)
        fprintf(out, "edocc: note: %u more errors are not shown\n", d->errors - MAX_ERRORS);
    d->entries.n = 0;
    sources_free(d);
}

void diag_flush(struct diag *d, const struct unit *unit, FILE *out, enum diag_colour colour)
{
    bool in_colour = colour == DIAG_COLOUR;
    if (colour == DIAG_AUTO) {
        const char *term = getenv("TERM");
        in_colour = isatty(fileno(out)) && term && strcmp(term, "dumb") && !getenv("NO_COLOR");
    }
    print_all(d, unit, out, in_colour);
}

char *diag_text(struct diag *d, const struct unit *unit)
{
    char *buffer = 0;
    size_t len = 0;
    FILE *f = open_memstream(&buffer, &len);
    if (!f)
        return arena_strdup(d->arena, "");
    print_all(d, unit, f, false);
    fclose(f);
    char *text = arena_strndup(d->arena, buffer ? buffer : "", len);
    free(buffer);
    return text;
}
