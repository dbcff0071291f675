/* SPDX-License-Identifier: MIT */
#include "scope.h"

#include "arena.h"

struct level *level_push(struct arena *a, struct level *up, struct scope *scope)
{
    struct level *level = arena_new_of(a, struct level);
    level->up = up;
    level->scope = scope;
    return level;
}

/* Levels are left in the reverse of the order they were entered in, and the list has the newest
 * binding first, so each binding is on top of its identifier's stack when its turn comes. */
struct level *level_pop(struct level *level)
{
    for (struct binding *b = level->first; b; b = b->next) {
        if (b->is_tag)
            b->id->tag = b->outer;
        else
            b->id->ordinary = b->outer;
    }
    return level->up;
}

void bind(struct arena *a, struct level *level, struct ident *id, struct sym *sym, bool is_tag)
{
    struct binding *b = arena_new_of(a, struct binding);
    struct binding **top = is_tag ? &id->tag : &id->ordinary;
    *b = (struct binding){
        .sym = sym,
        .id = id,
        .outer = *top,
        .next = level->first,
        .level = level,
        .is_tag = is_tag,
    };
    *top = b;
    level->first = b;
}

void bind_again(struct arena *a, struct level *level, const struct binding *list)
{
    for (; list; list = list->next)
        bind(a, level, list->id, list->sym, list->is_tag);
}

struct sym *lookup_here(const struct level *level, const struct ident *id, bool is_tag)
{
    struct binding *b = is_tag ? id->tag : id->ordinary;
    return b && b->level == level ? b->sym : 0;
}
