/* SPDX-License-Identifier: MIT
 *
 * The layout of generated text: one statement a line, four blanks a level. Only white space is
 * changed, and a block that is all there is in a block loses its braces, so what is made of the
 * text by the C compiler is the same. A line is collected token by token and goes out when its
 * statement ends; comments that are met meanwhile stand before it. */
#include "expand.h"

#include <string.h>

enum { COLUMNS = 100, STEP = 4, MAX_DEPTH = 256, SHORT_BRACES = 72, MAX_LINE = 10000000 };

enum brace {
    BRACE_BLOCK,
    BRACE_FUNCTION,
    BRACE_DO,
    BRACE_TAG,       /* struct, union */
    BRACE_EXPRESSION, /* ({ … }) */
    BRACE_LIST,      /* an initialiser or an enum, an element a line */
    BRACE_INLINE,    /* a short one, on its line */
};

struct level {
    enum brace kind;
    unsigned indent, extra, parens; /* of what is around it */
};

struct format {
    struct arena *a;
    const char *s, *end;
    struct comments *comments;
    struct outbuf *out;
    struct outbuf line;
    unsigned *breaks, nbreaks, break_room; /* where the line may be cut */
    struct level levels[MAX_DEPTH];
    unsigned depth, indent, extra, parens;
    char last;         /* the last character of the token before */
    char before[16];   /* that token, or the end of it */
    bool space;        /* white space before the token that is read */
    bool head;         /* the statement begins with if, for, while, switch */
    bool list;         /* it has an = or a return: what is in braces is a list */
    char tag;          /* 's' behind struct or union, 'e' behind enum */
    bool is_label;
    bool blank;        /* an empty line is wanted */
    bool opened;       /* the token before opened a block */
    const char *left_out[MAX_DEPTH]; /* closing braces, those to come first last */
    unsigned nleft_out;
};

/* ---- lines ---- */

static void blanks(struct outbuf *b, unsigned n)
{
    while (n-- > 0)
        outbuf_char(b, ' ');
}

static void put_line(struct format *f, const char *s, size_t n, unsigned indent)
{
    if (f->blank && f->out->n)
        outbuf_char(f->out, '\n');
    f->blank = false;
    blanks(f->out, indent);
    outbuf_add(f->out, s, n);
    outbuf_char(f->out, '\n');
}

static unsigned line_indent(const struct format *f)
{
    unsigned levels = f->indent + f->extra;
    return (f->is_label && levels ? levels - 1 : levels) * STEP;
}

/* The last place to cut the line before the margin, or the first behind it; 0: none. *first: those
 * before it lie before `from`. */
static size_t cut(const struct format *f, size_t from, unsigned indent, unsigned *first)
{
    size_t best = 0;
    while (*first < f->nbreaks && f->breaks[*first] <= from)
        ++*first;
    for (unsigned i = *first; i < f->nbreaks; i++) {
        size_t at = f->breaks[i];
        if (at >= f->line.n)
            break;
        if (best && at - from + indent > COLUMNS)
            break;
        best = at;
    }
    return best;
}

static void end_line(struct format *f)
{
    unsigned indent = line_indent(f), first = 0;
    size_t from = 0, n = f->line.n;
    while (n > from) {
        size_t at = n - from + indent > COLUMNS ? cut(f, from, indent, &first) : 0;
        size_t to = at ? at : n, stop = to;
        while (stop > from && f->line.s[stop - 1] == ' ')
            stop--;
        put_line(f, f->line.s + from, stop - from, indent);
        if (from == 0)
            indent += STEP;
        from = to;
        while (from < n && f->line.s[from] == ' ')
            from++;
    }
    f->line.n = 0;
    f->nbreaks = 0;
    f->is_label = false;
    f->space = false;
    f->last = 0;
    f->before[0] = 0;
}

static void end_statement(struct format *f)
{
    end_line(f);
    f->extra = 0;
    f->head = f->list = false;
    f->tag = 0;
}

static void may_break(struct format *f)
{
    f->breaks = arena_more(f->a, f->breaks, f->nbreaks, &f->break_room, sizeof *f->breaks);
    f->breaks[f->nbreaks++] = (unsigned)f->line.n;
}

/* ---- tokens ---- */

static bool word_char(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           c == '_' || c == '$' || (c & 0x80);
}

static bool is(const char *s, size_t n, const char *word)
{
    return strlen(word) == n && memcmp(s, word, n) == 0;
}

static bool before_is(const struct format *f, const char *word)
{
    return strcmp(f->before, word) == 0;
}

static size_t literal_length(const char *s, const char *end)
{
    const char *p = s + 1;
    while (p < end && *p != *s)
        p += *p == '\\' && p + 1 < end ? 2 : 1;
    return (size_t)((p < end ? p + 1 : end) - s);
}

