/* SPDX-License-Identifier: MIT
 *
 * The names of locals, awaits and groups inside a function. A local keeps its name where it can be
 * said: what every identifier of the function means, in all places together, is listed first. */
#include "lower.h"

#include <string.h>

/* What an identifier is in the function. */
struct meaning {
    const char *name; /* 0: nothing is here */
    size_t length;
    const struct sym *local;  /* the first of the user's locals that have this name */
    const struct sym *symbol; /* something that it means in the body, no tag */
    bool several;             /* something else too */
    /* A static, an extern or a function declared in a block has it, and would hide a local at the
     * awaits there. */
    bool hidden;
    /* A type that a result's or an argument's type says: those are written where a local would hide
     * it. */
    bool type;
};

struct meanings {
    struct lfunc *lf;
    struct arena *arena;
    struct meaning *at; /* open addressing */
    size_t n, room;     /* room: a power of 2 */
};

static struct meaning *slot_of(const struct meanings *all, const char *name, size_t length)
{
    size_t h = name_hash(name, length);
    for (;; h++) {
        struct meaning *m = &all->at[h & (all->room - 1)];
        if (!m->name || (m->length == length && !memcmp(m->name, name, length)))
            return m;
    }
}

static void grow(struct meanings *all)
{
    struct meanings old = *all;
    all->room = old.room ? old.room * 2 : 64;
    all->at = arena_array_of(all->arena, struct meaning, all->room);
    for (size_t i = 0; i < old.room; i++)
        if (old.at[i].name)
            *slot_of(all, old.at[i].name, old.at[i].length) = old.at[i];
}

static struct meaning *meaning_of(struct meanings *all, const char *name, size_t length)
{
    if (all->n * 2 >= all->room)
        grow(all);
    struct meaning *m = slot_of(all, name, length);
    if (!m->name) {
        *m = (struct meaning){.name = name, .length = length};
        all->n++;
    }
    return m;
}

static struct meaning *meaning_at(struct meanings *all, tokid t)
{
    const struct token *tok = &all->lf->lu->unit->toks[t];
    return meaning_of(all, tok->s, tok->len);
}

/* Of what declares an async function. */
static void add_types(struct meanings *all, const struct sym *fn)
{
    const struct token *toks = all->lf->lu->unit->toks;
    if (!fn->decl)
        return;
    const struct range both[] = {fn->decl->specs, fn->decl->declarator};
    for (unsigned i = 0; i < 2; i++)
        for (tokid t = both[i].first; t <= both[i].last; t++)
            if (toks[t].sym && toks[t].sym->kind == SYM_TYPEDEF)
                meaning_at(all, t)->type = true;
}

static void add_body(struct meanings *all)
{
    const struct token *toks = all->lf->lu->unit->toks;
    const struct range r = all->lf->func->body->r;
    for (tokid t = r.first; t <= r.last; t++) {
        if (toks[t].kind != T_IDENT || !toks[t].sym || toks[t].sym->kind == SYM_TAG)
            continue;
        struct meaning *m = meaning_at(all, t);
        if (!m->symbol)
            m->symbol = toks[t].sym;
        m->several |= m->symbol != toks[t].sym;
    }
}

static void find_meanings(struct meanings *all)
{
    const struct lfunc *lf = all->lf;
    add_body(all);
    for (uint32_t i = 0; i < lf->func->nlocals; i++) {
        const struct sym *s = lf->func->locals[i];
        struct meaning *m = meaning_of(all, s->name, strlen(s->name));
        if (!m->local)
            m->local = s;
    }
    for (unsigned i = 0; i < lf->decls.n; i++) {
        const struct decl *d = lf->decls.at[i];
        bool other = d->sym && (d->sym->kind == SYM_FUNC || d->sym->kind == SYM_VAR);
        if (other && !local_of(d->sym))
            meaning_at(all, d->name_tok)->hidden = true;
    }
    add_types(all, lf->func->sym);
    for (unsigned i = 0; i < lf->waits.n; i++) {
        const struct wait *w = lf->waits.at[i];
        if (w->fn)
            add_types(all, w->fn);
    }
}

