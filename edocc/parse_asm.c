/* SPDX-License-Identifier: MIT
 *
 * asm statements: what their operands name, and where `asm goto` may go. */
#include <string.h>

#include "parse.h"

static bool is_output(const struct token *constraint)
{
    return memchr(constraint->s, '=', constraint->len) ||
           memchr(constraint->s, '+', constraint->len);
}

static void asm_operands(struct parser *p, struct vec *exprs)
{
    while (!at(p, P_COLON) && !at(p, P_COLONCOLON) && !at(p, P_RPAREN)) {
        if (accept(p, P_LBRACKET)) {
            advance(p);
            expect(p, P_RBRACKET);
        }
        if (cur(p)->kind != T_STRING)
            fail(p, p->t, "expected a constraint");
        bool output = false;
        for (; cur(p)->kind == T_STRING; advance(p))
            output |= is_output(cur(p));
        expect(p, P_LPAREN);
        struct expr *e = expression(p);
        expect(p, P_RPAREN);
        if (output)
            check_changed(p, e, "can't be the output of an asm");
        address_of(p, e);
        vec_push(p->a, exprs, e);
        if (!accept(p, P_COMMA))
            return;
    }
}

static void asm_labels(struct parser *p, struct stmt *s)
{
    struct vec labels = {0};
    while (cur(p)->kind == T_IDENT) {
        struct label_info *info = label_use(p, p->t, false);
        jump_add(p, J_GOTO, info, p->body->in, 0, p->t);
        vec_push(p->a, &labels, info->label);
        advance(p);
        if (!accept(p, P_COMMA))
            break;
    }
    s->labels = (struct label **)labels.at;
    s->nlabels = labels.n;
}

struct stmt *asm_statement(struct parser *p)
{
    struct stmt *s = stmt_begin(p, S_ASM);
    uint32_t awaits = p->awaits;
    struct vec exprs = {0};
    advance(p);
    while (at_kw(p, KW_VOLATILE) || at_kw(p, KW_INLINE) || at_kw(p, KW_GOTO) ||
           at_kw(p, KW_CONST))
        advance(p);
    expect(p, P_LPAREN);
    while (cur(p)->kind == T_STRING)
        advance(p);
    for (unsigned part = 1; !at(p, P_RPAREN); part++) {
        if (accept(p, P_COLONCOLON))
            part++;
        else
            expect(p, P_COLON);
        if (part <= 2) {
            asm_operands(p, &exprs);
        } else if (part == 3) {
            while (cur(p)->kind == T_STRING || at(p, P_COMMA))
                advance(p);
        } else {
            asm_labels(p, s);
            break;
        }
    }
    expect(p, P_RPAREN);
    expect(p, P_SEMI);
    s->exprs = (struct expr **)exprs.at;
    s->nexprs = exprs.n;
    return stmt_done(p, s, awaits);
}
