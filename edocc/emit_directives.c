/* SPDX-License-Identifier: MIT
 *
 * --expand: the directives of the user's file that are shown again. The preprocessor has carried
 * them all out, so most are gone: what they did is in the text. But headers are included anew by
 * whoever compiles what is shown, and look at what is defined before them; and a header that needs
 * no second reading here, because another had read it, may be needed there. */
#include "emit_directives.h"

#include <string.h>

/* Those of what is shown, while directives are read. */
struct words {
    struct arena *arena;
    struct word {
        const char *s; /* 0: free */
        size_t n;
    } * at;           /* open addressing */
    unsigned n, room; /* room: 0, or a power of 2 */
};

struct scan {
    struct printer *p;
    struct directives *d;
    struct words words;
    const char *s, *end;
    unsigned line, depth;
    bool in_comment;
    unsigned group;   /* index of the #if that the group at depth 1 began with */
    bool group_keeps; /* nothing but definitions in it */
};

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\f';
}

static bool is_word(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

/* ---- names ---- */

static unsigned slot_of(const struct words *w, const char *s, size_t n)
{
    unsigned hash = 2166136261u;
    for (size_t i = 0; i < n; i++)
        hash = (hash ^ (unsigned char)s[i]) * 16777619u;
    unsigned at = hash & (w->room - 1);
    while (w->at[at].s && (w->at[at].n != n || memcmp(w->at[at].s, s, n) != 0))
        at = (at + 1) & (w->room - 1);
    return at;
}

static void note_word(struct words *w, const char *s, size_t n)
{
    struct words old = *w;
    if (w->n * 2 >= w->room) {
        w->room = old.room ? old.room * 2 : 64;
        w->at = arena_array_of(w->arena, struct word, w->room);
        for (unsigned i = 0; i < old.room; i++)
            if (old.at[i].s)
                w->at[slot_of(w, old.at[i].s, old.at[i].n)] = old.at[i];
    }
    unsigned at = slot_of(w, s, n);
    w->n += !w->at[at].s;
    w->at[at] = (struct word){s, n};
}

/* A definition of one of them would change the text again. */
static void note_words(struct printer *p, struct words *w)
{
    const struct unit *u = p->lu->unit;
    for (uint32_t i = 0; i < u->ntoks; i++) {
        const struct token *t = &u->toks[i];
        if (t->len && is_word(*t->s) && !(t->marker_flags & TOKF_SYSTEM))
            note_word(w, t->s, t->len);
    }
}

/* Behind `#define` or `#undef`: as headers' switches are spelt, in capitals, and nothing that is
 * shown has that name. */
static bool may_define(const struct words *w, const char *s, const char *end)
{
    while (s < end && is_blank(*s))
        s++;
    const char *name = s;
    for (; s < end && is_word(*s); s++)
        if (*s >= 'a' && *s <= 'z')
            return false;
    return s - name > 1 && !(w->n && w->at[slot_of(w, name, (size_t)(s - name))].s);
}

/* ---- lines ---- */

/* The end of the directive that begins at s: the line's, or that of the last line it goes on on. */
static const char *end_of(const char *s, const char *end)
{
    for (;;) {
        const char *nl = memchr(s, '\n', (size_t)(end - s));
        if (!nl)
            return end;
        const char *last = nl > s && nl[-1] == '\r' ? nl - 1 : nl;
        if (last == s || last[-1] != '\\')
            return nl;
        s = nl + 1;
    }
}

/* Over [from, to): is a comment open behind it? */
static bool leaves_comment(bool open, const char *s, const char *to)
{
    while (s < to) {
        if (open) {
            if (*s == '*' && s + 1 < to && s[1] == '/') {
                open = false;
                s++;
            }
            s++;
        } else if (*s == '/' && s + 1 < to && s[1] == '/') {
            break;
        } else if (*s == '/' && s + 1 < to && s[1] == '*') {
            open = true;
            s += 2;
        } else if (*s == '"' || *s == '\'') {
            char quote = *s++;
            while (s < to && *s != quote)
                s += *s == '\\' && s + 1 < to ? 2 : 1;
            s += s < to;
        } else {
            s++;
        }
    }
    return open;
}

static void add(struct scan *x, const char *stop, bool keep, bool is_include)
{
    struct directives *d = x->d;
    d->at = arena_more(x->p->lu->arena, d->at, d->n, &d->room, sizeof *d->at);
    d->at[d->n++] = (struct directive){.line = x->line,
                                       .s = x->s,
                                       .n = (size_t)(stop - x->s),
                                       .keep = keep,
                                       .is_include = is_include};
}

static bool starts(const char *s, size_t n, const char *word)
{
    return strlen(word) == n && memcmp(s, word, n) == 0;
}

static void directive(struct scan *x, const char *stop)
{
    const char *s = x->s;
    while (s < stop && (is_blank(*s) || *s == '#'))
        s++;
    const char *word = s;
    while (s < stop && is_word(*s))
        s++;
    size_t n = (size_t)(s - word);
    bool include = starts(word, n, "include");
    bool defines =
        (starts(word, n, "define") || starts(word, n, "undef")) && may_define(&x->words, s, stop);
    bool opens = n >= 2 && memcmp(word, "if", 2) == 0;
    if (opens && !x->depth++) {
        x->group = x->d->n;
        x->group_keeps = true;
    }
    bool conditional = opens || starts(word, n, "endif") || (n >= 4 && memcmp(word, "el", 2) == 0);
    x->group_keeps &= conditional || defines;
    add(x, stop, !x->depth && (include || defines), include);
    if (include)
        x->d->last_include = x->d->n;
    if (starts(word, n, "endif") && x->depth && !--x->depth)
        for (unsigned i = x->group; i < x->d->n; i++)
            x->d->at[i].keep = x->group_keeps;
}

void directives_read(struct printer *p, struct directives *d, const char *source, size_t size)
{
    struct scan x = {.p = p, .d = d, .s = source, .end = source + size, .line = 1};
    x.words.arena = arena_new();
    note_words(p, &x.words);
    while (x.s < x.end) {
        const char *s = x.s, *stop = end_of(s, x.end);
        bool in_comment = leaves_comment(x.in_comment, s, stop);
        while (s < stop && is_blank(*s))
            s++;
        if (s < stop && *s == '#' && !x.in_comment) {
            for (; in_comment && stop < x.end; in_comment = leaves_comment(true, s, stop)) {
                s = stop + 1;
                stop = end_of(s, x.end);
            }
            directive(&x, stop);
        } else if (s < stop && !x.in_comment && *s != '/' && *s != '*')
            x.group_keeps = false;
        x.in_comment = in_comment;
        for (s = x.s; s < stop; s++)
            x.line += *s == '\n';
        x.line++;
        x.s = stop < x.end ? stop + 1 : x.end;
    }
    /* Definitions behind the last header serve the text alone. */
    for (unsigned i = d->last_include; i < d->n; i++)
        d->at[i].keep = false;
    arena_free(x.words.arena);
}