/* Declared at the top of its block, a local would hide what its name meant before it. */
static bool means_other(const struct meaning *m, const struct sym *s)
{
    return m->several || (m->symbol && m->symbol != s);
}

/* Of what every frame has, or every generator's. */
static bool is_member_name(const struct lfunc *lf, const char *name)
{
    bool always = !strcmp(name, "result") || !strcmp(name, "up");
    return always || (lf->func->gen && (!strcmp(name, "yielded") || !strcmp(name, "state") ||
                                        !strcmp(name, "asked") || !strcmp(name, "args")));
}

static void reserve_names(struct lfunc *lf)
{
    lf->frame = name_local(lf, "F");
    lf->at = name_local(lf, "at");
    lf->cx = name_local(lf, "cx");
    name_local(lf, "result");
    name_local(lf, "up");
    name_local(lf, "yielded");
    name_local(lf, "state");
    name_local(lf, "args");
}

/* A name that two locals have can't be said where the inner one hides the outer. */
static void name_user_locals(struct lfunc *lf)
{
    struct arena *a = lf->lu->arena;
    struct meanings all = {.lf = lf, .arena = arena_new()};
    find_meanings(&all);
    for (unsigned i = 0; i < lf->locals.n; i++) {
        struct local *l = lf->locals.at[i];
        struct sym *s = l->sym;
        l->member = s->name;
        if (l->kind == LOCAL_USER || l->kind == LOCAL_PARAM) {
            const struct meaning *m = meaning_of(&all, s->name, strlen(s->name));
            l->unsayable = m->hidden || m->type || (l->hoisted && means_other(m, s));
            if (l->unsayable || (m->local && m->local != s))
                l->member = s->out = name_local(lf, "%s", s->name);
            else if (is_member_name(lf, s->name))
                l->member = name_local(lf, "%s", s->name);
        }
        if (l->where == CLASS_FRAME)
            s->out = arena_printf(a, "%s->%s", lf->frame, l->member);
        if (l->gen && (l->gen_boxed || l->gen->sym->type->is_stream)) {
            l->box_name = s->out;
            s->out = arena_printf(a, l->gen_boxed ? "(*%s)" : "(%s.frame)", l->box_name);
        }
    }
    arena_free(all.arena);
}

static void name_groups(struct lfunc *lf)
{
    for (unsigned i = 0; i < lf->groups.n; i++) {
        struct group *g = lf->groups.at[i];
        const char *name = lf->func->sym->name;
        g->member = name_local(lf, "branches%u", g->wait->at);
        g->name = name_fresh(lf->lu, "%s__group%u", name, g->wait->at);
        g->members = name_fresh(lf->lu, "%s__members%u", name, g->wait->at);
        g->poll = name_fresh(lf->lu, "%s__poll%u", name, g->wait->at);
        g->cancel = name_fresh(lf->lu, "%s__cancel%u", name, g->wait->at);
    }
}

static void name_waits(struct lfunc *lf)
{
    for (unsigned i = 0; i < lf->waits.n; i++) {
        struct wait *w = lf->waits.at[i];
        bool boxed = w->kind == WAIT_BOX || w->kind == WAIT_VALUE || w->kind == WAIT_POINTER;
        if (w->kind == WAIT_GROUP)
            w->member = w->group->member;
        else
            w->member = name_local(lf, boxed ? "box%u" : "await%u", w->at);
        w->label = name_local(lf, "at%u", w->at);
        w->site = name_fresh(lf->lu, "%s__site%u", lf->func->sym->name, w->at);
    }
}

void name_locals(struct lfunc *lf)
{
    reserve_names(lf);
    name_user_locals(lf);
    name_groups(lf);
    name_waits(lf);
}
