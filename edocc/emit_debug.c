/* SPDX-License-Identifier: MIT
 *
 * Names for debuggers. With -g at -O0 and -Og a local that the code calls otherwise than its user
 * (F->name in the frame, name2 where there is another) is declared under its own name too, in its
 * own scope: as a pointer, of a type of its own that dwarf.c then makes a reference in the debug
 * information. No code reads it. At other levels of optimisation nothing of this is printed.
 *
 * It is volatile, for -Og would forget at the next loop where it is.
 *
 * A resume jumps into the scope of the pointer past its initialiser, so it is set again behind each
 * await; if the name means something else there, behind the statement that hides it (`stale`, till
 * then). Therefore `visible` holds all identifiers of the blocks around, innermost last. */
#include "emit.h"

#include <string.h>

/* No inline functions of generated.h: debuggers at -Og would stop in their lines. */
const char *debug_pending(const struct printer *p)
{
    return p->lu->options->debug ? "" : "edo__pending";
}

void debug_suspend(struct printer *p, const struct wait *w)
{
    const char *F = p->lf->frame, *cx = p->lf->cx;
    if (p->lu->options->debug)
        print_glue(p, "return (%s->leaf = &%s->%s, %s->site = &%s, EDO_PENDING);", cx, F, w->member,
                   cx, w->site);
    else
        print_glue(p, "return edo__suspend(%s, &%s->%s, &%s);", cx, F, w->member, w->site);
}

/* Many locals in a function of many awaits would be set at each of them. */
enum { SETS_MAX = 100000 };

bool debug_wanted(const struct lfunc *lf)
{
    return lf->lu->options->debug && lf->afn &&
           (uint64_t)lf->locals.n * (lf->waits.n + 1) <= SETS_MAX;
}

/* Whether no local of the same name is a C local by that name: it is said at awaits, in the scopes
 * of others too. */
static bool is_free(const struct lfunc *lf, const struct local *l)
{
    for (unsigned i = 0; i < lf->locals.n; i++) {
        const struct local *other = lf->locals.at[i];
        if (other != l && other->where != CLASS_FRAME && !strcmp(other->sym->out, l->sym->name))
            return false;
    }
    return true;
}

/* Whether the code calls the local otherwise than the user does: in the frame, or one of several of
 * the same name. */
static bool is_aliased(const struct lfunc *lf, const struct local *l)
{
    if (!l || l->boxed_vla || l->unsayable || !l->sym->name ||
        (l->kind != LOCAL_USER && l->kind != LOCAL_PARAM))
        return false;
    if (l->where == CLASS_FRAME && !strcmp(l->member, l->sym->name))
        return true;
    bool in_register = l->sym->storage == STO_REGISTER;
    return strcmp(l->sym->out, l->sym->name) && !in_register && is_free(lf, l);
}

static void print_set(struct printer *p, const struct sym *s)
{
    print_glue(p, "%s = (void *)&%s;", s->name, s->out);
}

void debug_declared(struct printer *p, struct sym *s)
{
    if (!p->lf || !debug_wanted(p->lf) || !s || !s->name)
        return;
    struct local *l = local_of(s);
    vec_push(p->lu->arena, &p->visible, s);
    if (!is_aliased(p->lf, l))
        return;
    print_line(p);
    print_glue(p,
               "typedef __typeof__(%s) *volatile edo__alias_%s __attribute__((aligned(2)));"
               " edo__alias_%s %s __attribute__((unused)); ",
               s->out, s->name, s->name, s->name);
    print_set(p, s);
}

void debug_params(struct printer *p)
{
    struct lfunc *lf = p->lf;
    for (uint32_t i = 0; i < lf->func->nparams; i++)
        debug_declared(p, lf->func->params[i]->sym);
}

static bool is_hidden(const struct printer *p, unsigned i)
{
    const struct sym *s = p->visible.at[i];
    for (unsigned j = i + 1; j < p->visible.n; j++)
        if (!strcmp(((struct sym *)p->visible.at[j])->name, s->name))
            return true;
    return false;
}

static void note_stale(struct printer *p, struct sym *s)
{
    for (unsigned i = 0; i < p->stale.n; i++)
        if (p->stale.at[i] == s)
            return;
    vec_push(p->lu->arena, &p->stale, s);
}

void debug_resumed(struct printer *p)
{
    if (!p->lf || !debug_wanted(p->lf))
        return;
    for (unsigned i = 0; i < p->visible.n; i++) {
        struct sym *s = p->visible.at[i];
        if (!is_aliased(p->lf, local_of(s)))
            continue;
        if (is_hidden(p, i)) {
            note_stale(p, s);
            continue;
        }
        print_line(p);
        print_set(p, s);
    }
}

void debug_statement_ends(struct printer *p)
{
    unsigned kept = 0;
    for (unsigned i = 0; i < p->stale.n; i++) {
        struct sym *s = p->stale.at[i];
        unsigned j = p->visible.n;
        while (j && p->visible.at[j - 1] != s)
            j--;
        if (!j) /* its scope has ended with that of the other */
            continue;
        if (is_hidden(p, j - 1)) {
            p->stale.at[kept++] = s;
            continue;
        }
        print_line(p);
        print_set(p, s);
    }
    p->stale.n = kept;
}

void debug_block_ends(struct printer *p, unsigned visible)
{
    p->visible.n = visible;
}
