/* SPDX-License-Identifier: MIT
 *
 * Feeds any bytes to the front end and checks what it promises for all of them: tokens print back
 * to the input, items cover the unit, ranges nest.
 *
 *   clang -fsanitize=fuzzer,address,undefined …   libFuzzer's main
 *   gcc -DFRONT_REPLAY …                          reads the files that are named, or stdin:
 *                                                 front_fuzz [-a] [-q] FILE…
 *       -a reads every body, -q prints no diagnostics. Exit status 1 if there were errors. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../edocc/frontend.h"

#define CHECK(c)                                                                                   \
    do {                                                                                           \
        if (!(c)) {                                                                                \
            fprintf(stderr, "front_fuzz: broken: %s (line %d)\n", #c, __LINE__);                   \
            abort();                                                                               \
        }                                                                                          \
    } while (0)

static bool blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v';
}

/* Tokens lie in the text in order, and only blanks, comments and line markers between them. */
static void check_tokens(const struct unit *u)
{
    const char *at = u->text;
    for (tokid i = 0; i < u->ntoks; i++) {
        const struct token *t = &u->toks[i];
        CHECK(t->s >= at && t->s + t->len <= u->text + u->len);
        CHECK(t->file < u->nfiles);
        for (const char *p = at; p < t->s; p++) {
            if (blank(*p))
                continue;
            CHECK(*p == '#' || *p == '/'); /* the rest of it belongs to the marker or comment */
            break;
        }
        at = t->s + t->len;
    }
    CHECK(u->toks[u->ntoks - 1].kind == T_EOF);
}

static void check_items(const struct unit *u)
{
    tokid next = 0;
    for (uint32_t i = 0; i < u->nitems; i++) {
        if (u->items[i].r.first > u->items[i].r.last && u->items[i].async_decl)
            continue;
        CHECK(u->items[i].r.first == next);
        CHECK(u->items[i].r.last >= next);
        next = u->items[i].r.last + 1;
    }
    CHECK(next == u->ntoks - 1);
}

static void check_expr(const struct expr *e, struct range in);

static void check_stmt(const struct stmt *s, struct range in)
{
    if (!s || s->r.first > s->r.last)
        return;
    CHECK(s->r.first >= in.first && s->r.last <= in.last);
    for (; s; s = s->els) { /* an else-if chain is long */
        if (s->expr)
            check_expr(s->expr, s->r);
        if (s->cond)
            check_expr(s->cond, s->r);
        if (s->step)
            check_expr(s->step, s->r);
        check_stmt(s->init, s->r);
        if (s->kind == S_CASE || s->kind == S_DEFAULT || s->kind == S_LABEL)
            continue;
        check_stmt(s->then, s->r);
        for (uint32_t i = 0; i < s->nbody; i++)
            check_stmt(s->body[i], s->r);
    }
}

static void check_expr(const struct expr *e, struct range in)
{
    while (e) {
        CHECK(e->type);
        CHECK(e->r.first <= e->r.last);
        CHECK(e->r.first >= in.first && e->r.last <= in.last);
        in = e->r;
        if (e->body)
            check_stmt(e->body, e->r);
        if (e->b)
            check_expr(e->b, e->r);
        if (e->c)
            check_expr(e->c, e->r);
        for (uint32_t i = 0; i < e->nargs; i++)
            check_expr(e->args[i], e->r);
        e = e->a; /* the long side of a chain */
    }
}

static void check_funcs(const struct unit *u)
{
    for (uint32_t i = 0; i < u->nfuncs; i++) {
        const struct func *f = u->funcs[i];
        CHECK(f->sym && f->result);
        if (!f->body || f->failed)
            continue;
        check_stmt(f->body, f->all);
        for (uint32_t k = 0; k < f->nlocals; k++)
            CHECK(f->locals[k]->index == k);
    }
}

static bool run(const char *text, size_t len, bool parse_all, FILE *out)
{
    struct arena *arena = arena_new();
    struct diag *diag = diag_new(arena);
    struct front_options options = {.parse_all = parse_all};
    struct unit *u = front_parse(arena, diag, text, len, &options);
    check_tokens(u);
    check_items(u);
    check_funcs(u);
    bool failed = diag_failed(diag);
    if (out)
        diag_flush(diag, u, out);
    else
        diag_text(diag, u);
    arena_free(arena);
    return failed;
}

#ifdef FRONT_REPLAY
static char *slurp(FILE *f, size_t *len)
{
    size_t room = 1 << 16, n = 0;
    char *s = malloc(room);
    for (size_t got; s && (got = fread(s + n, 1, room - n, f)) > 0;) {
        n += got;
        if (n == room) {
            char *more = realloc(s, room *= 2);
            CHECK(more);
            s = more;
        }
    }
    *len = n;
    return s;
}

int main(int argc, char **argv)
{
    bool all = false, quiet = false, failed = false, named = false;
    for (int i = 1; i <= argc; i++) {
        const char *arg = i < argc ? argv[i] : "-";
        if (i < argc && !strcmp(arg, "-a")) {
            all = true;
            continue;
        }
        if (i < argc && !strcmp(arg, "-q")) {
            quiet = true;
            continue;
        }
        if (i == argc && named)
            break;
        named = true;
        FILE *f = strcmp(arg, "-") ? fopen(arg, "rb") : stdin;
        if (!f) {
            perror(arg);
            return 2;
        }
        size_t len;
        char *text = slurp(f, &len);
        CHECK(text);
        if (f != stdin)
            fclose(f);
        failed |= run(text, len, all, quiet ? 0 : stderr);
        free(text);
    }
    return failed;
}
#else
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (!size)
        return 0;
    /* exactly as long as it says, so that reading past the end is seen */
    char *text = malloc(size - 1 ? size - 1 : 1);
    if (!text)
        return 0;
    memcpy(text, data + 1, size - 1);
    run(text, size - 1, data[0] & 1, 0);
    free(text);
    return 0;
}
#endif
