/* SPDX-License-Identifier: MIT
 *
 * select to normal form: guards, then arguments, from the top, into locals; the heads (S_SELECT),
 * which say who has won; and a choice of what is to follow. Their frames stand in a scope of their
 * own, so what follows may have their place: the result is taken out of it first. */
#include "lower.h"

static void push(struct lfunc *lf, struct vec *out, struct stmt *s)
{
    vec_push(lf->lu->arena, out, s);
}

static struct local *hidden(struct lfunc *lf, const char *name, const char *type, unsigned bytes)
{
    struct local *l = local_new(lf, LOCAL_HIDDEN, name);
    l->source = TYPE_TEXT;
    l->type_text = type;
    l->bytes = l->align = bytes;
    return l;
}

static struct stmt *when(struct lfunc *lf, struct local *l, const char *test, struct vec *then,
                         struct range r)
{
    struct stmt *s = stmt_new(lf, S_IF, (struct range){1, 0});
    s->cond = glue_expr(lf, r, test, temp_expr(lf, l->sym, r), 0);
    s->then = list_block(lf, then, r);
    return s;
}

/* ---- what is evaluated first ---- */

static void norm_guard(struct lfunc *lf, struct head *h, struct stmt *s, struct vec *out)
{
    if (!s->cond)
        return;
    norm_value(lf, s->cond, out);
    struct stmt *set = stmt_new(lf, S_SET, s->cond->r);
    h->enabled = hidden(lf, name_local(lf, "enabled%u", ++lf->ntemps), "_Bool", 1);
    set->low = h->enabled;
    set->expr = glue_expr(lf, s->cond->r, "!!(%a)", s->cond, 0);
    push(lf, out, set);
}

static void norm_arguments(struct lfunc *lf, struct head *h, struct stmt *s, struct vec *out)
{
    struct vec list = {0};
    norm_operand(lf, s->expr, &list);
    if (h->enabled && list.n) {
        push(lf, out, when(lf, h->enabled, "%a", &list, s->r));
        return;
    }
    for (unsigned i = 0; i < list.n; i++)
        push(lf, out, list.at[i]);
}

/* ---- heads ---- */

/* when (edo_T r = call): r takes over what the head had for its result, or the function has. */
static void head_place(struct lfunc *lf, struct head *h, struct stmt *s, struct vec *out)
{
    if (!lf->func->own_places)
        return;
    h->value = place_temp(lf);
    s->head->sym = s->expr->into = h->value->sym;
    place_new(lf, h->value, s->expr->r, out);
}

static unsigned outwards(const struct lfunc *lf, const struct local *future)
{
    unsigned n = 0;
    for (const struct branch *b = lf->branch; b && b != future->scope->branch; b = b->outer)
        n++;
    return n;
}

static void make_head(struct lfunc *lf, struct head *h, struct stmt *s)
{
    unsigned waits = lf->waits.n, scoped = lf->scope->waits.n;
    h->wait = wait_for(lf, s->expr);
    h->wait->head = h;
    h->wait->said = s->expr->r;
    if (s->expr->type->placeholder)
        place_result(lf, h->wait, s->expr);
    if (h->value && !s->expr->type->placeholder)
        h->wait->target = temp_expr(lf, h->value->sym, s->expr->r);
    if (h->wait->kind != WAIT_FUTURE) {
        h->branch = h->group->embedded++;
        return;
    }
    lf->waits.n = waits; /* it has its branch, and its frame, where it is declared */
    lf->scope->waits.n = scoped;
    h->outwards = outwards(lf, local_of(h->wait->operand->sym));
    if (h->enabled)
        h->enabled->shared = true; /* looked at while the function is away */
}

/* ---- what follows ---- */

/* Those of the heads that have not won. */
static void free_places(struct lfunc *lf, const struct group *g, const struct head *won,
                        struct range r, struct vec *out)
{
    for (unsigned i = 0; i < g->n; i++)
        if (&g->heads[i] != won && g->heads[i].value && g->heads[i].wait->to)
            place_free(lf, g->heads[i].value->sym, r, out);
}

