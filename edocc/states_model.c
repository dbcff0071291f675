/* SPDX-License-Identifier: MIT
 *
 * The model of --states, from the plan of the lowering: what stands in each frame, and which of it
 * each state keeps and why. The reasons are liveness's own answers, asked for once more. */
#include "liveness.h"
#include "states.h"

#include <stdlib.h>
#include <string.h>

const char *const states_why_names[WHY_COUNT] = {
    "live",   "address taken", "volatile", "array",        "large",      "maybe unset",
    "idle",   "argument",      "future",   "captured call", "literal",   "callee frame",
    "box",    "result",        "awaiter",  "pinned",       "all in frame", "shared",
    "yielded", "state",        "generator",
};
const char *const states_what_names[] = {
    "parameter", "local", "temporary", "literal", "arguments", "hidden", "await", "result",
    "awaiter", "yielded", "state",
};
const char *const states_how_names[] = {
    "embedded", "leaf", "boxed", "value", "pointer", "future", "end", "join", "branch", "capture",
    "yield", "next", "next end", "generator",
};

struct build {
    struct states *m;
    struct lunit *lu;
    struct states_fn *fn;
    struct lfunc *lf;
    unsigned slots_room;
    unsigned *slot_of;   /* local index: 1 + slot */
    unsigned *wait_slot; /* wait.at: 1 + slot */
    unsigned *rooms;     /* of states[].keeps */
    unsigned gen_slots, ngen_slots; /* a generator's own, `yielded` first, its arguments last */
};

static struct states_fn *fn_of(const struct build *b, const struct sym *sym)
{
    const struct afn *f = sym ? sym->low : 0;
    return f && f->lf && !sym->weak_or_alias ? f->lf->states_fn : 0;
}

static struct states_place place_of(const struct build *b, tokid t)
{
    const struct token *tok = &b->lu->unit->toks[t];
    return (struct states_place){arena_strdup(b->m->arena, b->lu->unit->files[tok->file]),
                                 tok->line};
}

static char *said(const struct build *b, struct range r)
{
    return arena_strdup(b->m->arena, range_text(b->lu->unit, r));
}

/* What the user calls an async function; an async block is "block 1 of f". */
static char *name_of(const struct build *b, const struct sym *sym)
{
    const struct func *f = sym->func;
    unsigned number = 1;
    if (!f || !f->outer)
        return arena_strdup(b->m->arena, sym->name);
    while (number < f->outer->nblocks && f->outer->blocks[number - 1] != f)
        number++;
    return arena_printf(b->m->arena, "block %u of %s", number, name_of(b, f->outer->sym));
}

char *states_why_text(struct arena *a, unsigned why)
{
    char *text = arena_strdup(a, "");
    for (unsigned i = 0; i < WHY_COUNT; i++)
        if (why & 1u << i)
            text = arena_printf(a, "%s%s%s", text, *text ? ", " : "", states_why_names[i]);
    return text;
}

/* ---- slots ---- */

static struct states_slot *slot_new(struct build *b, const char *name, enum states_what what,
                                    unsigned why)
{
    struct states_fn *fn = b->fn;
    fn->slots = arena_more(b->m->arena, fn->slots, fn->nslots, &b->slots_room, sizeof *fn->slots);
    struct states_slot *s = &fn->slots[fn->nslots++];
    *s = (struct states_slot){.name = arena_strdup(b->m->arena, name), .what = what, .why = why};
    s->measure = b->m->nmeasures++;
    return s;
}

static enum states_what what_of(const struct local *l)
{
    switch (l->kind) {
    case LOCAL_PARAM:
        return SLOT_PARAMETER;
    case LOCAL_USER:
        return SLOT_LOCAL;
    case LOCAL_TEMP:
        return SLOT_TEMPORARY;
    case LOCAL_LITERAL:
        return SLOT_LITERAL;
    case LOCAL_ARGS:
        return SLOT_ARGUMENTS;
    default:
        return SLOT_HIDDEN;
    }
}

