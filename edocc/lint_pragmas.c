/* SPDX-License-Identifier: MIT
 *
 * Warnings that `#pragma edo diagnostic` and `#pragma GCC diagnostic` switch: as with the C
 * compiler's own, what holds for a warning is what the pragmas before the place that it points at
 * have said last. The C compiler doesn't know edocc's, so it isn't shown their pragmas. (clang's
 * preprocessor drops a `#pragma GCC diagnostic` that names them; so there is one of our own.) */
#include <string.h>

#include "arena.h"
#include "ast.h"
#include "lint.h"

enum said { SAID_NOTHING, SAID_IGNORED, SAID_WARNING, SAID_ERROR };

struct zone {
    tokid from; /* to where the next begins */
    uint8_t said[LINTS];
};

struct lint_pragmas {
    struct zone *zones; /* the first begins the unit */
    unsigned n;
    bool wanted[LINTS]; /* somewhere */
};

/* ---- one pragma ---- */

struct text {
    const char *s, *end;
};

static void skip_blanks(struct text *t)
{
    while (t->s < t->end && (*t->s == ' ' || *t->s == '\t'))
        t->s++;
}

static bool skip_word(struct text *t, const char *word)
{
    size_t n = strlen(word);
    skip_blanks(t);
    if ((size_t)(t->end - t->s) < n || memcmp(t->s, word, n) != 0)
        return false;
    t->s += n;
    skip_blanks(t);
    return true;
}

static bool skip_diagnostic(struct text *t)
{
    return skip_word(t, "#") && skip_word(t, "pragma") &&
           (skip_word(t, "GCC") || skip_word(t, "clang") || skip_word(t, "edo")) &&
           skip_word(t, "diagnostic");
}

enum pragma_kind pragma_diagnostic(const struct token *pragma)
{
    struct text t = {pragma->s, pragma->s + pragma->len};
    if (pragma->kind != T_PRAGMA || !skip_diagnostic(&t))
        return PRAGMA_OTHER;
    return skip_word(&t, "push") ? PRAGMA_PUSH : skip_word(&t, "pop") ? PRAGMA_POP : PRAGMA_SETS;
}

bool pragma_pack(const struct token *pragma)
{
    struct text t = {pragma->s, pragma->s + pragma->len};
    return pragma->kind == T_PRAGMA && skip_word(&t, "#") && skip_word(&t, "pragma") &&
           skip_word(&t, "pack") && skip_word(&t, "(");
}

static bool is_ours(const struct token *pragma)
{
    struct text t = {pragma->s, pragma->s + pragma->len};
    return skip_word(&t, "#") && skip_word(&t, "pragma") && skip_word(&t, "edo");
}

/* ignored "-Wedo-box". Which warnings are named, as bits; 0: none of ours. */
static uint32_t named(const struct token *pragma, enum said *said)
{
    struct text t = {pragma->s, pragma->s + pragma->len};
    if (!skip_diagnostic(&t))
        return 0;
    *said = skip_word(&t, "ignored")   ? SAID_IGNORED
            : skip_word(&t, "warning") ? SAID_WARNING
            : skip_word(&t, "error") || skip_word(&t, "fatal") ? SAID_ERROR
                                                               : SAID_NOTHING;
    const char *close = *said ? memchr(t.s, '"', (size_t)(t.end - t.s)) : 0;
    close = close ? memchr(close + 1, '"', (size_t)(t.end - close - 1)) : 0;
    return close && skip_word(&t, "\"-W") ? lints_named(t.s, (size_t)(close - t.s)) : 0;
}

/* ---- all of them ---- */

static void set(struct lint_pragmas *all, struct zone *z, uint32_t which, enum said said)
{
    for (unsigned i = 0; i < LINTS; i++) {
        if (!(which >> i & 1))
            continue;
        z->said[i] = (uint8_t)said;
        all->wanted[i] |= said != SAID_IGNORED;
    }
}

/* What the pragma at `t` makes of `z`. */
static void take(struct lint_pragmas *all, struct unit *u, tokid t, struct zone *z,
                 struct zone *pushed, unsigned *npushed)
{
    struct token *k = &u->toks[t];
    enum pragma_kind kind = pragma_diagnostic(k);
    enum said said;
    uint32_t which = kind == PRAGMA_SETS ? named(k, &said) : 0;
    if (kind == PRAGMA_PUSH) {
        pushed[(*npushed)++] = *z;
    } else if (kind == PRAGMA_POP) {
        *z = *npushed ? pushed[--*npushed] : (struct zone){0};
    } else {
        set(all, z, which, said);
    }
    if (is_ours(k) || which & LINTS_EDO) {
        k->drop = true;
        u->drops = true;
    }
}

const struct lint_pragmas *lint_pragmas_read(struct unit *u)
{
    unsigned n = 0, npushed = 0;
    bool any = false;
    enum said said;
    for (tokid t = 0; t < u->ntoks; t++) {
        if (u->toks[t].kind != T_PRAGMA || pragma_diagnostic(&u->toks[t]) == PRAGMA_OTHER)
            continue;
        n++;
        any |= is_ours(&u->toks[t]) || named(&u->toks[t], &said);
    }
    if (!any)
        return 0;
    struct lint_pragmas *all = arena_new_of(u->arena, struct lint_pragmas);
    struct zone *pushed = arena_array_of(u->arena, struct zone, n), z = {0};
    all->zones = arena_array_of(u->arena, struct zone, n + 1);
    all->zones[all->n++] = z;
    for (tokid t = 0; t < u->ntoks; t++) {
        if (u->toks[t].kind != T_PRAGMA || pragma_diagnostic(&u->toks[t]) == PRAGMA_OTHER)
            continue;
        take(all, u, t, &z, pushed, &npushed);
        z.from = t;
        all->zones[all->n++] = z;
    }
    return all;
}

/* ---- what holds ---- */

static enum said said_at(const struct lint_pragmas *all, uint32_t tok, int which)
{
    unsigned low = 0, high = all->n; /* the zone is in [low, high) */
    while (high - low > 1) {
        unsigned middle = low + (high - low) / 2;
        if (all->zones[middle].from <= tok)
            low = middle;
        else
            high = middle;
    }
    return all->zones[low].said[which];
}

enum lint_verdict lint_verdict_at(const struct lint_options *o, const struct lint_pragmas *all,
                                  uint32_t tok, int code)
{
    int which = lint_of(code);
    if (all && which >= 0 && !(o && o->none)) {
        enum said said = said_at(all, tok, which);
        if (said != SAID_NOTHING)
            return said == SAID_IGNORED ? LINT_OFF
                   : said == SAID_ERROR ? LINT_FAILS
                                        : LINT_WARNS;
    }
    return lint_verdict(o, code);
}

bool lint_wanted(const struct lint_options *o, const struct lint_pragmas *all, enum lint which)
{
    return lint_on(o, which) || (all && all->wanted[which] && !(o && o->none));
}
