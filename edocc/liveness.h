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

struct visible {
    unsigned number, own_number; /* of the chunk that these are for */
    set all, own;
};

struct chunk {
    struct arena *arena;
    struct lfunc *lf;
    struct flow *flow;
    unsigned first, n;
    unsigned number;         /* how many have been opened */
    struct visible *visible; /* by scope id: what lives there */
    struct marks *marks;
    set *live, *wanted;           /* at the beginning of each node */
    set *exposed, *dirty, *unset; /* at its end; dirty and unset: of what is live there */
    set cached, idle;             /* idle: local.idle */
    bool skips_idle; /* set behind chunk_begin: nothing else is asked about those who are idle */
    tokid last_name; /* the last of these locals' declarations */
    const unsigned *events; /* in flow.events: those of these locals, in source order */
    unsigned nevents;
    unsigned *waits; /* in flow.waits: those that may concern these locals, in source */
    unsigned nwaits; /* order once the chunk is followed or placed */
    /* liveness_touch.c */
    unsigned *wait_of;  /* of a node that is a suspension: its number in flow.waits */
    unsigned *node_of;  /* of an event */
    unsigned *begins, *sorted;
    unsigned *touched, ntouched, nmarked; /* those with marks come first */
    bool *is_touched;
    struct due due;
};

void chunk_begin(struct chunk *c, struct lfunc *lf); /* for lf->flow as it is now */
/* Answers for this chunk; sets local.where. With `idle_costs`, by local: what each would cost that
 * is idle; local.idle is set for those for which that is less than the restores alone that any plan
 * has for them. */
void chunk_place(struct chunk *c, unsigned first, const uint64_t *idle_costs);
/* Only finds who is live and who is exposed, and changes nothing outside. */
void chunk_follow(struct chunk *c, unsigned first);
void chunk_end(struct chunk *c);
set chunk_saves(const struct chunk *c, unsigned node); /* at a suspension */
set chunk_restores(const struct chunk *c, unsigned node);
/* Across a suspension: what may still be read behind it; whose address someone may hold; what may
 * have no value yet. */
set chunk_live_across(const struct chunk *c, unsigned node);
set chunk_exposed_at(const struct chunk *c, unsigned node);
set chunk_unset_at(const struct chunk *c, unsigned node);
set chunk_visible(const struct chunk *c, const struct lscope *scope);
/* In front of every S_SAVE of these locals that control gets to, calls `tell` with its event. */
void chunk_each_save(const struct chunk *c, void (*tell)(void *context, unsigned event, bool dirty),
                     void *context);

/* ---- liveness_touch.c ---- */

void chunk_open(struct chunk *c, unsigned first); /* nothing is touched */
void chunk_touch(struct chunk *c, unsigned node); /* a reached one: its sets may change from 0 */
/* Works nodes out until nothing changes, beginning with those that are due; `step` does so with
 * one, and says whether anything changed. */
void chunk_solve_forwards(struct chunk *c, bool (*step)(struct chunk *c, unsigned node));
void chunk_solve_backwards(struct chunk *c, bool (*step)(struct chunk *c, unsigned node));
void chunk_sort_waits(struct chunk *c);

/* ---- liveness_cost.c ---- */

uint64_t chunk_weight(const struct chunk *c, unsigned node); /* of a move at a suspension */

/* Sets local.idle, and puts S_SAVE where one save serves several awaits; lf->flow is then new. */
void choose_cheapest(struct lfunc *lf);

#endif
