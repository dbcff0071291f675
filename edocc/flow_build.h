/* SPDX-License-Identifier: MIT
 *
 * Inside flow*.c: the graph while it is made. There is one current node; events go to its end. A
 * node that is not current any more never becomes so again, so each node's events lie together. */
#ifndef EDOCC_FLOW_BUILD_H
#define EDOCC_FLOW_BUILD_H

#include "flow.h"

enum { NO_NODE = UINT32_MAX };

/* Where jumps lead, by the label's or the mark's address. */
struct places {
    struct place {
        const void *key;
        unsigned node;
    } * at;
    unsigned n, room; /* room: a power of 2 */
};

struct flow_walk {
    struct lfunc *lf;
    struct arena *arena;
    struct flow *flow;
    unsigned nodes_room, events_room, acts_room, waits_room, spans_room;
    struct edge {
        unsigned from, to;
    } * edges;
    unsigned nedges, edges_room;

    unsigned cur; /* NO_NODE: control doesn't get here but by a label */
    struct lscope *scope;
    unsigned loops, span, span_depth; /* around the current node */
    unsigned brk, cont;               /* of the loop or switch around; NO_NODE */
    unsigned head;                    /* of the switch around */
    bool has_default;
    unsigned forced; /* inside an operand that C may evaluate though it looks unevaluated */

    struct places places;
    unsigned anywhere; /* where computed gotos go, before the labels whose address is taken */
};

/* The current node; a fresh one, that nothing leads to, if there is none. */
unsigned flow_here(struct flow_walk *w);
unsigned flow_node(struct flow_walk *w); /* in the current scope; not yet current */
void flow_edge(struct flow_walk *w, unsigned from, unsigned to); /* from may be NO_NODE */
void flow_go(struct flow_walk *w, unsigned to);    /* control goes there, and nowhere else */
void flow_enter(struct flow_walk *w, unsigned to); /* control goes there; it is current now */
/* A new current node behind the current one. */
void flow_next(struct flow_walk *w);
unsigned flow_place(struct flow_walk *w, const void *key); /* of a label or a mark; made if new */

void flow_event(struct flow_walk *w, const struct local *l, enum event_kind kind, tokid tok);

void flow_act(struct flow_walk *w, struct expr *e, struct decl *d, const struct local *set);

/* `node` is the suspension of `wait`. */
void flow_wait(struct flow_walk *w, unsigned node, struct wait *wait);
/* What follows belongs to block->body[index], until flow_span_end. `before`: what flow_span_end
 * returned for the statement before, or NO_SPAN. */
unsigned flow_span(struct flow_walk *w, struct stmt *block, unsigned index, unsigned before);
unsigned flow_span_end(struct flow_walk *w, unsigned span, unsigned before);

/* flow_expr.c: the events of evaluating */
void flow_value(struct flow_walk *w, struct expr *e);
void flow_operand_of_type(struct flow_walk *w, struct expr *e);
void flow_init(struct flow_walk *w, struct init *init);
enum access { ACCESS_READ, ACCESS_WRITE, ACCESS_UPDATE, ACCESS_ADDRESS };
/* What is done to the object that the lvalue `e` says; what `e` evaluates comes first. */
void flow_access(struct flow_walk *w, struct expr *e, enum access how);
void flow_local(struct flow_walk *w, const struct local *l, enum access how, bool whole, tokid tok);
void flow_asm_operands(struct flow_walk *w, struct expr **operands, uint32_t n);

/* flow_stmt.c */
void flow_stmt(struct flow_walk *w, struct stmt *s);

#endif
