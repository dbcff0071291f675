/* SPDX-License-Identifier: MIT
 *
 * A check of the plan that does not trust who made it. verify_function (lower.h) takes the flow
 * graph and the finished plan and shows, of every local, that its value is where it is looked for:
 * in the C local, or in its slot in the frame. False, with an internal error reported for each
 * local at fault, if
 *   - a local is read, or saved, where some path has lost its C local in a suspension;
 *   - a local is restored where some path has not saved what it holds;
 *   - a suspension is reached with an address out of a local that isn't in the frame;
 *   - a local, or an await, is used where its place in the frame belongs to something else;
 *   - parts of a join or select, which live at once, are not held apart.
 * Call it when the frame is laid out (plan_frame).
 *
 * The rest is inside verify*.c. Nothing there asks the analyses, or shares code with them. */
#ifndef EDOCC_VERIFY_H
#define EDOCC_VERIFY_H

#include "flow.h"

struct check {
    struct lfunc *lf;
    struct arena *arena;
    bool *blamed; /* by local: reported */
    bool failed;
    /* By scope id. The tree in an order in which what is inside a scope directly follows it: where
     * the scope stands in that order, and how many stand from there on that are it or inside it. */
    unsigned *rank, *size;
};

void verify_blame(struct check *c, const struct local *l, tokid tok, const char *what);

static inline bool is_within(const struct check *c, const struct lscope *outer,
                             const struct lscope *inner)
{
    return inner && c->rank[inner->id] - c->rank[outer->id] < c->size[outer->id];
}

/* ---- verify_place.c ---- */

void verify_scopes(struct check *c); /* finds rank and size: first of all */
void verify_places(struct check *c);

/* ---- verify_groups.c ---- */

bool verify_groups(struct lfunc *lf);

#endif
