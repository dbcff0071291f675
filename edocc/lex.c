/* SPDX-License-Identifier: MIT */
#include "lex.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "arena.h"

enum { FIRST_BUCKETS = 4096 };

struct ident_table {
    struct ident **buckets;
    size_t room, n; /* room: of buckets */
};

static const struct word {
    const char *s;
    uint16_t kw, edo;
} words[] = {
    {"void", KW_VOID, 0}, {"char", KW_CHAR, 0}, {"short", KW_SHORT, 0}, {"int", KW_INT, 0},
    {"long", KW_LONG, 0}, {"float", KW_FLOAT, 0}, {"double", KW_DOUBLE, 0},
    {"signed", KW_SIGNED, 0}, {"__signed", KW_SIGNED, 0}, {"__signed__", KW_SIGNED, 0},
    {"unsigned", KW_UNSIGNED, 0}, {"_Bool", KW_BOOL, 0}, {"_Complex", KW_COMPLEX, 0},
    {"__complex", KW_COMPLEX, 0}, {"__complex__", KW_COMPLEX, 0}, {"_Imaginary", KW_IMAGINARY, 0},
    {"__int128", KW_INT128, 0}, {"_Float16", KW_FLOATN, 0}, {"_Float32", KW_FLOATN, 0},
    {"_Float64", KW_FLOATN, 0}, {"_Float128", KW_FLOATN, 0}, {"_Float32x", KW_FLOATN, 0},
    {"_Float64x", KW_FLOATN, 0}, {"__float128", KW_FLOATN, 0}, {"__float80", KW_FLOATN, 0},
    {"__ibm128", KW_FLOATN, 0}, {"__bf16", KW_FLOATN, 0}, {"__fp16", KW_FLOATN, 0},
    {"_Decimal32", KW_FLOATN, 0}, {"_Decimal64", KW_FLOATN, 0}, {"_Decimal128", KW_FLOATN, 0},
    {"__auto_type", KW_AUTO_TYPE, 0}, {"_BitInt", KW_BITINT, 0}, {"_ExtInt", KW_BITINT, 0},
    {"struct", KW_STRUCT, 0}, {"union", KW_UNION, 0}, {"enum", KW_ENUM, 0},
    {"typeof", KW_TYPEOF, 0}, {"__typeof", KW_TYPEOF, 0}, {"__typeof__", KW_TYPEOF, 0},
    {"_Atomic", KW_ATOMIC, 0}, {"typedef", KW_TYPEDEF, 0}, {"extern", KW_EXTERN, 0},
    {"static", KW_STATIC, 0}, {"auto", KW_AUTO, 0}, {"register", KW_REGISTER, 0},
    {"_Thread_local", KW_THREAD, 0}, {"__thread", KW_THREAD, 0}, {"inline", KW_INLINE, 0},
    {"__inline", KW_INLINE, 0}, {"__inline__", KW_INLINE, 0}, {"_Noreturn", KW_NORETURN, 0},
    {"const", KW_CONST, 0}, {"__const", KW_CONST, 0}, {"__const__", KW_CONST, 0},
    {"volatile", KW_VOLATILE, 0}, {"__volatile", KW_VOLATILE, 0},
    {"__volatile__", KW_VOLATILE, 0}, {"restrict", KW_RESTRICT, 0},
    {"__restrict", KW_RESTRICT, 0}, {"__restrict__", KW_RESTRICT, 0},
    {"_Nonnull", KW_OTHER_QUALIFIER, 0}, {"_Nullable", KW_OTHER_QUALIFIER, 0},
    {"_Null_unspecified", KW_OTHER_QUALIFIER, 0}, {"_Nullable_result", KW_OTHER_QUALIFIER, 0},
    {"__seg_fs", KW_OTHER_QUALIFIER, 0}, {"__seg_gs", KW_OTHER_QUALIFIER, 0},
    {"__unaligned", KW_OTHER_QUALIFIER, 0}, {"_Alignas", KW_ALIGNAS, 0},
    {"__attribute__", KW_ATTRIBUTE, 0}, {"__attribute", KW_ATTRIBUTE, 0},
    {"__extension__", KW_EXTENSION, 0}, {"_Static_assert", KW_STATIC_ASSERT, 0},
    {"asm", KW_ASM, 0}, {"__asm", KW_ASM, 0}, {"__asm__", KW_ASM, 0}, {"__label__", KW_LABEL, 0},
    {"sizeof", KW_SIZEOF, 0}, {"_Alignof", KW_ALIGNOF, 0}, {"__alignof", KW_ALIGNOF, 0},
    {"__alignof__", KW_ALIGNOF, 0}, {"_Generic", KW_GENERIC, 0}, {"__real", KW_REAL, 0},
    {"__real__", KW_REAL, 0}, {"__imag", KW_IMAG, 0}, {"__imag__", KW_IMAG, 0},
    {"if", KW_IF, 0}, {"else", KW_ELSE, 0}, {"while", KW_WHILE, 0}, {"do", KW_DO, 0},
    {"for", KW_FOR, 0}, {"switch", KW_SWITCH, 0}, {"case", KW_CASE, 0},
    {"default", KW_DEFAULT, 0}, {"goto", KW_GOTO, 0}, {"break", KW_BREAK, 0},
    {"continue", KW_CONTINUE, 0}, {"return", KW_RETURN, 0},
    {"_Async", KW_ASYNC, 0}, {"_Await", KW_AWAIT, 0}, {"_Try", KW_TRY, 0},
    {"_Defer", KW_DEFER, 0}, {"_Join", KW_JOIN, 0}, {"_Select", KW_SELECT, 0},
    {"_When", KW_WHEN, 0}, {"_Otherwise", KW_OTHERWISE, 0}, {"_Complete", KW_COMPLETE, 0},
    {"_Gen", KW_GEN, 0}, {"_Yield", KW_YIELD, 0}, {"_Each", KW_EACH, 0},
    {"async", 0, KW_ASYNC}, {"await", 0, KW_AWAIT}, {"try", 0, KW_TRY}, {"defer", 0, KW_DEFER},
    {"join", 0, KW_JOIN}, {"select", 0, KW_SELECT}, {"select_biased", 0, KW_SELECT_BIASED},
    {"when", 0, KW_WHEN}, {"otherwise", 0, KW_OTHERWISE}, {"complete", 0, KW_COMPLETE},
    {"gen", 0, KW_GEN}, {"yield", 0, KW_YIELD}, {"each", 0, KW_EACH},
    {"edo_shield", 0, KW_SHIELD}, {"edo_future", 0, KW_FUTURE}, {"edo_start", 0, KW_START},
    {"edo_block_on", 0, KW_BLOCK_ON}, {"edo_runtime_block_on", 0, KW_RUNTIME_BLOCK_ON},
    {"edo_leaf", 0, KW_LEAF}, {"edo_frame", 0, KW_FRAME},
    {"edo_call_of", 0, KW_CALL_OF}, {"gen_of", 0, KW_GEN_OF}, {"edo_gen", 0, KW_EDO_GEN},
    {"edo_next", 0, KW_NEXT}, {"edo_resume", 0, KW_RESUME},
    {"edo_gen_result", 0, KW_GEN_RESULT}, {"edo_gen_end", 0, KW_GEN_END},
};