/* What of its kind and type keeps it from being copied, or is worth saying anyway. */
static unsigned nature_of(const struct local *l)
{
    const struct type *t = l->sym->type;
    unsigned why = 0;
    if (l->kind == LOCAL_PARAM)
        why |= WHY_ARGUMENT;
    if (l->kind == LOCAL_ARGS)
        why |= WHY_CAPTURE;
    if (l->kind == LOCAL_LITERAL)
        why |= WHY_LITERAL;
    if (l->shared)
        why |= WHY_SHARED;
    if (t->future_of)
        return why | WHY_FUTURE;
    if (l->gen)
        return why | WHY_GENERATOR | (l->gen_boxed ? WHY_BOX : 0);
    if (l->where == CLASS_CACHED)
        return why;
    if (t->is_volatile || t->is_atomic)
        why |= WHY_VOLATILE;
    if (t->pinned)
        why |= WHY_PINNED;
    if (t->kind == TY_ARRAY)
        why |= WHY_ARRAY;
    else if (!l->scalar && l->kind <= LOCAL_PARAM && !t->is_volatile)
        why |= WHY_LARGE;
    if (l->idle)
        why |= WHY_IDLE;
    return why;
}

static char *declaration_of(const struct build *b, const struct local *l)
{
    const struct decl *d = l->decl;
    if (!d || d->is_tag_definition || d->specs.first > d->specs.last)
        return arena_printf(b->m->arena, "%s %s", type_text(b->lu->arena, l->sym->type),
                            l->sym->name);
    return arena_printf(b->m->arena, "%s %s", range_text(b->lu->unit, d->specs),
                        range_text(b->lu->unit, d->declarator));
}

static void add_local(struct build *b, struct local *l)
{
    bool users = l->kind == LOCAL_USER || l->kind == LOCAL_PARAM;
    struct states_slot *s =
        slot_new(b, users ? l->sym->name : l->member, what_of(l), nature_of(l));
    s->copied = l->where == CLASS_CACHED;
    if (b->lu->options->all_in_frame)
        s->why |= WHY_OPTION;
    if (l->decl && l->decl->name_tok)
        s->place = place_of(b, l->decl->name_tok);
    else if (l->type_expr && l->type_expr->r.first <= l->type_expr->r.last)
        s->place = place_of(b, l->type_expr->r.first);
    if (users)
        s->declared = declaration_of(b, l);
    if (l->sym->type->future_of) {
        s->callee = name_of(b, l->sym->type->future_of);
        s->inside = fn_of(b, l->sym->type->future_of);
    }
    if (l->gen) {
        s->callee = name_of(b, l->gen->sym);
        s->inside = l->gen_boxed ? 0 : fn_of(b, l->gen->sym);
    }
    if (l->gen && !users && l->cleanup)
        s->place = place_of(b, l->cleanup->r.first);
    b->slot_of[l->index] = b->fn->nslots;
}

static enum states_how how_of(const struct wait *w)
{
    switch (w->kind) {
    case WAIT_CALL:
        return HOW_EMBEDDED;
    case WAIT_LEAF:
        return HOW_LEAF;
    case WAIT_BOX:
        return HOW_BOXED;
    case WAIT_VALUE:
        return HOW_VALUE;
    case WAIT_POINTER:
        return HOW_POINTER;
    case WAIT_FUTURE:
        return HOW_FUTURE;
    case WAIT_GROUP:
        return HOW_GROUP;
    case WAIT_ENTRY:
        return HOW_BRANCH;
    case WAIT_YIELD:
        return HOW_YIELD;
    case WAIT_NEXT:
        return HOW_NEXT;
    case WAIT_GEN_END:
        return HOW_NEXT_END;
    default:
        return HOW_END;
    }
}

static void add_wait(struct build *b, const struct wait *w)
{
    bool boxed =
        w->kind == WAIT_BOX || w->kind == WAIT_VALUE || w->kind == WAIT_POINTER;
    struct states_slot *s =
        slot_new(b, w->member, SLOT_AWAIT, boxed ? WHY_BOX : WHY_CALLEE);
    s->place = place_of(b, w->tok);
    s->state = w->at;
    s->callee = w->fn ? name_of(b, w->fn) : 0;
    if (w->kind == WAIT_CALL)
        s->inside = fn_of(b, w->fn);
    b->wait_slot[w->at] = b->fn->nslots;
}

static void add_gen_slots(struct build *b)
{
    const struct type *t = b->lf->afn->sym->type;
    b->gen_slots = b->fn->nslots;
    if (t->gen) {
        slot_new(b, "yielded", SLOT_YIELDED, WHY_YIELDED);
        slot_new(b, "state", SLOT_STATE, WHY_STATE);
        if (t->is_stream)
            slot_new(b, "asked", SLOT_STATE, WHY_STATE);
        if (t->nparams)
            slot_new(b, "args", SLOT_ARGUMENTS, WHY_ARGUMENT);
    }
    b->ngen_slots = b->fn->nslots - b->gen_slots;
}

