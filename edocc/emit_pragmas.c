/* SPDX-License-Identifier: MIT
 *
 * What the C compiler warns of in a body that stands at the unit's end. `#pragma GCC diagnostic`
 * holds there as it does where the user wrote the function: what the file's text has set is undone
 * behind it, and each function sets again what holds for it. And what is declared further down in
 * the file is no news yet to the function, so its names hide nothing, repeat nothing. */
#include "emit.h"
#include "lint.h"
#include "scope.h"

#include <string.h>

struct pragmas {
    tokid *all; /* that are about diagnostics */
    unsigned n;
    tokid *valid; /* those of the first `next` that hold behind them */
    unsigned nvalid, next;
    unsigned *pushed; /* nvalid at each push that hasn't been popped */
    unsigned npushed;
    bool begun; /* the unit's text stands between a push and a pop */
};

/* ---- the user's pragmas ---- */

static enum pragma_kind kind_of(const struct unit *u, tokid t)
{
    return pragma_diagnostic(&u->toks[t]);
}

static void look_for_pragmas(struct lunit *lu, struct pragmas *g)
{
    const struct unit *u = lu->unit;
    for (unsigned pass = 0; pass < 2; pass++) {
        g->n = 0;
        for (tokid t = 0; t < u->ntoks; t++) {
            if (u->toks[t].drop || kind_of(u, t) == PRAGMA_OTHER)
                continue;
            if (pass)
                g->all[g->n] = t;
            g->n++;
        }
        if (!pass && g->n) {
            g->all = arena_array_of(lu->arena, tokid, g->n);
            g->valid = arena_array_of(lu->arena, tokid, g->n);
            g->pushed = arena_array_of(lu->arena, unsigned, g->n);
        }
    }
}

/* Makes `valid` what holds at `at`. */
static void go_to(const struct unit *u, struct pragmas *g, tokid at)
{
    if (g->next && g->all[g->next - 1] >= at)
        g->next = g->nvalid = g->npushed = 0;
    for (; g->next < g->n && g->all[g->next] < at; g->next++) {
        enum pragma_kind kind = kind_of(u, g->all[g->next]);
        if (kind == PRAGMA_PUSH)
            g->pushed[g->npushed++] = g->nvalid;
        else if (kind == PRAGMA_SETS)
            g->valid[g->nvalid++] = g->all[g->next];
        else
            g->nvalid = g->npushed ? g->pushed[--g->npushed] : 0;
    }
}

/* How many pushes the text that stays has not popped. */
static unsigned left_open(const struct unit *u, const struct pragmas *g)
{
    unsigned open = 0;
    uint32_t item = 0;
    for (unsigned i = 0; i < g->n; i++) {
        while (item < u->nitems && u->items[item].r.last < g->all[i])
            item++;
        const struct item *it = item < u->nitems ? &u->items[item] : 0;
        if (it && it->r.first <= g->all[i] && it->func && it->func->rewrites)
            continue;
        enum pragma_kind kind = kind_of(u, g->all[i]);
        open += kind == PRAGMA_PUSH;
        open -= open && kind == PRAGMA_POP;
    }
    return open;
}

/* ---- what is printed ---- */

static void print_line_of(struct printer *p, const char *text, size_t n)
{
    print_glue(p, " ");
    outbuf_char(p->out, '\n');
    outbuf_add(p->out, text, n);
    outbuf_char(p->out, '\n');
    p->line += 2;
}

static void print_pragma_line(struct printer *p, const char *text)
{
    print_line_of(p, text, strlen(text));
}

void pragmas_begin(struct printer *p)
{
    const struct unit *u = p->lu->unit;
    if (p->expand || !p->lu->funcs.n)
        return;
    struct pragmas *g = p->pragmas = arena_new_of(p->lu->arena, struct pragmas);
    look_for_pragmas(p->lu, g);
    /* The first line tells the C compiler the file's name. It is repeated. */
    const char *end = memchr(u->text, '\n', u->len);
    if (!g->n || !end || u->len < 3 || memcmp(u->text, "# ", 2) != 0)
        return;
    g->begun = true;
    outbuf_add(p->out, u->text, (size_t)(end + 1 - u->text));
    outbuf_str(p->out, "#pragma GCC diagnostic push\n");
}

void pragmas_end(struct printer *p)
{
    if (!p->pragmas || !p->pragmas->begun)
        return;
    for (unsigned n = left_open(p->lu->unit, p->pragmas) + 1; n > 0; n--)
        print_pragma_line(p, "#pragma GCC diagnostic pop");
}

/* A declaration of what others define, the first in the file. */
static bool is_first_extern(const struct sym *s, const struct sym *file, tokid t)
{
    return (s->kind == SYM_FUNC || s->storage == STO_EXTERN) && (!file || file->name_tok >= t);
}

static void ignore_what_comes_later(struct printer *p, const struct func *f)
{
    const struct unit *u = p->lu->unit;
    bool hides = false, repeats = false;
    for (tokid t = f->all.first; t <= f->all.last; t++) {
        const struct token *k = &u->toks[t];
        const struct sym *s = k->kind == T_IDENT ? k->sym : 0;
        if (!s || s->name_tok != t || s == f->sym)
            continue;
        const struct sym *file = lookup(k->id);
        if (is_first_extern(s, file, t))
            repeats = true;
        else if (file && file != s && file->name_tok > f->all.last)
            hides = true;
    }
    if (hides)
        print_pragma_line(p, "#pragma GCC diagnostic ignored \"-Wshadow\"");
    if (repeats)
        print_pragma_line(p, "#pragma GCC diagnostic ignored \"-Wredundant-decls\"");
}

void pragmas_function_begins(struct printer *p, struct lfunc *lf)
{
    const struct unit *u = p->lu->unit;
    struct pragmas *g = p->pragmas;
    if (!g)
        return;
    print_pragma_line(p, "#pragma GCC diagnostic push");
    go_to(u, g, lf->func->all.first);
    for (unsigned i = 0; i < g->nvalid; i++)
        print_line_of(p, u->toks[g->valid[i]].s, u->toks[g->valid[i]].len);
    ignore_what_comes_later(p, lf->func);
    /* Which paths lead past a dispatch the C compiler can't know: its guesses about what may be
     * uninitialized behind one are wrong more often than right. What it can't reach is glue. */
    if (lf->afn) {
        print_pragma_line(p, "#pragma GCC diagnostic ignored \"-Wmaybe-uninitialized\"");
        print_pragma_line(p, "#pragma GCC diagnostic ignored \"-Wunreachable-code\"");
    }
}

void pragmas_function_ends(struct printer *p)
{
    if (p->pragmas)
        print_pragma_line(p, "#pragma GCC diagnostic pop");
}

/* ---- packing ---- */

static const struct vec *packs(struct lunit *lu)
{
    const struct unit *u = lu->unit;
    for (tokid t = 0; !lu->knows_packs && t < u->ntoks; t++)
        if (pragma_pack(&u->toks[t]))
            vec_push(lu->arena, &lu->packs, &u->toks[t]);
    lu->knows_packs = true;
    return &lu->packs;
}

void packing_is_plain(struct printer *p)
{
    if (packs(p->lu)->n)
        print_pragma_line(p, "#pragma pack()");
}

void packing_of(struct printer *p, tokid t)
{
    const struct vec *all = packs(p->lu);
    for (unsigned i = 0; i < all->n; i++) {
        const struct token *k = all->at[i];
        if (k < &p->lu->unit->toks[t])
            print_line_of(p, k->s, k->len);
    }
}
