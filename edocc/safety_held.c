/* SPDX-License-Identifier: MIT
 *
 * What a value holds, or leads to, beside its own bytes: the runs of generators, and the calls in
 * boxes. Where such a run or call has to stay on its thread (safety_send.c), so has the value.
 *
 * A generator's type names it. A box's type says no more than what the call results in: it is taken
 * to hold any call of that result which this unit puts into a box, as a call through a pointer is
 * taken for any function of its type that this unit uses as a value. */
#include "safety.h"

#include "type.h"

/* ---- what is in boxes ---- */

/* Whether E_CAPTURE `e`, which is put into a box, has to stay; *held says why. */
static bool is_bound_call(struct lunit *lu, const struct expr *e, struct held *held)
{
    const struct expr *call = e->a;
    struct sym *fn = call->sym ? call->sym : bound_by_pointer(lu, call);
    const struct type *f = called_type(call);
    *held = (struct held){.kind = BOUND_BOX, .fn = fn, .tok = e->r.first};
    if (fn && bound_of(fn))
        return true;
    *held = (struct held){.kind = BOUND_BOX_ARGUMENT, .tok = e->r.first};
    for (uint32_t i = 0; i < f->nparams && !held->type; i++)
        held->type = type_local(lu->arena, f->params[i]->type);
    return held->type != 0;
}

/* The calls that `e`, an argument of edo_box, may be. */
static bool is_bound_boxing(struct lunit *lu, const struct expr *e, const struct type *result,
                            struct held *held)
{
    e = expr_strip(e);
    switch (e->kind) {
    case E_CAPTURE: return !type_differs(e->a->type, result) && is_bound_call(lu, e, held);
    case E_COMMA: return is_bound_boxing(lu, e->b, result, held);
    case E_COND:
        return (e->b && is_bound_boxing(lu, e->b, result, held)) ||
               is_bound_boxing(lu, e->c, result, held);
    default: return false;
    }
}

static bool in_box(struct lunit *lu, const struct type *result, struct held *held)
{
    for (unsigned i = 0; i < lu->funcs.n; i++) {
        const struct func *f = ((struct lfunc *)lu->funcs.at[i])->func;
        for (uint32_t j = 0; j < f->nspawns; j++)
            if (f->spawns[j]->boxes && is_bound_boxing(lu, f->spawns[j]->args[0], result, held))
                return true;
    }
    return false;
}

/* ---- what is in a type ---- */

static bool is_bound_run(const struct type *t, struct held *held)
{
    struct sym *gen = t->gen_of;
    if (!gen || !bound_of(gen))
        return false;
    *held = (struct held){.kind = BOUND_GEN, .fn = gen};
    return true;
}

/* Without recursion, and each tag once: types may form long chains, and circles. */
bool type_holds_bound(struct lunit *lu, const struct type *t, struct held *held)
{
    struct vec seen = {0};
    uint32_t walk = ++lu->walks;
    vec_push(lu->arena, &seen, (struct type *)t);
    for (unsigned i = 0; i < seen.n; i++) {
        const struct type *at = seen.at[i], *result = 0;
        for (; at && (at->kind == TY_ARRAY || at->kind == TY_POINTER); at = at->base)
            if ((result = type_boxed(at)))
                break;
        if (result && in_box(lu, result, held))
            return true;
        if (result || !at || at->kind != TY_STRUCT)
            continue;
        if (is_bound_run(at, held))
            return true;
        struct type *own = at->tag && at->tag->type ? at->tag->type : (struct type *)at;
        if (own->walked == walk)
            continue;
        own->walked = walk;
        for (uint32_t j = 0; j < own->nmembers; j++)
            vec_push(lu->arena, &seen, own->members[j].type);
        for (uint32_t j = 0; at->gen_of && j < at->gen_of->type->nparams; j++)
            vec_push(lu->arena, &seen, at->gen_of->type->params[j]->type);
    }
    return false;
}

static bool params_hold_bound(struct lunit *lu, const struct type *f, struct held *held)
{
    for (uint32_t i = 0; f && i < f->nparams; i++)
        if (type_holds_bound(lu, f->params[i]->type, held))
            return true;
    return false;
}

bool local_holds_bound(struct lunit *lu, const struct local *l, struct held *held)
{
    if (l->sym->type->future_of)
        return params_hold_bound(lu, l->sym->type->future_of->type, held);
    if (l->kind == LOCAL_ARGS && l->type_expr && captures_box(l->type_expr))
        return type_holds_bound(lu, l->type_expr->a->type, held);
    if (l->kind == LOCAL_ARGS && l->type_expr)
        return params_hold_bound(lu, called_type(l->type_expr->a), held);
    if (!l->gen)
        return type_holds_bound(lu, l->sym->type, held);
    *held = (struct held){.kind = BOUND_GEN, .fn = l->gen->sym};
    return l->gen->bound || params_hold_bound(lu, l->gen->sym->type, held);
}
