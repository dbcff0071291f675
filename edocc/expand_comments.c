/* SPDX-License-Identifier: MIT */
#include "expand.h"

#include <string.h>

struct scan {
    struct arena *a;
    struct comments *to;
    const char *s, *end, *line_start;
    unsigned line;
    bool code, directive; /* on this line so far */
    unsigned waiting;     /* comments from here on are about the next line with code */
};

static void add(struct scan *x, const char *from)
{
    struct comments *c = x->to;
    c->at = arena_more(x->a, c->at, c->n, &c->room, sizeof *c->at);
    c->at[c->n++] = (struct comment){
        .line = x->line,
        .trailing = x->code,
        .directive = x->directive,
        .column = (unsigned)(from - x->line_start),
        .s = from,
        .n = (size_t)(x->s - from),
    };
    if (x->code)
        x->waiting = c->n;
}

/* Code begins on this line: what waits is about it. */
static void note_code(struct scan *x)
{
    if (!x->code)
        x->directive = *x->s == '#';
    x->code = true;
    for (; x->waiting < x->to->n; x->waiting++) {
        struct comment *c = &x->to->at[x->waiting];
        c->line = x->line;
        c->directive = x->directive;
    }
}

static void next_line(struct scan *x)
{
    bool goes_on = x->s > x->line_start && x->s[-1] == '\\';
    x->s++;
    x->line++;
    x->line_start = x->s;
    if (goes_on)
        return;
    x->code = x->directive = false;
}

static void literal(struct scan *x)
{
    char quote = *x->s++;
    while (x->s < x->end && *x->s != quote && *x->s != '\n')
        x->s += *x->s == '\\' && x->s + 1 < x->end && x->s[1] != '\n' ? 2 : 1;
    if (x->s < x->end && *x->s == quote)
        x->s++;
}

static void line_comment(struct scan *x)
{
    const char *from = x->s;
    while (x->s < x->end && *x->s != '\n')
        x->s++;
    if (x->s > from && x->s[-1] == '\r')
        x->s--;
    add(x, from);
}

/* Its line is where it begins; what stands behind it is on the line where it ends. */
static void block_comment(struct scan *x)
{
    const char *from = x->s, *start = x->line_start;
    unsigned line = x->line;
    for (x->s += 2; x->s < x->end; x->s++) {
        if (*x->s == '*' && x->s + 1 < x->end && x->s[1] == '/') {
            x->s += 2;
            break;
        }
        if (*x->s == '\n') {
            x->line++;
            start = x->s + 1;
        }
    }
    if (x->s > x->end)
        x->s = x->end;
    unsigned last = x->line;
    x->line = line;
    add(x, from);
    x->line = last;
    x->line_start = start;
    if (last != line)
        x->code = x->directive = false;
}

void comments_read(struct arena *a, struct comments *c, const char *source, size_t size)
{
    struct scan x = {.a = a, .to = c, .s = source, .end = source + size, .line_start = source,
                     .line = 1};
    while (x.s < x.end) {
        char next = x.s + 1 < x.end ? x.s[1] : 0;
        if (*x.s == '\n') {
            next_line(&x);
        } else if (*x.s == '/' && next == '*') {
            block_comment(&x);
        } else if (*x.s == '/' && next == '/') {
            line_comment(&x);
        } else if (*x.s == ' ' || *x.s == '\t' || *x.s == '\r' || *x.s == '\f') {
            x.s++;
        } else {
            note_code(&x);
            if (*x.s == '"' || (*x.s == '\'' && !x.directive))
                literal(&x);
            else
                x.s++;
        }
    }
}

unsigned comments_find(const struct comments *c, unsigned line)
{
    unsigned low = 0, high = c->n;
    while (low < high) {
        unsigned middle = low + (high - low) / 2;
        if (c->at[middle].line < line)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

void comment_print(struct outbuf *out, const struct comment *c, unsigned indent)
{
    const char *s = c->s, *end = c->s + c->n;
    while (s < end) {
        const char *nl = memchr(s, '\n', (size_t)(end - s));
        const char *stop = nl ? nl : end;
        const char *from = s;
        for (unsigned k = 0; s != c->s && k < c->column && from < stop; k++, from++)
            if (*from != ' ' && *from != '\t')
                break;
        while (stop > from && (stop[-1] == ' ' || stop[-1] == '\r' || stop[-1] == '\t'))
            stop--;
        for (unsigned k = 0; k < indent && from < stop; k++)
            outbuf_char(out, ' ');
        outbuf_add(out, from, (size_t)(stop - from));
        outbuf_char(out, '\n');
        s = nl ? nl + 1 : end;
    }
}
