/* SPDX-License-Identifier: MIT
 *
 * edo_leaf: a function whose run is written by hand. Everyone who calls it has to know, for a leaf
 * has no descriptor that a call could go through: so its first declaration says it. */
#include "parse.h"

static bool is_same(const struct leaf_spec *a, const struct leaf_spec *b)
{
    return a->start == b->start && a->resume == b->resume && a->cancel == b->cancel &&
           a->discard == b->discard;
}

static void note_first(struct parser *p, const struct sym *sym)
{
    diag_note(p->d, sym->name_tok, "declared here before");
}

void bind_leaf(struct parser *p, struct sym *sym, const struct type *type,
               const struct declarator *dr)
{
    tokid at = dr->at.leaf_tok;
    const char *name = sym->name;
    if (sym->kind != SYM_FUNC || type->kind != TY_FUNC || !type->is_async) {
        diag_error(p->d, at, D_LEAF, "edo_leaf binds an async function; '%s' is not one", name);
    } else if (type->gen) {
        diag_error(p->d, at, D_LEAF, "'%s' is a generator: it can't be a leaf", name);
    } else if (p->body) {
        diag_error(p->d, at, D_LEAF, "'%s' is bound to a leaf inside a block: that belongs to the "
                                     "declarations of the file", name);
    } else if (sym->func) {
        diag_error(p->d, at, D_LEAF, "'%s' is bound to a leaf, and has a body", name);
        note_first(p, sym);
    } else if (sym->leaf && !is_same(sym->leaf, dr->at.leaf)) {
        diag_error(p->d, at, D_LEAF, "'%s' is bound to another leaf already", name);
        note_first(p, sym);
    } else if (!sym->leaf && sym->name_tok != dr->name_tok && sym->storage != STO_STATIC) {
        diag_error(p->d, at, D_LEAF, "'%s' was declared without edo_leaf: who sees only that "
                                     "declaration can't call it", name);
        note_first(p, sym);
    }
    sym->leaf = dr->at.leaf;
}
