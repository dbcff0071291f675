/* SPDX-License-Identifier: MIT
 *
 * Tokens know their line, but not their column in the user's file: the preprocessor has moved them.
 * So the line is read again, and the token looked for in it: the one that has as many equals before
 * it. What a macro has made isn't found; then the macro is shown, and what it expands to. */
#include "diag_room.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

enum { MAX_FILE_BYTES = 64 << 20, MAX_LINE_TOKENS = 100000 };

/* ---- the user's files ---- */

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

void sources_free(struct diag *d)
{
    for (uint32_t i = 0; i < d->nsources; i++)
        free(d->sources[i].text);
    d->sources = 0;
    d->nsources = 0;
}

static struct span to_end_of_line(const char *s, const char *end)
{
    const char *nl = memchr(s, '\n', (size_t)(end - s));
    struct span line = {s, (size_t)((nl ? nl : end) - s)};
    while (line.len && (line.s[line.len - 1] == '\r' || line.s[line.len - 1] == ' '))
        line.len--;
    return line;
}

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
    return to_end_of_line(p, end);
}

/* "fall through", "falls-thru", "FALLTHROUGH" … */
static bool says_fall(const char *s, const char *end)
{
    for (; end - s >= 7; s++) {
        if (strncasecmp(s, "fall", 4) != 0)
            continue;
        const char *p = s + 4;
        while (p < end && (*p == 's' || *p == 'S' || *p == ' ' || *p == '-' || *p == '_'))
            p++;
        if (end - p >= 4 && strncasecmp(p, "thr", 3) == 0)
            return true;
    }
    return false;
}

bool diag_says_fallthrough(struct diag *d, const struct unit *u, uint32_t before, uint32_t label)
{
    const struct token *b = &u->toks[before], *l = &u->toks[label];
    struct span from = source_line(d, u, b), to = source_line(d, u, l);
    if (!from.s || !to.s || b->file != l->file || to.s < from.s)
        return true;
    const char *end = to.s + to.len, *s = from.s;
    while (s < end && (s = memchr(s, '/', (size_t)(end - s))) && end - s > 2) {
        s++;
        if (*s != '*' && *s != '/')
            continue;
        bool block = *s == '*';
        const char *close = memchr(s, '\n', (size_t)(end - s));
        if (block)
            close = memmem(s, (size_t)(end - s), "*/", 2);
        if (says_fall(s, close ? close : end))
            return true;
        s = close ? close + 1 : end;
    }
    return false;
}

static struct span preprocessed_line(const struct unit *u, const struct token *t)
{
    const char *s = t->s;
    while (s > u->text && s[-1] != '\n')
        s--;
    return to_end_of_line(s, u->text + u->len);
}

/* ---- a token in a line ---- */

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

static size_t skip_comment(struct span line, size_t i)
{
    for (i += 2; i + 1 < line.len; i++)
        if (line.s[i] == '*' && line.s[i + 1] == '/')
            return i + 2;
    return line.len;
}

/* Past what begins at i: a word, a literal, a comment, or one character. */
static size_t skip_piece(struct span line, size_t i)
{
    const char *p = line.s + i;
    if (word_char(*p)) {
        while (i < line.len && word_char(line.s[i]))
            i++;
        return i;
    }
    if (*p == '"' || *p == '\'')
        return skip_quoted(line, i);
    if (i + 1 < line.len && p[0] == '/' && p[1] == '/')
        return line.len;
    if (i + 1 < line.len && p[0] == '/' && p[1] == '*')
        return skip_comment(line, i);
    return i + 1;
}

/* Where the (nth + 1)-th occurrence of the token's spelling begins; SIZE_MAX: nowhere. */
static size_t find_in(struct span line, const struct token *t, unsigned nth)
{
    for (size_t i = 0; i < line.len;) {
        const char *p = line.s + i;
        size_t left = line.len - i;
        if (left >= t->len && !memcmp(p, t->s, t->len) &&
            !(word_char(*p) && left > t->len && word_char(p[t->len]))) {
            if (!nth--)
                return i;
            i += t->len ? t->len : 1;
        } else {
            i = skip_piece(line, i);
        }
    }
    return SIZE_MAX;
}

