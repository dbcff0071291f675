/* SPDX-License-Identifier: MIT
 *
 * --frames: the report of frame sizes. The lowering gives out C whose assembly has the lines of the
 * report as strings (emit_report.c); the C compiler, with the user's options, turns their constants
 * into numbers. */
#include "driver.h"
#include "states.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct row {
    long offset, bytes;
    const char *text;
    int length;
};

static int by_offset(const void *a, const void *b)
{
    const struct row *x = a, *y = b;
    if (x->offset != y->offset)
        return x->offset < y->offset ? -1 : 1;
    return x->bytes != y->bytes ? x->bytes < y->bytes ? 1 : -1 : x->text < y->text ? -1 : 1;
}

static void print_rows(struct row *rows, size_t n, struct outbuf *to)
{
    qsort(rows, n, sizeof *rows, by_offset);
    for (size_t i = 0; i < n; i++)
        outbuf_printf(to, "%8ld %8ld  %.*s\n", rows[i].offset, rows[i].bytes, rows[i].length,
                      rows[i].text);
}

/* "EDO@M 8 4 count  f.c:3": the numbers, then what the closing quote ends. */
static void read_row(const char *at, struct row *row, bool member)
{
    char *end;
    row->offset = member ? strtol(at, &end, 10) : 0;
    row->bytes = strtol(member ? end : at, &end, 10);
    row->text = *end == ' ' ? end + 1 : end;
    row->length = (int)strcspn(row->text, "\"\n");
}

/* `follows`: behind the report of another file. */
static void print_report(struct command *c, const char *s, bool follows, struct outbuf *to)
{
    size_t n = 0, room = 1;
    for (const char *q = s; (q = strstr(q, "EDO@M ")); q++)
        room++;
    struct row *rows = arena_array_of(c->arena, struct row, room), head;
    while ((s = strstr(s, "EDO@"))) {
        bool member = s[4] == 'M';
        read_row(s + 6, member ? &rows[n] : &head, member);
        s += 6;
        if (member) {
            n++;
            continue;
        }
        print_rows(rows, n, to);
        n = 0;
        outbuf_printf(to, "%s%.*s: %ld bytes\n  offset    bytes\n", follows ? "\n" : "",
                      head.length, head.text, head.bytes);
        follows = true;
    }
    print_rows(rows, n, to);
}

static bool is_for_sizes(enum cc_option option)
{
    return option == CCO_OTHER;
}

int assembly_of(struct command *c, const struct input *in, const char *name,
                const struct text *text, struct capture *capture)
{
    struct words w = {0};
    const char *path = run_temp(c->arena, arena_printf(c->arena, "%d-%s.i", in->word, name));
    if (!path || !run_write(path, text->text, text->length))
        return 1;
    words_add_all(c->arena, &w, c->cc.at, c->cc.n);
    command_options(c, &w, is_for_sizes);
    const char *const more[] = {"-w", "-O0", "-S", "-x", "cpp-output", path, "-o", "-"};
    for (size_t i = 0; i < sizeof more / sizeof *more; i++)
        words_add(c->arena, &w, more[i]);
    int status = run_capture(&w, -1, capture);
    messages_take(c, &capture->err);
    return status;
}

int frames_report(struct command *c, const struct input *in, const struct text *text,
                  struct text *shown)
{
    struct capture capture = {0};
    struct outbuf out = {0};
    int status = assembly_of(c, in, "frames", text, &capture);
    if (status == 0)
        print_report(c, capture.out.text, shown->length > 0, &out);
    if (out.n > 0)
        text_add(shown, out.s, out.n);
    outbuf_free(&out);
    capture_free(&capture);
    return status;
}
