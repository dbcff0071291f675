/* SPDX-License-Identifier: MIT
 *
 * RESP2, as it goes out. */
#include "redis.h"

#include <math.h>
#include <string.h>

static void put_number(struct buf *b, char kind, long long n)
{
    char text[32], *at = text + sizeof text;
    unsigned long long left = n < 0 ? 0ULL - (unsigned long long)n : (unsigned long long)n;
    *--at = '\n';
    *--at = '\r';
    do
        *--at = (char)('0' + left % 10);
    while (left /= 10);
    if (n < 0)
        *--at = '-';
    *--at = kind;
    buf_add(b, at, (size_t)(text + sizeof text - at));
}

void put_array(struct buf *b, size_t n)
{
    put_number(b, '*', (long long)n);
}

void put_bulk(struct buf *b, struct slice s)
{
    put_number(b, '$', (long long)s.len);
    buf_slice(b, s);
    buf_add(b, "\r\n", 2);
}

void reply_text(struct client *c, const char *line)
{
    buf_slice(&c->out, slice_of(line));
}

void reply_ok(struct client *c)
{
    buf_add(&c->out, "+OK\r\n", 5);
}

void reply_int(struct client *c, long long n)
{
    put_number(&c->out, ':', n);
}

void reply_bulk(struct client *c, struct slice s)
{
    put_bulk(&c->out, s);
}

void reply_null(struct client *c)
{
    buf_add(&c->out, "$-1\r\n", 5);
}

void reply_array(struct client *c, size_t n)
{
    put_array(&c->out, n);
}

size_t format_double(double d, char text[static 40])
{
    if (isinf(d))
        return (size_t)snprintf(text, 40, "%s", d < 0 ? "-inf" : "inf");
    if (d == floor(d) && fabs(d) < 1e15)
        return (size_t)snprintf(text, 40, "%lld", (long long)d);
    /* The shortest text that reads back as the same number. */
    int n = 0;
    for (int digits = 15; digits <= 17; digits++) {
        double back;
        n = snprintf(text, 40, "%.*g", digits, d);
        if (slice_to_double((struct slice){text, (size_t)n}, &back) && back == d)
            break;
    }
    return (size_t)n;
}

/* All its digits, as whoever adds to it again expects. */
size_t format_long_double(long double d, char text[static LONG_DOUBLE_TEXT])
{
    size_t n = (size_t)snprintf(text, LONG_DOUBLE_TEXT, "%.17Lf", d);
    while (text[n - 1] == '0')
        n--;
    n -= text[n - 1] == '.';
    if (n == 2 && memcmp(text, "-0", 2) == 0) {
        text[0] = '0';
        n = 1;
    }
    return n;
}

void reply_double(struct client *c, double d)
{
    char text[40];
    reply_bulk(c, (struct slice){text, format_double(d, text)});
}

void reply_error(struct client *c, const char *format, ...)
{
    char line[512];
    va_list args;
    va_start(args, format);
    vsnprintf(line, sizeof line, format, args);
    va_end(args);
    size_t n = strlen(line);
    while (n && (line[n - 1] == '\r' || line[n - 1] == '\n')) /* a client's words may be in it */
        line[--n] = 0;
    for (char *p = line; *p; p++)
        if (*p == '\r' || *p == '\n')
            *p = ' ';
    buf_add(&c->out, "-", 1);
    buf_slice(&c->out, slice_of(line));
    buf_add(&c->out, "\r\n", 2);
}

void reply_oom(struct client *c)
{
    reply_error(c, "OOM out of memory");
}

void reply_wrong_type(struct client *c)
{
    reply_error(c, "WRONGTYPE Operation against a key holding the wrong kind of value");
}
