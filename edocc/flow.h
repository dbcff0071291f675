/* SPDX-License-Identifier: MIT
 *
 * The normal form (lower.h) of an async function as a graph: what is done to which local, in which
 * order, and where control can go from there. Everything that liveness and the verifier know about
 * a function they know from here.
 *
 * A node is a run of events without a branch between them. All of a node lies in one scope; an edge
 * that leaves a scope ends the lifetime of the scope's locals, one that enters it, in whatever way,
 * begins it: a local of the scope is then indeterminate.
 *
 * An await is a node of its own, the suspension, that control may also pass by:
 *
 *     [ evaluate the arguments; start ] ----ready----> [ take the result ]
 *                    |                                      ^
 *                    +--pending--> [ save | gone | restore ]+
 *
 * A join is a fork: control goes to the suspension, or past it, and to each of its branches, which
 * end where no edge leads on. What they do to locals from outside is seen by who shares them alone:
 * such locals stand in the frame (local.shared).
 *
 *     [ fork ] --> [ enters ] --> … branch … --> S_BRANCH_END
 *        | |-----> [ save | gone | restore ] --> [ after ]
 *        +---------------------------------------->
 */
#ifndef EDOCC_FLOW_H
#define EDOCC_FLOW_H

#include "lower.h"

enum event_kind {
    EV_READ,    /* its value, or a part of it, is used */
    EV_WRITE,   /* all of it is overwritten */
    EV_PART,    /* a part of it may be overwritten, the rest stays */
    EV_ADDRESS, /* something gets hold of its address: from now on, anyone may read or write it */
    EV_BIRTH,   /* control passes its declaration: indeterminate, whatever it was */
    EV_DEATH,   /* its lifetime ends before its scope is left (declared in a loop's head) */
    EV_SAVE,    /* its slot in the frame gets its value (S_SAVE) */
};

struct event {
    uint32_t local; /* index in lfunc.locals */
    uint8_t kind;
    tokid tok; /* for messages; 0 if nothing of the user's */
};

/* What the warnings (safety.h) look at beside events: a call (of an async function too, if its run
 * is captured, a future or a generator), an assignment, a declaration with an initialiser, a local
 * that the lowering gives a value to. It comes behind all that it evaluates. */
struct act {
    unsigned event; /* of how many events it comes behind */
    struct expr *expr;
    struct decl *decl;
    const struct local *set; /* gets the value of `expr`; a generator, the call of `expr` */
};

struct node {
    struct lscope *scope; /* 0: on the way of a computed goto, from any scope to any */
    struct wait *wait;    /* this is its suspension; such a node has no events */
    unsigned first, n;    /* events */
    unsigned act, nacts;  /* acts */
    unsigned *succ, *pred;
    unsigned nsucc, npred;
    unsigned loops; /* how many are around it */
    bool reached;   /* from the entry */
    /* Some edge to here enters a scope, or leaves one; some edge from here enters one. */
    bool entered, left, goes_in;
    /* What decides where control goes from here, if it is an expression of the user's: succ[0] if
     * it is true, unless `negated`, and then succ[1]; of a switch, by value. Or 0. */
    const struct expr *cond;
    bool negated, is_switch;
    const struct stmt *choice; /* S_CASE, S_DEFAULT: a switch may come here by this label; or 0 */
    /* A branch of a join begins, in this state, in an activation that holds no local's value. */
    const struct wait *enters;
};

/* A statement of a block that has an await in it: its events, its suspensions. */
struct span {
    struct stmt *block;
    unsigned index;          /* in block->body */
    unsigned parent, before; /* the span around it; the one before it in its block; or NO_SPAN */
    struct lscope *scope;
    unsigned event, event_end;
    unsigned wait, wait_end; /* in flow.waits */
    unsigned loops;
};
enum { NO_SPAN = UINT32_MAX, MOST_SPAN_DEPTH = 16 };

struct flow {
    struct arena *arena; /* that it is in, all of it */
    struct node *nodes; /* in source order; 0 is the entry */
    unsigned nnodes;
    struct event *events;
    unsigned nevents;
    struct act *acts;
    unsigned nacts;
    unsigned *waits; /* the suspensions, in source order */
    unsigned nwaits;
    struct span *spans; /* in source order, down to some depth of nesting */
    unsigned nspans;
    unsigned *order; /* the reached nodes in reverse postorder */
    unsigned norder;
};

/* Builds lf->flow, of what the function is now. Whoever has built it frees it, or the unit's arena
 * does. */
void flow_build(struct lfunc *lf);
void flow_free(struct flow *f); /* f may be 0 */

/* ---- data flow (flow_solve.c) ---- */

/* Nodes that are to be worked out (again). */
struct due {
    const struct flow *flow;
    unsigned *position; /* of a node in flow.order */
    uint64_t *bits;     /* bit i: the node at position i; none outside of words low to high */
    unsigned low, high;
};
void due_begin(struct due *d, struct arena *a, const struct flow *f); /* none is */
void due_add(struct due *d, unsigned node); /* if control reaches it */
/* Takes out the first in reverse postorder, or, backwards, the last. False: none is due. */
bool due_next(struct due *d, bool forwards, unsigned *node);
void due_follow(struct due *d, bool forwards, unsigned node); /* those that control goes to next */

/* What holds behind the node (backwards: in front of it) if `s` holds in front of it (behind it).
 * Monotone in `s`; nothing comes of nothing in a node without acts. */
typedef uint64_t flow_step(void *context, const struct node *n, uint64_t s);
/* The least solution, in `sets`, by node, which are all empty. Nodes that nothing holds at are not
 * looked at. */
void flow_solve(const struct flow *f, bool forwards, uint64_t *sets, flow_step *step,
                void *context);
/* What a solution says of where `step` begins. */
uint64_t flow_joined(const struct flow *f, bool forwards, const uint64_t *sets, unsigned node);

/* Whether what stands in `outer` lives where control is in `inner`. */
static inline bool scope_is_around(const struct lscope *outer, const struct lscope *inner)
{
    while (inner && inner != outer)
        inner = inner->parent;
    return inner != 0;
}

#endif
