/* SPDX-License-Identifier: MIT
 *
 * --states=html: the page as a whole. At the top the functions by the size of their frames; then
 * for each its links, its source beside its states, its frame, and what each state keeps. */
#include "states_page.h"

#include <stdlib.h>
#include <string.h>

enum {
    MOST_ROWS = 4000, /* of one function's tables of what states keep */
    FEW = 40,         /* functions that a browser lays out at once, though most can't be seen */
};

/* ---- text ---- */

void html_part(struct outbuf *out, const char *text, size_t size)
{
    const char *end = text + size;
    while (text < end && *text) {
        unsigned char c = (unsigned char)*text;
        unsigned n = utf8_sequence((const unsigned char *)text);
        if (c == '<' || c == '>' || c == '&' || c == '"' || c == '\'')
            outbuf_printf(out, "&#%u;", c);
        else if (n && n <= (size_t)(end - text) && (c >= ' ' || c == '\t') && c != 0x7f)
            outbuf_add(out, text, n);
        else
            outbuf_str(out, "\xef\xbf\xbd");
        text += n && n <= (size_t)(end - text) ? n : 1;
    }
}

void html_text(struct outbuf *out, const char *text)
{
    html_part(out, text, strlen(text));
}

void html_short(struct outbuf *out, const char *text, unsigned most)
{
    unsigned n = 0;
    const char *cut = text, *s = text;
    while (*s && n <= most) {
        unsigned bytes = utf8_sequence((const unsigned char *)s);
        s += bytes ? bytes : 1;
        if (++n == most - 1)
            cut = s;
    }
    if (!*s && n <= most) {
        html_text(out, text);
        return;
    }
    html_part(out, text, (size_t)(cut - text));
    outbuf_str(out, "…");
}

static void number(struct outbuf *out, unsigned long n)
{
    if (n >= 1000) {
        number(out, n / 1000);
        outbuf_printf(out, ",%03lu", n % 1000);
    } else {
        outbuf_printf(out, "%lu", n);
    }
}

void html_bytes(struct outbuf *out, unsigned long bytes)
{
    number(out, bytes);
    outbuf_str(out, bytes == 1 ? " byte" : " bytes");
}

/* ---- the list of functions ---- */

static int by_frame(const void *a, const void *b)
{
    const struct states_fn *x = *(struct states_fn *const *)a, *y = *(struct states_fn *const *)b;
    if (x->bytes != y->bytes)
        return x->bytes > y->bytes ? -1 : 1;
    return x->index < y->index ? -1 : x->index > y->index;
}

static unsigned boxed_calls(const struct states_fn *fn)
{
    unsigned n = 0;
    for (unsigned i = 0; i < fn->nslots; i++)
        n += (fn->slots[i].why & WHY_BOX) != 0;
    return n;
}

static void print_list(struct outbuf *out, const struct states *m)
{
    struct states_fn **fns = arena_array_of(m->arena, struct states_fn *, m->nfns + 1);
    for (unsigned i = 0; i < m->nfns; i++)
        fns[i] = m->fns[i];
    qsort(fns, m->nfns, sizeof *fns, by_frame);
    outbuf_str(out, "<nav aria-labelledby=\"sizes\"><h2 id=\"sizes\">Frames by size</h2>\n<ol>\n");
    for (unsigned i = 0; i < m->nfns; i++) {
        const struct states_fn *fn = fns[i];
        double width = fns[0]->bytes ? 100.0 * (double)fn->bytes / (double)fns[0]->bytes : 0;
        outbuf_printf(out, "<li><a href=\"#f%u\"><code>", fn->index);
        html_text(out, fn->name);
        outbuf_printf(out, "</code><span class=\"bar\"><span style=\"width:%.2f%%\"></span></span>"
                           "<span class=\"size\">",
                      width);
        number(out, fn->bytes);
        outbuf_printf(out, " B</span><span class=\"awaits\">%s</span></a></li>\n",
                      states_count_text(m->arena, &fns[i], &fns[i] + 1));
    }
    outbuf_str(out, "</ol></nav>\n");
}

/* ---- one function: links ---- */

static void print_link_list(struct outbuf *out, const char *title, const struct states_link *at,
                            unsigned n, struct arena *a)
{
    if (!n)
        return;
    outbuf_printf(out, "<div><dt>%s</dt><dd>", title);
    for (unsigned i = 0; i < n; i++) {
        const char *where = states_link_text(a, at, n, i);
        if (!*where)
            continue;
        outbuf_str(out, "<span class=\"link\">");
        if (at[i].fn)
            outbuf_printf(out, "<a href=\"#f%u\">", at[i].fn->index);
        outbuf_str(out, "<code>");
        html_text(out, at[i].name);
        outbuf_printf(out, "</code>%s <small>%s</small></span> ", at[i].fn ? "</a>" : "", where);
    }
    outbuf_str(out, "</dd></div>");
}

