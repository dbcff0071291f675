/* SPDX-License-Identifier: MIT
 *
 * Where each local of an async function lives, and what each await saves and restores. The rules
 * are in docs/lowering.md, "What is saved and restored"; the entry, place_locals, is in lower.h. It
 * builds lf->flow. In a plain function every local is CLASS_LOCAL.
 *
 * In:  the normal form; of each local `scalar` (a C local of it can be assigned as a whole, and is
 *      worth it: at most 16 bytes) and its scope.
 * Out: local.where of every local; wait.save and wait.restore of every wait, which name locals of
 *      CLASS_CACHED only, in the order of lfunc.locals; S_SAVE statements.
 *
 * The rest is inside liveness*.c: the data flow of CHUNK locals at a time. */
#ifndef EDOCC_LIVENESS_H
#define EDOCC_LIVENESS_H

#include "flow.h"

enum { CHUNK = 64 };
typedef uint64_t set; /* bit i: local `first + i` */

struct marks {
    set use, def;       /* read before anything else; given a new value before any read */
    set save_use;       /* the same, by an S_SAVE */
    set wrote, settled; /* dirty behind it whatever was before; not dirty */
    set exposes, ends;
    set forgets, given; /* indeterminate behind it; not any more */
};

struct chunk {
    struct arena *arena;
    struct lfunc *lf;
    struct flow *flow;
    unsigned first, n;
    set *visible; /* by scope id: what lives there */
    struct marks *marks;
    set *live, *wanted;           /* at the beginning of each node */
    set *exposed, *dirty, *unset; /* at its end */
    set cached;
};

void chunk_begin(struct chunk *c, struct lfunc *lf); /* for lf->flow as it is now */
void chunk_place(struct chunk *c, unsigned first);   /* answers for this chunk; sets local.where */
/* Only finds who is live and who is exposed, and changes nothing outside. */
void chunk_follow(struct chunk *c, unsigned first);
void chunk_end(struct chunk *c);
set chunk_saves(const struct chunk *c, unsigned node); /* at a suspension */
set chunk_restores(const struct chunk *c, unsigned node);
set chunk_dirty_before(const struct chunk *c, unsigned node, unsigned event);
/* Across a suspension: what may still be read behind it; whose address someone may hold; what may
 * have no value yet. */
set chunk_live_across(const struct chunk *c, unsigned node);
set chunk_exposed_at(const struct chunk *c, unsigned node);
set chunk_unset_at(const struct chunk *c, unsigned node);
set chunk_visible(const struct chunk *c, const struct lscope *scope);

/* Sets local.idle, and puts S_SAVE where one save serves several awaits; lf->flow is then new. */
void choose_cheapest(struct lfunc *lf);

#endif
