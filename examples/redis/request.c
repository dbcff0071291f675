/* SPDX-License-Identifier: MIT
 *
 * Requests: arrays of bulk strings, or a line of words for those who type. They come in pieces;
 * what has been looked at is not looked at again. Nothing is allocated on the strength of a
 * promise: a client that announces a gigabyte costs a gigabyte when it has sent one. */
#include "redis.h"

#include <ctype.h>
#include <string.h>

enum { LINE_LIMIT = 64 * 1024, ARGS_LIMIT = 1024 * 1024 };

static bool add_span(struct parser *p, size_t from, size_t len)
{
    if (p->nspans == p->room) {
        size_t room = p->room ? 2 * p->room : ARGS_INSIDE;
        struct span *grown = mem_realloc(p->spans, room * sizeof *grown);
        if (!grown)
            return false;
        p->spans = grown;
        p->room = room;
    }
    p->spans[p->nspans++] = (struct span){from, len};
    return true;
}

/* A line from p->at on; its length without the end, or -1. *next: where the next one begins. */
static ssize_t find_line(const struct client *c, size_t *next)
{
    const char *at = c->in.at + c->parser.at;
    const char *end = memchr(at, '\n', c->in.len - c->parser.at);
    if (!end)
        return -1;
    *next = (size_t)(end + 1 - c->in.at);
    if (end > at && end[-1] == '\r')
        end--;
    return end - at;
}

static int from_hex(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    return (c | 32) >= 'a' && (c | 32) <= 'f' ? (c | 32) - 'a' + 10 : -1;
}

/* What a backslash in double quotes stands for; *i is behind it then. */
static char unescape(const char *s, size_t len, size_t *i)
{
    char c = s[(*i)++];
    if (c == 'x' && *i + 1 < len && from_hex(s[*i]) >= 0 && from_hex(s[*i + 1]) >= 0) {
        c = (char)(from_hex(s[*i]) * 16 + from_hex(s[*i + 1]));
        *i += 2;
        return c;
    }
    static const char codes[] = "n\nr\rt\tb\ba\a";
    const char *code = memchr(codes, c, sizeof codes - 1);
    return code && (code - codes) % 2 == 0 ? code[1] : c;
}

/* One word of an inline request, which is unquoted where it stands: it only gets shorter. */
static bool take_word(char *s, size_t len, size_t *i, size_t *word)
{
    size_t to = *i;
    char quote = 0;
    while (*i < len && (quote || !isspace((unsigned char)s[*i]))) {
        char c = s[(*i)++];
        if (!quote && (c == '"' || c == '\'')) {
            quote = c;
            continue;
        }
        if (quote && c == quote) {
            if (*i < len && !isspace((unsigned char)s[*i]))
                return false;
            quote = 0;
            continue;
        }
        if (quote == '"' && c == '\\' && *i < len)
            c = unescape(s, len, i);
        else if (quote == '\'' && c == '\\' && *i < len && s[*i] == '\'')
            c = s[(*i)++];
        s[to++] = c;
    }
    *word = to;
    return !quote;
}

static enum parsed parse_inline(struct client *c, const char **error)
{
    struct parser *p = &c->parser;
    size_t next = 0;
    ssize_t len = find_line(c, &next);
    if (len < 0 && c->in.len - p->at <= LINE_LIMIT)
        return INCOMPLETE;
    *error = "Protocol error: too big inline request";
    if (len < 0 || len > LINE_LIMIT)
        return BROKEN;
    char *line = c->in.at + p->at;
    for (size_t i = 0; i < (size_t)len;) {
        if (isspace((unsigned char)line[i])) {
            i++;
            continue;
        }
        size_t from = i, end;
        *error = "Protocol error: unbalanced quotes in request";
        if (!take_word(line, (size_t)len, &i, &end))
            return BROKEN;
        *error = "OOM out of memory";
        if (!add_span(p, p->at + from, end - from))
            return BROKEN;
    }
    p->at = next;
    return REQUEST;
}

