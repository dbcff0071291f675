/* SPDX-License-Identifier: MIT
 *
 * Passing over: a group in brackets, a body that is looked at later or not at all, and from an
 * error to where reading can go on. Only brackets and semicolons are looked at. */
#include "parse.h"

static enum punct closing(enum punct open)
{
    return open == P_LBRACE ? P_RBRACE : open == P_LPAREN ? P_RPAREN : P_RBRACKET;
}

static bool is_open(enum punct c) { return c == P_LBRACE || c == P_LPAREN || c == P_LBRACKET; }
bool is_close(enum punct c) { return c == P_RBRACE || c == P_RPAREN || c == P_RBRACKET; }

/* Brackets within each other are counted, not matched by kind: a brace closes whatever it finds
 * open, so that a missing parenthesis doesn't swallow the file. */
void skip_group(struct parser *p)
{
    enum punct open = cur(p)->punct;
    if (!is_open(open)) {
        advance(p);
        return;
    }
    enum punct close = closing(open);
    unsigned depth = 0, braces = 0;
    for (;;) {
        enum punct c = cur(p)->punct;
        if (cur(p)->kind == T_EOF)
            fail(p, p->t, "expected '%s'", punct_text(close));
        if (open != P_LBRACE && c == P_RBRACE && !braces)
            fail(p, p->t, "expected '%s'", punct_text(close));
        braces += c == P_LBRACE;
        braces -= c == P_RBRACE && braces;
        depth += c == open;
        depth -= c == close;
        advance(p);
        if (c == close && !depth)
            return;
    }
}

bool skip_body(struct parser *p)
{
    tokid open = p->t;
    unsigned braces = 0;
    do {
        braces += at(p, P_LBRACE);
        braces -= at(p, P_RBRACE);
        advance(p);
    } while (braces && cur(p)->kind != T_EOF);
    if (!braces)
        return true;
    tokid end = open + 1;
    while (p->toks[end].kind != T_EOF &&
           !(p->toks[end].punct == P_RBRACE && p->toks[end].bol && p->toks[end].col == 1))
        end++;
    if (p->toks[end].kind == T_EOF) /* no better guess */
        return false;
    p->t = p->prev = end;
    p->t = peek_tok(p, end);
    return false;
}

void missing_brace(struct parser *p, const struct decl *d, tokid open)
{
    bool at_end = cur(p)->kind == T_EOF;
    diag_error_behind(p->d, p->prev, D_SYNTAX, at_end ? "expected '}': the body of '%s' has no end"
                                                      : "expected one more '}' to end '%s'",
                      p->toks[d->name_tok].id->s);
    diag_note(p->d, open, "its body begins here");
}

void resync(struct parser *p)
{
    unsigned braces = 0, others = 0;
    while (cur(p)->kind != T_EOF) {
        enum punct c = cur(p)->punct;
        advance(p);
        if (c == P_LBRACE) {
            braces++;
            continue;
        }
        if (c == P_RBRACE) {
            if (braces <= 1)
                return;
            braces--;
        } else if (is_open(c)) {
            others += !braces;
        } else if (is_close(c)) {
            others -= !braces && others;
        } else if (c == P_SEMI && !braces && !others) {
            return;
        }
    }
}

/* The declarations that an old-style function has before its body end nothing: to the end of that,
 * if it is found behind as many of them as it has parameters. */
void resync_parameters(struct parser *p)
{
    const tokid t = p->t, prev = p->prev;
    for (; p->kr_left && !at(p, P_LBRACE) && cur(p)->kind != T_EOF; p->kr_left--)
        resync(p);
    p->kr_left = 0;
    if (at(p, P_LBRACE)) {
        resync(p);
    } else {
        p->t = t;
        p->prev = prev;
    }
}
