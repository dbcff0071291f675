/* SPDX-License-Identifier: MIT
 *
 * What names mean where the parser stands. Each identifier carries the stack of its bindings, so
 * looking one up costs nothing; a level lists the bindings to undo when it is left. */
#ifndef EDOCC_SCOPE_H
#define EDOCC_SCOPE_H

#include "lex.h"

struct arena;

struct binding {
    struct sym *sym;
    struct ident *id;
    struct binding *outer; /* what the identifier meant outside */
    struct binding *next;  /* of the same level */
    struct level *level;
    bool is_tag;
};

struct level {
    struct level *up;
    struct binding *first;
    struct scope *scope; /* 0: file scope, a prototype's */
};

struct level *level_push(struct arena *a, struct level *up, struct scope *scope);
/* Undoes the level's bindings; returns the level around it. */
struct level *level_pop(struct level *level);

void bind(struct arena *a, struct level *level, struct ident *id, struct sym *sym, bool is_tag);
/* Binds again what another level (a prototype's) had bound. */
void bind_again(struct arena *a, struct level *level, const struct binding *list);

static inline struct sym *lookup(const struct ident *id)
{
    return id->ordinary ? id->ordinary->sym : 0;
}
static inline struct sym *lookup_tag(const struct ident *id)
{
    return id->tag ? id->tag->sym : 0;
}
/* Declared in this very level; 0 if further out. */
struct sym *lookup_here(const struct level *level, const struct ident *id, bool is_tag);

#endif
