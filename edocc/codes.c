/* SPDX-License-Identifier: MIT */
#include "codes.h"

#include "lint.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const struct code *code_find(int number)
{
    for (const struct code *c = code_table; c->number; c++)
        if (c->number == number)
            return c;
    return NULL;
}

/* By the name of its switch, up to a `=`. */
static const struct code *code_named(const char *name)
{
    size_t length = strcspn(name, "=");

    for (const struct code *c = code_table; c->number; c++) {
        const char *n = lint_name(c->number);
        if (n && strlen(n) == length && strncmp(n, name, length) == 0)
            return c;
    }
    return NULL;
}

const struct code *code_parse(const char *text)
{
    char *end;

    if (strncmp(text, "-Wno-", 5) == 0)
        return code_named(text + 5);
    if (strncmp(text, "-W", 2) == 0)
        return code_named(text + 2);
    const struct code *named = code_named(text);
    if (named)
        return named;
    char letter = (char)toupper((unsigned char)*text);
    if (letter == 'E' || letter == 'W')
        text++;
    if (!isdigit((unsigned char)*text) || strlen(text) > 8)
        return NULL;
    const struct code *c = code_find((int)strtol(text, &end, 10));
    if (*end || (c && letter == 'E' && c->warning) || (c && letter == 'W' && !c->warning))
        return NULL;
    return c;
}

struct code_text code_text(const struct code *code)
{
    struct code_text text;
    snprintf(text.s, sizeof text.s, "%c%04d", code->warning ? 'W' : 'E', code->number);
    return text;
}