static void print_head(struct outbuf *out, const struct states_fn *fn, struct arena *a)
{
    struct states_fn *one = (struct states_fn *)fn;
    unsigned boxed = boxed_calls(fn);
    outbuf_printf(out, "<header><h2 id=\"f%u\"><a href=\"#f%u\"><code>", fn->index, fn->index);
    html_text(out, fn->name);
    outbuf_str(out, "</code></a></h2>\n<p class=\"facts\"><span class=\"big\">");
    html_bytes(out, fn->bytes);
    outbuf_printf(out, "</span> <span>%s</span>", states_count_text(a, &one, &one + 1));
    if (boxed)
        outbuf_printf(out, " <span>%u boxed</span>", boxed);
    outbuf_str(out, " <span>");
    html_text(out, fn->place.file);
    outbuf_printf(out, ":%u</span></p>\n", fn->place.line);
    if (fn->ncalls || fn->ncallers) {
        outbuf_str(out, "<dl class=\"links\">");
        print_link_list(out, "runs, in state", fn->calls, fn->ncalls, a);
        print_link_list(out, "run by, in state", fn->callers, fn->ncallers, a);
        outbuf_str(out, "</dl>\n");
    }
    outbuf_str(out, "</header>\n");
}

/* ---- one function: what states keep ---- */

static void print_next(struct outbuf *out, const struct states_fn *fn, const struct states_state *s)
{
    unsigned last = fn->nstates - 1;
    outbuf_str(out, "<p class=\"next\"><span>then</span>");
    for (unsigned i = 0; i < s->nnext && i < 40; i++) {
        unsigned to = s->next[i].to;
        if (to == last)
            outbuf_str(out, " <span class=\"to\"><b>done</b>");
        else
            outbuf_printf(out, " <span class=\"to\"><a class=\"chip\" data-s=\"%u\" "
                               "href=\"#f%us%u\">%u</a>",
                          to, fn->index, to, to);
        if (s->next[i].when) {
            outbuf_str(out, " <code>");
            html_text(out, s->next[i].when);
            outbuf_str(out, "</code>");
        }
        outbuf_str(out, "</span>");
    }
    if (s->nnext > 40)
        outbuf_printf(out, " and %u more", s->nnext - 40);
    outbuf_str(out, s->nnext ? "</p>\n" : " <b>never goes on</b></p>\n");
}

static void print_kept(struct outbuf *out, const struct states_fn *fn, const struct states_state *s,
                       struct arena *a)
{
    outbuf_str(out, "<table><thead><tr><th>offset</th><th>bytes</th><th>what</th><th>why</th></tr>"
                    "</thead><tbody>\n");
    for (unsigned i = 0; i < s->nkeeps; i++) {
        const struct states_slot *slot = &fn->slots[s->keeps[i].slot];
        outbuf_printf(out, "<tr data-slot=\"%u\"><td>%lu</td><td>%lu</td><td>", s->keeps[i].slot,
                      slot->offset, slot->bytes);
        html_text(out, states_slot_title(a, fn, slot));
        outbuf_printf(out, "</td><td>%s%s</td></tr>\n",
                      states_why_text(a, s->keeps[i].why),
                      s->keeps[i].saved ? ", saved here" : "");
    }
    outbuf_str(out, "</tbody></table>\n");
}

static void print_state(struct outbuf *out, const struct states_fn *fn, unsigned i, bool tables,
                        struct arena *a)
{
    const struct states_state *s = &fn->states[i];
    outbuf_printf(out, "<li id=\"f%us%u\" data-s=\"%u\" data-keeps=\"", fn->index, i, i);
    for (unsigned j = 0; j < s->nkeeps && tables; j++)
        outbuf_printf(out, j ? " %u" : "%u", s->keeps[j].slot);
    outbuf_printf(out, "\"><details><summary><span class=\"chip\">%u</span><code>", i);
    html_text(out, s->text);
    outbuf_printf(out, "</code><span class=\"meta\">line %s · %s · keeps <b>",
                  states_line(a, fn, s->place), states_how_names[s->how]);
    html_bytes(out, s->bytes);
    outbuf_str(out, "</b></span></summary>\n");
    if (tables && s->nkeeps)
        print_kept(out, fn, s, a);
    outbuf_str(out, "</details>");
    if (s->reached)
        print_next(out, fn, s);
    else
        outbuf_str(out, "<p class=\"next\">never reached</p>\n");
    outbuf_str(out, "</li>\n");
}

static void print_states_of(struct outbuf *out, const struct states_fn *fn, struct arena *a)
{
    unsigned rows = 0;
    for (unsigned i = 0; i < fn->nstates; i++)
        rows += fn->states[i].nkeeps;
    bool tables = rows <= MOST_ROWS;
    if (fn->nstates == 2)
        return;
    outbuf_str(out, "<h3>What each state keeps</h3>\n");
    if (!tables)
        outbuf_printf(out,
                      "<p class=\"note\">%u rows are too many to list for each state; the frame's "
                      "table says which states keep what.</p>\n",
                      rows);
    outbuf_str(out, "<ol class=\"states\">\n");
    for (unsigned i = 1; i + 1 < fn->nstates; i++)
        print_state(out, fn, i, tables, a);
    outbuf_str(out, "</ol>\n");
}

/* ---- one function: the frame ---- */

