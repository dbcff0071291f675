/* SPDX-License-Identifier: MIT
 *
 * What ASan and valgrind are told (generated.h, "dead frames"): storage in a frame is dead once the
 * callee in it has finished, or control has fallen off the end of the block whose locals stand in
 * it. It comes alive where a callee is about to start, where a block begins, and, all of it, where
 * the function finishes: what is awaited, freed or reused is alive as a whole. When a join is over
 * its branches are dead, and when a select is, its heads: the losers at once, the winner with its
 * result taken, before the block of what follows begins.
 *
 * So nothing alive is ever called dead, but not all that is dead is known: a block that is left by
 * a jump leaves its locals alive. A block that is entered by a jump, other than a resume's, would
 * find its storage dead: functions with labels, or with cases around awaits, tell nothing. */
#include "emit.h"

#include <string.h>

void dead_begin(struct lunit *lu)
{
    static const char name[] = "edo__frame_dead";
    const struct unit *u = lu->unit;
    const char *s = u->text, *end = s + u->len;
    while (!lu->checks && s < end && (s = memchr(s, name[0], (size_t)(end - s)))) {
        lu->checks = (size_t)(end - s) >= sizeof name && !memcmp(s, name, sizeof name - 1);
        s++;
    }
}

static void print_region(struct printer *p, bool alive, const char *member)
{
    print_line(p);
    print_glue(p, "edo__frame_%s(&%s->%s, sizeof %s->%s);", alive ? "alive" : "dead", p->lf->frame,
               member, p->lf->frame, member);
}

/* Whether the function tells: control comes to its blocks from their beginnings only, and no local
 * is bound to a register, which a call could overwrite. */
static bool tells(const struct printer *p)
{
    const struct lfunc *lf = p->lf;
    if (!p->lu->checks || !lf || !lf->afn || lf->func->nlabels || lf->has_cases)
        return false;
    for (unsigned i = 0; i < lf->locals.n; i++) {
        const struct local *l = lf->locals.at[i];
        if (l->sym->storage == STO_REGISTER)
            return false;
    }
    return true;
}

void dead_storage_begins(struct printer *p, const char *member)
{
    if (tells(p))
        print_region(p, true, member);
}

void dead_start(struct printer *p, const struct wait *w)
{
    dead_storage_begins(p, w->member);
    if (w->budget)
        dead_storage_begins(p, arena_printf(p->lu->arena, "%s__budget", w->member));
}

void dead_taken(struct printer *p, const struct wait *w)
{
    bool embedded = w->kind != WAIT_BOX && w->kind != WAIT_VALUE && w->kind != WAIT_POINTER;
    if (embedded && tells(p))
        print_region(p, false, w->member);
    if (w->budget && tells(p))
        print_region(p, false, arena_printf(p->lu->arena, "%s__budget", w->member));
}

void dead_join_over(struct printer *p, const struct group *g)
{
    if (!tells(p))
        return;
    print_region(p, false, g->member);
    for (unsigned i = 0; i < g->n; i++) {
        const struct lscope *sc = g->branches[i].scope;
        for (unsigned j = 0; j < sc->members.n; j++)
            print_region(p, false, ((struct local *)sc->members.at[j])->member);
    }
}

void dead_select_over(struct printer *p, const struct group *g)
{
    if (!tells(p))
        return;
    if (g->embedded)
        print_region(p, false, g->member);
    for (unsigned i = 0; i < g->n; i++) {
        const struct wait *w = g->heads[i].wait;
        if (w->kind == WAIT_FUTURE || w->kind == WAIT_NEXT)
            continue;
        print_line(p);
        print_glue(p, "if (%s != %u) {", g->won->sym->out, i + 1);
        dead_taken(p, w);
        print_glue(p, " }");
    }
}

void dead_scope(struct printer *p, const struct stmt *block, bool begins)
{
    const struct lscope *sc = block->low;
    if (!sc || !sc->members.n || !tells(p) || sc == p->lf->root)
        return;
    for (unsigned i = 0; i < sc->members.n; i++)
        print_region(p, begins, ((struct local *)sc->members.at[i])->member);
}

void dead_finish(struct printer *p)
{
    if (tells(p))
        print_glue(p, "edo__frame_alive(%s, sizeof *%s); ", p->lf->frame, p->lf->frame);
}
