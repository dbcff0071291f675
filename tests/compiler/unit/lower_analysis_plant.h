/* SPDX-License-Identifier: MIT
 *
 * What the mutation tests share: the text of a random program, and faults that matter in the plan
 * of any function. Each one planted must be found. */
#ifndef LOWER_ANALYSIS_PLANT_H
#define LOWER_ANALYSIS_PLANT_H

#include "lower_analysis.h"

static unsigned planted, found;

static uint64_t state = 88172645463325252;

static inline unsigned below(unsigned n)
{
    state ^= state << 13, state ^= state >> 7, state ^= state << 17;
    return (unsigned)(state >> 33) % n;
}

/* ---- the text of a random program ---- */

struct program {
    char text[1 << 15];
    size_t n;
    unsigned names, labels, open; /* labels that are still to be placed */
    unsigned visible[64], nvisible;
    unsigned statements;
    bool yields;
    unsigned closed; /* how many branches and futures are around: no yield may stand there */
};

#define SAY(p, ...)                                                                                \
    ((p)->n += (size_t)snprintf((p)->text + (p)->n, sizeof(p)->text - (p)->n, __VA_ARGS__))

/* ---- what is planted ---- */

static inline bool passes(struct lfunc *lf)
{
    unsigned mark = diag_mark(diag);
    bool good = verify_function(lf);
    diag_rollback(diag, mark);
    return good;
}

static inline void must_fail(struct lfunc *lf, const char *text, const char *what,
                             const struct local *l)
{
    planted++;
    if (!passes(lf)) {
        found++;
        return;
    }
    fprintf(stderr, "%s\nnot found: %s of '%s'\n", text, what, l ? l->sym->name : "an await");
    failures++;
}

static inline bool is_reached(const struct lfunc *lf, const struct wait *w)
{
    for (unsigned i = 0; i < lf->flow->nwaits; i++)
        if (lf->flow->nodes[lf->flow->waits[i]].wait == w)
            return lf->flow->nodes[lf->flow->waits[i]].reached;
    return false;
}

static inline void drop_each(struct lfunc *lf, const char *text, struct vec *v, const char *what)
{
    for (unsigned i = 0; i < v->n; i++) {
        void *left_out = v->at[i];
        v->at[i] = v->at[--v->n];
        must_fail(lf, text, what, left_out);
        v->at[v->n++] = v->at[i];
        v->at[i] = left_out;
    }
}

static inline void drop_moves(struct lfunc *lf, const char *text)
{
    for (unsigned i = 0; i < lf->waits.n; i++) {
        struct wait *w = lf->waits.at[i];
        drop_each(lf, text, &w->save, "a lost save");
        drop_each(lf, text, &w->restore, "a lost restore");
    }
    for (unsigned i = 0; i < lf->flow->nevents; i++) {
        struct event *e = &lf->flow->events[i];
        if (e->kind != EV_SAVE)
            continue;
        e->kind = EV_READ;
        must_fail(lf, text, "a lost early save", lf->locals.at[e->local]);
        e->kind = EV_SAVE;
    }
}

static inline void move_out_of_frame(struct lfunc *lf, const char *text)
{
    static const enum local_class others[] = {CLASS_LOCAL, CLASS_CACHED};
    for (unsigned i = 0; i < lf->locals.n; i++) {
        struct local *l = lf->locals.at[i];
        for (unsigned j = 0; l->where == CLASS_FRAME && j < 2; j++) {
            l->where = others[j];
            must_fail(lf, text, j ? "a frame local cached" : "a frame local made a C local", l);
            l->where = CLASS_FRAME;
        }
        if (l->where == CLASS_CACHED) {
            l->where = CLASS_LOCAL;
            must_fail(lf, text, "a cached local made a C local", l);
            l->where = CLASS_CACHED;
        }
    }
}

/* Each member into each scope that isn't around its own: there it shares memory. */
static inline void overlay_members(struct lfunc *lf, const char *text)
{
    for (unsigned i = 0; i < lf->locals.n; i++) {
        struct local *l = lf->locals.at[i];
        for (unsigned j = 0; l->where != CLASS_LOCAL && j < lf->scopes.n; j++) {
            struct lscope *to = lf->scopes.at[j], *from = l->scope;
            if (scope_is_around(to, from))
                continue;
            unsigned at = 0;
            while (from->members.at[at] != l)
                at++;
            from->members.at[at] = from->members.at[--from->members.n];
            vec_push(arena, &to->members, l);
            must_fail(lf, text, "the place", l);
            to->members.n--;
            from->members.at[from->members.n++] = from->members.at[at];
            from->members.at[at] = l;
        }
    }
}

static inline void move_wait(struct lscope *from, unsigned at, struct lscope *to)
{
    vec_push(arena, &to->waits, from->waits.at[at]);
    from->waits.at[at] = from->waits.at[--from->waits.n];
}

static inline void move_wait_back(struct lscope *from, unsigned at, struct lscope *to)
{
    from->waits.at[from->waits.n++] = from->waits.at[at];
    from->waits.at[at] = to->waits.at[--to->waits.n];
}

/* Each awaited frame into the scopes around its own, if there is anything that it then covers: a
 * member, or what stands beside it in a join. */
static inline void overlay_waits(struct lfunc *lf, const char *text)
{
    for (unsigned i = 0; i < lf->waits.n; i++) {
        struct wait *w = lf->waits.at[i];
        struct lscope *from = w->scope;
        unsigned at = 0, covered = from->members.n;
        if (!wait_has_member(w) || w->head)
            continue;
        while (from->waits.at[at] != w)
            at++;
        for (struct lscope *to = from->parent; to && is_reached(lf, w); to = to->parent) {
            move_wait(from, at, to);
            if (covered && !to->group)
                must_fail(lf, text, "the awaited frame", 0);
            move_wait_back(from, at, to);
            covered += to->members.n + (to->group != 0);
        }
    }
}

/* All of these, in a function of `text`. */
static inline void plant_in_function(struct lfunc *lf, const char *text)
{
    if (!verify_function(lf)) {
        fprintf(stderr, "%s\nfails as it is:\n%s", text, diag_text(diag, unit_plan.unit));
        failures++;
        return;
    }
    drop_moves(lf, text);
    move_out_of_frame(lf, text);
    overlay_members(lf, text);
    overlay_waits(lf, text);
}

#endif