static size_t punct_length(const char *s, const char *end)
{
    static const char *const all[] = {"<<=", ">>=", "...", "->", "++", "--", "<<", ">>", "<=", ">=",
                                      "==",  "!=",  "&&",  "||", "+=", "-=", "*=", "/=", "%=", "&=",
                                      "|=",  "^=",  "##"};
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
        size_t n = strlen(all[i]);
        if ((size_t)(end - s) >= n && memcmp(s, all[i], n) == 0)
            return n;
    }
    return 1;
}

/* A point, or the sign of an exponent. */
static bool in_number(const char *p)
{
    return *p == '.' || ((*p == '+' || *p == '-') && strchr("eEpP", p[-1]));
}

static size_t token_length(const char *s, const char *end)
{
    if (*s == '"' || *s == '\'')
        return literal_length(s, end);
    if (*s == '/' && s + 1 < end && s[1] == '*') {
        const char *p = s + 2;
        while (p + 1 < end && !(p[0] == '*' && p[1] == '/'))
            p++;
        return (size_t)((p + 1 < end ? p + 2 : end) - s);
    }
    if (!word_char(*s))
        return punct_length(s, end);
    const char *p = s;
    bool number = *s >= '0' && *s <= '9';
    while (p < end && (word_char(*p) || (number && in_number(p))))
        p++;
    return (size_t)(p - s);
}

/* Past white space and anchors. */
static const char *skip_blank(const char *s, const char *end)
{
    while (s < end) {
        if (*s == ANCHOR_BEGIN)
            while (s < end && *s != ANCHOR_END)
                s++;
        else if (*s != ' ' && *s != '\n' && *s != '\t')
            break;
        s += s < end;
    }
    return s;
}

/* White space is taken out only where no tokens can grow together. */
static bool wants_space(const struct format *f, const char *s, size_t n)
{
    char a = f->last, b = *s;
    if (!a || !f->line.n)
        return false;
    if (b == ';' || b == ',' || b == ')' || b == ']' || is(s, n, "->") || (b == '.' && n == 1))
        return a == ',' && b == '.';
    if (b == '}' || a == '{' || a == '(' || a == '[' || before_is(f, "!") || before_is(f, "~") ||
        before_is(f, "->") || before_is(f, "."))
        return false;
    if (b == '[' && (word_char(a) || a == ')' || a == ']') && !before_is(f, "return"))
        return false;
    if (a == ',' || a == ';' || before_is(f, "=") || is(s, n, "=") || before_is(f, "return"))
        return true;
    if (word_char(a) && word_char(b))
        return true;
    return f->space;
}

static void append(struct format *f, const char *s, size_t n)
{
    bool space = wants_space(f, s, n);
    if (is(s, n, "&&") || is(s, n, "||") || is(s, n, "?") || is(s, n, "__attribute__") ||
        (space && n == 1 && strchr("+-|:", *s)))
        may_break(f);
    if (space)
        outbuf_char(&f->line, ' ');
    outbuf_add(&f->line, s, n);
    if (*s == ',')
        may_break(f);
    f->last = s[n - 1];
    size_t keep = n < sizeof f->before ? n : sizeof f->before - 1;
    memcpy(f->before, s + n - keep, keep);
    f->before[keep] = 0;
    f->space = false;
}

/* ---- braces ---- */

/* The length of what is in the braces that open at s, with single blanks; SIZE_MAX: it is long, or
 * has statements. */
static size_t braces_length(const char *s, const char *end)
{
    unsigned depth = 0;
    size_t n = 0;
    while (s < end && n < SHORT_BRACES) {
        const char *next = skip_blank(s, end);
        n += next > s;
        s = next;
        if (s >= end || *s == ';')
            break;
        size_t len = token_length(s, end);
        depth += *s == '{';
        if (*s == '}' && --depth == 0)
            return n + 1;
        n += len;
        s += len;
    }
    return SIZE_MAX;
}

static enum brace kind_of_brace(const struct format *f)
{
    const struct level *around = f->depth ? &f->levels[f->depth - 1] : 0;
    size_t length = braces_length(f->s, f->end);
    bool is_short =
        length < SHORT_BRACES && f->indent * STEP + f->line.n + length + 2 < COLUMNS;
    if (around && around->kind == BRACE_INLINE)
        return BRACE_INLINE;
    if (f->last == '(')
        return BRACE_EXPRESSION;
    if (f->tag == 's' && !f->parens && !f->list)
        return BRACE_TAG;
    if (f->tag == 'e' && !f->parens && !f->list)
        return is_short ? BRACE_INLINE : BRACE_LIST;
    if (f->parens)
        return BRACE_INLINE;
    if (f->list || (around && around->kind == BRACE_LIST))
        return is_short ? BRACE_INLINE : BRACE_LIST;
    if (before_is(f, "do"))
        return BRACE_DO;
    return f->depth == 0 && f->last == ')' ? BRACE_FUNCTION : BRACE_BLOCK;
}

