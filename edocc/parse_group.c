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

struct stmt *group_statement(struct parser *p)
{
    switch (group_kw(p)) {
    case KW_JOIN:
        return join_statement(p);
    case KW_SELECT:
    case KW_SELECT_BIASED:
        not_supported(p, p->t, "select");
    default:
        return 0;
    }
}
