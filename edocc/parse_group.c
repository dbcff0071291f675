/* SPDX-License-Identifier: MIT
 *
 * join and select. */
#include "parse.h"

/* `select {` and `join {` are nothing else in C: so they are ours where an ordinary declaration
 * (select(2)'s) is visible, too. */
static enum keyword group_kw(const struct parser *p)
{
    const struct token *k = cur(p);
    enum keyword kw = edo_kw(p, p->t);
    if (kw == KW_NONE && p->u->edo_active && k->kind == T_IDENT && !k->kw)
        kw = k->id->edo;
    return kw;
}

/* The operation `e` of a head; `value` becomes what stands for its result. */
static struct expr *head_of(struct parser *p, struct expr *e, struct expr *value)
{
    struct expr *head = expr_new(p, E_AWAIT, e->r.first);
    unsigned mark = pending_mark(p);
    head->op_tok = e->r.first;
    head->a = e;
    expr_done(p, head);
    head->r = e->r;
    if (in_async(p) && chooses_call(e)) {
        head->a = capture_chosen(p, e, &head->type);
        p->awaits++;
        head->has_await = true;
        value->r = e->r;
        value->type = head->type;
        return head;
    }
    check_await(p, head);
    if (head->type == p->ts.unknown && !head->sym)
        pending_forget(p, mark);
    if (expr_strip(e)->kind == E_GEN_END)
        edo_error(p, e->r.first, e->r.last, D_SELECT,
                  "the end of a generator can't be a select's head: await it in a statement");
    if (head->sym && head->sym->type->generic) { /* its result goes where that of a value does */
        head->a = capture_any(p, head->a);
        head->sym = 0;
    }
    head->placed = true; /* what gets its result is looked at there */
    value->r = e->r;
    value->type = head->type;
    return head;
}

/* The same, where its result is wanted. */
static struct expr *head_read(struct parser *p, struct expr *value)
{
    struct expr *head = head_of(p, conditional_expression(p), value);
    if (head->type->kind == TY_VOID)
        edo_error(p, head->r.first, head->r.last, D_SELECT, "'%s' has no result",
                  range_text(p->u, head->r));
    return head;
}

static void check_async(struct parser *p, const char *word)
{
    mark_edo(p);
    if (p->body->func->is_async)
        return;
    diag_error(p->d, p->t, D_AWAIT_OUTSIDE, "'%s' outside an async function", word);
    diag_note(p->d, p->body->func->sym->name_tok, "'%s' is not async",
              p->body->func->sym->name);
}

/* ---- join ---- */

static struct stmt *branch_statement(struct parser *p)
{
    tokid join = p->scope->block->r.first;
    bool label = at_kw(p, KW_LABEL), declares = label || at_declaration(p);
    if (declares)
        diag_error(p->d, p->t, D_JOIN, "a declaration directly in a join: each of its statements "
                                       "is a branch, in which nobody else would see it");
    struct enclosure *in = p->body->in;
    enclose(p, IN_BRANCH, join);
    struct stmt *s = declares ? block_item(p) : with_pragmas(p);
    p->body->in = in;
    const struct stmt *inner = s;
    while (inner->kind == S_LABEL)
        inner = inner->then;
    if (inner->kind == S_DEFER)
        diag_error(p->d, inner->r.first, D_JOIN,
                   "a defer directly in a join: it would be a branch of its own; put it before the "
                   "join, or into a block");
    return s;
}

static struct stmt *join_statement(struct parser *p)
{
    struct stmt *s = stmt_begin(p, S_JOIN);
    uint32_t awaits = p->awaits++;
    struct level *level = p->level;
    struct vec branches = {0};
    check_async(p, "join");
    advance(p);
    expect(p, P_LBRACE);
    scope_enter(p, s);
    while (!at(p, P_RBRACE)) {
        if (cur(p)->kind == T_EOF)
            fail(p, p->t, "expected '}'");
        struct stmt *branch = guarded_item(p, branch_statement);
        if (branch && (branch->kind != S_EXPR || branch->expr))
            vec_push(p->a, &branches, branch);
    }
    scopes_leave(p, level);
    advance(p);
    s->body = (struct stmt **)branches.at;
    s->nbody = branches.n;
    return stmt_done(p, s, awaits);
}

/* ---- select ---- */

/* `T x =`, with `value` as its initialiser; declared behind the head, which doesn't see it. */
static struct stmt *head_declaration(struct parser *p, struct expr **head, struct expr *value)
{
    struct stmt *s = stmt_begin(p, S_DECL);
    struct specs specs;
    struct declarator dr;
    specs_read(p, &specs);
    declarator_read(p, specs.type, NAMED, &dr);
    if (!at(p, P_ASSIGN))
        fail_code(p, p->t, D_SELECT, "the head of a branch needs an operation: = …");
    advance(p);
    *head = head_read(p, value);
    struct decl *d = declare(p, &specs, &dr, false);
    bool place = d->type->placeholder || value->type->placeholder;
    d->init = arena_new_of(p->a, struct init);
    d->init->r = value->r;
    d->init->expr = place ? value : check_initialiser(p, d, value);
    if (specs.is_auto_type)
        d->type = d->sym->type = auto_type(p, &specs, value->type);
    d->all = (struct range){s->r.first, p->prev};
    d->is_tag_definition = specs.tag_definition;
    d->defines_tag = specs.defines_tag;
    if (d->storage != STO_NONE && d->storage != STO_AUTO && d->storage != STO_REGISTER)
        diag_error(p->d, d->name_tok, D_SELECT, "'%s' gets its value when its branch has won: it "
                                                "can't be static, extern or a type", d->sym->name);
    s->decls = arena_array_of(p->a, struct decl *, 1);
    s->decls[0] = d;
    s->ndecls = 1;
    if (place)
        placeholder_head(p, s, *head);
    return stmt_done(p, s, p->awaits);
}

