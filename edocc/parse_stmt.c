/* SPDX-License-Identifier: MIT
 *
 * Statements. Chains (else if, labels) are read in loops. */
#include "parse.h"

struct stmt *stmt_begin(struct parser *p, int kind)
{
    struct stmt *s = arena_new_of(p->a, struct stmt);
    s->kind = kind;
    s->r.first = p->t;
    return s;
}

static void grow(struct parser *p, struct stmt *s, uint32_t height)
{
    if (s->height <= height)
        s->height = height + 1;
    if (s->height > FRONT_MAX_HEIGHT && !p->body->too_high)
        p->body->too_high = s->r.first;
}

struct stmt *stmt_done(struct parser *p, struct stmt *s, uint32_t awaits)
{
    const struct stmt *inner[] = {s->then, s->els, s->init};
    const struct expr *exprs[] = {s->expr, s->cond, s->step};
    s->r.last = p->prev;
    s->has_await = p->awaits != awaits;
    for (unsigned i = 0; i < 3; i++) {
        if (inner[i])
            grow(p, s, inner[i]->height);
        if (exprs[i])
            grow(p, s, exprs[i]->height);
    }
    for (uint32_t i = 0; i < s->nbody; i++)
        grow(p, s, s->body[i]->height);
    return s;
}

/* ---- scopes ---- */

struct scope *scope_enter(struct parser *p, struct stmt *block)
{
    struct scope *s = arena_new_of(p->a, struct scope);
    s->parent = p->scope;
    s->id = p->scope_ids++;
    s->depth = s->parent ? s->parent->depth + 1 : 0;
    s->block = block;
    s->func = p->body->func;
    vec_push(p->a, &p->body->scopes, s);
    p->scope = s;
    p->level = level_push(p->a, p->level, s);
    if (block)
        block->scope = s;
    return s;
}

void scopes_leave(struct parser *p, struct level *to)
{
    while (p->level != to) {
        labels_leave(p, p->level);
        p->level = level_pop(p->level);
    }
    p->scope = to->scope;
}

/* ---- blocks ---- */

/* After an error: to the end of the statement that began at `first`, or before the closing brace
 * of the block around it. */
static void resync_statement(struct parser *p, tokid first)
{
    tokid error = p->t;
    unsigned braces = 0;
    for (p->t = first; cur(p)->kind != T_EOF; advance(p)) {
        bool passed = p->t >= error;
        if (at(p, P_LBRACE)) {
            braces++;
        } else if (at(p, P_RBRACE)) {
            if (!braces)
                return;
            if (!--braces && passed)
                break;
        } else if (at(p, P_SEMI) && !braces && passed) {
            break;
        }
    }
    if (cur(p)->kind != T_EOF)
        advance(p);
}

static struct stmt *local_labels(struct parser *p)
{
    struct stmt *s = stmt_begin(p, S_LOCAL_TEXT);
    advance(p);
    do {
        if (cur(p)->kind != T_IDENT)
            fail(p, p->t, "expected a label");
        label_declare_local(p, p->t);
        advance(p);
    } while (accept(p, P_COMMA));
    expect(p, P_SEMI);
    s->r.last = p->prev;
    return s;
}

/* Behind the attributes at `t`, if there are any: __attribute__((…)) and [[…]]. */
static tokid behind_attributes(const struct parser *p, tokid t)
{
    while ((p->toks[t].kw == KW_ATTRIBUTE && p->toks[t + 1].punct == P_LPAREN) ||
           at_double_bracket(p, t)) {
        unsigned depth = 0;
        for (t += p->toks[t].kw == KW_ATTRIBUTE; p->toks[t].kind != T_EOF; t++) {
            enum punct c = p->toks[t].punct;
            depth += c == P_LPAREN || c == P_LBRACKET;
            if ((c == P_RPAREN || c == P_RBRACKET) && --depth == 0)
                break;
        }
        t += p->toks[t].kind != T_EOF;
    }
    return t;
}

