/* SPDX-License-Identifier: MIT
 *
 * join to normal form. Each statement of it becomes a block with a state in which its branch
 * begins; behind them the owner goes on.
 *
 * A return in a branch claims each join around it: their flags say that they end the function, so
 * branches not begun stay so, and the owner, once the join is over, goes on with the return. Of the
 * returns inside the outermost join the first one keeps its value. */
#include "lower.h"

static void push(struct lfunc *lf, struct vec *out, struct stmt *s)
{
    vec_push(lf->lu->arena, out, s);
}

/* ---- returns ---- */

static struct local *claimed_local(struct lfunc *lf, struct group *g)
{
    if (g->claimed)
        return g->claimed;
    struct lscope *before = lf->scope;
    lf->scope = g->scope;
    g->claimed = local_new(lf, LOCAL_HIDDEN, name_local(lf, "claimed%u", g->wait->at));
    lf->scope = before;
    g->claimed->source = TYPE_TEXT;
    g->claimed->type_text = "_Bool";
    g->claimed->bytes = g->claimed->align = 1;
    return g->claimed;
}

/* The value, which is evaluated even if another return has been there before. */
static struct local *value_local(struct lfunc *lf)
{
    struct local *l = local_new(lf, LOCAL_TEMP, name_local(lf, "t%u", ++lf->ntemps));
    l->source = TYPE_RESULT;
    l->fn = lf->func->sym;
    l->sym->type = lf->func->result;
    l->scalar = return_local(lf)->scalar;
    l->bytes = return_local(lf)->bytes;
    l->align = return_local(lf)->align;
    return l;
}

static void set(struct lfunc *lf, struct local *l, struct expr *e, struct range r, struct vec *out)
{
    struct stmt *s = stmt_new(lf, S_SET, r);
    s->low = l;
    s->expr = e;
    push(lf, out, s);
}

/* Each join around; `keep` runs if this is the first return in the outermost one. */
void claim(struct lfunc *lf, struct stmt *keep, struct range r, struct vec *out)
{
    struct branch *b = lf->branch;
    for (; b->outer; b = b->outer)
        set_number(lf, claimed_local(lf, b->group), 1, r, out);
    struct local *outermost = claimed_local(lf, b->group);
    struct vec first = {0};
    if (keep)
        push(lf, &first, keep);
    set_number(lf, outermost, 1, r, &first);
    struct stmt *s = stmt_new(lf, S_IF, (struct range){1, 0});
    s->cond = glue_expr(lf, r, "!%a", temp_expr(lf, outermost->sym, r), 0);
    s->then = list_block(lf, &first, r);
    push(lf, out, s);
}

void claim_return(struct lfunc *lf, struct expr *e, struct range r, struct vec *out)
{
    struct vec keep = {0};
    if (e) {
        struct local *value = value_local(lf);
        set(lf, value, e, r, out);
        set(lf, return_local(lf), temp_expr(lf, value->sym, r), r, &keep);
    }
    claim(lf, e ? keep.at[0] : 0, r, out);
    exit_to(lf, EXIT_RETURN, lf->branch, 0, r, out);
}

/* ---- branches ---- */

static struct stmt *norm_branch(struct lfunc *lf, struct branch *b, struct stmt *s)
{
    struct lfunc outside = *lf;
    struct vec body = {0}, all = {0};
    struct range end = {s->r.last, s->r.last};
    lf->branch = b;
    lf->ctx = 0;
    lf->level = 0;
    lf->natural_break = lf->natural_continue = 0;
    lf->in_await_args = false;
    b->scope = scope_open(lf, s->r.first);
    norm_body(lf, &s, 1, &body);
    push(lf, &body, stmt_new(lf, S_BRANCH_END, end));
    set_flags(lf, &b->flags, &all);
    for (unsigned i = 0; i < body.n; i++)
        push(lf, &all, body.at[i]);
    lf->scope = outside.scope;
    lf->branch = outside.branch;
    lf->ctx = outside.ctx;
    lf->level = outside.level;
    lf->natural_break = outside.natural_break;
    lf->natural_continue = outside.natural_continue;
    lf->in_await_args = outside.in_await_args;
    struct stmt *block = list_block(lf, &all, (struct range){1, 0});
    block->low = b->scope;
    return block;
}

struct group *group_new(struct lfunc *lf, struct stmt *s, unsigned n)
{
    struct group *g = arena_new_of(lf->lu->arena, struct group);
    g->n = g->embedded = n;
    g->in = lf->branch;
    g->scope = scope_open(lf, s->r.first);
    g->scope->group = g;
    g->wait = wait_new(lf, WAIT_GROUP, s->r.first);
    g->wait->group = g;
    vec_push(lf->lu->arena, &lf->groups, g);
    return g;
}

void norm_join(struct lfunc *lf, struct stmt *s, struct vec *out)
{
    if (!s->nbody)
        return;
    struct group *g = group_new(lf, s, s->nbody);
    struct vec list = {0};
    g->branches = arena_array_of(lf->lu->arena, struct branch, g->n);
    for (unsigned i = 0; i < g->n; i++) {
        g->branches[i].group = g;
        g->branches[i].outer = g->in;
        g->branches[i].entry = wait_new(lf, WAIT_ENTRY, s->body[i]->r.first);
    }
    for (unsigned i = 0; i < g->n; i++)
        s->body[i] = norm_branch(lf, &g->branches[i], s->body[i]);
    s->low = g;
    if (g->claimed)
        set_number(lf, g->claimed, 0, s->r, &list);
    push(lf, &list, s);
    if (g->claimed) {
        struct stmt *leave = stmt_new(lf, S_IF, (struct range){1, 0});
        struct vec then = {0};
        exit_to(lf, EXIT_RETURN, lf->branch ? (void *)lf->branch : lf->func, 0, s->r, &then);
        leave->cond = glue_expr(lf, s->r, "%a", temp_expr(lf, g->claimed->sym, s->r), 0);
        leave->then = list_block(lf, &then, s->r);
        push(lf, &list, leave);
    }
    lf->scope = g->scope->parent;
    struct stmt *block = list_block(lf, &list, (struct range){1, 0});
    block->low = g->scope;
    push(lf, out, block);
}