/* lvalue = H, or H alone: then 0. */
static struct stmt *head_expression(struct parser *p, struct expr **head, struct expr *value)
{
    struct stmt *s = stmt_begin(p, S_EXPR);
    struct expr *a = conditional_expression(p);
    if (cur(p)->punct > P_ASSIGN && cur(p)->punct <= P_OR_ASSIGN)
        fail_code(p, p->t, D_SELECT, "a head assigns its result with '=' alone");
    if (!at(p, P_ASSIGN)) {
        *head = head_of(p, a, value);
        return 0;
    }
    struct expr *e = expr_new(p, E_ASSIGN, a->r.first);
    e->op = P_ASSIGN;
    e->op_tok = p->t;
    e->a = a;
    e->b = value;
    advance(p);
    *head = head_read(p, value);
    if (value->type->placeholder || a->type->placeholder) { /* it goes straight there */
        placeholder_head_assigned(p, a, *head);
        return 0;
    }
    check_copy(p, a);
    check_changed(p, a, "can't be assigned to");
    expr_done(p, e);
    expr_height(p, e, a);
    e->has_await = a->has_await;
    e->has_stmt_expr = a->has_stmt_expr;
    e->type = type_unqualified(&p->ts, a->type);
    s->expr = e;
    return stmt_done(p, s, p->awaits);
}

static struct stmt *when_clause(struct parser *p)
{
    struct stmt *s = stmt_begin(p, S_WHEN);
    uint32_t awaits = p->awaits;
    struct level *level = p->level;
    struct enclosure *in = p->body->in;
    if (at_kw(p, KW_IF)) {
        advance(p);
        expect(p, P_LPAREN);
        s->cond = value_of(p, expression(p));
        expect(p, P_RPAREN);
        if (group_kw(p) != KW_WHEN)
            fail_code(p, p->t, D_SELECT, "a guard in a select stands in front of a 'when'");
    }
    advance(p);
    expect(p, P_LPAREN);
    struct stmt *block = stmt_begin(p, S_BLOCK);
    scope_enter(p, block);
    struct expr *value = expr_new(p, E_TEMP, p->t);
    struct stmt *first = starts_declaration(p, p->t) ? head_declaration(p, &s->expr, value)
                                                     : head_expression(p, &s->expr, value);
    expect(p, P_RPAREN);
    struct stmt *then = with_pragmas(p);
    if (first) {
        s->head = value;
        block->body = arena_array_of(p->a, struct stmt *, 2);
        block->body[0] = first;
        block->body[1] = then;
        block->nbody = 2;
        s->then = stmt_done(p, block, awaits);
    } else {
        s->then = then;
    }
    scopes_leave(p, level);
    p->body->in = in;
    return stmt_done(p, s, awaits);
}

static struct stmt *other_clause(struct parser *p, int kind)
{
    struct stmt *s = stmt_begin(p, kind);
    uint32_t awaits = p->awaits;
    struct enclosure *in = p->body->in;
    advance(p);
    s->then = with_pragmas(p);
    p->body->in = in;
    return stmt_done(p, s, awaits);
}

static struct stmt *clause(struct parser *p)
{
    switch (at_kw(p, KW_IF) ? KW_WHEN : group_kw(p)) {
    case KW_WHEN:
        return when_clause(p);
    case KW_OTHERWISE:
        return other_clause(p, S_OTHERWISE);
    case KW_COMPLETE:
        return other_clause(p, S_COMPLETE);
    default:
        fail_code(p, p->t, D_SELECT,
                  "a select holds 'when (…) statement', 'otherwise' and 'complete' only");
    }
}

static void check_clauses(struct parser *p, const struct stmt *s, bool failed)
{
    const struct stmt *otherwise = 0, *complete = 0;
    bool when = false;
    for (uint32_t i = 0; i < s->nbody; i++) {
        const struct stmt *c = s->body[i], **one = c->kind == S_OTHERWISE ? &otherwise : &complete;
        if (c->kind == S_WHEN) {
            when = true;
            continue;
        }
        if (*one) {
            diag_error(p->d, c->r.first, D_SELECT, "a second '%s' in this select",
                       c->kind == S_OTHERWISE ? "otherwise" : "complete");
            diag_note(p->d, (*one)->r.first, "first here");
        }
        *one = c;
    }
    if (!when && !failed)
        diag_error(p->d, s->r.first, D_SELECT, "a select without a 'when'");
}

static struct stmt *select_statement(struct parser *p, bool biased)
{
    struct stmt *s = stmt_begin(p, S_SELECT);
    uint32_t awaits = p->awaits++;
    struct vec clauses = {0};
    bool failed = false;
    check_async(p, "select");
    s->biased = biased;
    advance(p);
    expect(p, P_LBRACE);
    while (!at(p, P_RBRACE)) {
        if (cur(p)->kind == T_EOF)
            fail(p, p->t, "expected '}'");
        struct stmt *c = guarded_item(p, clause);
        failed |= !c;
        if (c)
            vec_push(p->a, &clauses, c);
    }
    advance(p);
    s->body = (struct stmt **)clauses.at;
    s->nbody = clauses.n;
    check_clauses(p, s, failed);
    return stmt_done(p, s, awaits);
}

struct stmt *group_statement(struct parser *p)
{
    switch (group_kw(p)) {
    case KW_JOIN:
        return join_statement(p);
    case KW_SELECT:
        return select_statement(p, false);
    case KW_SELECT_BIASED:
        return select_statement(p, true);
    default:
        return 0;
    }
}
