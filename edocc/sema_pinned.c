/* SPDX-License-Identifier: MIT
 *
 * Pinned types beyond what the C grammar shows as a copy (check_copy): which plain functions could
 * copy one at all, so that their bodies are read; and functions of the C library that move bytes,
 * and with them what must stay where it is. */
#include <string.h>

#include "parse.h"

/* ---- what could copy ---- */

static struct type *own_type(struct type *t)
{
    return t->tag && t->tag->type ? t->tag->type : t;
}

/* Without recursion: types may form long chains, and circles. What has been found not to lead there
 * is remembered until another struct is completed. */
bool reaches_pinned(struct parser *p, const struct type *t)
{
    struct vec seen = {0};
    bool found = false;
    if (!p->pinned_types || !t)
        return false;
    vec_push(p->a, &seen, (struct type *)t);
    for (unsigned i = 0; i < seen.n && !found; i++) {
        struct type *at = seen.at[i];
        while (at && !at->pinned &&
               (at->kind == TY_POINTER || at->kind == TY_ARRAY || at->kind == TY_FUNC))
            at = at->base;
        found = at && (at->pinned || own_type(at)->pinned);
        if (found || !at || at->kind != TY_STRUCT || own_type(at)->no_pinned_at == p->completed)
            continue;
        at = seen.at[i] = own_type(at);
        at->no_pinned_at = p->completed;
        for (uint32_t j = 0; j < at->nmembers; j++)
            vec_push(p->a, &seen, at->members[j].type);
    }
    for (unsigned i = 0; i < seen.n && found; i++)
        own_type(seen.at[i])->no_pinned_at = 0;
    return found;
}

bool mentions_pinned(struct parser *p, tokid first, tokid last)
{
    for (tokid t = first; t <= last && p->pinned_types; t++) {
        const struct token *k = &p->toks[t];
        if (k->kind != T_IDENT || k->kw || k[-1].punct == P_DOT || k[-1].punct == P_ARROW)
            continue;
        const struct sym *s = lookup(k->id), *tag = lookup_tag(k->id);
        if ((s && reaches_pinned(p, s->type)) || (tag && reaches_pinned(p, tag->type)))
            return true;
    }
    return false;
}

/* ---- what moves bytes ---- */

/* The argument that points to what is moved. */
static const struct mover {
    const char *name;
    unsigned at;
    bool in_place; /* and moved within itself */
} movers[] = {
    {"memcpy", 1, false},
    {"memmove", 1, false},
    {"mempcpy", 1, false},
    {"bcopy", 0, false},
    {"__builtin_memcpy", 1, false},
    {"__builtin_memmove", 1, false},
    {"__builtin_mempcpy", 1, false},
    {"__builtin___memcpy_chk", 1, false},
    {"__builtin___memmove_chk", 1, false},
    {"realloc", 0, true},
    {"reallocarray", 0, true},
    {"qsort", 0, true},
    {"qsort_r", 0, true},
};

/* Before it was made a void *. */
static const struct type *pointee(const struct expr *e)
{
    e = expr_strip(e);
    while (e->kind == E_CAST)
        e = expr_strip(e->a);
    const struct type *t = e->type;
    return t->kind == TY_POINTER || t->kind == TY_ARRAY ? t->base : 0;
}

void check_moved(struct parser *p, const struct expr *call)
{
    const struct expr *callee = expr_strip(call->a);
    if (!p->pinned_types || callee->kind != E_IDENT || call->unevaluated ||
        (callee->sym && callee->sym->kind != SYM_FUNC))
        return;
    for (size_t i = 0; i < sizeof movers / sizeof *movers; i++) {
        const struct mover *m = &movers[i];
        if (m->at >= call->nargs || !tok_is(p->u, callee->r.first, m->name))
            continue;
        const struct type *t = pointee(call->args[m->at]);
        while (t && t->kind == TY_ARRAY)
            t = t->base;
        if (!t || !t->pinned || t->kind != TY_STRUCT)
            return;
        diag_warning(p->d, callee->r.first, D_WARN_PINNED,
                     "'%s' %s '%s', which is pinned and has to stay where it is", m->name,
                     m->in_place ? "moves" : "copies", type_text(p->a, t));
        if (t->tag)
            diag_note(p->d, t->tag->name_tok, "the type is declared here");
        return;
    }
}