/* "*12" or "$12". */
static enum parsed parse_length(struct client *c, char kind, long long limit, long long *n,
                                const char **error)
{
    struct parser *p = &c->parser;
    size_t next = 0;
    ssize_t len = find_line(c, &next);
    if (len < 0) {
        *error = kind == '*' ? "Protocol error: too big mbulk count string"
                             : "Protocol error: too big bulk count string";
        return c->in.len - p->at > LINE_LIMIT ? BROKEN : INCOMPLETE;
    }
    struct slice digits = {c->in.at + p->at + 1, len ? (size_t)len - 1 : 0};
    *error = kind == '*' ? "Protocol error: invalid multibulk length"
                         : "Protocol error: invalid bulk length";
    if (!slice_to_int(digits, n) || *n > limit || (kind == '$' && *n < 0))
        return BROKEN;
    p->at = next;
    return REQUEST;
}

static enum parsed parse_bulk(struct client *c, const char **error)
{
    struct parser *p = &c->parser;
    if (p->bulk < 0) {
        if (p->at == c->in.len)
            return INCOMPLETE;
        *error = "Protocol error: expected '$'";
        if (c->in.at[p->at] != '$')
            return BROKEN;
        enum parsed parsed =
            parse_length(c, '$', server.config.proto_max_bulk_len, &p->bulk, error);
        if (parsed != REQUEST) {
            p->bulk = -1;
            return parsed;
        }
    }
    size_t len = (size_t)p->bulk;
    if (c->in.len - p->at < len + 2)
        return INCOMPLETE;
    *error = "OOM out of memory";
    if (!add_span(p, p->at, len))
        return BROKEN;
    p->at += len + 2;
    p->bulk = -1;
    return REQUEST;
}

static enum parsed parse_array(struct client *c, const char **error)
{
    struct parser *p = &c->parser;
    if (!p->missing) {
        enum parsed parsed = parse_length(c, '*', ARGS_LIMIT, &p->missing, error);
        if (parsed != REQUEST)
            return parsed;
        p->bulk = -1;
        if (p->missing < 0)
            p->missing = 0; /* as empty as "*0" */
    }
    while (p->missing) {
        enum parsed parsed = parse_bulk(c, error);
        if (parsed != REQUEST)
            return parsed;
        p->missing--;
    }
    return REQUEST;
}

/* The arguments as slices, now that the input stays where it is. */
static bool set_args(struct client *c)
{
    struct parser *p = &c->parser;
    if (p->nspans > c->args_room) {
        struct slice *args = mem_realloc(c->args, p->room * sizeof *args);
        if (!args)
            return false;
        c->args = args;
        c->args_room = p->room;
    }
    for (size_t i = 0; i < p->nspans; i++)
        c->args[i] = (struct slice){c->in.at + p->spans[i].from, p->spans[i].len};
    c->nargs = p->nspans;
    return true;
}

enum parsed request_parse(struct client *c, const char **error)
{
    struct parser *p = &c->parser;
    if (p->at == c->in.len && !p->missing)
        return INCOMPLETE;
    bool is_array = p->missing || c->in.at[p->at] == '*';
    enum parsed parsed = is_array ? parse_array(c, error) : parse_inline(c, error);
    if (parsed == REQUEST && !set_args(c)) {
        *error = "OOM out of memory";
        return BROKEN;
    }
    return parsed;
}

void request_done(struct client *c)
{
    c->parser.begin = c->parser.at;
    c->parser.nspans = 0;
    c->nargs = 0;
    if (c->args_room > 1024) { /* one with very many arguments */
        mem_free(c->args);
        mem_free(c->parser.spans);
        c->args = NULL;
        c->parser.spans = NULL;
        c->args_room = c->parser.room = 0;
    }
}

void request_compact(struct client *c)
{
    struct parser *p = &c->parser;
    buf_drop(&c->in, p->begin);
    p->at -= p->begin;
    for (size_t i = 0; i < p->nspans; i++)
        p->spans[i].from -= p->begin;
    p->begin = 0;
}

void request_free(struct client *c)
{
    mem_free(c->args);
    mem_free(c->parser.spans);
}