/* Attributes alone are a statement: __attribute__((fallthrough)); */
bool at_declaration(struct parser *p)
{
    tokid t = behind_attributes(p, p->t);
    if (t != p->t && p->toks[t].punct == P_SEMI)
        return false;
    return starts_declaration(p, at_double_bracket(p, p->t) ? t : p->t);
}

struct stmt *block_item(struct parser *p)
{
    if (at_kw(p, KW_LABEL))
        return local_labels(p);
    if (at_declaration(p))
        return declaration_read(p);
    return statement(p);
}

/* 0 after an error. On its own because of setjmp: no local changes between it and the jump. */
struct stmt *guarded_item(struct parser *p, struct stmt *(*read)(struct parser *))
{
    struct recovery r;
    const tokid first = p->t, before = p->prev;
    recovery_enter(p, &r);
    if (setjmp(r.jump)) {
        recovery_land(p, &r);
        p->body->func->failed = true;
        if (repair(p, first, before))
            return guarded_item(p, read);
        resync_statement(p, first);
        return 0;
    }
    struct stmt *s = read(p);
    recovery_leave(p, &r);
    return s;
}

static void pragmas(struct parser *p, struct vec *items)
{
    for (tokid t = p->prev + 1; t < p->t; t++) {
        struct stmt *s = stmt_begin(p, S_PRAGMA);
        s->r = (struct range){t, t};
        vec_push(p->a, items, s);
    }
}

struct stmt *compound_statement(struct parser *p, bool opens_scope)
{
    struct stmt *s = stmt_begin(p, S_BLOCK);
    uint32_t awaits = p->awaits;
    struct level *level = p->level;
    struct enclosure *in = p->body->in;
    struct vec items = {0};
    expect(p, P_LBRACE);
    if (opens_scope)
        scope_enter(p, s);
    else
        s->scope = p->scope;
    for (;;) {
        pragmas(p, &items);
        if (at(p, P_RBRACE))
            break;
        if (cur(p)->kind == T_EOF)
            fail(p, p->t, "expected '}'");
        struct stmt *item = guarded_item(p, block_item);
        if (item)
            vec_push(p->a, &items, item);
    }
    p->body->in = in;
    scopes_leave(p, level);
    advance(p);
    s->body = (struct stmt **)items.at;
    s->nbody = items.n;
    return stmt_done(p, s, awaits);
}

/* ---- if, loops, switch ---- */

static struct expr *condition(struct parser *p)
{
    expect(p, P_LPAREN);
    struct expr *e = value_of(p, expression(p));
    expect(p, P_RPAREN);
    return e;
}

/* A block without braces: pragmas, and a statement before or behind them. */
static struct stmt *block_of(struct parser *p, struct vec *items, uint32_t awaits)
{
    struct stmt *block = stmt_begin(p, S_BLOCK);
    block->r.first = ((struct stmt *)items->at[0])->r.first;
    block->scope = p->scope;
    block->body = (struct stmt **)items->at;
    block->nbody = items->n;
    return stmt_done(p, block, awaits);
}

/* A statement, and the pragmas before it, which are none: those belong to it. (Not to a defer: it
 * stays in the block that its label is in.) */
struct stmt *with_pragmas(struct parser *p)
{
    struct vec items = {0};
    uint32_t awaits = p->awaits;
    pragmas(p, &items);
    struct stmt *s = statement(p);
    if (!items.n || s->kind == S_DEFER)
        return s;
    vec_push(p->a, &items, s);
    return block_of(p, &items, awaits);
}

/* A statement that is a block of its own, with braces or without. */
static struct stmt *substatement(struct parser *p)
{
    struct enclosure *in = p->body->in;
    struct stmt *s = with_pragmas(p);
    p->body->in = in;
    return s;
}

/* What stands before `else`, with the pragmas between. */
static struct stmt *before_else(struct parser *p, struct stmt *then, uint32_t awaits)
{
    struct vec items = {0};
    vec_push(p->a, &items, then);
    pragmas(p, &items);
    return items.n == 1 ? then : block_of(p, &items, awaits);
}