static struct stmt *follow(struct lfunc *lf, struct group *g, struct head *h, struct stmt *then,
                           struct range r)
{
    struct vec list = {0};
    struct lscope *sc = scope_open(lf, r.first);
    if (h && h->wait->kind == WAIT_NEXT) {
        push(lf, &list, take_next(lf, h->wait));
    } else if (h) {
        struct stmt *take = stmt_new(lf, S_TAKE, r);
        take->low = h;
        push(lf, &list, take);
    }
    free_places(lf, g, h, r, &list);
    norm_body(lf, &then, 1, &list);
    lf->scope = sc->parent;
    struct stmt *block = list_block(lf, &list, (struct range){1, 0});
    block->low = sc;
    return block;
}

/* if (won == 1) … else if (won == 2) … else …; the last one goes without saying. */
static void choose(struct lfunc *lf, struct group *g, struct stmt *s, struct vec *out)
{
    struct stmt **at = 0, *first = 0;
    unsigned head = 0;
    for (uint32_t i = 0; i < s->nbody; i++) {
        struct stmt *c = s->body[i];
        struct head *h = c->kind == S_WHEN ? &g->heads[head++] : 0;
        unsigned number = h ? h->index + 1 : c->kind == S_OTHERWISE ? g->n + 1 : g->n + 2;
        struct stmt *then = follow(lf, g, h, c->then, c->r);
        if (i + 1 < s->nbody) {
            struct stmt *test = stmt_new(lf, S_IF, (struct range){1, 0});
            const char *text = arena_printf(lf->lu->arena, "%%a == %u", number);
            test->cond = glue_expr(lf, c->r, text, temp_expr(lf, g->won->sym, c->r), 0);
            test->then = then;
            then = test;
        }
        if (at)
            *at = then;
        else
            first = then;
        at = &then->els;
    }
    push(lf, out, first);
}

void norm_select(struct lfunc *lf, struct stmt *s, struct vec *out)
{
    struct vec list = {0};
    struct lscope *sc = scope_open(lf, s->r.first);
    unsigned n = 0;
    struct head *heads = arena_array_of(lf->lu->arena, struct head, s->nbody + 1);
    for (uint32_t i = 0; i < s->nbody; i++)
        if (s->body[i]->kind == S_WHEN)
            norm_guard(lf, &heads[n++], s->body[i], &list);
    n = 0;
    for (uint32_t i = 0; i < s->nbody; i++)
        if (s->body[i]->kind == S_WHEN)
            norm_arguments(lf, &heads[n++], s->body[i], &list);
    for (uint32_t i = 0, k = 0; i < s->nbody; i++) {
        struct expr *value = s->body[i]->head;
        if (s->body[i]->kind != S_WHEN)
            continue;
        if (value && value->type->placeholder) {
            head_place(lf, &heads[k], s->body[i], &list);
        } else if (value) {
            heads[k].value = result_temp(lf, s->body[i]->expr);
            value->sym = heads[k].value->sym;
        }
        k++;
    }
    struct local *won = hidden(lf, name_local(lf, "won%u", ++lf->ntemps), "unsigned", 4);
    struct group *g = group_new(lf, s, n);
    g->heads = heads;
    g->biased = s->biased;
    g->won = won;
    g->embedded = 0;
    for (uint32_t i = 0, k = 0; i < s->nbody; i++) {
        struct stmt *c = s->body[i];
        g->otherwise = c->kind == S_OTHERWISE ? c : g->otherwise;
        g->complete = c->kind == S_COMPLETE ? c : g->complete;
        if (c->kind != S_WHEN)
            continue;
        heads[k].group = g;
        heads[k].index = k;
        make_head(lf, &heads[k++], c);
    }
    struct stmt *run = stmt_new(lf, S_SELECT, s->r);
    struct vec inner = {0};
    run->low = g;
    push(lf, &inner, run);
    lf->scope = g->scope->parent;
    struct stmt *block = list_block(lf, &inner, (struct range){1, 0});
    block->low = g->scope;
    push(lf, &list, block);
    choose(lf, g, s, &list);
    lf->scope = sc->parent;
    block = list_block(lf, &list, (struct range){1, 0});
    block->low = sc;
    push(lf, out, block);
}