static bool on_same_line(const struct token *a, const struct token *b)
{
    return a->line == b->line && a->file == b->file;
}

/* How many tokens of this spelling stand before it on its line. */
static unsigned occurrence(const struct unit *u, uint32_t tok)
{
    const struct token *t = &u->toks[tok];
    unsigned n = 0;
    for (uint32_t i = tok; i-- > 0 && tok - i < MAX_LINE_TOKENS;) {
        const struct token *b = &u->toks[i];
        if (!on_same_line(b, t))
            break;
        if (b->len == t->len && !memcmp(b->s, t->s, t->len))
            n++;
    }
    return n;
}

static bool line_has_token(const struct unit *u, uint32_t tok, const char *s, size_t len)
{
    const struct token *t = &u->toks[tok];
    uint32_t i = tok;
    while (i > 0 && on_same_line(&u->toks[i - 1], t) && tok - i < MAX_LINE_TOKENS)
        i--;
    for (; i < u->ntoks && on_same_line(&u->toks[i], t) && i < tok + MAX_LINE_TOKENS; i++)
        if (u->toks[i].len == len && !memcmp(u->toks[i].s, s, len))
            return true;
    return false;
}

/* The first word of the line that isn't there any more once it is preprocessed: a macro. */
static bool find_macro(const struct unit *u, uint32_t tok, struct place *at)
{
    for (size_t i = 0; i < at->line.len;) {
        const char *p = at->line.s + i;
        size_t end = skip_piece(at->line, i);
        if (word_char(*p) && !(*p >= '0' && *p <= '9') && !line_has_token(u, tok, p, end - i)) {
            at->start = at->caret = i;
            at->end = end;
            return true;
        }
        i = end;
    }
    return false;
}

/* ---- places ---- */

/* Up to the end of the last token, if that stands on the same line. */
static size_t end_in(const struct unit *u, const struct entry *e, struct span line, size_t start,
                     bool users_line)
{
    const struct token *t = &u->toks[e->first], *l = &u->toks[e->last];
    size_t end = start + t->len;
    if (e->last > e->first && on_same_line(l, t)) {
        size_t last = SIZE_MAX;
        if (users_line)
            last = find_in(line, l, occurrence(u, e->last));
        else if (l->s >= line.s && l->s + l->len <= line.s + line.len)
            last = (size_t)(l->s - line.s);
        if (last != SIZE_MAX && last >= start)
            end = last + l->len;
    }
    return end > line.len ? line.len : end;
}

static void show_expansion(const struct unit *u, const struct entry *e, struct place *at)
{
    const struct token *t = &u->toks[e->first];
    struct span line = preprocessed_line(u, t);
    size_t start = (size_t)(t->s - line.s);
    size_t end = end_in(u, e, line, start, false);
    if (at->line.s && find_macro(u, e->first, at)) {
        at->expands = true;
        at->expansion = line;
        at->in_start = start;
        at->in_end = end > start ? end : start + 1;
        return;
    }
    at->line = line;
    at->start = at->caret = start;
    at->end = end;
}

struct place place_of(struct diag *d, const struct unit *u, const struct entry *e)
{
    const struct token *t = &u->toks[e->first];
    struct place at = {.file = u->files[t->file], .line_number = t->line};
    at.line = source_line(d, u, t);
    size_t found = at.line.s && t->len ? find_in(at.line, t, occurrence(u, e->first)) : SIZE_MAX;
    if (found != SIZE_MAX) {
        at.start = at.caret = found;
        at.end = end_in(u, e, at.line, found, true);
    } else {
        show_expansion(u, e, &at);
    }
    if (e->behind && !at.expands) {
        at.start = at.caret = at.end;
        at.end = at.start + 1;
    }
    if (at.end <= at.start)
        at.end = at.start + 1;
    return at;
}

/* ---- columns ---- */

