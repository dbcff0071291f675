/* SPDX-License-Identifier: MIT
 *
 * The token that is read next, what is said of one that can't stand where it does, and how reading
 * goes on behind that: a failure jumps to the recovery entered last, which restores the parser's
 * state as it was there. */
#include <string.h>

#include "parse.h"

/* ---- tokens ---- */

tokid peek_tok(const struct parser *p, tokid t)
{
    if (p->toks[t].kind == T_EOF)
        return t;
    do
        t++;
    while (p->toks[t].kind == T_PRAGMA);
    return t;
}

void advance(struct parser *p)
{
    p->prev = p->t;
    p->t = peek_tok(p, p->t);
}

bool accept(struct parser *p, enum punct c)
{
    if (!at(p, c))
        return false;
    advance(p);
    return true;
}

const char *punct_text(enum punct c)
{
    switch (c) {
    case P_LBRACE: return "{";
    case P_RBRACE: return "}";
    case P_LPAREN: return "(";
    case P_RPAREN: return ")";
    case P_LBRACKET: return "[";
    case P_RBRACKET: return "]";
    case P_SEMI: return ";";
    case P_COMMA: return ",";
    case P_COLON: return ":";
    case P_ASSIGN: return "=";
    default: return "punctuation";
    }
}

void expect(struct parser *p, enum punct c)
{
    if (!accept(p, c))
        fail(p, p->t, "expected '%s'", punct_text(c));
}

void report_syntax(struct parser *p, tokid tok, tokid behind, int code, const char *text)
{
    if (behind)
        diag_error_behind(p->d, behind, code, "%s", text);
    else
        diag_error(p->d, tok, code, "%s", text);
    if (code == D_MISSPELT)
        diag_fix(p->d, p->misspelt.meant->s);
}

/* What is missing at the beginning of a line is missing at the end of the one before. */
static tokid missing_behind(const struct parser *p, tokid tok, int code)
{
    const struct token *t = &p->toks[tok], *before = &p->toks[p->prev];
    bool later = t->kind == T_EOF || (t->file == before->file && t->line > before->line);
    return code == D_SYNTAX && tok == p->t && p->prev < tok && later ? p->prev : 0;
}

/* unknown x = 3; behind the name of a type, or behind `otherwise`, nothing would be missing. */
static bool find_unknown(const struct parser *p)
{
    const struct token *name = &p->toks[p->prev], *before = name - 1;
    bool begins = p->prev > 0 && (before->punct == P_LBRACE || before->punct == P_RBRACE ||
                                  before->punct == P_SEMI || before->kind == T_PRAGMA);
    bool next = cur(p)->kind == T_IDENT && p->prev < p->t;
    enum keyword edo = name->kind == T_IDENT ? name->id->edo : KW_NONE;
    return begins && next && p->body && name->kind == T_IDENT && !name->kw && !name->sym &&
           (!edo || (p->u->edo_active && (edo == KW_OTHERWISE || edo == KW_COMPLETE)));
}

static _Noreturn void give_up(struct parser *p, tokid tok, int code, const char *format,
                              va_list ap)
{
    const char *text = arena_vprintf(p->a, format, ap);
    if (code == D_SYNTAX && cur(p)->kind == T_EOF && tok == p->t)
        text = arena_printf(p->a, "%s at the end of the input", text);
    else if (code == D_SYNTAX && p->toks[tok].kind == T_JUNK &&
             (*p->toks[tok].s == '"' || *p->toks[tok].s == '\''))
        text = arena_printf(p->a, "%s before a %c that nothing closes on its line", text,
                            *p->toks[tok].s);
    else if (code == D_SYNTAX && p->toks[tok].kind == T_JUNK)
        text = arena_printf(p->a, "%s before a character that C doesn't know", text);
    else if (code == D_SYNTAX)
        text = arena_printf(p->a, "%s before '%.*s'", text,
                            (int)(p->toks[tok].len > 60 ? 60 : p->toks[tok].len),
                            p->toks[tok].s);
    tokid behind = missing_behind(p, tok, code);
    if (find_misspelt(p, tok, code, &p->misspelt)) {
        tok = p->misspelt.tok;
        /* As of a function, if it has been taken for one. */
        bool called = p->misspelt.meant->edo == KW_FUTURE || p->misspelt.meant->edo == KW_EDO_GEN ||
                      p->misspelt.meant->edo == KW_CALL_OF;
        text = arena_printf(p->a, "'%.*s' is %s; did you mean '%s'?", (int)p->toks[tok].len,
                            p->toks[tok].s, called ? "not declared" : "no word of C or Edo",
                            p->misspelt.meant->s);
        code = D_MISSPELT;
        behind = 0;
    } else if (code == D_SYNTAX && tok == p->t && find_unknown(p)) {
        bool clause = p->toks[p->prev].id->edo != KW_NONE;
        tok = p->prev;
        behind = 0;
        code = clause ? D_SELECT : D_SYNTAX;
        text = arena_printf(p->a, clause ? "'%s' outside a select" : "'%s' is not declared",
                            tok_text(p->u, tok));
    }
    if (p->quiet) {
        p->error.tok = tok;
        p->error.behind = behind;
        p->error.text = text;
        p->error.code = code;
    } else {
        report_syntax(p, tok, behind, code, text);
    }
    longjmp(p->recovery->jump, 1);
}

void fail(struct parser *p, tokid tok, const char *format, ...)
{
    va_list ap;
    va_start(ap, format);
    give_up(p, tok, D_SYNTAX, format, ap);
}

void fail_code(struct parser *p, tokid tok, int code, const char *format, ...)
{
    va_list ap;
    va_start(ap, format);
    give_up(p, tok, code, format, ap);
}

void nest(struct parser *p)
{
    if (++p->nesting > FRONT_MAX_NESTING)
        fail_code(p, p->t, D_LIMIT, "nested more than %d deep", FRONT_MAX_NESTING);
}

void recovery_enter(struct parser *p, struct recovery *r)
{
    r->up = p->recovery;
    r->level = p->level;
    r->scope = p->scope;
    r->in = p->body ? p->body->in : 0;
    r->target = p->body ? p->body->target : 0;
    r->sink = p->sink;
    r->nesting = p->nesting;
    r->unevaluated = p->unevaluated;
    r->constant = p->constant;
    r->in_struct = p->in_struct;
    p->recovery = r;
}

void recovery_leave(struct parser *p, struct recovery *r)
{
    p->recovery = r->up;
}

void recovery_land(struct parser *p, struct recovery *r)
{
    while (p->level != r->level) {
        if (p->body)
            labels_leave(p, p->level);
        p->level = level_pop(p->level);
    }
    p->scope = r->scope;
    if (p->body) {
        p->body->in = r->in;
        p->body->target = r->target;
    }
    p->sink = r->sink;
    p->nesting = r->nesting;
    p->unevaluated = r->unevaluated;
    p->constant = r->constant;
    p->in_struct = r->in_struct;
    p->recovery = r->up;
}
