/* SPDX-License-Identifier: MIT
 *
 * The unit's plan: which calls are embedded and which go through a box, the order of the frames,
 * how each function finds its way up, and all names that the lowering gives. */
#include "lower.h"

#include <stdlib.h>
#include <string.h>

/* ---- async functions ---- */

struct afn *afn_of(struct lunit *lu, struct sym *sym)
{
    if (sym->low)
        return sym->low;
    struct afn *f = arena_new_of(lu->arena, struct afn);
    const char *n = sym->name;
    f->sym = sym;
    f->decl = sym->decl;
    sym->low = f;
    vec_push(lu->arena, &lu->afns, f);
    f->s_frame = name_fresh(lu, "%s__frame", n);
    f->s_run = name_fresh(lu, "%s__run", n);
    f->s_resume = name_fresh(lu, "%s__resume", n);
    f->s_args = name_fresh(lu, "%s__args", n);
    f->s_call = name_fresh(lu, "%s__call", n);
    f->s_fn = name_fresh(lu, "%s__fn", n);
    f->s_future = name_fresh(lu, "%s__future", n);
    f->s_leaf = name_fresh(lu, "%s__leaf", n);
    f->s_sites = name_fresh(lu, "%s__sites", n);
    f->s_calls = name_fresh(lu, "%s__calls", n);
    f->s_type = sym->named ? name_fresh(lu, "%s__type", n) : 0;
    if (sym->type->gen)
        gen_names(lu, f);
    return f;
}

/* Its body is here, and no other can take its place when the program is linked. */
static bool is_embedded(const struct afn *f)
{
    return f->lf && !f->sym->weak_or_alias;
}

static bool is_signed_result(const struct sym *fn)
{
    return has_result_of(fn) && type_is_signed_int(fn->type->base);
}

/* ---- boxes and order ---- */

/* One edge on the way of the walk. */
struct edge {
    struct lfunc *to;
    struct wait *wait; /* or 0, and */
    struct local *gen; /* a generator, or */
    const struct local *future;
};

struct walk {
    struct lunit *lu;
    struct vec path; /* struct edge * */
    bool again, failed;
};

static void box(struct wait *w)
{
    struct afn *f = w->fn->low;
    w->kind = WAIT_BOX;
    w->budget = !f->lf && f->sym->budget;
    f->dynamic = f->needs_args = f->needs_fn = true;
}

/* The cycle that `e` closes is cut at one await. */
static void cut(struct walk *w, struct edge *e)
{
    if (e->wait) {
        box(e->wait);
        return;
    }
    if (e->gen) {
        e->gen->gen_boxed = true;
        return;
    }
    for (unsigned i = w->path.n; i-- > 0;) {
        struct edge *on = w->path.at[i];
        if (on->to == e->to)
            break;
        if (on->gen)
            on->gen->gen_boxed = true;
        else if (on->wait)
            box(on->wait);
        else
            continue;
        w->again = true;
        return;
    }
    const struct sym *fn = e->to->func->sym;
    diag_error(w->lu->diag, e->future->sym->name_tok, D_FUTURE,
               "'%s' holds a future of itself: await the call, or run it as a task", fn->name);
    diag_note(w->lu->diag, fn->name_tok, "'%s' is declared here", fn->name);
    w->failed = true;
}

static void visit(struct walk *w, struct lfunc *lf);

static void visit_edge(struct walk *w, struct edge e)
{
    struct lfunc *to = e.to;
    if (to->state == 1) {
        cut(w, &e);
    } else if (to->state == 0) {
        vec_push(w->lu->arena, &w->path, &e);
        visit(w, to);
        w->path.n--;
    }
}

static void visit(struct walk *w, struct lfunc *lf)
{
    lf->state = 1;
    for (unsigned i = 0; i < lf->locals.n && !w->again && !w->failed; i++) {
        struct local *l = lf->locals.at[i];
        struct sym *fn = l->sym->type->future_of;
        if (fn && afn_of(w->lu, fn)->lf)
            visit_edge(w, (struct edge){.to = afn_of(w->lu, fn)->lf, .future = l});
        if (l->gen && !is_embedded(l->gen))
            l->gen_boxed = true;
        else if (l->gen && !l->gen_boxed)
            visit_edge(w, (struct edge){.to = l->gen->lf, .gen = l});
    }
    for (unsigned i = 0; i < lf->waits.n && !w->again && !w->failed; i++) {
        struct wait *wait = lf->waits.at[i];
        if (wait->kind != WAIT_CALL)
            continue;
        struct afn *f = afn_of(w->lu, wait->fn);
        if (is_embedded(f))
            visit_edge(w, (struct edge){.to = f->lf, .wait = wait});
        else
            box(wait);
    }
    lf->state = 2;
    if (lf->afn)
        vec_push(w->lu->arena, &w->lu->order, lf);
}