static void add_slots(struct build *b)
{
    struct lfunc *lf = b->lf;
    if (has_result_of(lf->afn->sym))
        slot_new(b, "result", SLOT_RESULT, WHY_RESULT);
    add_gen_slots(b);
    for (unsigned i = 0; i < lf->scopes.n; i++) {
        const struct lscope *sc = lf->scopes.at[i];
        for (unsigned j = 0; j < sc->members.n; j++)
            add_local(b, sc->members.at[j]);
    }
    for (unsigned i = 0; i < lf->waits.n; i++)
        if (wait_has_member(lf->waits.at[i]))
            add_wait(b, lf->waits.at[i]);
    if (lf->afn->up_kind == 1)
        slot_new(b, "up", SLOT_AWAITER, WHY_AWAITER);
}

/* ---- states and what they keep ---- */

static unsigned branch_number(const struct build *b, const struct wait *entry)
{
    for (unsigned i = 0; i < b->lf->waits.n; i++) {
        const struct wait *w = b->lf->waits.at[i];
        for (unsigned j = 0; w->kind == WAIT_GROUP && w->group->branches && j < w->group->n; j++)
            if (w->group->branches[j].entry == entry)
                return j + 1;
    }
    return 0;
}

static char *wait_text(const struct build *b, const struct wait *w)
{
    if (w->kind == WAIT_GROUP)
        return arena_strdup(b->m->arena, w->group->heads ? "select" : "join");
    if (w->kind == WAIT_ENTRY)
        return arena_printf(b->m->arena, "branch %u", branch_number(b, w));
    if (w->kind == WAIT_NEXT && w->of_each)
        return arena_printf(b->m->arena, "next of %s", said(b, w->said));
    if (w->said.first <= w->said.last)
        return said(b, w->said);
    return arena_printf(b->m->arena, "end of %s",
                        w->kind == WAIT_GEN_END ? w->fn->name : w->operand->sym->name);
}

static void add_states(struct build *b)
{
    struct states_fn *fn = b->fn;
    unsigned n = b->lf->waits.n;
    fn->nstates = n + 2;
    fn->states = arena_array_of(b->m->arena, struct states_state, fn->nstates);
    fn->states[0] = (struct states_state){.kind = STATE_START, .place = fn->place, .reached = true};
    for (unsigned i = 0; i < n; i++) {
        const struct wait *w = b->lf->waits.at[i];
        struct states_state *s = &fn->states[w->at];
        s->kind = w->kind == WAIT_ENTRY   ? STATE_BRANCH
                  : w->kind == WAIT_YIELD ? STATE_YIELD
                                          : STATE_AWAIT;
        s->place = place_of(b, w->tok);
        s->text = wait_text(b, w);
        s->how = how_of(w);
        s->callee = w->fn ? name_of(b, w->fn) : 0;
        s->inside = fn_of(b, w->fn);
    }
    for (unsigned i = 0; i < b->lf->flow->nnodes; i++) {
        const struct node *n = &b->lf->flow->nodes[i];
        if (n->enters) {
            fn->states[n->enters->at].reached = n->reached;
            fn->states[n->enters->at].loops = n->loops;
        }
    }
    for (unsigned i = 0; i < b->lf->flow->nwaits; i++) {
        const struct node *gone = &b->lf->flow->nodes[b->lf->flow->waits[i]];
        fn->states[gone->wait->at].reached = gone->reached;
        fn->states[gone->wait->at].loops = gone->loops;
        const struct group *g = gone->wait->group;
        for (unsigned j = 0; g && g->heads && j < g->n; j++)
            if (g->heads[j].wait->kind != WAIT_FUTURE)
                fn->states[g->heads[j].wait->at].reached = gone->reached;
    }
    struct states_state *done = &fn->states[n + 1];
    done->kind = STATE_DONE;
    done->place = (struct states_place){fn->place.file, fn->last_line};
}

static void reach_end(struct states_fn *fn)
{
    for (unsigned i = 0; i + 1 < fn->nstates; i++)
        for (unsigned j = 0; j < fn->states[i].nnext; j++)
            if (fn->states[i].reached)
                fn->states[fn->states[i].next[j].to].reached = true;
}