/* Longest first among those that share a beginning. */
static const struct {
    const char *s;
    uint16_t punct;
} puncts[] = {
    {"...", P_ELLIPSIS}, {"<<=", P_SHL_ASSIGN}, {">>=", P_SHR_ASSIGN}, {"%:%:", P_HASHHASH},
    {"->", P_ARROW}, {"++", P_INC}, {"--", P_DEC}, {"<<", P_SHL}, {">>", P_SHR}, {"<=", P_LE},
    {">=", P_GE}, {"==", P_EQ}, {"!=", P_NE}, {"&&", P_ANDAND}, {"||", P_OROR},
    {"*=", P_MUL_ASSIGN}, {"/=", P_DIV_ASSIGN}, {"%=", P_MOD_ASSIGN}, {"+=", P_ADD_ASSIGN},
    {"-=", P_SUB_ASSIGN}, {"&=", P_AND_ASSIGN}, {"^=", P_XOR_ASSIGN}, {"|=", P_OR_ASSIGN},
    {"##", P_HASHHASH}, {"::", P_COLONCOLON}, {"<:", P_LBRACKET}, {":>", P_RBRACKET},
    {"<%", P_LBRACE}, {"%>", P_RBRACE}, {"%:", P_HASH},
    {"{", P_LBRACE}, {"}", P_RBRACE}, {"(", P_LPAREN}, {")", P_RPAREN}, {"[", P_LBRACKET},
    {"]", P_RBRACKET}, {";", P_SEMI}, {",", P_COMMA}, {":", P_COLON}, {"?", P_QUESTION},
    {".", P_DOT}, {"~", P_TILDE}, {"!", P_NOT}, {"*", P_STAR}, {"/", P_SLASH}, {"%", P_PERCENT},
    {"+", P_PLUS}, {"-", P_MINUS}, {"<", P_LT}, {">", P_GT}, {"&", P_AND}, {"^", P_XOR},
    {"|", P_OR}, {"=", P_ASSIGN}, {"#", P_HASH},
};