static void print_slots(struct outbuf *out, const struct states_fn *fn, struct arena *a)
{
    struct states_keepers k = states_keepers(a, fn);
    outbuf_str(out, "<details class=\"all\"><summary>All that stands in the frame</summary>\n"
                    "<table><thead><tr><th>offset</th><th>bytes</th><th>what</th><th>states</th>"
                    "<th>why</th></tr></thead><tbody>\n");
    for (unsigned i = 0; i < fn->nslots; i++) {
        const struct states_slot *s = &fn->slots[i];
        outbuf_printf(out, "<tr data-slot=\"%u\"><td>%lu</td><td>%lu</td><td>", i, s->offset,
                      s->bytes);
        html_text(out, s->declared ? s->declared : states_slot_title(a, fn, s));
        outbuf_str(out, "</td><td>");
        states_ranges(out, k.at + k.from[i], k.from[i + 1] - k.from[i]);
        outbuf_printf(out, "</td><td>%s</td></tr>\n", states_why_text(a, s->why));
    }
    outbuf_str(out, "</tbody></table></details>\n");
}

static void print_function_of(struct outbuf *out, const struct states_fn *fn,
                              struct page_sources *sources)
{
    struct arena *a = arena_new();
    outbuf_printf(out, "<section aria-labelledby=\"f%u\">\n", fn->index);
    print_head(out, fn, a);
    outbuf_str(out, "<div class=\"pair\"><div>\n<h3>Source</h3>\n");
    page_source(out, fn, sources);
    outbuf_str(out, "</div><div>\n<h3>States</h3>\n");
    if (fn->nstates > 2)
        page_graph(out, fn, a);
    else
        outbuf_str(out, "<p class=\"note\">It awaits nothing: it runs to its end at once.</p>\n");
    outbuf_str(out, "</div></div>\n");
    if (fn->nslots) {
        outbuf_str(out, "<h3>Frame</h3>\n");
        page_frame(out, fn, a);
        print_slots(out, fn, a);
    }
    print_states_of(out, fn, a);
    outbuf_str(out, "<p class=\"up\"><a href=\"#top\">All functions</a></p></section>\n");
    arena_free(a);
}

/* ---- the page ---- */

static void print_legend(struct outbuf *out)
{
    outbuf_str(
        out,
        "<details class=\"legend\"><summary>How to read this</summary><ul>\n"
        "<li><span class=\"chip\">2</span> a state: an await or yield at which the function may "
        "stop. The number is the same in the source, the drawing and the lists.</li>\n"
        "<li><svg width=\"26\" height=\"14\" aria-hidden=\"true\"><g class=\"ring\"><path d=\"M2 "
        "7h7\"/><circle cx=\"14\" cy=\"7\" r=\"5\"/><circle class=\"dot\" cx=\"14\" cy=\"7\" "
        "r=\"2\"/></g></svg> the function may end after this state; lines at the right side go "
        "back, into a loop.</li>\n"
        "<li><span class=\"key param\">argument</span> <span class=\"key local\">local</span> "
        "<span class=\"key await\">frame of a callee</span> <span class=\"key future\">named "
        "future</span> <span class=\"key boxed\">address of a box</span> <span class=\"key "
        "hidden\">the compiler’s own</span></li>\n"
        "<li><b>live</b>: read after the await. <b>address taken</b>: someone may hold a pointer "
        "to it. <b>maybe unset</b>: copying it would read what has no value. <b>idle</b>: cheaper "
        "left in the frame than saved and restored. <b>saved here</b>: a C local, written to the "
        "frame "
        "when the function stops here.</li>\n</ul></details>\n");
}

static void print_top(struct outbuf *out, const struct states *m)
{
    const char *slash = strrchr(m->file, '/');
    outbuf_printf(
        out,
        "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n"
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
        "'unsafe-inline'; script-src 'sha256-%s'\">\n"
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
        "<meta name=\"color-scheme\" content=\"light dark\">\n<title>",
        states_page_js_hash);
    html_text(out, slash ? slash + 1 : m->file);
    outbuf_str(out, ": states</title>\n<style>\n");
    outbuf_str(out, states_page_css);
    outbuf_str(out, "</style></head>\n<body id=\"top\">");
    outbuf_str(out, m->nfns > FEW ? "<main class=\"many\">" : "<main>");
    outbuf_str(out, "\n<header class=\"page\"><h1>");
    html_text(out, slash ? slash + 1 : m->file);
    outbuf_printf(out, "</h1><p>%u function%s, %s</p></header>\n", m->nfns,
                  m->nfns == 1 ? "" : "s",
                  states_count_text(m->arena, m->fns, m->fns + m->nfns));
}

void states_print_page(const struct states *m, struct outbuf *out)
{
    struct page_sources *sources = page_sources_new(m->arena);
    print_top(out, m);
    if (m->nfns) {
        print_legend(out);
        print_list(out, m);
    }
    for (unsigned i = 0; i < m->nfns; i++)
        print_function_of(out, m->fns[i], sources);
    outbuf_str(out, "</main>\n<script>");
    outbuf_str(out, states_page_js);
    outbuf_str(out, "</script></body></html>\n");
    page_sources_free(sources);
}