static void keep(struct build *b, unsigned state, unsigned slot, unsigned why)
{
    struct states_state *s = &b->fn->states[state];
    if (s->nkeeps == b->rooms[state]) {
        unsigned room = s->nkeeps ? s->nkeeps * 2 : 8;
        struct states_keep *at = arena_array_of(b->m->arena, struct states_keep, room);
        if (s->nkeeps)
            memcpy(at, s->keeps, s->nkeeps * sizeof *at);
        s->keeps = at;
        b->rooms[state] = room;
    }
    s->keeps[s->nkeeps++] = (struct states_keep){.slot = slot, .why = why};
    b->fn->slots[slot].why |= why;
}

/* A branch finds in the frame what it reads. */
static void keep_entry(struct build *b, const struct chunk *c, unsigned at)
{
    set live = c->live[at], exposed = chunk_exposed_at(c, at);
    for (set s = live | exposed; s; s &= s - 1) {
        unsigned bit = (unsigned)__builtin_ctzll(s), slot = b->slot_of[c->first + bit];
        if (slot)
            keep(b, c->flow->nodes[at].enters->at, slot - 1,
                 live >> bit & 1 ? WHY_LIVE : WHY_ADDRESS);
    }
}

static void keep_chunk(struct build *b, const struct chunk *c)
{
    const struct flow *f = c->flow;
    for (unsigned i = 0; i < f->norder; i++)
        if (f->nodes[f->order[i]].enters)
            keep_entry(b, c, f->order[i]);
    for (unsigned i = 0; i < c->nwaits; i++) {
        unsigned at = f->waits[c->waits[i]];
        set live = chunk_live_across(c, at), exposed = chunk_exposed_at(c, at);
        set unset = chunk_unset_at(c, at);
        for (set s = live | exposed; s; s &= s - 1) {
            unsigned bit = (unsigned)__builtin_ctzll(s), slot = b->slot_of[c->first + bit];
            const struct sym *sym = ((struct local *)b->lf->locals.at[c->first + bit])->sym;
            unsigned taken = sym->type->future_of                               ? WHY_FUTURE
                             : sym->type->is_volatile && !sym->address_taken ? WHY_VOLATILE
                                                                                : WHY_ADDRESS;
            unsigned why = (live >> bit & 1 ? WHY_LIVE : 0) | (exposed >> bit & 1 ? taken : 0) |
                           (unset >> bit & 1 ? WHY_UNSET : 0);
            if (slot)
                keep(b, f->nodes[at].wait->at, slot - 1, why);
        }
    }
}

static void keep_locals(struct build *b)
{
    struct lfunc *lf = b->lf;
    struct arena *a = b->lu->arena;
    enum local_class *where = arena_array_of(a, enum local_class, lf->locals.n + 1);
    for (unsigned i = 0; i < lf->locals.n; i++)
        where[i] = ((struct local *)lf->locals.at[i])->where;
    struct chunk c = {0};
    chunk_begin(&c, lf);
    for (unsigned first = 0; first < lf->locals.n; first += CHUNK) {
        chunk_place(&c, first, 0);
        keep_chunk(b, &c);
    }
    chunk_end(&c);
    /* The plan stands: with -fedo-all-in-frame it isn't what was worked out just now. */
    for (unsigned i = 0; i < lf->locals.n; i++)
        ((struct local *)lf->locals.at[i])->where = where[i];
}

static int by_slot(const void *a, const void *b)
{
    const struct states_keep *x = a, *y = b;
    return x->slot < y->slot ? -1 : x->slot > y->slot;
}

static void note_saves(struct build *b, const struct wait *w)
{
    struct states_state *s = &b->fn->states[w->at];
    for (unsigned i = 0; i < w->save.n; i++) {
        unsigned slot = b->slot_of[((const struct local *)w->save.at[i])->index];
        struct states_keep key = {.slot = slot - 1}, *k = 0;
        if (slot && s->nkeeps)
            k = bsearch(&key, s->keeps, s->nkeeps, sizeof key, by_slot);
        if (k)
            k->saved = true;
    }
}

/* What a generator keeps besides its locals: before it begins its arguments, at a yield the value,
 * and always where it stands. */