/* ---- identifiers ---- */

static uint32_t hash_of(const char *s, size_t len)
{
    uint32_t h = 2166136261u;
    for (size_t i = 0; i < len; i++)
        h = (h ^ (unsigned char)s[i]) * 16777619u;
    return h;
}

static void table_grow(struct unit *unit, struct ident_table *table)
{
    struct ident_table old = *table;
    table->room = old.room ? old.room * 2 : FIRST_BUCKETS;
    table->buckets = arena_array_of(unit->arena, struct ident *, table->room);
    for (size_t i = 0; i < old.room; i++) {
        for (struct ident *id = old.buckets[i], *next; id; id = next) {
            next = id->next;
            id->next = table->buckets[id->hash % table->room];
            table->buckets[id->hash % table->room] = id;
        }
    }
}

struct ident *ident_of(struct unit *unit, struct ident_table *table, const char *s, size_t len)
{
    uint32_t h = hash_of(s, len);
    if (table->n == table->room)
        table_grow(unit, table);
    struct ident **bucket = &table->buckets[h % table->room];
    for (struct ident *id = *bucket; id; id = id->next)
        if (id->hash == h && id->len == len && !memcmp(id->s, s, len))
            return id;
    struct ident *id = arena_new_of(unit->arena, struct ident);
    id->s = arena_strndup(unit->arena, s, len);
    id->len = (uint32_t)len;
    id->hash = h;
    id->next = *bucket;
    *bucket = id;
    table->n++;
    if (len > 10 && !memcmp(s, "__builtin_", 10))
        id->kw = KW_BUILTIN;
    return id;
}

void idents_each(struct ident_table *table, void (*each)(void *context, struct ident *id),
                 void *context)
{
    for (size_t i = 0; i < table->room; i++)
        for (struct ident *id = table->buckets[i]; id; id = id->next)
            each(context, id);
}

static struct ident_table *table_new(struct unit *unit)
{
    struct ident_table *table = arena_new_of(unit->arena, struct ident_table);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        struct ident *id = ident_of(unit, table, words[i].s, strlen(words[i].s));
        id->kw = words[i].kw;
        id->edo = words[i].edo;
    }
    /* plain names as far as the grammar goes, but types */
    ident_of(unit, table, "__builtin_va_list", 17)->kw = 0;
    ident_of(unit, table, "__builtin_ms_va_list", 20)->kw = 0;
    ident_of(unit, table, "__builtin_sysv_va_list", 22)->kw = 0;
    return table;
}

/* ---- the text ---- */

struct lexer {
    struct unit *unit;
    struct ident_table *table;
    const char *p, *end;
    const char *line_start;
    uint32_t line, file;
    uint8_t flags;
    bool bol, space;
    bool no_more_raw;      /* an unclosed raw string or comment was seen: looking for the end of */
    bool no_more_comments; /* each further one would take quadratic time */
    size_t room;
    uint32_t files_room;
};

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

