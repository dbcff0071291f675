/* SPDX-License-Identifier: MIT
 *
 * Statements of the normal form as nodes and edges. */
#include "flow_build.h"

static bool is_always(const struct expr *cond)
{
    return !cond || (cond->constant && cond->value_known && cond->value);
}

static bool is_never(const struct expr *cond)
{
    return cond && cond->constant && cond->value_known && !cond->value;
}

/* ---- declarations ---- */

/* What the declarations of a for statement's head declare ends with the loop. */
static void end_declared(struct flow_walk *w, const struct stmt *s)
{
    for (uint32_t i = 0; s && s->kind == S_DECL && i < s->ndecls; i++) {
        const struct local *l = s->decls[i]->sym ? local_of(s->decls[i]->sym) : 0;
        if (l && !l->boxed_vla)
            flow_event(w, l, EV_DEATH, 0);
    }
}

static void declare(struct flow_walk *w, struct decl *d)
{
    struct local *l = d->sym ? local_of(d->sym) : 0;
    for (uint32_t i = 0; i < d->nexprs; i++) {
        if (d->exprs[i]->unevaluated)
            flow_operand_of_type(w, d->exprs[i]);
        else
            flow_value(w, d->exprs[i]);
    }
    if (d->storage == STO_STATIC || d->storage == STO_EXTERN || !l || l->boxed_vla)
        return;
    if (d->init || l->gen) {
        flow_init(w, d->init);
        flow_local(w, l, ACCESS_WRITE, true, d->name_tok);
        flow_act(w, 0, d, 0);
    } else {
        flow_event(w, l, EV_BIRTH, d->name_tok);
    }
    if (d->cleanup || d->type->future_of || l->gen)
        flow_event(w, l, EV_ADDRESS, d->name_tok);
}

/* ---- awaits ---- */

static void operands(struct flow_walk *w, struct wait *wait)
{
    for (unsigned i = 0; i < wait->nargs; i++)
        flow_value(w, wait->args[i]);
    if (!wait->operand)
        return;
    if (wait->kind == WAIT_FUTURE || wait->kind == WAIT_END)
        flow_access(w, wait->operand, ACCESS_ADDRESS);
    else
        flow_value(w, wait->operand);
}

static void await(struct flow_walk *w, struct wait *wait)
{
    operands(w, wait);
    unsigned start = flow_here(w), gone = flow_node(w), after = flow_node(w);
    flow_wait(w, gone, wait);
    w->cur = start;
    flow_enter(w, gone);
    flow_go(w, after);
    w->cur = wait->kind == WAIT_YIELD ? NO_NODE : start; /* it always leaves */
    flow_enter(w, after);
    if (wait->target)
        flow_access(w, wait->target, ACCESS_WRITE);
    if (wait->to)
        flow_value(w, wait->to);
}

/* ---- join ---- */

static void join(struct flow_walk *w, struct stmt *s)
{
    const struct group *g = s->low;
    unsigned fork = flow_here(w), after = flow_node(w), gone = flow_node(w);
    for (uint32_t i = 0; i < s->nbody; i++) {
        w->cur = fork;
        flow_next(w);
        w->flow->nodes[w->cur].enters = g->branches[i].entry;
        flow_stmt(w, s->body[i]);
    }
    flow_wait(w, gone, g->wait);
    w->cur = fork;
    flow_enter(w, gone);
    flow_go(w, after);
    w->cur = fork;
    flow_enter(w, after);
}

/* ---- select ---- */

/* The heads are started by the function itself, so that is like one await. */
static void select_heads(struct flow_walk *w, struct stmt *s)
{
    const struct group *g = s->low;
    for (unsigned i = 0; i < g->n; i++) {
        if (g->heads[i].enabled)
            flow_local(w, g->heads[i].enabled, ACCESS_READ, true, 0);
        operands(w, g->heads[i].wait);
        if (g->heads[i].wait->to)
            flow_value(w, g->heads[i].wait->to);
    }
    unsigned start = flow_here(w), gone = flow_node(w), after = flow_node(w);
    flow_wait(w, gone, g->wait);
    w->cur = start;
    flow_enter(w, gone);
    flow_go(w, after);
    w->cur = start;
    flow_enter(w, after);
    flow_local(w, g->won, ACCESS_WRITE, true, 0);
}