static bool is_wide(uint32_t c)
{
    return (c >= 0x1100 && c <= 0x115f) || (c >= 0x2e80 && c <= 0xa4cf) ||
           (c >= 0xac00 && c <= 0xd7a3) || (c >= 0xf900 && c <= 0xfaff) ||
           (c >= 0xfe30 && c <= 0xfe6f) || (c >= 0xff00 && c <= 0xff60) ||
           (c >= 0xffe0 && c <= 0xffe6) || (c >= 0x1f300 && c <= 0x1f64f) ||
           (c >= 0x1f900 && c <= 0x1f9ff) || (c >= 0x20000 && c <= 0x3fffd);
}

static bool is_combining(uint32_t c)
{
    return (c >= 0x300 && c <= 0x36f) || (c >= 0x200b && c <= 0x200f) ||
           (c >= 0xfe00 && c <= 0xfe0f) || (c >= 0x20d0 && c <= 0x20ff);
}

size_t character(const char *s, size_t n, unsigned *columns)
{
    unsigned char c = (unsigned char)*s;
    size_t len = c >= 0xf0 ? 4 : c >= 0xe0 ? 3 : c >= 0xc0 ? 2 : 1;
    uint32_t value = len == 4 ? c & 7 : len == 3 ? c & 15 : len == 2 ? c & 31 : c;
    *columns = c == '\t' ? 0 : 1;
    if (len > n)
        return 1;
    for (size_t i = 1; i < len; i++) {
        if (((unsigned char)s[i] & 0xc0) != 0x80)
            return 1;
        value = value << 6 | ((unsigned char)s[i] & 0x3f);
    }
    if (len > 1)
        *columns = is_combining(value) ? 0 : is_wide(value) ? 2 : 1;
    return len;
}

unsigned display_column(struct span line, size_t byte)
{
    unsigned column = 0, columns;
    size_t i = 0;
    while (i < byte && i < line.len) {
        bool tab = line.s[i] == '\t';
        i += character(line.s + i, line.len - i, &columns);
        column = tab ? (column / 8 + 1) * 8 : column + columns;
    }
    return column + (unsigned)(byte - (i < byte ? i : byte)) + 1;
}

/* ---- inclusion ---- */

/* # LINE "FILE" 1 enters a file, 2 comes back to one. */
static bool marker_flag(const char *s, const char *end, char *flag)
{
    if (end - s < 4 || s[0] != '#' || s[1] != ' ' || s[2] < '0' || s[2] > '9')
        return false;
    const char *close = end;
    while (close > s && close[-1] != '"')
        close--;
    *flag = close > s && end - close >= 2 ? close[1] : 0;
    return true;
}

/* Of the text up to `t`, only markers at the beginning of lines count. */
void inclusions(struct diag *d, const struct unit *u, const struct token *t, struct vec *to)
{
    struct vec stack = {0};
    char *file = arena_strdup(d->arena, "");
    unsigned line = 1;
    for (const char *s = u->text; s < t->s;) {
        const char *nl = memchr(s, '\n', (size_t)(t->s - s));
        const char *end = nl ? nl : t->s;
        char flag;
        if (nl && marker_flag(s, end, &flag)) {
            const char *open = memchr(s, '"', (size_t)(end - s));
            const char *close = open ? memchr(open + 1, '"', (size_t)(end - open - 1)) : 0;
            if (flag == '1' && *file) {
                struct inclusion *in = arena_new_of(d->arena, struct inclusion);
                *in = (struct inclusion){file, line};
                vec_push(d->arena, &stack, in);
            } else if (flag == '2' && stack.n) {
                stack.n--;
            }
            line = (unsigned)strtoul(s + 2, 0, 10);
            if (close && (strlen(file) != (size_t)(close - open - 1) ||
                          memcmp(file, open + 1, (size_t)(close - open - 1)) != 0))
                file = arena_strndup(d->arena, open + 1, (size_t)(close - open - 1));
        } else {
            line++;
        }
        s = end + 1;
    }
    for (unsigned i = stack.n; i-- > 0;)
        if (*((struct inclusion *)stack.at[i])->file != '<')
            vec_push(d->arena, to, stack.at[i]);
}