static void gen_bytes(struct local *l)
{
    const struct lfunc *lf = l->gen->lf;
    bool stream = l->gen->sym->type->is_stream;
    l->align = lf->align > 8 || !stream ? lf->align : 8;
    l->bytes = lf->bytes + (stream ? (24 + l->align - 1) / l->align * l->align : 0);
}

/* How the locals that hold generators are declared. */
static void type_gens(struct lunit *lu, struct lfunc *lf)
{
    for (unsigned i = 0; i < lf->locals.n; i++) {
        struct local *l = lf->locals.at[i];
        if (!l->gen)
            continue;
        l->source = TYPE_TEXT;
        bool space = l->gen->sym->type->is_stream && !l->gen_boxed;
        l->type_text = arena_printf(lu->arena, "struct %s%s",
                                    space ? l->gen->s_space : l->gen->s_gen,
                                    l->gen_boxed ? " *" : "");
        l->bytes = l->align = 8;
        l->gen->needs_box |= l->gen_boxed;
        lu->uses_gen_host |= l->gen_boxed;
        if (!l->gen_boxed)
            gen_bytes(l);
    }
}

static bool order_frames(struct lunit *lu)
{
    struct walk w = {.lu = lu};
    do {
        w.again = false;
        w.path.n = lu->order.n = 0;
        for (unsigned i = 0; i < lu->funcs.n; i++)
            ((struct lfunc *)lu->funcs.at[i])->state = 0;
        for (unsigned i = 0; i < lu->funcs.n && !w.again && !w.failed; i++)
            if (((struct lfunc *)lu->funcs.at[i])->state == 0)
                visit(&w, lu->funcs.at[i]);
    } while (w.again);
    return !w.failed;
}

enum { MOST_PLACES = 254 }; /* the index of a place is a byte; 0 is the dynamic one */

static void count_places(struct lunit *lu)
{
    for (unsigned i = 0; i < lu->funcs.n; i++) {
        struct lfunc *lf = lu->funcs.at[i];
        for (unsigned j = 0; j < lf->waits.n; j++) {
            struct wait *w = lf->waits.at[j];
            if (w->kind != WAIT_CALL)
                continue;
            struct afn *f = w->fn->low;
            if (f->places.n == MOST_PLACES) {
                box(w);
                continue;
            }
            vec_push(lu->arena, &f->places, w);
            w->place = f->places.n;
        }
    }
}

static void plan_function(struct lunit *lu, struct afn *f)
{
    struct sym *s = f->sym;
    if (f->lf && !f->func->is_main && s->storage != STO_STATIC &&
        (!s->is_inline || s->storage == STO_EXTERN))
        f->exported = true;
    if (f->lf && f->func->is_main)
        f->dynamic = f->needs_args = f->needs_fn = true;
    if (f->exported)
        f->dynamic = f->needs_args = f->needs_fn = true;
    if (s->type->gen && !is_embedded(f) && !s->any_gen)
        f->dynamic = f->needs_fn = true;
    if (f->exported || (!f->lf && !s->leaf) || (f->lf && s->weak_or_alias))
        f->s_fn = arena_printf(lu->arena, "%s__async", s->name);
    if (f->lf && s->weak_or_alias && f->needs_future)
        diag_error(lu->diag, s->name_tok, D_FUTURE,
                   "a future of '%s', which is weak: which function runs is known only when the "
                   "program is linked; name a future of one that awaits it", s->name);
    f->s_future_fn = f->s_fn;
    f->wrapped = !f->lf && (s->leaf ? f->needs_fn : f->needs_future);
    if (f->wrapped && !s->leaf)
        f->s_future_fn = name_fresh(lu, "%s__here", s->name);
    if (!f->dynamic && f->places.n == 1)
        f->up_kind = 0;
    else if (f->places.n == 0)
        f->up_kind = 2;
    else
        f->up_kind = 1;
    f->result_signed = is_signed_result(s);
}

bool plan_unit(struct lunit *lu)
{
    if (!order_frames(lu))
        return false;
    count_places(lu);
    for (unsigned i = 0; i < lu->afns.n; i++)
        plan_function(lu, lu->afns.at[i]);
    for (unsigned i = 0; i < lu->funcs.n; i++)
        name_locals(lu->funcs.at[i]);
    for (unsigned i = 0; i < lu->order.n; i++) {
        type_gens(lu, lu->order.at[i]); /* callees come first: their sizes are known */
        plan_frame(lu->order.at[i]);
    }
    for (unsigned i = 0; i < lu->funcs.n; i++)
        if (!((struct lfunc *)lu->funcs.at[i])->afn)
            type_gens(lu, lu->funcs.at[i]);
    return true;
}

