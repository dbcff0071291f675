/* SPDX-License-Identifier: MIT
 *
 * Warnings about memory: what makes a frame big (-Wedo-frame-size), what stands in it for no other
 * reason than that its address was taken (-Wedo-escape), and awaits that allocate (-Wedo-box). */
#include "safety.h"

#include "../include/edo/abi.h"

#include <stdlib.h>

/* ---- edo-frame-size ---- */

enum { MOST_PARTS = 5 };

/* ---- measuring ---- */

/* The arguments of a captured call, or of a future. */
static unsigned args_bytes(const struct type *t)
{
    unsigned sum = 0;
    for (uint32_t i = 0; i < t->nparams; i++) {
        unsigned align, bytes = type_bytes(t->params[i]->type, &align);
        sum = (sum + align - 1) / align * align + bytes;
    }
    return sum;
}

static unsigned local_bytes(const struct local *l)
{
    const struct sym *future = l->sym->type->future_of;
    if (l->kind == LOCAL_ARGS && l->type_expr) {
        const struct expr *call = l->type_expr->a;
        const struct type *t = call->sym ? call->sym->type : expr_strip(call->a)->type;
        return args_bytes(t->kind == TY_POINTER ? t->base : t);
    }
    if (!future)
        return l->bytes;
    const struct afn *f = future->low;
    unsigned args = args_bytes(future->type), frame = f && f->lf ? f->lf->measured : 0;
    return (unsigned)sizeof(edo_branch) + (args > frame ? args : frame);
}

static unsigned awaited_bytes(const struct wait *w)
{
    unsigned bytes, align;
    if (w->kind == WAIT_CALL)
        return ((const struct afn *)w->fn->low)->lf->measured;
    wait_bytes(w, &bytes, &align);
    return bytes;
}

static unsigned measure_scope(const struct lscope *sc)
{
    unsigned own = 0, inner = 0;
    for (unsigned i = 0; i < sc->members.n; i++) {
        const struct local *l = sc->members.at[i];
        unsigned align = l->align ? l->align : 8;
        own = (own + align - 1) / align * align + local_bytes(l);
    }
    for (unsigned i = 0; i < sc->children.n + sc->waits.n; i++) {
        bool is_wait = i >= sc->children.n;
        unsigned bytes = is_wait ? awaited_bytes(sc->waits.at[i - sc->children.n])
                                 : measure_scope(sc->children.at[i]);
        if (sc->group) /* branches live at the same time */
            inner += (bytes + 7) / 8 * 8;
        else
            inner = bytes > inner ? bytes : inner;
    }
    unsigned align = sc->inner_align ? sc->inner_align : 1;
    return (own + align - 1) / align * align + inner;
}

static void measure_frame(struct lfunc *lf)
{
    unsigned align, result = type_bytes(lf->func->result, &align);
    unsigned bytes = measure_scope(lf->root);
    bytes = result > bytes ? result : bytes;
    align = lf->align > 8 ? 8 : lf->align ? lf->align : 1;
    lf->measured = (bytes + align - 1) / align * align;
    lf->measured = lf->measured > lf->bytes ? lf->measured : lf->bytes;
}

/* ---- what is big ---- */

struct part {
    unsigned bytes;
    const struct local *local; /* or */
    const struct wait *wait;
};

struct parts {
    struct part all[MOST_PARTS]; /* the biggest, biggest first */
    unsigned n, least;
};

static void part_add(struct parts *p, struct part part)
{
    if (part.bytes < p->least)
        return;
    unsigned i = p->n < MOST_PARTS ? p->n++ : MOST_PARTS - 1;
    if (i == MOST_PARTS - 1 && p->n == MOST_PARTS && p->all[i].bytes >= part.bytes)
        return;
    for (; i > 0 && p->all[i - 1].bytes < part.bytes; i--)
        p->all[i] = p->all[i - 1];
    p->all[i] = part;
}

static void add_scope(struct parts *p, const struct lscope *sc)
{
    for (unsigned i = 0; i < sc->members.n; i++) {
        const struct local *l = sc->members.at[i];
        part_add(p, (struct part){.bytes = local_bytes(l), .local = l});
    }
    for (unsigned i = 0; i < sc->waits.n; i++) {
        const struct wait *w = sc->waits.at[i];
        if (w->kind == WAIT_CALL || w->kind == WAIT_LEAF)
            part_add(p, (struct part){.bytes = awaited_bytes(w), .wait = w});
    }
}

static void note_part(struct lunit *lu, const struct part *part)
{
    const struct local *l = part->local;
    if (part->wait)
        diag_note(lu->diag, part->wait->tok, "the frame of '%s' takes %u bytes of it",
                  part->wait->fn->name, part->bytes);
    else if (l->kind == LOCAL_USER || l->kind == LOCAL_PARAM)
        diag_note(lu->diag, l->sym->name_tok, "'%s' takes %u bytes of it", l->sym->name,
                  part->bytes);
    else if (l->type_expr)
        diag_note(lu->diag, l->type_expr->r.first, "this value takes %u bytes of it", part->bytes);
}