static struct stmt *if_statement(struct parser *p)
{
    struct level *level = p->level;
    struct vec chain = {0};
    uint32_t awaits = p->awaits;
    struct stmt *last = 0;
    for (;;) {
        struct stmt *s = stmt_begin(p, S_IF);
        advance(p);
        vec_push(p->a, &chain, s);
        if (last)
            last->els = s;
        last = s;
        scope_enter(p, s);
        s->cond = condition(p);
        s->then = substatement(p);
        if (!at_kw(p, KW_ELSE))
            break;
        s->then = before_else(p, s->then, awaits);
        advance(p);
        if (at_kw(p, KW_IF))
            continue;
        s->els = substatement(p);
        break;
    }
    scopes_leave(p, level);
    for (unsigned i = chain.n; i-- > 0;)
        stmt_done(p, chain.at[i], awaits);
    return chain.at[0];
}

void loop_body(struct parser *p, struct stmt *s, bool is_switch)
{
    struct target target = {p->body->target, s, p->body->in, is_switch};
    p->body->target = &target;
    s->then = substatement(p);
    p->body->target = target.up;
}

static void for_head(struct parser *p, struct stmt *s)
{
    expect(p, P_LPAREN);
    if (starts_declaration(p, p->t)) {
        s->init = declaration_read(p);
    } else {
        struct stmt *init = stmt_begin(p, S_EXPR);
        if (!at(p, P_SEMI)) {
            uint32_t awaits = p->awaits;
            init->expr = expression(p);
            placeholder_dropped(init->expr);
            s->init = stmt_done(p, init, awaits);
        }
        expect(p, P_SEMI);
    }
    if (!at(p, P_SEMI))
        s->cond = value_of(p, expression(p));
    expect(p, P_SEMI);
    if (!at(p, P_RPAREN)) {
        s->step = expression(p);
        placeholder_dropped(s->step);
    }
    expect(p, P_RPAREN);
}

static struct stmt *loop_statement(struct parser *p, int kind)
{
    struct stmt *s = stmt_begin(p, kind);
    uint32_t awaits = p->awaits;
    struct level *level = p->level;
    struct enclosure *in = p->body->in;
    advance(p);
    scope_enter(p, s);
    if (kind == S_FOR) {
        for_head(p, s);
    } else if (kind != S_DO) {
        s->cond = condition(p);
    }
    loop_body(p, s, kind == S_SWITCH);
    if (kind == S_DO) {
        if (!at_kw(p, KW_WHILE))
            fail(p, p->t, "expected 'while'");
        advance(p);
        s->cond = condition(p);
        expect(p, P_SEMI);
    }
    scopes_leave(p, level);
    p->body->in = in;
    return stmt_done(p, s, awaits);
}

/* ---- labels ---- */

static struct target *switch_of(struct parser *p)
{
    struct target *t = p->body->target;
    while (t && !t->is_switch)
        t = t->up;
    return t;
}

static struct stmt *case_label(struct parser *p)
{
    bool is_default = at_kw(p, KW_DEFAULT);
    struct stmt *s = stmt_begin(p, is_default ? S_DEFAULT : S_CASE);
    struct target *t = switch_of(p);
    if (!t)
        diag_error(p->d, p->t, D_CASE, "'%s' outside a switch", is_default ? "default" : "case");
    advance(p);
    if (!is_default) {
        s->cond = constant_expression(p);
        if (accept(p, P_ELLIPSIS))
            s->hi = constant_expression(p);
    }
    expect(p, P_COLON);
    if (t) {
        s->target = t->stmt;
        t->stmt->has_default |= is_default;
        jump_add(p, J_CASE, 0, t->in, p->body->in, s->r.first);
    }
    return s;
}

