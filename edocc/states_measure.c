/* SPDX-License-Identifier: MIT
 *
 * The numbers that only the C compiler knows. Behind the translated unit stands, for each async
 * function, one more function whose assembly has a line for each thing to be measured:
 *
 *     EDO@S NUMBER OFFSET BYTES ALIGN
 *
 * as strings, in which the compiler puts constants. */
#include "emit.h"
#include "states.h"

#include <stdlib.h>
#include <string.h>

/* ---- asking ---- */

static void ask(struct printer *p, unsigned number, const char *frame, const char *member)
{
    print_glue(p,
               "__asm__ volatile(\".ascii \\\"EDO@S %u %%c0 %%c1 0\\\"\" : : "
               "\"i\"(__builtin_offsetof(struct %s, %s)), \"i\"(sizeof(((struct %s *)0)->%s)));\n",
               number, frame, member, frame, member);
}

/* In the order in which the model has made the slots (states_model.c, add_slots). */
static void ask_function(struct printer *p, struct lfunc *lf)
{
    const struct afn *f = lf->afn;
    const struct states_fn *fn = lf->states_fn;
    unsigned slot = 0;
    print_glue(p,
               "__asm__ volatile(\".ascii \\\"EDO@S %u 0 %%c0 %%c1\\\"\" : : "
               "\"i\"(sizeof(struct %s)), \"i\"(_Alignof(struct %s)));\n",
               fn->measure, f->s_frame, f->s_frame);
    if (has_result_of(f->sym))
        ask(p, fn->slots[slot++].measure, f->s_frame, "result");
    if (f->sym->type->gen) {
        ask(p, fn->slots[slot++].measure, f->s_frame, "yielded");
        ask(p, fn->slots[slot++].measure, f->s_frame, "state");
        if (f->sym->type->is_stream)
            ask(p, fn->slots[slot++].measure, f->s_frame, "asked");
        if (f->sym->type->nparams)
            ask(p, fn->slots[slot++].measure, f->s_frame, "args");
    }
    for (unsigned i = 0; i < lf->scopes.n; i++) {
        const struct lscope *sc = lf->scopes.at[i];
        for (unsigned j = 0; j < sc->members.n; j++)
            ask(p, fn->slots[slot++].measure, f->s_frame,
                ((const struct local *)sc->members.at[j])->member);
    }
    for (unsigned i = 0; i < lf->waits.n; i++) {
        const struct wait *w = lf->waits.at[i];
        if (wait_has_member(w))
            ask(p, fn->slots[slot++].measure, f->s_frame, w->member);
    }
    if (f->up_kind == 1)
        ask(p, fn->slots[slot++].measure, f->s_frame, "up");
}

void states_emit(struct states *m, struct lunit *lu, struct outbuf *out)
{
    struct printer p = {.lu = lu, .out = out, .types = out};
    states_build(m, lu);
    emit_unit(lu, out);
    for (unsigned i = 0; i < lu->funcs.n; i++) {
        struct lfunc *lf = lu->funcs.at[i];
        if (!lf->afn)
            continue;
        print_glue(&p, "\nvoid %s(void) {\n", name_fresh(lu, "edo__states%u", i));
        ask_function(&p, lf);
        print_glue(&p, "}\n");
    }
}

/* ---- being told ---- */

struct measure {
    bool known;
    unsigned long offset, bytes, align;
};

struct order {
    struct states_slot slot;
    unsigned was;
};

static int by_offset(const void *a, const void *b)
{
    const struct order *x = a, *y = b;
    if (x->slot.offset != y->slot.offset)
        return x->slot.offset < y->slot.offset ? -1 : 1;
    if (x->slot.bytes != y->slot.bytes)
        return x->slot.bytes > y->slot.bytes ? -1 : 1;
    return x->was < y->was ? -1 : x->was > y->was;
}

static int by_slot(const void *a, const void *b)
{
    const struct states_keep *x = a, *y = b;
    return x->slot < y->slot ? -1 : x->slot > y->slot;
}

/* What two slots share counts once: a value may be kept in what the C compiler has overlaid. */
static unsigned long bytes_kept(const struct states_fn *fn, const struct states_state *s)
{
    unsigned long bytes = 0, end = 0;
    for (unsigned i = 0; i < s->nkeeps; i++) {
        const struct states_slot *k = &fn->slots[s->keeps[i].slot];
        unsigned long from = k->offset > end ? k->offset : end, to = k->offset + k->bytes;
        if (to > from)
            bytes += to - from;
        end = to > end ? to : end;
    }
    return bytes;
}

static void settle(struct states *m, struct states_fn *fn, const struct measure *all)
{
    struct order *order = arena_array_of(m->arena, struct order, fn->nslots + 1);
    unsigned *now = arena_array_of(m->arena, unsigned, fn->nslots + 1);
    fn->bytes = all[fn->measure].bytes;
    fn->align = all[fn->measure].align;
    for (unsigned i = 0; i < fn->nslots; i++) {
        fn->slots[i].offset = all[fn->slots[i].measure].offset;
        fn->slots[i].bytes = all[fn->slots[i].measure].bytes;
        order[i] = (struct order){fn->slots[i], i};
    }
    qsort(order, fn->nslots, sizeof *order, by_offset);
    for (unsigned i = 0; i < fn->nslots; i++) {
        fn->slots[i] = order[i].slot;
        now[order[i].was] = i;
    }
    for (unsigned i = 0; i < fn->nstates; i++) {
        struct states_state *s = &fn->states[i];
        for (unsigned j = 0; j < s->nkeeps; j++)
            s->keeps[j].slot = now[s->keeps[j].slot];
        if (s->nkeeps)
            qsort(s->keeps, s->nkeeps, sizeof *s->keeps, by_slot);
        s->bytes = bytes_kept(fn, s);
    }
}

bool states_measured(struct states *m, const char *assembly)
{
    struct measure *all = arena_array_of(m->arena, struct measure, m->nmeasures + 1);
    unsigned known = 0;
    for (const char *s = assembly; (s = strstr(s, "EDO@S "));) {
        char *end;
        unsigned long number = strtoul(s += 6, &end, 10);
        struct measure one = {.known = true};
        one.offset = strtoul(end, &end, 10);
        one.bytes = strtoul(end, &end, 10);
        one.align = strtoul(end, &end, 10);
        if (number >= m->nmeasures)
            continue;
        known += !all[number].known;
        all[number] = one;
    }
    if (known != m->nmeasures)
        return false;
    for (unsigned i = 0; i < m->nfns; i++)
        settle(m, m->fns[i], all);
    return true;
}