/* ---- members of a frame ---- */

static void leaf_bytes(const struct wait *w, unsigned *bytes, unsigned *align)
{
    const struct token *toks = w->in->lu->unit->toks;
    struct range r = w->fn->leaf->type;
    for (tokid t = r.first; t <= r.last; t++)
        if (toks[t].sym && (toks[t].sym->kind == SYM_TAG || toks[t].sym->kind == SYM_TYPEDEF))
            *bytes = type_bytes(toks[t].sym->type, align);
}

void wait_bytes(const struct wait *w, unsigned *bytes, unsigned *align)
{
    *bytes = *align = 8;
    if (w->budget) {
        *align = w->fn->budget_align;
        *bytes = (32 + *align + w->fn->budget) / *align * *align;
    }
    if (w->kind == WAIT_GROUP)
        *bytes = w->group->embedded * 32;
    if (w->kind == WAIT_ENTRY)
        *bytes = 0, *align = 1;
    if (w->kind == WAIT_LEAF)
        leaf_bytes(w, bytes, align);
    if (w->kind == WAIT_CALL) {
        const struct lfunc *lf = ((struct afn *)w->fn->low)->lf;
        *bytes = lf->bytes;
        *align = lf->align;
    }
}

/* Greatest alignment first: then the only padding is at the end. */
static int by_alignment(const void *a, const void *b)
{
    const struct local *x = *(void *const *)a, *y = *(void *const *)b;
    unsigned ax = x->align ? x->align : 8, ay = y->align ? y->align : 8;
    if (ax != ay)
        return ax > ay ? -1 : 1;
    return x->index < y->index ? -1 : x->index > y->index;
}

static void sort_members(struct vec *members)
{
    if (members->n)
        qsort(members->at, members->n, sizeof *members->at, by_alignment);
}

/* What stands in a scope: one of all at a time, or, in a join's, all of them. */
static void add_inner(const struct lscope *sc, unsigned *below, unsigned bytes, unsigned align)
{
    if (sc->group)
        *below = (*below + align - 1) / align * align + bytes;
    else if (bytes > *below)
        *below = bytes;
}

static void scope_bytes(struct lscope *sc, unsigned *bytes, unsigned *align)
{
    unsigned own = 0, below = 0, most = 1;
    for (unsigned i = 0; i < sc->members.n; i++) {
        const struct local *l = sc->members.at[i];
        unsigned a = l->align ? l->align : 8;
        own = (own + a - 1) / a * a + l->bytes;
        most = a > most ? a : most;
    }
    for (unsigned i = 0; i < sc->children.n; i++) {
        struct lscope *c = sc->children.at[i];
        unsigned b, a;
        scope_bytes(c, &b, &a);
        add_inner(sc, &below, b, a);
        most = a > most ? a : most;
        c->align = a;
        c->bytes = b;
        sc->inner_align = a > sc->inner_align && b ? a : sc->inner_align;
    }
    for (unsigned i = 0; i < sc->waits.n; i++) {
        unsigned b, a;
        wait_bytes(sc->waits.at[i], &b, &a);
        add_inner(sc, &below, b, a);
        most = a > most ? a : most;
        sc->inner_align = a > sc->inner_align && b ? a : sc->inner_align;
    }
    if (!sc->inner_align)
        sc->inner_align = 1;
    *bytes = (own + below + most - 1) / most * most;
    *align = most;
}

void plan_frame(struct lfunc *lf)
{
    for (unsigned i = 0; i < lf->locals.n; i++) {
        struct local *l = lf->locals.at[i];
        if (l->where != CLASS_LOCAL && !l->boxed_vla)
            vec_push(lf->lu->arena, &l->scope->members, l);
    }
    for (unsigned i = 0; i < lf->scopes.n; i++)
        sort_members(&((struct lscope *)lf->scopes.at[i])->members);
    unsigned a = 1, b = type_bytes(lf->func->result, &a), bytes, align;
    scope_bytes(lf->root, &bytes, &align);
    lf->bytes = b > bytes ? b : bytes;
    lf->align = a > align ? a : align;
    if (lf->func->gen) { /* what it yields and its state stand in front */
        unsigned ya = 1, y = type_bytes(lf->func->sym->type->yields, &ya);
        lf->align = ya > lf->align ? ya : lf->align;
        unsigned state = lf->func->is_stream ? 3 : 2;
        lf->bytes = ((y > b ? y : b) + state + lf->align - 1) / lf->align * lf->align + bytes;
    }
}