/* The brace that closes what opens at s, if behind it there is only the one that closes what is
 * around it; else 0. */
static const char *closes_both(const char *s, const char *end)
{
    unsigned depth = 0;
    while ((s = skip_blank(s, end)) < end) {
        depth += *s == '{';
        if (*s == '}' && --depth == 0) {
            const char *next = skip_blank(s + 1, end);
            return next < end && *next == '}' ? s : 0;
        }
        s += token_length(s, end);
    }
    return 0;
}

/* `{ { … } }`: the inner braces say nothing. */
static bool leave_out_brace(struct format *f)
{
    const char *close = f->opened && f->nleft_out < MAX_DEPTH ? closes_both(f->s, f->end) : 0;
    if (close)
        f->left_out[f->nleft_out++] = close;
    return close != 0;
}

static void open_brace(struct format *f)
{
    enum brace kind = kind_of_brace(f);
    if (kind == BRACE_FUNCTION)
        end_line(f);
    unsigned indent = f->indent, extra = f->extra;
    f->space = kind != BRACE_EXPRESSION && f->last != '(' && (kind != BRACE_INLINE || f->space);
    append(f, "{", 1);
    f->levels[f->depth++] = (struct level){kind, indent, extra, f->parens};
    f->parens = 0;
    if (kind == BRACE_INLINE)
        return;
    if (kind == BRACE_LIST || kind == BRACE_TAG || kind == BRACE_EXPRESSION)
        end_line(f);
    else
        end_statement(f);
    f->extra = 0;
    f->head = f->list = false;
    f->tag = 0;
    f->indent = indent + extra + 1;
    f->opened = kind == BRACE_BLOCK || kind == BRACE_DO;
}

static bool goes_on_behind(const struct format *f, enum brace kind)
{
    const char *s = skip_blank(f->s, f->end);
    size_t n = s < f->end && word_char(*s) ? token_length(s, f->end) : 0;
    if (kind == BRACE_TAG || kind == BRACE_LIST || kind == BRACE_EXPRESSION)
        return true;
    if (kind == BRACE_DO)
        return is(s, n, "while");
    return is(s, n, "else") || (s < f->end && *s == ')');
}

static void close_brace(struct format *f)
{
    if (!f->depth) {
        append(f, "}", 1);
        end_statement(f);
        return;
    }
    struct level level = f->levels[f->depth - 1];
    if (level.kind == BRACE_INLINE) {
        f->depth--;
        f->parens = level.parens;
        append(f, "}", 1);
        return;
    }
    if (f->line.n)
        end_statement(f);
    f->depth--;
    f->parens = level.parens;
    f->indent = level.indent;
    f->extra = level.extra;
    f->head = false;
    f->list = level.kind == BRACE_LIST || level.kind == BRACE_EXPRESSION;
    f->tag = level.kind == BRACE_TAG ? 's' : 0;
    append(f, "}", 1);
    if (goes_on_behind(f, level.kind)) {
        f->space = level.kind != BRACE_EXPRESSION;
        return;
    }
    end_statement(f);
    f->blank |= f->depth == 0;
}

/* ---- statements ---- */

static void note_word(struct format *f, const char *s, size_t n)
{
    if (!f->line.n || before_is(f, "else") || f->last == '}')
        f->head = is(s, n, "if") || is(s, n, "for") || is(s, n, "while") || is(s, n, "switch");
    if (!f->parens && (is(s, n, "struct") || is(s, n, "union")))
        f->tag = 's';
    else if (!f->parens && is(s, n, "enum"))
        f->tag = 'e';
    else if (is(s, n, "return"))
        f->list = true;
}

/* `NAME:`, `case …`, `default:` begin the line. */
static void note_label(struct format *f, const char *s, size_t n)
{
    if (f->line.n || f->parens || (f->depth && f->levels[f->depth - 1].kind >= BRACE_TAG &&
                                   f->levels[f->depth - 1].kind != BRACE_EXPRESSION))
        return;
    const char *next = skip_blank(s + n, f->end);
    f->is_label = is(s, n, "case") || is(s, n, "default") || (next < f->end && *next == ':');
}

/* Behind `if (…)` and `else`, a statement without braces is on the next line. */
static void end_head(struct format *f, bool is_else)
{
    const char *s = skip_blank(f->s, f->end);
    size_t n = s < f->end && word_char(*s) ? token_length(s, f->end) : 0;
    if (s >= f->end || *s == '{' || *s == ';' || (is_else && is(s, n, "if")))
        return;
    unsigned extra = f->extra;
    end_line(f);
    f->extra = extra + 1;
    f->head = false;
}

