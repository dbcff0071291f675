/* SPDX-License-Identifier: MIT
 *
 * gcc's preprocessor writes what isn't ASCII in an identifier as \U000000e9; whoever wrote an é
 * wants to read an é: in messages, in pictures, in what is expanded. Both mean the same to C. */
#include "driver.h"

#include <string.h>

static int hex(char c)
{
    return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10
         : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* \uXXXX or \UXXXXXXXX at s: its value, its length in *n; 0: none that an identifier may have. */
static unsigned long universal(const char *s, const char *end, size_t *n)
{
    size_t digits = s + 1 < end && s[1] == 'U' ? 8 : 4;
    unsigned long value = 0;
    if ((size_t)(end - s) < digits + 2 || (s[1] != 'u' && s[1] != 'U'))
        return 0;
    for (size_t i = 0; i < digits; i++) {
        int digit = hex(s[2 + i]);
        if (digit < 0)
            return 0;
        value = value * 16 + (unsigned long)digit;
    }
    *n = digits + 2;
    return value < 0xa0 || value > 0x10ffff || (value >= 0xd800 && value < 0xe000) ? 0 : value;
}

/* At most four bytes, which is less than what they stand for. */
static char *put_utf8(char *to, unsigned long c)
{
    if (c < 0x800) {
        *to++ = (char)(0xc0 | c >> 6);
    } else {
        if (c < 0x10000) {
            *to++ = (char)(0xe0 | c >> 12);
        } else {
            *to++ = (char)(0xf0 | c >> 18);
            *to++ = (char)(0x80 | (c >> 12 & 0x3f));
        }
        *to++ = (char)(0x80 | (c >> 6 & 0x3f));
    }
    *to++ = (char)(0x80 | (c & 0x3f));
    return to;
}

/* Literals keep theirs. */
size_t names_to_utf8(char *text, size_t length)
{
    const char *s = text, *end = text + length;
    char *to = text, quote = 0;
    if (!memchr(text, '\\', length))
        return length;
    while (s < end) {
        size_t n = 0;
        unsigned long c = *s == '\\' && !quote ? universal(s, end, &n) : 0;
        if (c) {
            to = put_utf8(to, c);
            s += n;
            continue;
        }
        if (*s == '\\' && quote && s + 1 < end)
            *to++ = *s++;
        else if (*s == '\n' || *s == quote)
            quote = 0;
        else if (!quote && (*s == '"' || *s == '\''))
            quote = *s;
        *to++ = *s++;
    }
    return (size_t)(to - text);
}