static bool is_ident_start(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '$' ||
           (unsigned char)c >= 0x80;
}

static char peek(const struct lexer *x, size_t n)
{
    return (size_t)(x->end - x->p) > n ? x->p[n] : 0;
}

static void new_line(struct lexer *x)
{
    if (x->line < UINT32_MAX)
        x->line++;
    x->line_start = x->p;
    x->bol = true;
    x->space = true;
}

static struct token *push(struct lexer *x, enum tok_kind kind, const char *s, size_t len)
{
    struct unit *u = x->unit;
    if (u->ntoks == x->room) {
        size_t room = x->room ? x->room * 2 : 1024;
        u->toks = edocc_realloc(u->toks, sizeof *u->toks * x->room, sizeof *u->toks * room);
        x->room = room;
    }
    struct token *t = &u->toks[u->ntoks++];
    size_t col = (size_t)(s - x->line_start) + 1;
    *t = (struct token){
        .s = s,
        .len = (uint32_t)len,
        .line = x->line,
        .file = x->file,
        .col = col > UINT16_MAX ? UINT16_MAX : (uint16_t)col,
        .kind = (uint8_t)kind,
        .marker_flags = x->flags,
        .bol = x->bol,
        .space = x->space,
    };
    x->bol = x->space = false;
    return t;
}

/* ---- lines that begin with # ---- */

static uint32_t file_of(struct lexer *x, const char *name)
{
    struct unit *u = x->unit;
    struct ident *id = ident_of(u, x->table, name, strlen(name));
    if (id->file)
        return id->file - 1;
    u->files = arena_more(u->arena, u->files, u->nfiles, &x->files_room, sizeof *u->files);
    u->files[u->nfiles++] = name;
    id->file = u->nfiles;
    return u->nfiles - 1;
}

/* The string of a line marker; backslash escapes are C's \\, \" and octal. */
static const char *marker_name(struct lexer *x, const char **p, const char *end)
{
    char *name = arena_alloc(x->unit->arena, (size_t)(end - *p) + 1), *out = name;
    const char *s = *p + 1;
    for (; s < end && *s != '"'; s++) {
        if (*s == '\\' && s + 1 < end) {
            s++;
            if (*s >= '0' && *s <= '7') {
                unsigned c = 0;
                int digits = 0;
                for (; digits < 3 && s < end && *s >= '0' && *s <= '7'; digits++, s++)
                    c = c * 8 + (unsigned)(*s - '0');
                s--;
                *out++ = c ? (char)c : '?';
                continue;
            }
        }
        *out++ = *s ? *s : '?';
    }
    *p = s < end ? s + 1 : s;
    return name;
}

static const char *skip_blanks(const char *p, const char *end)
{
    while (p < end && (*p == ' ' || *p == '\t'))
        p++;
    return p;
}

/* `# 12 "file" 1 3 4` or `#line 12 "file"`; false if the line is neither. */
static bool line_marker(struct lexer *x, const char *p, const char *end)
{
    p = skip_blanks(p, end);
    if (end - p > 4 && !memcmp(p, "line", 4) && (p[4] == ' ' || p[4] == '\t'))
        p = skip_blanks(p + 4, end);
    if (p == end || !is_digit(*p))
        return false;
    uint64_t line = 0;
    for (; p < end && is_digit(*p); p++)
        if (line <= UINT32_MAX)
            line = line * 10 + (unsigned)(*p - '0');
    if (line > UINT32_MAX)
        line = UINT32_MAX;
    p = skip_blanks(p, end);
    if (p < end && *p == '"') {
        x->file = file_of(x, marker_name(x, &p, end));
        x->flags = 0;
        for (; p < end; p++) {
            if (*p == '3')
                x->flags |= TOKF_SYSTEM;
            else if (*p == '4')
                x->flags |= TOKF_EXTERN_C;
        }
    }
    x->line = (uint32_t)line;
    return true;
}

