/* SPDX-License-Identifier: MIT */
#include "diag_room.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lint.h"

enum { MAX_ERRORS = 100 }; /* shown, if nothing else is asked for */

static const struct diag_style default_style = {.colour = DIAG_AUTO, .max_errors = MAX_ERRORS};

struct diag *diag_new(struct arena *arena)
{
    struct diag *d = arena_new_of(arena, struct diag);
    d->arena = arena;
    d->style = &default_style;
    return d;
}

void diag_set_lints(struct diag *d, const struct lint_options *lints) { d->lints = lints; }
void diag_set_pragmas(struct diag *d, const struct lint_pragmas *all) { d->pragmas = all; }
const struct lint_options *diag_lints(const struct diag *d) { return d->lints; }
void diag_set_style(struct diag *d, const struct diag_style *style) { d->style = style; }
struct diag_style diag_default_style(void) { return default_style; }

bool diag_wants(const struct diag *d, int lint)
{
    return lint_wanted(d->lints, d->pragmas, (enum lint)lint);
}

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

static void add(struct diag *d, enum severity severity, struct entry what, const char *format,
                va_list ap)
{
    enum lint_verdict verdict =
        severity == SEVERITY_WARNING ? lint_verdict_at(d->lints, d->pragmas, what.first, what.code)
                                     : LINT_WARNS;
    if (severity != SEVERITY_NOTE)
        d->muted = verdict == LINT_OFF;
    if (d->muted)
        return;
    if (severity == SEVERITY_ERROR)
        d->errors++;
    struct entry *latest = d->entries.n ? d->entries.at[d->entries.n - 1] : 0;
    struct entry *e = arena_new_of(d->arena, struct entry);
    *e = what;
    e->severity = severity;
    e->text = arena_vprintf(d->arena, format, ap);
    if (severity == SEVERITY_NOTE && latest) {
        vec_push(d->arena, &latest->notes, e);
        return;
    }
    e->fatal = verdict == LINT_FAILS;
    e->order = d->entries.n;
    vec_push(d->arena, &d->entries, e);
}

static struct entry entry_at(uint32_t first, uint32_t last, int code)
{
    return (struct entry){.first = first, .last = last, .code = code};
}

void diag_fix(struct diag *d, const char *text)
{
    struct entry *latest = d->entries.n && !d->muted ? d->entries.at[d->entries.n - 1] : 0;
    if (latest)
        latest->fix = text;
}

void diag_verror(struct diag *d, uint32_t first, uint32_t last, int code, const char *format,
                 va_list ap)
{
    add(d, SEVERITY_ERROR, entry_at(first, last, code), format, ap);
}

void diag_error(struct diag *d, uint32_t tok, int code, const char *format, ...)
{
    va_list ap;
    va_start(ap, format);
    add(d, SEVERITY_ERROR, entry_at(tok, tok, code), format, ap);
    va_end(ap);
}

void diag_error_behind(struct diag *d, uint32_t tok, int code, const char *format, ...)
{
    struct entry e = entry_at(tok, tok, code);
    e.behind = true;
    va_list ap;
    va_start(ap, format);
    add(d, SEVERITY_ERROR, e, format, ap);
    va_end(ap);
}

void diag_error_range(struct diag *d, uint32_t first, uint32_t last, int code, const char *format,
                      ...)
{
    va_list ap;
    va_start(ap, format);
    add(d, SEVERITY_ERROR, entry_at(first, last, code), format, ap);
    va_end(ap);
}

void diag_warning(struct diag *d, uint32_t tok, int code, const char *format, ...)
{
    va_list ap;
    va_start(ap, format);
    add(d, SEVERITY_WARNING, entry_at(tok, tok, code), format, ap);
    va_end(ap);
}

void diag_warning_range(struct diag *d, uint32_t first, uint32_t last, int code,
                        const char *format, ...)
{
    va_list ap;
    va_start(ap, format);
    add(d, SEVERITY_WARNING, entry_at(first, last, code), format, ap);
    va_end(ap);
}