static void take(struct flow_walk *w, const struct head *h)
{
    if (h->wait->kind == WAIT_FUTURE)
        flow_access(w, h->wait->operand, ACCESS_ADDRESS);
    if (h->value)
        flow_local(w, h->value, ACCESS_WRITE, true, 0);
    if (h->wait->to)
        flow_value(w, h->wait->to);
}

/* ---- choices and loops ---- */

/* The current node ends with a choice. */
static void choose_by(struct flow_walk *w, const struct expr *cond, bool negated, bool is_switch)
{
    struct node *n = &w->flow->nodes[flow_here(w)];
    n->cond = cond;
    n->negated = negated;
    n->is_switch = is_switch;
}

static void if_stmt(struct flow_walk *w, struct stmt *s)
{
    flow_value(w, s->cond);
    choose_by(w, s->cond, false, false);
    unsigned before = flow_here(w), after = flow_node(w);
    flow_next(w);
    flow_stmt(w, s->then);
    flow_go(w, after);
    w->cur = before;
    if (s->els) {
        flow_next(w);
        flow_stmt(w, s->els);
    }
    flow_enter(w, after);
}

static void loop_body(struct flow_walk *w, struct stmt *s, unsigned brk, unsigned cont)
{
    unsigned outer_brk = w->brk, outer_cont = w->cont;
    w->brk = brk;
    w->cont = cont;
    flow_next(w);
    flow_stmt(w, s->then);
    w->brk = outer_brk;
    w->cont = outer_cont;
}

/* while, for: the condition in front */
static void while_loop(struct flow_walk *w, struct stmt *s)
{
    unsigned after = flow_node(w);
    if (s->init)
        flow_stmt(w, s->init);
    w->loops++;
    flow_next(w);
    unsigned head = w->cur, step = s->kind == S_FOR ? flow_node(w) : head;
    if (s->cond)
        flow_value(w, s->cond);
    if (!is_always(s->cond)) {
        choose_by(w, s->cond, true, false);
        flow_edge(w, flow_here(w), after);
    }
    loop_body(w, s, after, step);
    if (s->kind == S_FOR) {
        flow_enter(w, step);
        if (s->step)
            flow_value(w, s->step);
    }
    flow_go(w, head);
    w->loops--;
    flow_enter(w, after);
    end_declared(w, s->init);
}

static void do_loop(struct flow_walk *w, struct stmt *s)
{
    unsigned after = flow_node(w);
    w->loops++;
    flow_next(w);
    unsigned head = w->cur, test = flow_node(w);
    loop_body(w, s, after, test);
    flow_enter(w, test);
    flow_value(w, s->cond);
    if (!is_never(s->cond)) {
        choose_by(w, s->cond, false, false);
        flow_edge(w, flow_here(w), head);
    }
    if (is_always(s->cond))
        w->cur = NO_NODE;
    w->loops--;
    flow_enter(w, after);
}

static void switch_stmt(struct flow_walk *w, struct stmt *s)
{
    unsigned outer_brk = w->brk, outer_head = w->head, after = flow_node(w);
    bool outer_default = w->has_default;
    flow_value(w, s->cond);
    choose_by(w, s->cond, false, true);
    w->head = flow_here(w);
    w->brk = after;
    w->has_default = false;
    w->cur = NO_NODE;
    flow_stmt(w, s->then);
    flow_go(w, after);
    if (!w->has_default)
        flow_edge(w, w->head, after);
    w->brk = outer_brk;
    w->head = outer_head;
    w->has_default = outer_default;
    flow_enter(w, after);
}

/* ---- jumps ---- */

static void asm_stmt(struct flow_walk *w, struct stmt *s)
{
    flow_asm_operands(w, s->exprs, s->nexprs);
    if (!s->nlabels)
        return;
    for (uint32_t i = 0; i < s->nlabels; i++)
        flow_edge(w, flow_here(w), flow_place(w, s->labels[i]));
    flow_next(w);
}

