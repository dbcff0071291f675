/* SPDX-License-Identifier: MIT */
#include "redis.h"

#include <ctype.h>
#include <errno.h>
#include <malloc.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* ---- memory ---------------------------------------------------------------------------------- */

static size_t used;

void *mem_alloc(size_t size)
{
    void *p = malloc(size);
    if (p)
        used += malloc_usable_size(p);
    return p;
}

void *mem_realloc(void *p, size_t size)
{
    size_t before = p ? malloc_usable_size(p) : 0;
    void *moved = realloc(p, size);
    if (moved)
        used += malloc_usable_size(moved) - before;
    return moved;
}

void mem_free(void *p)
{
    if (p)
        used -= malloc_usable_size(p);
    free(p);
}

size_t mem_used(void)
{
    return used;
}

/* ---- slices ---------------------------------------------------------------------------------- */

struct slice slice_of(const char *text)
{
    return (struct slice){text, strlen(text)};
}

bool slice_equal(struct slice a, struct slice b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.at, b.at, a.len) == 0);
}

bool slice_is(struct slice s, const char *word)
{
    return s.len == strlen(word) && strncasecmp(s.at, word, s.len) == 0;
}

bool slice_to_int(struct slice s, long long *value)
{
    size_t i = 0;
    bool negative = s.len && s.at[0] == '-';
    long long n = 0;
    if (negative)
        i++;
    if (i == s.len || s.len > 20 || (s.at[i] == '0' && s.len > 1))
        return false;
    for (; i < s.len; i++) {
        int digit = s.at[i] - '0';
        if (digit < 0 || digit > 9 || __builtin_mul_overflow(n, 10, &n) ||
            __builtin_sub_overflow(n, digit, &n)) /* downwards: the least has no positive twin */
            return false;
    }
    if (!negative && __builtin_sub_overflow(0, n, &n))
        return false;
    *value = n;
    return true;
}

/* As C's text, for a function that reads a number, and the space before it too. */
static bool number_text(struct slice s, char *text, size_t size)
{
    if (!s.len || s.len >= size || isspace((unsigned char)s.at[0]))
        return false;
    memcpy(text, s.at, s.len);
    text[s.len] = 0;
    errno = 0;
    return true;
}

bool slice_to_double(struct slice s, double *value)
{
    char text[64], *end;
    if (!number_text(s, text, sizeof text))
        return false;
    *value = strtod(text, &end);
    bool fits = errno != ERANGE || (*value != 0 && !isinf(*value));
    return end == text + s.len && fits && !isnan(*value);
}

bool slice_to_long_double(struct slice s, long double *value)
{
    char text[LONG_DOUBLE_TEXT], *end;
    if (!number_text(s, text, sizeof text))
        return false;
    *value = strtold(text, &end);
    bool fits = errno != ERANGE || (*value != 0 && !isinf(*value));
    return end == text + s.len && fits && !isnan(*value);
}

/* Whether `c` is in the set that `*p` stands in, behind its '['; *p goes behind its ']'. */
static bool in_set(char c, const char **p, const char *end)
{
    bool negated = *p < end && **p == '^', found = false;
    if (negated)
        ++*p;
    for (; *p < end && **p != ']'; ++*p) {
        if (**p == '\\' && *p + 1 < end)
            ++*p;
        char low = **p, high = low;
        if (*p + 2 < end && (*p)[1] == '-' && (*p)[2] != ']') {
            high = (*p)[2];
            *p += 2;
        }
        if (low > high) {
            char swap = low;
            low = high;
            high = swap;
        }
        found |= c >= low && c <= high;
    }
    if (*p < end)
        ++*p;
    return found != negated;
}

/* Only the last star is ever gone back to: a pattern takes at most its length times the text's. */
bool slice_matches(struct slice s, struct slice pattern)
{
    const char *at = s.at, *end = s.at + s.len, *p = pattern.at, *pend = pattern.at + pattern.len;
    const char *star = NULL, *from = NULL;
    while (at < end) {
        if (p < pend && *p == '*') {
            star = ++p;
            from = at;
            continue;
        }
        const char *next = p;
        bool fits = false;
        if (p < pend && *p == '?') {
            fits = true;
            next = p + 1;
        } else if (p < pend && *p == '[') {
            next = p + 1;
            fits = in_set(*at, &next, pend);
        } else if (p < pend) {
            if (*next == '\\' && next + 1 < pend)
                next++;
            fits = *next++ == *at;
        }
        if (fits) {
            p = next;
            at++;
        } else if (star) {
            p = star;
            at = ++from;
        } else {
            return false;
        }
    }
    while (p < pend && *p == '*')
        p++;
    return p == pend;
}

/* ---- strings --------------------------------------------------------------------------------- */

struct str *str_new(struct slice s)
{
    struct str *new = mem_alloc(sizeof *new + s.len + 1);
    if (!new)
        return NULL;
    new->len = s.len;
    if (s.len)
        memcpy(new->at, s.at, s.len);
    new->at[s.len] = 0;
    return new;
}

bool str_grow(struct str **s, size_t n)
{
    size_t need = sizeof **s + (*s)->len + n + 1;
    if (need > malloc_usable_size(*s)) {
        /* Half as much again: appending is cheap however often it is done. */
        struct str *grown = mem_realloc(*s, need + (*s)->len / 2);
        if (!grown)
            return false;
        *s = grown;
    }
    memset((*s)->at + (*s)->len, 0, n + 1);
    (*s)->len += n;
    return true;
}

/* ---- buffers --------------------------------------------------------------------------------- */

bool buf_reserve(struct buf *b, size_t more)
{
    if (b->room - b->len >= more)
        return true;
    size_t room = b->room ? b->room : 256;
    while (room - b->len < more)
        room *= 2;
    char *at = mem_realloc(b->at, room);
    if (!at) {
        b->failed = true;
        return false;
    }
    b->at = at;
    b->room = room;
    return true;
}

void buf_add(struct buf *b, const void *bytes, size_t len)
{
    if (b->failed || !len || !buf_reserve(b, len))
        return;
    memcpy(b->at + b->len, bytes, len);
    b->len += len;
}

void buf_slice(struct buf *b, struct slice s)
{
    buf_add(b, s.at, s.len);
}

void buf_format(struct buf *b, const char *format, ...)
{
    char line[1024];
    va_list args;
    va_start(args, format);
    int n = vsnprintf(line, sizeof line, format, args);
    va_end(args);
    buf_add(b, line, n < (int)sizeof line ? (size_t)n : sizeof line - 1);
}

void buf_drop(struct buf *b, size_t len)
{
    b->len -= len;
    if (b->len && len)
        memmove(b->at, b->at + len, b->len);
}

void buf_free(struct buf *b)
{
    mem_free(b->at);
    *b = (struct buf){0};
}