/* An awaited function of this unit, which is reported itself, makes it so. */
static bool is_big_by_callee(const struct lfunc *lf, uint64_t limit)
{
    for (unsigned i = 0; i < lf->waits.n; i++) {
        const struct wait *w = lf->waits.at[i];
        unsigned bytes = w->kind == WAIT_CALL ? awaited_bytes(w) : 0;
        if (bytes > limit && lf->measured - bytes <= limit)
            return true;
    }
    return false;
}

void lint_frame_size(struct lfunc *lf)
{
    const struct lint_options *lints = diag_lints(lf->lu->diag);
    uint64_t limit = lints ? lints->frame_bytes : LINT_FRAME_BYTES;
    if (!diag_wants(lf->lu->diag, LINT_FRAME_SIZE))
        return;
    measure_frame(lf);
    if (lf->measured <= limit || is_big_by_callee(lf, limit))
        return;
    struct parts p = {.least = lf->measured / 10};
    for (unsigned i = 0; i < lf->scopes.n; i++)
        add_scope(&p, lf->scopes.at[i]);
    diag_warning(lf->lu->diag, lf->func->sym->name_tok, D_WARN_FRAME_SIZE,
                 "the frame of %s has %u bytes, more than %llu",
                 func_text(lf->lu->arena, lf->func->sym), lf->measured, (unsigned long long)limit);
    for (unsigned i = 0; i < p.n; i++)
        note_part(lf->lu, &p.all[i]);
}

/* ---- edo-escape ---- */

struct escapes {
    struct lfunc *lf;
    const struct wait **at; /* by local: the first await that only its address keeps it across */
    bool *needed;           /* by local: it is used behind some await */
};

static bool is_framed(void *context, const struct local *l)
{
    (void)context;
    return l->where == CLASS_FRAME && !l->sym->type->future_of &&
           (l->kind == LOCAL_USER || l->kind == LOCAL_PARAM);
}

static void note_across(void *context, const struct across *a)
{
    struct escapes *e = context;
    e->needed[a->local->index] |= a->live;
    if (!e->at[a->local->index])
        e->at[a->local->index] = a->wait;
}

/* By local: where its address is taken first, in source order; 0: nowhere that can be said. */
static tokid *first_addresses(const struct lfunc *lf, struct arena *a)
{
    tokid *first = arena_array_of(a, tokid, lf->locals.n);
    for (unsigned i = lf->flow->nevents; i-- > 0;)
        if (lf->flow->events[i].kind == EV_ADDRESS)
            first[lf->flow->events[i].local] = lf->flow->events[i].tok;
    return first;
}

void lint_escapes(struct lfunc *lf)
{
    struct diag *d = lf->lu->diag;
    if (!diag_wants(d, LINT_ESCAPE))
        return;
    struct arena *a = arena_new();
    struct escapes e = {.lf = lf};
    e.at = arena_array_of(a, const struct wait *, lf->locals.n);
    e.needed = arena_array_of(a, bool, lf->locals.n);
    for_each_across(lf, is_framed, note_across, &e);
    const tokid *addresses = first_addresses(lf, a);
    for (unsigned i = 0; i < lf->locals.n; i++) {
        const struct local *l = lf->locals.at[i];
        if (!e.at[i] || e.needed[i])
            continue;
        tokid address = addresses[i];
        diag_warning(d, l->sym->name_tok, D_WARN_ESCAPE,
                     "'%s' is kept in the frame only because its address was taken", l->sym->name);
        if (address)
            diag_note(d, address, "here");
        diag_note(d, e.at[i]->tok, "its scope isn't left before this await");
    }
    arena_free(a);
}

/* ---- edo-box ---- */

static const char *why_boxed(const struct wait *w)
{
    const struct afn *f = w->fn ? w->fn->low : 0;
    if (!f)
        return "which function it runs isn't known here";
    if (!f->lf)
        return "its frame isn't known in this file";
    return f->sym->weak_or_alias ? "another function may take its place" : "it is recursive";
}

static void report_box(struct lfunc *lf, const struct wait *w)
{
    const struct afn *f = w->fn ? w->fn->low : 0;
    const struct unit *unit = lf->lu->unit;
    bool reports = !f || f->result_signed;
    diag_warning(lf->lu->diag, w->tok, D_WARN_BOX,
                 "the frame of '%s' is allocated: %s; without memory %s",
                 f ? f->sym->name : range_text(unit, w->operand->r), why_boxed(w),
                 reports ? "the result is -ENOMEM" : "the program stops");
    if (f)
        diag_note(lf->lu->diag, f->sym->name_tok, "'%s' is declared here", f->sym->name);
}

void lint_boxes(struct lfunc *lf)
{
    if (!diag_wants(lf->lu->diag, LINT_BOX))
        return;
    for (unsigned i = 0; i < lf->waits.n; i++) {
        const struct wait *w = lf->waits.at[i];
        if (!w->budget && !w->owned &&
            (w->kind == WAIT_BOX || w->kind == WAIT_VALUE || w->kind == WAIT_POINTER))
            report_box(lf, w);
    }
    for (unsigned i = 0; i < lf->locals.n; i++) {
        const struct local *l = lf->locals.at[i];
        if (l->boxed_vla && l->sym->type->kind == TY_ARRAY && l->sym->type->is_vla)
            diag_warning(lf->lu->diag, l->sym->name_tok, D_WARN_BOX,
                         "the array '%s' is allocated: its length isn't constant; without memory "
                         "the program stops",
                         l->sym->name);
    }
}