static bool at_label(const struct parser *p)
{
    if (at_kw(p, KW_CASE) || at_kw(p, KW_DEFAULT))
        return true;
    return cur(p)->kind == T_IDENT && !cur(p)->kw && p->toks[peek_tok(p, p->t)].punct == P_COLON;
}

static struct stmt *one_label(struct parser *p)
{
    if (cur(p)->kw)
        return case_label(p);
    struct stmt *s = stmt_begin(p, S_LABEL);
    struct attributes attrs = {0};
    s->label = label_define(p, p->t, s);
    advance(p);
    advance(p);
    attributes_read(p, &attrs);
    return s;
}

/* A chain of labels, and the statement behind them, which may be missing before `}` and before a
 * declaration. */
static struct stmt *labelled_statement(struct parser *p)
{
    struct vec chain = {0};
    uint32_t awaits = p->awaits;
    while (at_label(p)) {
        struct stmt *s = one_label(p);
        if (chain.n)
            ((struct stmt *)chain.at[chain.n - 1])->then = s;
        vec_push(p->a, &chain, s);
    }
    struct stmt *last = chain.at[chain.n - 1];
    if (at(p, P_RBRACE) || at_declaration(p) || at_kw(p, KW_LABEL)) {
        last->then = stmt_begin(p, S_EXPR);
        last->then->r = (struct range){p->t, p->t - 1};
    } else {
        last->then = with_pragmas(p);
    }
    for (unsigned i = chain.n; i-- > 0;)
        stmt_done(p, chain.at[i], awaits);
    return chain.at[0];
}

/* ---- jumps ---- */

static struct stmt *goto_statement(struct parser *p)
{
    struct stmt *s = stmt_begin(p, S_GOTO);
    uint32_t awaits = p->awaits;
    tokid tok = p->t;
    advance(p);
    if (accept(p, P_STAR)) {
        s->kind = S_GOTO_PTR;
        s->expr = value_of(p, expression(p));
        jump_add(p, J_COMPUTED, 0, p->body->in, 0, tok);
    } else {
        if (cur(p)->kind != T_IDENT)
            fail(p, p->t, "expected a label");
        struct label_info *info = label_use(p, p->t, false);
        s->label = info->label;
        jump_add(p, J_GOTO, info, p->body->in, 0, tok);
        advance(p);
    }
    expect(p, P_SEMI);
    return stmt_done(p, s, awaits);
}

static struct stmt *break_statement(struct parser *p)
{
    bool is_break = at_kw(p, KW_BREAK);
    struct stmt *s = stmt_begin(p, is_break ? S_BREAK : S_CONTINUE);
    struct target *t = p->body->target;
    while (t && t->is_switch && !is_break)
        t = t->up;
    if (t) {
        s->target = t->stmt;
        t->stmt->has_break |= is_break;
        t->stmt->has_continue |= !is_break;
        jump_add(p, is_break ? J_BREAK : J_CONTINUE, 0, p->body->in, t->in, p->t);
    } else {
        diag_error(p->d, p->t, D_CASE, is_break ? "'break' outside a loop or switch"
                                                : "'continue' outside a loop");
    }
    advance(p);
    expect(p, P_SEMI);
    return stmt_done(p, s, p->awaits);
}

static struct stmt *return_statement(struct parser *p)
{
    struct stmt *s = stmt_begin(p, S_RETURN);
    uint32_t awaits = p->awaits;
    tokid tok = p->t;
    advance(p);
    if (!at(p, P_SEMI))
        s->expr = value_of(p, expression(p));
    check_return(p, s, tok);
    jump_add(p, J_RETURN, 0, p->body->in, 0, tok);
    expect(p, P_SEMI);
    return stmt_done(p, s, awaits);
}

/* ---- Edo's ---- */

static struct stmt *defer_statement(struct parser *p)
{
    struct stmt *s = stmt_begin(p, S_DEFER);
    uint32_t awaits = p->awaits;
    struct enclosure *in = p->body->in;
    mark_edo(p);
    enclose(p, IN_DEFER, p->t);
    advance(p);
    s->then = with_pragmas(p);
    p->body->in = in;
    return stmt_done(p, s, awaits);
}