static void keep_gen_slots(struct build *b, unsigned state)
{
    enum states_kind kind = b->fn->states[state].kind;
    for (unsigned i = b->gen_slots; i < b->gen_slots + b->ngen_slots; i++) {
        unsigned why = b->fn->slots[i].why;
        if (why & WHY_STATE || (why & WHY_YIELDED && kind == STATE_YIELD) ||
            (why & WHY_ARGUMENT && kind == STATE_START))
            keep(b, state, i, why);
    }
}

static void add_keeps(struct build *b)
{
    b->rooms = arena_array_of(b->lu->arena, unsigned, b->fn->nstates);
    keep_locals(b);
    keep_gen_slots(b, 0);
    for (unsigned i = 0; i < b->lf->waits.n; i++) {
        const struct wait *w = b->lf->waits.at[i];
        struct states_state *s = &b->fn->states[w->at];
        if (!s->reached)
            continue;
        unsigned own = b->wait_slot[w->at];
        if (own)
            keep(b, w->at, own - 1, b->fn->slots[own - 1].why);
        keep_gen_slots(b, w->at);
        if (b->lf->afn->up_kind == 1)
            keep(b, w->at, b->fn->nslots - 1, WHY_AWAITER);
        if (s->nkeeps)
            qsort(s->keeps, s->nkeeps, sizeof *s->keeps, by_slot);
        note_saves(b, w);
    }
}

/* ---- links ---- */

struct links {
    struct states_link *at;
    unsigned n, room;
};

static void add_link(struct build *b, struct links *l, struct states_link link)
{
    l->at = arena_more(b->m->arena, l->at, l->n, &l->room, sizeof *l->at);
    l->at[l->n++] = link;
}

static int by_tok(const void *a, const void *b)
{
    const struct wait *x = *(struct wait *const *)a, *y = *(struct wait *const *)b;
    return x->tok < y->tok ? -1 : x->tok > y->tok;
}

static bool is_wait_at(struct wait **waits, unsigned n, tokid t)
{
    struct wait key = {.tok = t}, *k = &key;
    return n && bsearch(&k, waits, n, sizeof *waits, by_tok);
}

/* Whether the async function's name at `t` stands behind an await, or is the head of a select. */
static bool is_awaited_at(const struct build *b, struct wait **waits, unsigned n, tokid t)
{
    const struct token *toks = b->lu->unit->toks;
    if (is_wait_at(waits, n, t))
        return true;
    while (t > 0 && toks[t - 1].kind == T_PUNCT && toks[t - 1].punct == P_LPAREN)
        t--;
    return t > 0 && is_wait_at(waits, n, t - 1);
}

static bool is_future_at(const struct lfunc *lf, const struct vec *futures, tokid t)
{
    for (unsigned i = 0; i < futures->n; i++) {
        const struct decl *d = ((const struct local *)futures->at[i])->decl;
        if (d && t >= d->all.first && t <= d->all.last)
            return true;
    }
    return false;
}

static void add_capture(struct build *b, struct links *out, const struct sym *s)
{
    const char *name = name_of(b, s);
    enum states_how how = s->type->gen ? HOW_GENERATOR : HOW_CAPTURE;
    for (unsigned i = 0; i < out->n; i++)
        if (out->at[i].how == how && !strcmp(out->at[i].name, name))
            return;
    add_link(b, out, (struct states_link){fn_of(b, s), name, how, 0});
}

/* An async block that isn't awaited where it stands. */
static void link_blocks(struct build *b, struct links *out)
{
    const struct func *f = b->lf->func;
    for (uint32_t i = 0; i < f->nblocks; i++) {
        bool awaited = false;
        for (unsigned j = 0; j < b->lf->waits.n && !awaited; j++)
            awaited = ((const struct wait *)b->lf->waits.at[j])->fn == f->blocks[i]->sym;
        if (!awaited)
            add_capture(b, out, f->blocks[i]->sym);
    }
}

