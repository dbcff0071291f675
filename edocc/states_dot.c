/* SPDX-License-Identifier: MIT
 *
 * --states=dot: for Graphviz. One cluster for each function; a node for each state, dashed arrows
 * from awaits to the starts of the functions that they run. */
#include "states.h"

#include <string.h>

/* Graphviz takes minutes for hundreds of arrows to one node: from MOST_CALLS on, one stands for all
 * calls of a function in another. */
enum { MOST_TITLE = 40, MOST_CALLS = 8, MOST_NEXT = 8 };

/* Within a quoted string. Graphviz reads UTF-8; other bytes it would guess at. */
static void dot_text(struct outbuf *out, const char *text, unsigned most)
{
    unsigned n = 0;
    for (const unsigned char *s = (const unsigned char *)text; *s; s++) {
        if (n++ == most) {
            outbuf_str(out, "...");
            return;
        }
        unsigned bytes = *s >= 0x80 ? utf8_sequence(s) : 0;
        if (bytes) {
            outbuf_add(out, (const char *)s, bytes);
            s += bytes - 1;
            continue;
        }
        if (*s == '"' || *s == '\\')
            outbuf_char(out, '\\');
        outbuf_char(out, *s < ' ' || *s >= 0x7f ? '?' : (char)*s);
    }
}

static void dot_state(struct outbuf *out, const struct states_fn *fn, unsigned i)
{
    const struct states_state *s = &fn->states[i];
    outbuf_printf(out, "    f%u_%u [label=\"", fn->index, i);
    if (s->kind == STATE_START) {
        outbuf_str(out, "start\", shape=circle];\n");
        return;
    }
    if (s->kind == STATE_DONE) {
        outbuf_str(out, "done\", shape=doublecircle];\n");
        return;
    }
    outbuf_printf(out, "%u  ", i);
    dot_text(out, s->text, MOST_TITLE);
    outbuf_printf(out, "\\nline %u, keeps %lu bytes\"%s];\n", s->place.line, s->bytes,
                  s->reached ? "" : ", style=\"rounded,dashed\"");
}

static void dot_edge_to(struct outbuf *out, const struct states_fn *fn, const struct states_edge *e)
{
    outbuf_printf(out, " -> f%u_%u", fn->index, e->to);
    if (e->when) {
        outbuf_str(out, " [label=\"");
        dot_text(out, e->when, MOST_TITLE);
        outbuf_str(out, "\"]");
    }
    outbuf_str(out, ";\n");
}

static bool same_next(const struct states_state *a, const struct states_state *b)
{
    if (a->nnext != b->nnext)
        return false;
    for (unsigned i = 0; i < a->nnext; i++) {
        const char *x = a->next[i].when, *y = b->next[i].when;
        if (a->next[i].to != b->next[i].to || !x != !y || (x && strcmp(x, y) != 0))
            return false;
    }
    return true;
}

/* A switch in a loop leads from each of its awaits to each. States that lead to the same many are
 * joined in a point: else there would be as many arrows as the square of the states. `last` is the
 * state before that leads to many, with the point of that one; the states to ask are neighbours. */
static void dot_edges(struct outbuf *out, const struct states_fn *fn, unsigned i, unsigned *last,
                      unsigned *point)
{
    const struct states_state *s = &fn->states[i];
    if (s->nnext <= MOST_NEXT) {
        for (unsigned j = 0; j < s->nnext; j++) {
            outbuf_printf(out, "    f%u_%u", fn->index, i);
            dot_edge_to(out, fn, &s->next[j]);
        }
        return;
    }
    bool again = *last && same_next(s, &fn->states[*last - 1]);
    *last = i + 1;
    if (!again) {
        *point = i;
        outbuf_printf(out, "    f%u_p%u [shape=point];\n", fn->index, i);
        for (unsigned j = 0; j < s->nnext; j++) {
            outbuf_printf(out, "    f%u_p%u", fn->index, i);
            dot_edge_to(out, fn, &s->next[j]);
        }
    }
    outbuf_printf(out, "    f%u_%u -> f%u_p%u [arrowhead=none];\n", fn->index, i, fn->index,
                  *point);
}

static void dot_function(struct outbuf *out, const struct states_fn *fn)
{
    outbuf_printf(out, "  subgraph cluster_%u {\n    label=\"", fn->index);
    dot_text(out, fn->name, 200);
    outbuf_printf(out, "  %lu bytes\";\n", fn->bytes);
    for (unsigned i = 0; i < fn->nstates; i++)
        dot_state(out, fn, i);
    unsigned last = 0, point = 0;
    for (unsigned i = 0; i < fn->nstates; i++)
        dot_edges(out, fn, i, &last, &point);
    outbuf_str(out, "  }\n");
}

static bool is_drawn(const struct states_link *l)
{
    return l->fn && l->how != HOW_END;
}

/* `counts` has a zero for each function, before and after. */
static void dot_calls(struct outbuf *out, const struct states_fn *fn, unsigned *counts)
{
    for (unsigned i = 0; i < fn->ncalls; i++)
        if (is_drawn(&fn->calls[i]))
            counts[fn->calls[i].fn->index]++;
    for (unsigned i = 0; i < fn->ncalls; i++) {
        const struct states_link *l = &fn->calls[i];
        unsigned n = is_drawn(l) ? counts[l->fn->index] : 0;
        if (!n)
            continue;
        outbuf_printf(out, "  f%u_%u -> f%u_0 [style=dashed, constraint=false, label=\"%s",
                      fn->index, l->state, l->fn->index, states_how_names[l->how]);
        if (n >= MOST_CALLS) {
            outbuf_printf(out, ", one of %u", n);
            counts[l->fn->index] = 0;
        }
        outbuf_str(out, "\"];\n");
    }
    for (unsigned i = 0; i < fn->ncalls; i++)
        if (is_drawn(&fn->calls[i]))
            counts[fn->calls[i].fn->index] = 0;
}

void states_print_dot(const struct states *m, struct outbuf *out)
{
    outbuf_str(out, "digraph states {\n"
                    "  node [shape=box, style=rounded, fontname=\"sans-serif\", fontsize=11];\n"
                    "  edge [fontname=\"sans-serif\", fontsize=10];\n"
                    "  graph [fontname=\"sans-serif\", fontsize=12];\n");
    for (unsigned i = 0; i < m->nfns; i++)
        dot_function(out, m->fns[i]);
    unsigned *counts = arena_array_of(m->arena, unsigned, m->nfns + 1);
    for (unsigned i = 0; i < m->nfns; i++)
        dot_calls(out, m->fns[i], counts);
    outbuf_str(out, "}\n");
}
