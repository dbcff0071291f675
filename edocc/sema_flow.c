/* SPDX-License-Identifier: MIT
 *
 * Whether control can reach the end of a body: to warn of an async function whose result would be
 * missing. In doubt, labels are taken to be reached. */
#include <string.h>

#include "parse.h"

static bool never_returns(const struct unit *u, const struct expr *e)
{
    e = expr_strip(e);
    if (!e || e->kind != E_CALL || !e->a)
        return false;
    const struct expr *f = expr_strip(e->a);
    if (f->kind != E_IDENT)
        return false;
    if (f->sym)
        return f->sym->noreturn;
    return tok_is(u, f->r.first, "__builtin_unreachable") ||
           tok_is(u, f->r.first, "__builtin_trap") || tok_is(u, f->r.first, "__builtin_abort");
}

static bool has_label(const struct stmt *s)
{
    if (!s)
        return false;
    switch (s->kind) {
    case S_LABEL:
    case S_CASE:
    case S_DEFAULT: return true;
    case S_BLOCK:
    case S_JOIN:
    case S_SELECT:
        for (uint32_t i = 0; i < s->nbody; i++)
            if (has_label(s->body[i]))
                return true;
        return false;
    default: return has_label(s->then) || has_label(s->els);
    }
}

static bool block_falls(const struct unit *u, const struct stmt *s)
{
    bool live = true;
    for (uint32_t i = 0; i < s->nbody; i++)
        if (live || has_label(s->body[i]))
            live = falls_through(u, s->body[i]);
    return live;
}

/* It ends when all its branches have. */
static bool join_falls(const struct unit *u, const struct stmt *s)
{
    for (uint32_t i = 0; i < s->nbody; i++)
        if (!falls_through(u, s->body[i]))
            return false;
    return true;
}

static bool select_falls(const struct unit *u, const struct stmt *s)
{
    for (uint32_t i = 0; i < s->nbody; i++)
        if (falls_through(u, s->body[i]->then))
            return true;
    return false;
}

static bool always(const struct expr *cond)
{
    return !cond || (cond->constant && cond->value_known && cond->value);
}

bool falls_through(const struct unit *u, const struct stmt *s)
{
    if (!s)
        return true;
    switch (s->kind) {
    case S_BLOCK: return block_falls(u, s);
    case S_JOIN: return join_falls(u, s);
    case S_SELECT: return select_falls(u, s);
    case S_IF:
        if (s->cond && s->cond->constant && s->cond->value_known && s->cond->value)
            return falls_through(u, s->then);
        return !s->els || falls_through(u, s->then) || falls_through(u, s->els);
    case S_WHILE: return !always(s->cond) || s->has_break;
    case S_FOR: return !always(s->cond) || s->has_break;
    case S_DO:
        if (s->has_break)
            return true;
        return !always(s->cond) && (s->has_continue || falls_through(u, s->then));
    case S_SWITCH: return !s->has_default || s->has_break || falls_through(u, s->then);
    case S_LABEL:
    case S_CASE:
    case S_DEFAULT:
    case S_SHIELD: return falls_through(u, s->then);
    case S_GOTO:
    case S_GOTO_PTR:
    case S_BREAK:
    case S_CONTINUE:
    case S_RETURN: return false;
    case S_EXPR: return !never_returns(u, s->expr);
    default: return true;
    }
}