/* Calls that become values: a mention of an async function that nothing awaits. */
static void link_captures(struct build *b, struct links *out)
{
    const struct lfunc *lf = b->lf;
    const struct func *f = lf->func;
    const struct token *toks = b->lu->unit->toks;
    struct vec futures = {0};
    uint32_t block = 0;
    struct wait **waits = arena_array_of(b->lu->arena, struct wait *, lf->waits.n + 1);
    if (lf->waits.n)
        memcpy(waits, lf->waits.at, lf->waits.n * sizeof *waits);
    qsort(waits, lf->waits.n, sizeof *waits, by_tok);
    for (unsigned i = 0; i < lf->locals.n; i++)
        if (((struct local *)lf->locals.at[i])->sym->type->future_of)
            vec_push(b->lu->arena, &futures, lf->locals.at[i]);
    for (tokid t = f->body->r.first; t <= f->body->r.last; t++) {
        if (block < f->nblocks && t == f->blocks[block]->body->r.first) {
            t = f->blocks[block++]->body->r.last;
            continue;
        }
        const struct sym *s = toks[t].sym;
        if (s && s->kind == SYM_FUNC && s->type->is_async && !s->leaf &&
            !is_awaited_at(b, waits, lf->waits.n, t) && !is_future_at(lf, &futures, t))
            add_capture(b, out, s);
    }
    link_blocks(b, out);
}

static void link_calls(struct build *b)
{
    struct links l = {0};
    for (unsigned i = 1; i + 1 < b->fn->nstates; i++) {
        const struct states_state *s = &b->fn->states[i];
        if (s->callee)
            add_link(b, &l, (struct states_link){s->inside, s->callee, s->how, i});
    }
    link_captures(b, &l);
    b->fn->calls = l.at;
    b->fn->ncalls = l.n;
}

static void link_callers(struct build *b, struct links *callers, struct lfunc *lf)
{
    struct links l = {0};
    if (lf->states_fn) {
        l.at = lf->states_fn->calls;
        l.n = lf->states_fn->ncalls;
    } else {
        b->lf = lf;
        link_captures(b, &l);
    }
    for (unsigned i = 0; i < l.n; i++)
        if (l.at[i].fn)
            add_link(b, &callers[l.at[i].fn->index],
                     (struct states_link){lf->states_fn, name_of(b, lf->func->sym), l.at[i].how,
                                          l.at[i].state});
}

/* ---- the unit ---- */

static struct states_fn *function_new(struct build *b, const struct lfunc *lf)
{
    struct states_fn *fn = arena_new_of(b->m->arena, struct states_fn);
    const struct func *f = lf->func;
    fn->name = name_of(b, f->sym);
    fn->head = f->outer ? "async" : said(b, (struct range){f->all.first, f->declarator.last});
    fn->place = place_of(b, f->all.first);
    fn->last_line = b->lu->unit->toks[f->all.last].line;
    const struct token *first = &b->lu->unit->toks[f->all.first];
    const struct token *last = &b->lu->unit->toks[f->all.last];
    fn->source =
        arena_strndup(b->m->arena, first->s, (size_t)(last->s + last->len - first->s));
    fn->measure = b->m->nmeasures++;
    return fn;
}

static void build_function(struct build *b, struct lfunc *lf)
{
    b->lf = lf;
    b->fn = lf->states_fn;
    b->slots_room = 0;
    b->slot_of = arena_array_of(b->lu->arena, unsigned, lf->locals.n + 1);
    b->wait_slot = arena_array_of(b->lu->arena, unsigned, lf->waits.n + 1);
    add_slots(b);
    add_states(b);
    add_keeps(b);
    states_transitions(b->m, b->fn, lf);
    reach_end(b->fn);
    link_calls(b);
}

void states_build(struct states *m, struct lunit *lu)
{
    struct build b = {.m = m, .lu = lu};
    m->file = arena_strdup(m->arena, lu->unit->nfiles ? lu->unit->files[0] : "<stdin>");
    m->fns = arena_array_of(m->arena, struct states_fn *, lu->funcs.n + 1);
    for (unsigned i = 0; i < lu->funcs.n; i++) {
        struct lfunc *lf = lu->funcs.at[i];
        if (!lf->afn)
            continue;
        lf->states_fn = function_new(&b, lf);
        lf->states_fn->index = m->nfns;
        m->fns[m->nfns++] = lf->states_fn;
    }
    for (unsigned i = 0; i < lu->funcs.n; i++)
        if (((struct lfunc *)lu->funcs.at[i])->afn)
            build_function(&b, lu->funcs.at[i]);
    struct links *callers = arena_array_of(lu->arena, struct links, m->nfns + 1);
    for (unsigned i = 0; i < lu->funcs.n; i++)
        link_callers(&b, callers, lu->funcs.at[i]);
    for (unsigned i = 0; i < m->nfns; i++) {
        m->fns[i]->callers = callers[i].at;
        m->fns[i]->ncallers = callers[i].n;
    }
}