static struct stmt *shield_statement(struct parser *p)
{
    struct stmt *s = stmt_begin(p, S_SHIELD);
    uint32_t awaits = p->awaits;
    struct enclosure *in = p->body->in;
    mark_edo(p);
    if (!in_async(p)) {
        diag_error(p->d, p->t, D_AWAIT_OUTSIDE, "'edo_shield' outside an async function");
        diag_note(p->d, p->body->func->sym->name_tok, "'%s' is not async",
                  p->body->func->sym->name);
    }
    enclose(p, IN_SHIELD, p->t);
    advance(p);
    s->then = compound_statement(p, true);
    p->body->in = in;
    return stmt_done(p, s, awaits);
}

static bool plain_use(enum punct next)
{
    return next == P_COLON || next == P_SEMI || next == P_DOT || next == P_ARROW ||
           next == P_LBRACKET || next == P_COMMA || (next >= P_ASSIGN && next <= P_OR_ASSIGN);
}

/* A statement that begins with a word of Edo; 0 if the word is a plain name here. */
static struct stmt *edo_statement(struct parser *p)
{
    enum punct next = p->toks[peek_tok(p, p->t)].punct;
    struct stmt *group = next == P_LBRACE ? group_statement(p) : 0;
    if (group)
        return group;
    switch (edo_kw(p, p->t)) {
    case KW_DEFER: return plain_use(next) ? 0 : defer_statement(p);
    case KW_SHIELD: return next == P_LBRACE ? shield_statement(p) : 0;
    case KW_EACH:
        return next == P_LPAREN ? each_statement(p) : 0;
    default: return 0;
    }
}

/* ---- all of them ---- */

static struct stmt *expression_statement(struct parser *p)
{
    struct stmt *s = stmt_begin(p, S_EXPR);
    uint32_t awaits = p->awaits;
    if (!at(p, P_SEMI)) {
        s->expr = expression(p);
        placeholder_dropped(s->expr);
    }
    expect(p, P_SEMI);
    return stmt_done(p, s, awaits);
}

/* __attribute__((fallthrough)); and [[fallthrough]]; and what [[…]] says of another statement,
 * which is lost. */
static struct stmt *attributed_statement(struct parser *p)
{
    struct attributes attrs = {0};
    struct stmt *s = stmt_begin(p, S_LOCAL_TEXT);
    bool brackets = at_double_bracket(p, p->t);
    attributes_read(p, &attrs);
    if (brackets && !at(p, P_SEMI))
        return statement(p);
    expect(p, P_SEMI);
    return stmt_done(p, s, p->awaits);
}

static struct stmt *unlabelled(struct parser *p)
{
    if (at(p, P_LBRACE))
        return compound_statement(p, true);
    switch (cur(p)->kw) {
    case KW_IF: return if_statement(p);
    case KW_WHILE: return loop_statement(p, S_WHILE);
    case KW_DO: return loop_statement(p, S_DO);
    case KW_FOR: return loop_statement(p, S_FOR);
    case KW_SWITCH: return loop_statement(p, S_SWITCH);
    case KW_GOTO: return goto_statement(p);
    case KW_BREAK:
    case KW_CONTINUE: return break_statement(p);
    case KW_RETURN: return return_statement(p);
    case KW_ASM: return asm_statement(p);
    case KW_ATTRIBUTE: return attributed_statement(p);
    default: break;
    }
    if (at_double_bracket(p, p->t))
        return attributed_statement(p);
    struct stmt *s = cur(p)->kind == T_IDENT ? edo_statement(p) : 0;
    return s ? s : expression_statement(p);
}

struct stmt *statement(struct parser *p)
{
    nest(p);
    struct stmt *s = at_label(p) ? labelled_statement(p) : unlabelled(p);
    p->nesting--;
    return s;
}