static void case_label(struct flow_walk *w, struct stmt *s)
{
    flow_next(w);
    flow_edge(w, w->head, w->cur);
    w->flow->nodes[w->cur].choice = s;
    if (s->kind == S_DEFAULT)
        w->has_default = true;
    if (s->then)
        flow_stmt(w, s->then);
}

static void block(struct flow_walk *w, struct stmt *s)
{
    struct lscope *outer = w->scope;
    if (s->low) {
        w->scope = s->low;
        flow_next(w);
    }
    unsigned before = NO_SPAN;
    for (uint32_t i = 0; i < s->nbody; i++) {
        unsigned span = flow_span(w, s, i, before);
        flow_stmt(w, s->body[i]);
        before = flow_span_end(w, span, before);
    }
    if (s->low) {
        w->scope = outer;
        flow_next(w);
    }
}

/* Parameters get their values. */
static void entry(struct flow_walk *w)
{
    for (unsigned i = 0; i < w->lf->locals.n; i++) {
        const struct local *l = w->lf->locals.at[i];
        if (l->kind == LOCAL_PARAM && !l->boxed_vla)
            flow_local(w, l, ACCESS_WRITE, true, l->sym->name_tok);
    }
}

void flow_stmt(struct flow_walk *w, struct stmt *s)
{
    if (!s)
        return;
    switch (s->kind) {
    case S_EXPR:
        flow_value(w, s->expr);
        return;
    case S_DECL:
        for (uint32_t i = 0; i < s->ndecls; i++)
            declare(w, s->decls[i]);
        return;
    case S_BLOCK:
        block(w, s);
        return;
    case S_IF:
        if_stmt(w, s);
        return;
    case S_WHILE:
    case S_FOR:
        while_loop(w, s);
        return;
    case S_DO:
        do_loop(w, s);
        return;
    case S_SWITCH:
        switch_stmt(w, s);
        return;
    case S_CASE:
    case S_DEFAULT:
        case_label(w, s);
        return;
    case S_LABEL:
        flow_enter(w, flow_place(w, s->label));
        flow_stmt(w, s->then);
        return;
    case S_MARK:
        flow_enter(w, flow_place(w, s->low));
        return;
    case S_GOTO:
        flow_go(w, flow_place(w, s->label));
        return;
    case S_JUMP:
        flow_go(w, flow_place(w, s->low));
        return;
    case S_GOTO_PTR:
        flow_value(w, s->expr);
        flow_go(w, w->anywhere);
        return;
    case S_BREAK:
        flow_go(w, w->brk);
        return;
    case S_CONTINUE:
        flow_go(w, w->cont);
        return;
    case S_RETURN:
        flow_value(w, s->expr);
        w->cur = NO_NODE;
        return;
    case S_JOIN:
        join(w, s);
        return;
    case S_SELECT:
        select_heads(w, s);
        return;
    case S_TAKE:
        take(w, s->low);
        return;
    case S_BRANCH_END:
        w->cur = NO_NODE;
        return;
    case S_FINISH:
        if (s->low)
            flow_local(w, s->low, ACCESS_READ, true, 0);
        w->cur = NO_NODE;
        return;
    case S_ASM:
        asm_stmt(w, s);
        return;
    case S_AWAIT:
        await(w, s->low);
        return;
    case S_SET:
        flow_value(w, s->expr);
        flow_local(w, s->low, ACCESS_WRITE, true, s->r.first);
        flow_act(w, s->expr, 0, s->low);
        return;
    case S_GEN_START:
        flow_value(w, s->expr);
        flow_local(w, s->low, ACCESS_WRITE, true, s->r.first);
        flow_local(w, s->low, ACCESS_ADDRESS, true, s->r.first);
        if (s->expr)
            flow_act(w, s->expr, 0, s->low);
        return;
    case S_GEN_FREE:
        flow_local(w, s->low, ACCESS_ADDRESS, true, s->r.first);
        return;
    case S_ENTRY:
        entry(w);
        return;
    case S_SAVE:
        flow_event(w, s->low, EV_SAVE, s->r.first);
        return;
    default: /* text that passes through */
        return;
    }
}
