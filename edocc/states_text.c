/* SPDX-License-Identifier: MIT
 *
 * --states=text: for a terminal. */
#include "states.h"

#include <string.h>

enum { MOST_TITLE = 52 };

/* Characters, not bytes: of UTF-8, what isn't a byte that continues one. */
static unsigned width_of(const char *s)
{
    unsigned n = 0;
    for (; *s; s++)
        n += ((unsigned char)*s & 0xc0) != 0x80;
    return n;
}

static char *shortened(struct arena *a, const char *s, unsigned most)
{
    unsigned n = 0;
    if (width_of(s) <= most)
        return arena_strdup(a, s);
    const char *end = s;
    for (; *end; end++)
        if (((unsigned char)*end & 0xc0) != 0x80 && n++ == most - 3)
            break;
    return arena_printf(a, "%.*s...", (int)(end - s), s);
}

static void pad(struct outbuf *out, const char *s, unsigned width, bool right)
{
    unsigned n = width_of(s);
    for (unsigned i = n; right && i < width; i++)
        outbuf_char(out, ' ');
    outbuf_str(out, s);
    for (unsigned i = n; !right && i < width; i++)
        outbuf_char(out, ' ');
}

static unsigned wider(unsigned width, const char *s)
{
    unsigned n = width_of(s);
    return n > width ? n : width;
}

/* ---- states ---- */

static void print_next(struct outbuf *out, const struct states_fn *fn, const struct states_state *s)
{
    for (unsigned i = 0; i < s->nnext;) {
        unsigned j = i, last = fn->nstates - 1;
        while (!s->next[i].when && j + 1 < s->nnext && !s->next[j + 1].when &&
               s->next[j + 1].to == s->next[j].to + 1 && s->next[j + 1].to != last)
            j++;
        outbuf_str(out, i ? ", " : "");
        if (s->next[i].to == last)
            outbuf_str(out, "done");
        else if (j > i)
            outbuf_printf(out, "%u-%u", s->next[i].to, s->next[j].to);
        else
            outbuf_printf(out, "%u", s->next[i].to);
        if (s->next[i].when)
            outbuf_printf(out, " if %s", s->next[i].when);
        i = j + 1;
    }
    if (s->kind != STATE_START && !s->reached)
        outbuf_str(out, "never reached");
}

static void print_states(const struct states_fn *fn, struct outbuf *out, struct arena *a)
{
    unsigned title = 2, line = 4;
    for (unsigned i = 0; i + 1 < fn->nstates; i++) {
        title = wider(title, shortened(a, states_title(&fn->states[i]), MOST_TITLE));
        line = wider(line, states_line(a, fn, fn->states[i].place));
    }
    outbuf_str(out, "  state  ");
    pad(out, "line", line, true);
    outbuf_str(out, "  ");
    pad(out, "at", title, false);
    outbuf_str(out, "    keeps  next\n");
    for (unsigned i = 0; i + 1 < fn->nstates; i++) {
        const struct states_state *s = &fn->states[i];
        outbuf_printf(out, "  %5u  ", i);
        pad(out, states_line(a, fn, s->place), line, true);
        outbuf_str(out, "  ");
        pad(out, shortened(a, states_title(s), MOST_TITLE), title, false);
        if (s->kind != STATE_START || s->nkeeps)
            outbuf_printf(out, " %8lu  ", s->bytes);
        else
            outbuf_str(out, "        -  ");
        print_next(out, fn, s);
        outbuf_char(out, '\n');
    }
}

/* ---- the frame ---- */

static char *keepers_text(struct arena *a, const struct states_keepers *k, unsigned slot)
{
    struct outbuf b = {0};
    states_ranges(&b, k->at + k->from[slot], k->from[slot + 1] - k->from[slot]);
    char *text = arena_strndup(a, b.s ? b.s : "", b.n);
    outbuf_free(&b);
    return *text ? text : arena_strdup(a, "-");
}

static void print_frame_of(const struct states_fn *fn, struct outbuf *out, struct arena *a)
{
    struct states_keepers k = states_keepers(a, fn);
    unsigned title = 4, by = 4;
    for (unsigned i = 0; i < fn->nslots; i++) {
        title = wider(title, shortened(a, states_slot_title(a, fn, &fn->slots[i]), MOST_TITLE));
        by = wider(by, shortened(a, keepers_text(a, &k, i), 24));
    }
    outbuf_str(out, "\n  offset     bytes  ");
    pad(out, "what", title, false);
    outbuf_str(out, "  ");
    pad(out, "kept", by, false);
    outbuf_str(out, "  why\n");
    for (unsigned i = 0; i < fn->nslots; i++) {
        const struct states_slot *s = &fn->slots[i];
        outbuf_printf(out, "  %6lu  %8lu  ", s->offset, s->bytes);
        pad(out, shortened(a, states_slot_title(a, fn, s), MOST_TITLE), title, false);
        outbuf_str(out, "  ");
        pad(out, shortened(a, keepers_text(a, &k, i), 24), by, false);
        outbuf_printf(out, "  %s\n", states_why_text(a, s->why));
    }
}

/* ---- links ---- */

/* "copy (1 leaf; 5 future)"; of callers, the states are theirs. */
static void print_links(const char *title, const struct states_link *at, unsigned n,
                        struct outbuf *out, struct arena *a)
{
    for (unsigned i = 0; i < n; i++) {
        const char *where = states_link_text(a, at, n, i);
        if (*where)
            outbuf_printf(out, "%s%s (%s)", i ? ", " : title, at[i].name, where);
    }
    if (n)
        outbuf_char(out, '\n');
}

static void print_function_of(const struct states_fn *fn, struct outbuf *out)
{
    struct arena *a = arena_new();
    struct states_fn *one = (struct states_fn *)fn;
    outbuf_printf(out, "%s  %s:%u  frame %lu byte%s, %s\n\n", fn->name, fn->place.file,
                  fn->place.line, fn->bytes, fn->bytes == 1 ? "" : "s",
                  states_count_text(a, &one, &one + 1));
    print_states(fn, out, a);
    if (fn->nslots)
        print_frame_of(fn, out, a);
    if (fn->ncalls || fn->ncallers)
        outbuf_char(out, '\n');
    print_links("  calls      ", fn->calls, fn->ncalls, out, a);
    print_links("  called by  ", fn->callers, fn->ncallers, out, a);
    arena_free(a);
}

void states_print_text(const struct states *m, struct outbuf *out)
{
    for (unsigned i = 0; i < m->nfns; i++) {
        outbuf_str(out, i ? "\n" : "");
        print_function_of(m->fns[i], out);
    }
    if (!m->nfns)
        outbuf_printf(out, "%s: no async functions\n", m->file);
}
