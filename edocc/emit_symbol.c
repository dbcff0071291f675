/* SPDX-License-Identifier: MIT
 *
 * What the declarations of an async function, and the pragmas they stand under, say about its
 * symbol: it holds for the symbol of its descriptor, which is declared behind them all. */
#include "emit.h"

#include <stdio.h>
#include <string.h>

/* ---- #pragma GCC visibility ---- */

struct visibility {
    tokid at;
    const char *pushed; /* 0: pop */
};

static void note_pragma(struct lunit *lu, tokid t)
{
    const char *text = tok_text(lu->unit, t);
    char word[16];
    struct visibility v = {t, 0};
    if (sscanf(text, " # pragma GCC visibility push ( %15[a-z] )", word) == 1)
        v.pushed = arena_printf(lu->arena, "%s", word);
    else if (sscanf(text, " # pragma GCC visibility %15[a-z]", word) != 1 || strcmp(word, "pop"))
        return;
    struct visibility *new = arena_new_of(lu->arena, struct visibility);
    *new = v;
    vec_push(lu->arena, &lu->visibility, new);
}

/* What the pragmas say about what is declared at `t`; 0: nothing. */
static const char *visibility_at(struct lunit *lu, tokid t)
{
    unsigned popped = 0;
    for (tokid i = 0; !lu->knows_visibility && i < lu->unit->ntoks; i++)
        if (lu->unit->toks[i].kind == T_PRAGMA)
            note_pragma(lu, i);
    lu->knows_visibility = true;
    for (unsigned i = lu->visibility.n; i-- > 0;) {
        const struct visibility *v = lu->visibility.at[i];
        if (v->at > t)
            continue;
        if (!v->pushed)
            popped++;
        else if (!popped--)
            return v->pushed;
    }
    return 0;
}

/* ---- attributes ---- */

static bool says_visibility(const struct unit *unit, struct range r)
{
    for (tokid t = r.first; t <= r.last; t++)
        if ((tok_is(unit, t, "visibility") || tok_is(unit, t, "__visibility__")) &&
            unit->toks[t + 1].punct == P_LPAREN && unit->toks[t + 2].kind == T_STRING)
            return true;
    return false;
}

struct found {
    bool explicit;
    const char *pushed;
};

static void print_of(struct printer *p, struct range specs, struct range declarator,
                     struct found *found)
{
    const struct unit *unit = p->lu->unit;
    print_attributes_in(p, specs, DECLARE_SYMBOL);
    print_attributes_in(p, declarator, DECLARE_SYMBOL);
    found->explicit |= says_visibility(unit, specs) || says_visibility(unit, declarator);
    if (!found->pushed)
        found->pushed = visibility_at(p->lu, declarator.first);
}

/* Any of its declarations may say them. */
void print_symbol_attributes(struct printer *p, struct afn *f)
{
    const struct unit *unit = p->lu->unit;
    struct found found = {0};
    for (uint32_t i = 0; i < unit->nitems; i++) {
        const struct decl *d = unit->items[i].async_decl;
        if (d && d->sym == f->sym)
            print_of(p, d->specs, d->declarator, &found);
    }
    if (f->func)
        print_of(p, f->func->specs, f->func->declarator, &found);
    if (found.pushed && !found.explicit)
        print_glue(p, " __attribute__((visibility(\"%s\")))", found.pushed);
}