void diag_note(struct diag *d, uint32_t tok, const char *format, ...)
{
    va_list ap;
    va_start(ap, format);
    add(d, SEVERITY_NOTE, entry_at(tok, tok, 0), format, ap);
    va_end(ap);
}

unsigned diag_mark(const struct diag *d) { return d->entries.n; }

void diag_rollback(struct diag *d, unsigned mark)
{
    while (d->entries.n > mark) {
        struct entry *e = d->entries.at[--d->entries.n];
        if (e->severity == SEVERITY_ERROR)
            d->errors--;
    }
}

/* ---- showing ---- */

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

/* In order, each once. */
static void settle(struct diag *d)
{
    if (!d->entries.n)
        return;
    qsort(d->entries.at, d->entries.n, sizeof *d->entries.at, by_position);
    unsigned kept = 1;
    for (unsigned i = 1; i < d->entries.n; i++)
        if (!same(d->entries.at[kept - 1], d->entries.at[i]))
            d->entries.at[kept++] = d->entries.at[i];
    d->entries.n = kept;
}

/* An empty file has but the end, and a token past that is the end too. */
static void move_to_text(const struct unit *u, struct entry *e)
{
    if (e->first >= u->ntoks || u->toks[e->first].kind == T_EOF) {
        e->first = e->last = u->ntoks > 1 ? u->ntoks - 2 : u->ntoks - 1;
        e->behind = true;
    }
    if (e->last >= u->ntoks)
        e->last = u->ntoks - 1;
}

static void show_one(struct diag *d, const struct unit *u, FILE *out, struct entry *e, bool colour)
{
    move_to_text(u, e);
    for (unsigned k = 0; k < e->notes.n; k++)
        move_to_text(u, e->notes.at[k]);
    if (d->style->json) {
        print_json(d, u, out, e);
        return;
    }
    print_entry(d, u, out, e, colour);
    for (unsigned k = 0; k < e->notes.n; k++)
        print_entry(d, u, out, e->notes.at[k], colour);
}

static void show_all(struct diag *d, const struct unit *u, FILE *out, bool colour)
{
    unsigned max = d->style->max_errors, errors = 0;
    settle(d);
    for (unsigned i = 0; i < d->entries.n; i++) {
        struct entry *e = d->entries.at[i];
        errors += e->severity == SEVERITY_ERROR || e->fatal;
        if (max && errors > max)
            continue;
        if (d->style->json && i > 0)
            fputs(", ", out);
        show_one(d, u, out, e, colour);
    }
    if (max && errors > max && !d->style->json)
        fprintf(out, "edocc: %u more error%s not shown (-fmax-errors=%u)\n", errors - max,
                errors - max == 1 ? " is" : "s are", max);
    d->entries.n = 0;
    d->chain = 0;
    sources_free(d);
}

bool diag_paints(enum diag_colour colour, int fd)
{
    if (colour != DIAG_AUTO)
        return colour == DIAG_COLOUR;
    const char *term = getenv("TERM"), *none = getenv("NO_COLOR"), *gcc = getenv("GCC_COLORS");
    return isatty(fd) && term && strcmp(term, "dumb") != 0 && !(none && *none) && !(gcc && !*gcc);
}

void diag_flush(struct diag *d, const struct unit *unit, FILE *out)
{
    show_all(d, unit, out, diag_paints(d->style->colour, fileno(out)));
}

char *diag_text(struct diag *d, const struct unit *unit)
{
    char *buffer = 0;
    size_t len = 0;
    FILE *f = open_memstream(&buffer, &len);
    if (!f)
        return arena_strdup(d->arena, "");
    show_all(d, unit, f, false);
    fclose(f);
    char *text = arena_strndup(d->arena, buffer ? buffer : "", len);
    free(buffer);
    return text;
}