static void anchor(struct format *f)
{
    unsigned line = 0;
    for (f->s++; f->s < f->end && *f->s != ANCHOR_END; f->s++)
        line = line * 10 + (unsigned)(*f->s - '0');
    f->s += f->s < f->end;
    f->blank |= f->depth == 0 && !f->line.n;
    struct comments *c = f->comments;
    for (unsigned i = comments_find(c, line); i < c->n && c->at[i].line == line; i++) {
        if (c->at[i].used)
            continue;
        c->at[i].used = true;
        if (f->blank && f->out->n)
            outbuf_char(f->out, '\n');
        f->blank = false;
        comment_print(f->out, &c->at[i], line_indent(f));
    }
}

static void directive(struct format *f)
{
    if (f->line.n)
        end_line(f);
    const char *nl = memchr(f->s, '\n', (size_t)(f->end - f->s));
    const char *stop = nl ? nl : f->end;
    put_line(f, f->s, (size_t)(stop - f->s), 0);
    f->s = stop;
}

static void token(struct format *f)
{
    size_t n = token_length(f->s, f->end);
    const char *s = f->s;
    enum brace around = f->depth ? f->levels[f->depth - 1].kind : BRACE_BLOCK;
    bool type = f->tag == 's' && !f->list && f->last == '}' && !f->depth;
    if (*s == '{' && f->depth < MAX_DEPTH) {
        if (!leave_out_brace(f))
            open_brace(f);
        f->s += n;
        return;
    }
    f->s += n;
    f->opened = false;
    if (f->nleft_out && f->left_out[f->nleft_out - 1] == s) {
        f->nleft_out--;
        return;
    }
    if (*s == '}') {
        close_brace(f);
        return;
    }
    if (word_char(*s)) {
        note_label(f, s, n);
        note_word(f, s, n);
    }
    append(f, s, n);
    if (*s == '(' || *s == '[')
        f->parens++;
    else if ((*s == ')' || *s == ']') && f->parens)
        f->parens--;
    else if (is(s, n, "=") && !f->parens)
        f->list = true;
    if (*s == ')' && f->head && !f->parens)
        end_head(f, false);
    else if (is(s, n, "else"))
        end_head(f, true);
    else if (*s == ';' && !f->parens && around != BRACE_INLINE) {
        end_statement(f);
        f->blank |= type;
    }
    else if (*s == ',' && !f->parens && around == BRACE_LIST)
        end_line(f);
}

/* ---- comments whose line has nothing in what was made ---- */

static unsigned max_anchor(const struct outbuf *text, unsigned char *lines, unsigned max)
{
    unsigned largest = 0;
    for (size_t i = 0; i < text->n; i++) {
        if (text->s[i] != ANCHOR_BEGIN)
            continue;
        unsigned line = 0;
        for (i++; i < text->n && text->s[i] >= '0' && text->s[i] <= '9'; i++)
            line = line * 10 + (unsigned)(text->s[i] - '0');
        if (i >= text->n || text->s[i] != ANCHOR_END || line > MAX_LINE)
            continue; /* some literal's bytes */
        if (lines && line <= max)
            lines[line] = 1;
        largest = line > largest ? line : largest;
    }
    return largest;
}

/* They go to the next line that has. The order by line is kept. */
static void move_comments(struct format *f, const struct outbuf *text)
{
    unsigned max = max_anchor(text, 0, 0);
    unsigned char *lines = arena_array_of(f->a, unsigned char, max + 2);
    max_anchor(text, lines, max);
    for (unsigned i = 0; i < f->comments->n; i++) {
        struct comment *c = &f->comments->at[i];
        while (c->line < max && !lines[c->line])
            c->line++;
    }
}

void expand_format(struct arena *a, const struct outbuf *text, struct comments *comments,
                   struct outbuf *out)
{
    struct format format = {.a = a, .s = text->s, .end = text->s + text->n, .comments = comments,
                            .out = out};
    struct format *f = &format;
    move_comments(f, text);
    bool line_start = true;
    while (f->s < f->end) {
        if (*f->s == ANCHOR_BEGIN) {
            anchor(f);
        } else if (*f->s == '\n' || *f->s == ' ' || *f->s == '\t') {
            line_start |= *f->s++ == '\n';
            f->space = true;
        } else if (*f->s == '#' && line_start) {
            directive(f);
        } else {
            line_start = false;
            token(f);
        }
    }
    if (f->line.n)
        end_statement(f);
    outbuf_free(&f->line);
}
