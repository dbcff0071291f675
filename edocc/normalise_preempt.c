/* SPDX-License-Identifier: MIT
 *
 * -fedo-preempt: a loop that could run long without an await asks for budget once around, and lets
 * other tasks run when there is none left. The check is an await like any other, of a leaf that
 * generated.h declares: what lives across it is saved and restored, or stands in the frame.
 *
 * Asked are loops whose body needn't pass an await each time around, and jumps backwards. A jump by
 * a computed address may be one. */
#include "lower.h"

static bool is_never(const struct expr *cond)
{
    return cond && cond->constant && cond->value_known && !cond->value;
}

/* Is an await in it that runs whenever `e` does? */
static bool always_awaits(const struct expr *e)
{
    while (e && !e->unevaluated) {
        switch ((int)e->kind) {
        case E_AWAIT:
            return true;
        case E_ASSIGN:
        case E_COMMA:
            if (always_awaits(e->b))
                return true;
            e = e->a;
            continue;
        case E_BINARY:
            if (e->op != P_ANDAND && e->op != P_OROR && always_awaits(e->b))
                return true;
            e = e->a;
            continue;
        case E_CALL:
            for (uint32_t i = 0; i < e->nargs; i++)
                if (always_awaits(e->args[i]))
                    return true;
            return false;
        case E_PAREN:
        case E_TRY:
        case E_UNARY:
        case E_CAST:
        case E_COND:
        case E_MEMBER:
        case E_INDEX:
            e = e->a;
            continue;
        default:
            return false;
        }
    }
    return false;
}

static bool statement_awaits(const struct stmt *s)
{
    switch (s->kind) {
    case S_EXPR:
    case S_RETURN:
        return always_awaits(s->expr);
    case S_IF:
    case S_SWITCH:
        return always_awaits(s->cond);
    case S_DECL:
        for (uint32_t i = 0; i < s->ndecls; i++)
            if (s->decls[i]->init && always_awaits(s->decls[i]->init->expr))
                return true;
        return false;
    case S_JOIN:
        return true;
    default:
        return false;
    }
}

static bool loop_awaits(const struct stmt *s)
{
    if (always_awaits(s->cond) || always_awaits(s->step))
        return true;
    const struct stmt *body = s->then;
    if (s->has_continue)
        return false;
    if (body->kind != S_BLOCK)
        return statement_awaits(body);
    for (uint32_t i = 0; i < body->nbody; i++)
        if (statement_awaits(body->body[i]))
            return true;
    return false;
}

bool wants_preempt(const struct lfunc *lf, const struct stmt *s)
{
    if (!lf->afn || is_sync_gen(lf) || !lf->lu->options->preempt)
        return false;
    switch (s->kind) {
    case S_FOR:
    case S_WHILE:
    case S_DO:
        return !is_never(s->cond) && !loop_awaits(s);
    case S_GOTO:
        return s->label->tok < s->r.first;
    case S_GOTO_PTR:
        return true;
    default:
        return false;
    }
}

void preempt_here(struct lfunc *lf, const struct stmt *at, struct vec *out)
{
    struct sym *leaf = lf->lu->unit->preempt;
    if (!leaf || !leaf->leaf) {
        if (!diag_failed(lf->lu->diag))
            diag_error(lf->lu->diag, at->r.first, D_NOT_SUPPORTED,
                       "-fedo-preempt needs what <edo/abi.h> declares");
        return;
    }
    afn_of(lf->lu, leaf);
    struct wait *w = wait_new(lf, WAIT_LEAF, at->r.first);
    w->fn = leaf;
    w->said = (struct range){at->r.first, at->r.first};
    struct stmt *s = stmt_new(lf, S_AWAIT, (struct range){at->r.first, at->r.first});
    s->low = w;
    vec_push(lf->lu->arena, out, s);
}
