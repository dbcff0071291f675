/* SPDX-License-Identifier: MIT
 *
 * Fuzzes the compiler with programs that are nearly right: takes preprocessed programs of the
 * corpus, cuts them into tokens, mutates the user's part token by token or bracket by bracket, and
 * runs the whole pipeline in this process.
 *
 *     edocc_mutate SEED COUNT SECONDS STATE ACCEPTED FILE…
 *
 * STATE is a file that always holds the input that is running, for whoever finds this process dead;
 * an input that takes more than SECONDS ends it with status 124. ACCEPTED, unless it is "-", is a
 * folder for every accepted program that holds an await and its translation (N.i and N.c). Prints
 * executions and acceptances. The same seed runs the same inputs; seed 0 mutates nothing. */
#include <ctype.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "edocc_pipeline.h"

enum { MAX_TOKENS = 60000, MAX_FILES = 1024, STATE_BYTES = 1 << 20, MOST_WRITTEN = 100000 };

struct piece {
    const char *s;
    uint32_t len;
};

struct program {
    const char *name;
    struct piece *pieces; /* tokens, each with the white space and line markers before it */
    uint32_t n, user;     /* tokens before `user` are of headers */
};

static struct program corpus[MAX_FILES];
static unsigned nfiles;
static uint64_t rng;
static bool unmutated; /* seed 0: the programs as they are */

static uint32_t below(uint32_t n)
{
    rng ^= rng << 13;
    rng ^= rng >> 7;
    rng ^= rng << 17;
    return n ? (uint32_t)((rng >> 11) % n) : 0;
}

/* ---- cutting ---- */

static size_t skip_blank(const char *s, size_t i, size_t len)
{
    for (;;) {
        while (i < len && isspace((unsigned char)s[i]))
            i++;
        if (i < len && s[i] == '#' && (i == 0 || s[i - 1] == '\n'))
            while (i < len && s[i] != '\n')
                i++;
        else
            return i;
    }
}

static size_t token_end(const char *s, size_t i, size_t len)
{
    unsigned char c = (unsigned char)s[i];
    if (isalnum(c) || c == '_') {
        while (i < len && (isalnum((unsigned char)s[i]) || s[i] == '_' || s[i] == '.'))
            i++;
        return i;
    }
    if (c == '"' || c == '\'') {
        for (i++; i < len && s[i] != (char)c && s[i] != '\n'; i++)
            if (s[i] == '\\')
                i++;
        return i < len ? i + 1 : len;
    }
    static const char *const longer[] = {
        "<<=", ">>=", "...", "->", "++", "--", "<<", ">>", "<=", ">=", "==", "!=", "&&", "||",
        "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=",
    };
    for (size_t k = 0; k < sizeof longer / sizeof *longer; k++) {
        size_t n = strlen(longer[k]);
        if (len - i >= n && !memcmp(s + i, longer[k], n))
            return i + n;
    }
    return i + 1;
}

/* Whether the blank before a token has a line marker, and of a header or of a program. */
static void note_marker(const char *s, size_t from, size_t to, bool *user)
{
    for (size_t i = from; i < to; i++) {
        if (s[i] != '#')
            continue;
        const char *end = memchr(s + i, '\n', to - i);
        size_t n = end ? (size_t)(end - (s + i)) : to - i;
        if (memmem(s + i, n, ".h\"", 3) || memmem(s + i, n, "\"<", 2))
            *user = false;
        else if (memmem(s + i, n, ".c\"", 3))
            *user = true;
        i += n;
    }
}