static bool words_are(const char *p, const char *end, const char *pattern)
{
    for (; *pattern; pattern++) {
        if (*pattern == ' ') {
            p = skip_blanks(p, end);
        } else if (p < end && *p == *pattern) {
            p++;
        } else {
            return false;
        }
    }
    p = skip_blanks(p, end);
    return p == end || *p == '\r';
}

static void hash_line(struct lexer *x)
{
    const char *start = x->p;
    const char *end = memchr(start, '\n', (size_t)(x->end - start));
    if (!end)
        end = x->end;
    x->p = end;
    if (line_marker(x, start + 1, end)) {
        if (x->p < x->end)
            x->p++;
        x->line_start = x->p;
        x->bol = x->space = true;
        return;
    }
    struct token *t = push(x, T_PRAGMA, start, (size_t)(end - start));
    if (words_are(start, end, "# pragma edo on")) {
        x->unit->edo_active = true;
        x->unit->drops = true;
        t->drop = true;
    }
}

/* ---- tokens ---- */

static void number(struct lexer *x)
{
    const char *s = x->p;
    while (x->p < x->end) {
        char c = *x->p, next = peek(x, 1);
        if ((c == 'e' || c == 'E' || c == 'p' || c == 'P') && (next == '+' || next == '-'))
            x->p += 2;
        else if (is_digit(c) || is_ident_start(c) || c == '.')
            x->p++;
        else if (c == '\'' && (is_digit(next) || is_ident_start(next))) /* C23: 1'000 */
            x->p += 2;
        else
            break;
    }
    push(x, T_NUMBER, s, (size_t)(x->p - s));
}

/* From the quote at `q`; the token begins at x->p. What isn't closed on its line is junk. */
static void quoted(struct lexer *x, const char *q)
{
    const char *s = x->p, *p = q + 1;
    while (p < x->end && *p != *q && *p != '\n') {
        if (*p == '\\' && p + 1 < x->end && p[1] != '\n')
            p++;
        p++;
    }
    if (p >= x->end || *p != *q) {
        x->p = s + 1;
        push(x, T_JUNK, s, 1);
        return;
    }
    x->p = p + 1;
    push(x, *q == '"' ? T_STRING : T_CHAR, s, (size_t)(x->p - s));
}

/* R"delimiter( … )delimiter", from the quote at `q`; may span lines. */
static bool raw_string(struct lexer *x, const char *q)
{
    if (x->no_more_raw)
        return false;
    const char *open = q + 1;
    while (open < x->end && *open != '(' && open - q <= 16 && *open != '"' && *open != '\n')
        open++;
    if (open >= x->end || *open != '(')
        return false;
    size_t n = (size_t)(open - q - 1);
    for (const char *p = open + 1; (size_t)(x->end - p) >= n + 2; p++) {
        p = memchr(p, ')', (size_t)(x->end - p));
        if (!p)
            break;
        if ((size_t)(x->end - p) < n + 2)
            break;
        if (memcmp(p + 1, q + 1, n) || p[n + 1] != '"')
            continue;
        const char *s = x->p;
        x->p = p + n + 2;
        push(x, T_STRING, s, (size_t)(x->p - s));
        for (const char *c = s; c < x->p; c++) {
            if (*c == '\n') {
                if (x->line < UINT32_MAX)
                    x->line++;
                x->line_start = c + 1;
            }
        }
        return true;
    }
    x->no_more_raw = true;
    return false;
}

static void identifier(struct lexer *x)
{
    const char *s = x->p, *p = s;
    while (p < x->end && (is_ident_start(*p) || is_digit(*p) ||
                          (*p == '\\' && p + 1 < x->end && (p[1] == 'u' || p[1] == 'U'))))
        p++;
    size_t n = (size_t)(p - s);
    if (p < x->end && (*p == '"' || *p == '\'') && n <= 3) {
        bool raw = s[n - 1] == 'R';
        size_t prefix = n - (raw ? 1 : 0);
        bool known = prefix == 0 || (prefix == 1 && strchr("LuU", s[0])) ||
                     (prefix == 2 && s[0] == 'u' && s[1] == '8');
        if (known && raw && *p == '"' && raw_string(x, p))
            return;
        if (known && !raw) {
            quoted(x, p);
            return;
        }
    }
    x->p = p;
    struct token *t = push(x, T_IDENT, s, n);
    t->id = ident_of(x->unit, x->table, s, n);
    t->kw = t->id->kw;
}

