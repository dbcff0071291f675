/* SPDX-License-Identifier: MIT
 *
 * --states=dot: for Graphviz. One cluster for each function; a node for each state, dashed arrows
 * from awaits to the starts of the functions that they run. */
#include "states.h"

#include <string.h>

enum { MOST_TITLE = 40 };

/* Within a quoted string. Graphviz reads UTF-8; other bytes it would guess at. */
static void dot_text(struct outbuf *out, const char *text, unsigned most)
{
    unsigned n = 0;
    for (const unsigned char *s = (const unsigned char *)text; *s; s++) {
        if (n++ == most) {
            outbuf_str(out, "...");
            return;
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

static void dot_edges(struct outbuf *out, const struct states_fn *fn, unsigned i)
{
    const struct states_state *s = &fn->states[i];
    for (unsigned j = 0; j < s->nnext; j++) {
        outbuf_printf(out, "    f%u_%u -> f%u_%u", fn->index, i, fn->index, s->next[j].to);
        if (s->next[j].when) {
            outbuf_str(out, " [label=\"");
            dot_text(out, s->next[j].when, MOST_TITLE);
            outbuf_str(out, "\"]");
        }
        outbuf_str(out, ";\n");
    }
}

static void dot_function(struct outbuf *out, const struct states_fn *fn)
{
    outbuf_printf(out, "  subgraph cluster_%u {\n    label=\"", fn->index);
    dot_text(out, fn->name, 200);
    outbuf_printf(out, "  %lu bytes\";\n", fn->bytes);
    for (unsigned i = 0; i < fn->nstates; i++)
        dot_state(out, fn, i);
    for (unsigned i = 0; i < fn->nstates; i++)
        dot_edges(out, fn, i);
    outbuf_str(out, "  }\n");
}

static void dot_calls(struct outbuf *out, const struct states_fn *fn)
{
    for (unsigned i = 0; i < fn->ncalls; i++) {
        const struct states_link *l = &fn->calls[i];
        if (!l->fn || l->how == HOW_END)
            continue;
        outbuf_printf(out, "  f%u_%u -> f%u_0 [style=dashed, constraint=false, label=\"%s\"];\n",
                      fn->index, l->state, l->fn->index, states_how_names[l->how]);
    }
}

void states_print_dot(const struct states *m, struct outbuf *out)
{
    outbuf_str(out, "digraph states {\n"
                    "  node [shape=box, style=rounded, fontname=\"sans-serif\", fontsize=11];\n"
                    "  edge [fontname=\"sans-serif\", fontsize=10];\n"
                    "  graph [fontname=\"sans-serif\", fontsize=12];\n");
    for (unsigned i = 0; i < m->nfns; i++)
        dot_function(out, m->fns[i]);
    for (unsigned i = 0; i < m->nfns; i++)
        dot_calls(out, m->fns[i]);
    outbuf_str(out, "}\n");
}