static void load(const char *name)
{
    FILE *f = fopen(name, "rb");
    static char buffer[1 << 22];
    size_t len = f ? fread(buffer, 1, sizeof buffer, f) : 0;
    if (f)
        fclose(f);
    if (!len || nfiles == MAX_FILES)
        return;
    char *s = malloc(len);
    struct piece *pieces = malloc(MAX_TOKENS * sizeof *pieces);
    memcpy(s, buffer, len);
    struct program *p = &corpus[nfiles];
    *p = (struct program){name, pieces, 0, 0};
    bool user = true, was_user = false;
    for (size_t i = 0; i < len && p->n < MAX_TOKENS;) {
        size_t start = i;
        i = skip_blank(s, i, len);
        note_marker(s, start, i, &user);
        if (i == len)
            break;
        i = token_end(s, i, len);
        if (user && !was_user)
            p->user = p->n; /* the last stretch that is the program's own */
        was_user = user;
        pieces[p->n++] = (struct piece){s + start, (uint32_t)(i - start)};
    }
    if (p->n > p->user + 10) {
        nfiles++;
    } else { /* too little to mutate */
        free(pieces);
        free(s);
    }
}

/* ---- mutating ---- */

static struct piece work[MAX_TOKENS];
static uint32_t nwork, floor_; /* tokens below floor_ stay */

static char last_char(struct piece p)
{
    return p.len ? p.s[p.len - 1] : 0;
}

static void cut(uint32_t at, uint32_t n)
{
    if (at >= nwork)
        return;
    if (n > nwork - at)
        n = nwork - at;
    memmove(work + at, work + at + n, (nwork - at - n) * sizeof *work);
    nwork -= n;
}

static void paste(uint32_t at, const struct piece *from, uint32_t n)
{
    if (nwork + n >= MAX_TOKENS || n > 400)
        return;
    struct piece copy[400];
    memcpy(copy, from, n * sizeof *copy);
    memmove(work + at + n, work + at, (nwork - at) * sizeof *work);
    memcpy(work + at, copy, n * sizeof *copy);
    nwork += n;
}

static uint32_t anywhere(void)
{
    return floor_ + below(nwork - floor_);
}

/* The index after the bracket that closes the one at `at`; 0 if there is none. */
static uint32_t balanced(const struct piece *p, uint32_t n, uint32_t at)
{
    uint32_t depth = 0;
    for (uint32_t i = at; i < n && i < at + 2000; i++) {
        char c = last_char(p[i]);
        if (c == '(' || c == '[' || c == '{')
            depth++;
        else if ((c == ')' || c == ']' || c == '}') && --depth == 0)
            return i + 1;
    }
    return 0;
}

/* A stretch worth moving: a bracketed group, a statement, or a few tokens. */
static uint32_t stretch(const struct piece *p, uint32_t n, uint32_t *at)
{
    uint32_t kind = below(3);
    if (kind == 0) {
        for (uint32_t i = 0; i < 200 && *at + i < n; i++) {
            char c = last_char(p[*at + i]);
            if (c == '(' || c == '[' || c == '{') {
                *at += i;
                uint32_t end = balanced(p, n, *at);
                return end ? end - *at : 1;
            }
        }
    }
    if (kind == 1) {
        while (*at < n && !strchr(";{}", last_char(p[*at])))
            ++*at;
        if (*at + 1 >= n)
            return 0;
        ++*at;
        uint32_t depth = 0, i = *at;
        for (; i < n && i < *at + 300; i++) {
            char c = last_char(p[i]);
            depth += c == '(' || c == '{' || c == '[';
            if (c == ')' || c == ']' || c == '}') {
                if (!depth)
                    break;
                if (--depth == 0 && c == '}')
                    return i + 1 - *at;
            }
            if (c == ';' && !depth)
                return i + 1 - *at;
        }
        return i - *at;
    }
    return 1 + below(4);
}