static void punctuator(struct lexer *x)
{
    size_t left = (size_t)(x->end - x->p);
    for (size_t i = 0; i < sizeof puncts / sizeof *puncts; i++) {
        size_t n = strlen(puncts[i].s);
        if (*x->p == puncts[i].s[0] && left >= n && !memcmp(x->p, puncts[i].s, n)) {
            x->p += n;
            push(x, T_PUNCT, x->p - n, n)->punct = puncts[i].punct;
            return;
        }
    }
    x->p++;
    push(x, T_JUNK, x->p - 1, 1);
}

/* Comments are left in the text by `cc -E -C`. False if there is none. */
static bool comment(struct lexer *x)
{
    if (*x->p != '/')
        return false;
    if (peek(x, 1) == '/') {
        const char *nl = memchr(x->p, '\n', (size_t)(x->end - x->p));
        x->p = nl ? nl : x->end;
    } else if (peek(x, 1) == '*' && !x->no_more_comments) {
        const char *p = x->p + 2;
        while (p + 1 < x->end && !(p[0] == '*' && p[1] == '/'))
            p++;
        if (p + 1 >= x->end) {
            x->no_more_comments = true;
            return false;
        }
        const char *stop = p + 2;
        for (; x->p < stop; x->p++) {
            if (*x->p == '\n') {
                if (x->line < UINT32_MAX)
                    x->line++;
                x->line_start = x->p + 1;
            }
        }
    } else {
        return false;
    }
    x->space = true;
    return true;
}

static void one(struct lexer *x)
{
    char c = *x->p;
    if (c == '\n') {
        x->p++;
        new_line(x);
    } else if (c == ' ' || c == '\t' || c == '\r' || c == '\f' || c == '\v') {
        x->p++;
        x->space = true;
    } else if (c == '#' && x->bol) {
        hash_line(x);
    } else if (is_digit(c) || (c == '.' && is_digit(peek(x, 1)))) {
        number(x);
    } else if (is_ident_start(c) || (c == '\\' && (peek(x, 1) == 'u' || peek(x, 1) == 'U'))) {
        identifier(x);
    } else if (c == '"' || c == '\'') {
        quoted(x, x->p);
    } else if (!comment(x)) {
        punctuator(x);
    }
}

static bool is_own_attribute(const struct token *t)
{
    static const char *const names[] = {"edo_pinned", "edo_local", "edo_async_local", "edo_send"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (t->len == strlen(names[i]) && !memcmp(t->s, names[i], t->len))
            return true;
    return false;
}

/* The word is ours; the C compiler would warn about it. */
static void drop_attributes(struct unit *u)
{
    for (tokid i = 1; i < u->ntoks; i++) {
        struct token *t = &u->toks[i], *before = t - 1;
        if (t->kind == T_IDENT && t->len > 7 && t->s[0] == 'e' && t->s[3] == '_' &&
            (before->punct == P_LPAREN || before->punct == P_COMMA) && is_own_attribute(t)) {
            t->drop = true;
            u->drops = true;
        }
    }
}

struct ident_table *lex(struct unit *unit, const char *first_file)
{
    struct lexer x = {
        .unit = unit,
        .table = table_new(unit),
        .p = unit->text,
        .end = unit->text + unit->len,
        .line_start = unit->text,
        .line = 1,
        .bol = true,
        .space = true,
    };
    x.file = file_of(&x, first_file ? first_file : "<stdin>");
    while (x.p < x.end)
        one(&x);
    x.bol = true;
    push(&x, T_EOF, x.end, 0);
    drop_attributes(unit);
    /* into the arena, which outlives us; the growing array was malloc's */
    struct token *toks = arena_array_of(unit->arena, struct token, unit->ntoks);
    memcpy(toks, unit->toks, sizeof *toks * unit->ntoks);
    free(unit->toks);
    unit->toks = toks;
    return x.table;
}
