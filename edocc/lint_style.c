/* SPDX-License-Identifier: MIT
 *
 * Two warnings of the C compiler that it can't give where edocc has come first: what is made of an
 * async function has declarations and labels of its own, and comments are gone. They are looked for
 * in the tree as it was read, in the user's own functions: -Wdeclaration-after-statement,
 * -Wimplicit-fallthrough. */
#include <string.h>

#include "lint.h"
#include "parse.h"

static bool is_case(const struct stmt *s) { return s->kind == S_CASE || s->kind == S_DEFAULT; }

/* What stands behind all labels. */
static const struct stmt *labelled(const struct stmt *s)
{
    while (s && (is_case(s) || s->kind == S_LABEL))
        s = s->then;
    return s;
}

static bool names_fallthrough(const struct parser *p, const struct stmt *s)
{
    bool found = false;
    for (tokid t = s->r.first; t <= s->r.last && !found; t++)
        found = tok_is(p->u, t, "fallthrough") || tok_is(p->u, t, "__fallthrough__");
    return found;
}

static bool is_nothing(const struct parser *p, const struct stmt *s)
{
    return !s || (s->kind == S_EXPR && !s->expr) ||
           (s->kind == S_LOCAL_TEXT && names_fallthrough(p, s));
}

static bool only_leaves(const struct stmt *s)
{
    return s && (s->kind == S_BREAK || s->kind == S_GOTO);
}

static void check_fall(struct parser *p, const struct stmt *before, const struct stmt *s)
{
    const struct stmt *last = labelled(before);
    while (last && last->kind == S_BLOCK && last->nbody)
        last = labelled(last->body[last->nbody - 1]);
    if (is_nothing(p, last) || only_leaves(labelled(s)) ||
        diag_says_fallthrough(p->d, p->u, before->r.last, s->r.first))
        return;
    diag_warning(p->d, s->r.first, D_WARN_FALLTHROUGH, "control falls through to this case");
    diag_note(p->d, before->r.first, "from here");
}

static void check_block(struct parser *p, const struct stmt *s)
{
    bool code = false, live = false;
    const struct stmt *before = 0;
    for (uint32_t i = 0; i < s->nbody; i++) {
        const struct stmt *at = s->body[i];
        if (at->kind == S_LOCAL_TEXT)
            live &= !names_fallthrough(p, at);
        if (at->kind == S_PRAGMA || at->kind == S_LOCAL_TEXT)
            continue;
        if (at->kind == S_DECL && code && !(p->toks[at->r.first].marker_flags & TOKF_SYSTEM))
            diag_warning(p->d, at->r.first, D_WARN_DECLARATION,
                         "a declaration behind a statement, which C90 has not");
        code |= at->kind != S_DECL;
        if (is_case(at) && live)
            check_fall(p, before, at);
        if (live || is_case(at) || at->kind == S_LABEL || at->kind == S_BLOCK)
            live = falls_through(p->u, at);
        before = at;
    }
}

static void check(struct parser *p, const struct stmt *s)
{
    for (; s; s = s->then) {
        if (s->kind == S_BLOCK)
            check_block(p, s);
        for (uint32_t i = 0; i < s->nbody; i++)
            check(p, s->body[i]);
        check(p, s->els);
    }
}

bool lint_wants_bodies(const struct parser *p, tokid name)
{
    return (diag_wants(p->d, LINT_DECLARATION) || diag_wants(p->d, LINT_FALLTHROUGH)) &&
           !(p->u->toks[name].marker_flags & TOKF_SYSTEM);
}

void lint_statements(struct parser *p, const struct func *f)
{
    if (lint_wants_bodies(p, f->sym->name_tok))
        check(p, f->body);
}