#define WORD(text) {" " text, sizeof text}
static const struct piece words[] = {
    WORD("async"), WORD("await"), WORD("try"), WORD("defer"), WORD("edo_shield"),
    WORD("edo_future(later)"), WORD("edo_call"), WORD("edo_start(f)"), WORD("edo_block_on(f)"),
    WORD("await later(1)"), WORD("await rest();"), WORD("await edo_yield();"), WORD("join"),
    WORD("select"), WORD("gen"), WORD("yield"), WORD("each"), WORD("when"), WORD("("), WORD(")"),
    WORD("{"), WORD("}"), WORD("["), WORD("]"), WORD(";"), WORD(","), WORD("?"), WORD(":"),
    WORD("&&"), WORD("||"), WORD("="), WORD("+="), WORD("*"), WORD("&"), WORD("."), WORD("->"),
    WORD("..."), WORD("({"), WORD("})"), WORD("0"), WORD("1"), WORD("\"s\""), WORD("'c'"),
    WORD("int"), WORD("int x = await later(2);"), WORD("int v[await later(3)];"), WORD("goto"),
    WORD("goto a; a:;"), WORD("case"), WORD("case 1:"), WORD("default:"), WORD("switch (1)"),
    WORD("if (await later(1))"), WORD("else"), WORD("for (;;)"),
    WORD("for (int i = await later(0); i < 3; i++)"), WORD("while (await later(0))"), WORD("do"),
    WORD("break;"), WORD("continue;"), WORD("return"), WORD("return await later(1);"),
    WORD("static"), WORD("extern"), WORD("inline"), WORD("const"), WORD("volatile"),
    WORD("struct"), WORD("struct { int a; } s;"), WORD("union"), WORD("enum { A }"),
    WORD("typedef"), WORD("__typeof__(await later(1))"), WORD("sizeof(await later(1))"),
    WORD("_Generic(1, int: await later(1))"), WORD("__attribute__((cleanup(done)))"),
    WORD("__attribute__((aligned(64)))"), WORD("_Alignas(32)"),
    WORD("(int[]){1, await later(2)}"), WORD("defer await rest();"), WORD("defer {"),
    WORD("edo_future(later) f = later(1);"), WORD("__label__ b;"), WORD("&&a"), WORD("goto *p;"),
    WORD("asm(\"\")"), WORD("_Static_assert(1, \"\");"), WORD("__extension__"), WORD("register"),
    WORD("auto"), WORD("__auto_type"), WORD("_Thread_local"), WORD("_Atomic"), WORD("void"),
    WORD("..."), WORD("#"), WORD("@"), WORD("\\"), WORD("0x"), WORD("1e+"), WORD("1.5f"),
    WORD("\"unterminated"), WORD("try await later(1)"), WORD("later(1)"), WORD("main"),
    WORD("setjmp(b)"), WORD("va_arg(ap, int)"),
    WORD("__builtin_choose_expr(1, await later(1), 2)"),
};

static void mutate_once(void)
{
    uint32_t at = anywhere(), n, to;
    switch (below(11)) {
    case 0:
        cut(at, 1 + below(3));
        break;
    case 1:
        n = stretch(work, nwork, &at);
        cut(at, n);
        break;
    case 2:
        n = stretch(work, nwork, &at);
        paste(anywhere(), work + at, at + n <= nwork ? n : 0);
        break;
    case 3:
    case 4:
        paste(at, &words[below(sizeof words / sizeof *words)], 1);
        break;
    case 5:
        work[at] = words[below(sizeof words / sizeof *words)];
        break;
    case 6: {
        const struct program *other = &corpus[below(nfiles)];
        to = other->user + below(other->n - other->user);
        n = stretch(other->pieces, other->n, &to);
        paste(at, other->pieces + to, to + n <= other->n ? n : 0);
        break;
    }
    case 7: {
        const struct program *other = &corpus[below(nfiles)];
        to = other->user + below(other->n - other->user);
        uint32_t m = stretch(other->pieces, other->n, &to);
        n = stretch(work, nwork, &at);
        cut(at, n);
        if (at <= nwork)
            paste(at, other->pieces + to, to + m <= other->n ? m : 0);
        break;
    }
    case 8:
        to = anywhere();
        struct piece t = work[at];
        work[at] = work[to];
        work[to] = t;
        break;
    case 9: { /* brackets around a group */
        static const struct piece open[] = {
            WORD("("), WORD("({"), WORD("{"), WORD("defer {"), WORD("edo_shield {"),
            WORD("(await later("), WORD("(try "),
        };
        static const struct piece close[] = {WORD(")"), WORD(";})"), WORD("}"), WORD("}"),
                                             WORD("}"), WORD("))"), WORD(")")};
        n = stretch(work, nwork, &at);
        uint32_t k = below(sizeof open / sizeof *open);
        if (at + n <= nwork) {
            paste(at + n, &close[k], 1);
            paste(at, &open[k], 1);
        }
        break;
    }
    default: /* the same again and again: depth */
        n = stretch(work, nwork, &at);
        if (at + n <= nwork && n && n < 40)
            for (uint32_t i = below(60); i; i--)
                paste(at, work + at, n);
    }
}

static size_t make_input(char *text, size_t room)
{
    const struct program *p = &corpus[below(nfiles)];
    memcpy(work, p->pieces, p->n * sizeof *work);
    nwork = p->n;
    floor_ = p->user;
    for (uint32_t i = unmutated ? 0 : below(2) ? 1 : 1 + below(5); i && nwork > floor_ + 2; i--)
        mutate_once();
    size_t len = 0;
    for (uint32_t i = 0; i < nwork && len + work[i].len < room; i++) {
        memcpy(text + len, work[i].s, work[i].len);
        len += work[i].len;
    }
    return len;
}

/* ---- running ---- */

static void too_long(int signal)
{
    (void)signal;
    static const char message[] = "edocc_mutate: time-out\n";
    (void)!write(2, message, sizeof message - 1);
    _exit(124);
}

static void write_file(const char *folder, uint64_t n, const char *suffix, const char *s,
                       size_t len)
{
    char name[4096];
    snprintf(name, sizeof name, "%s/%llu.%s", folder, (unsigned long long)n, suffix);
    FILE *f = fopen(name, "wb");
    if (!f)
        return;
    fwrite(s, 1, len, f);
    fclose(f);
}

/* What is running: its length, then its text. */
static char *map_state(const char *name)
{
    int fd = open(name, O_RDWR | O_CREAT | O_TRUNC, 0666);
    if (fd < 0 || ftruncate(fd, STATE_BYTES) < 0) {
        perror(name);
        exit(2);
    }
    char *p = mmap(0, STATE_BYTES, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    if (p == MAP_FAILED) {
        perror("mmap");
        exit(2);
    }
    return p;
}

int main(int argc, char **argv)
{
    if (argc < 7) {
        fprintf(stderr, "usage: %s SEED COUNT SECONDS STATE ACCEPTED FILE...\n", argv[0]);
        return 2;
    }
    rng = strtoull(argv[1], 0, 10) * 0x9e3779b97f4a7c15u + 1;
    unmutated = !strcmp(argv[1], "0");
    uint64_t count = strtoull(argv[2], 0, 10), accepted = 0, written = 0;
    unsigned seconds = (unsigned)strtoul(argv[3], 0, 10);
    char *state = map_state(argv[4]), *text = state + sizeof(uint64_t);
    for (int i = 6; i < argc; i++)
        load(argv[i]);
    if (!nfiles) {
        fprintf(stderr, "edocc_mutate: no corpus\n");
        return 2;
    }
    signal(SIGALRM, too_long);
    for (uint64_t i = 0; i < count; i++) {
        uint64_t len = make_input(text, STATE_BYTES - sizeof len);
        memcpy(state, &len, sizeof len);
        char *exact = malloc(len ? len : 1);
        memcpy(exact, text, len);
        struct outbuf out = {0};
        struct pipeline p = {.parse_all = below(4) == 0, .all_in_frame = below(8) == 0,
                             .no_overlay = below(8) == 0, .expand = below(16) == 0};
        alarm(seconds);
        bool good = pipeline_run(&p, exact, len, &out);
        alarm(0);
        accepted += good;
        if (good && out.n && strcmp(argv[5], "-") && written < MOST_WRITTEN && !p.expand) {
            write_file(argv[5], ++written, "i", exact, len);
            write_file(argv[5], written, "c", out.s, out.n);
        }
        outbuf_free(&out);
        free(exact);
    }
    printf("%llu executions, %llu accepted\n", (unsigned long long)count,
           (unsigned long long)accepted);
    return 0;
}
