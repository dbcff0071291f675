/* SPDX-License-Identifier: MIT
 *
 * What the printers of --states share. */
#include "states.h"

#include <stdlib.h>
#include <string.h>

void outbuf_printf(struct outbuf *b, const char *format, ...)
{
    char text[256];
    va_list ap;
    va_start(ap, format);
    int n = vsnprintf(text, sizeof text, format, ap);
    va_end(ap);
    if (n >= 0 && (size_t)n < sizeof text) {
        outbuf_add(b, text, (size_t)n);
    } else if (n >= 0) {
        char *longer = edocc_malloc((size_t)n + 1);
        va_start(ap, format);
        vsnprintf(longer, (size_t)n + 1, format, ap);
        va_end(ap);
        outbuf_add(b, longer, (size_t)n);
        free(longer);
    }
}

void states_ranges(struct outbuf *b, const unsigned *at, unsigned n)
{
    for (unsigned i = 0; i < n;) {
        unsigned j = i;
        while (j + 1 < n && at[j + 1] == at[j] + 1)
            j++;
        outbuf_printf(b, j > i ? "%s%u-%u" : "%s%u", i ? ", " : "", at[i], at[j]);
        i = j + 1;
    }
}

struct states_keepers states_keepers(struct arena *a, const struct states_fn *fn)
{
    struct states_keepers k;
    k.from = arena_array_of(a, unsigned, fn->nslots + 2);
    for (unsigned i = 0; i < fn->nstates; i++)
        for (unsigned j = 0; j < fn->states[i].nkeeps; j++)
            k.from[fn->states[i].keeps[j].slot + 2]++;
    for (unsigned i = 2; i < fn->nslots + 2; i++)
        k.from[i] += k.from[i - 1];
    k.at = arena_array_of(a, unsigned, k.from[fn->nslots + 1] + 1);
    for (unsigned i = 0; i < fn->nstates; i++)
        for (unsigned j = 0; j < fn->states[i].nkeeps; j++)
            k.at[k.from[fn->states[i].keeps[j].slot + 1]++] = i;
    return k;
}

char *states_link_text(struct arena *a, const struct states_link *at, unsigned n, unsigned i)
{
    struct outbuf b = {0};
    unsigned *states = arena_array_of(a, unsigned, n);
    for (unsigned j = 0; j < i; j++)
        if (!strcmp(at[j].name, at[i].name))
            return arena_strdup(a, "");
    for (int how = HOW_EMBEDDED; how <= HOW_GENERATOR; how++) {
        unsigned count = 0;
        for (unsigned j = i; j < n; j++)
            if ((int)at[j].how == how && !strcmp(at[j].name, at[i].name))
                states[count++] = at[j].state;
        if (!count)
            continue;
        outbuf_str(&b, b.n ? "; " : "");
        if (how == HOW_CAPTURE || how == HOW_GENERATOR) {
            outbuf_str(&b, how == HOW_CAPTURE ? "as a value" : "as a generator");
            continue;
        }
        states_ranges(&b, states, count);
        if (how != HOW_EMBEDDED)
            outbuf_printf(&b, " %s", states_how_names[how]);
    }
    char *text = arena_strndup(a, b.s, b.n);
    outbuf_free(&b);
    return text;
}

char *states_count_text(struct arena *a, struct states_fn *const *from,
                        struct states_fn *const *end)
{
    unsigned awaits = 0, yields = 0;
    for (; from < end; from++) {
        for (unsigned i = 0; i < (*from)->nstates; i++) {
            awaits += (*from)->states[i].kind == STATE_AWAIT;
            yields += (*from)->states[i].kind == STATE_YIELD;
        }
    }
    char *text = arena_printf(a, "%u await%s", awaits, awaits == 1 ? "" : "s");
    if (!yields)
        return text;
    text = awaits ? arena_printf(a, "%s, ", text) : arena_strdup(a, "");
    return arena_printf(a, "%s%u yield%s", text, yields, yields == 1 ? "" : "s");
}

const char *states_title(const struct states_state *s)
{
    return s->kind == STATE_START ? "start" : s->kind == STATE_DONE ? "done" : s->text;
}

char *states_line(struct arena *a, const struct states_fn *fn, struct states_place place)
{
    if (!place.file)
        return arena_strdup(a, "");
    if (!strcmp(place.file, fn->place.file))
        return arena_printf(a, "%u", place.line);
    const char *slash = strrchr(place.file, '/');
    return arena_printf(a, "%s:%u", slash ? slash + 1 : place.file, place.line);
}

char *states_slot_title(struct arena *a, const struct states_fn *fn, const struct states_slot *s)
{
    if (s->why & WHY_GENERATOR && s->what == SLOT_HIDDEN)
        return arena_printf(a, "the generator %s", s->callee);
    switch (s->what) {
    case SLOT_AWAIT:
        if (fn->states[s->state].how == HOW_END || !s->callee)
            return arena_strdup(a, fn->states[s->state].text);
        return arena_printf(a, "await %s", s->callee);
    case SLOT_TEMPORARY:
        return arena_printf(a, "%s, in an expression", s->name);
    case SLOT_LITERAL:
        return arena_strdup(a, "a compound literal");
    case SLOT_ARGUMENTS:
        return arena_strdup(a, s->why & WHY_CAPTURE ? "arguments of a captured call"
                                                    : "arguments, until it begins");
    case SLOT_HIDDEN:
        return arena_printf(a, "%s, for scopes and their ends", s->name);
    case SLOT_AWAITER:
        return arena_strdup(a, "who awaits it");
    default:
        return arena_strdup(a, s->name);
    }
}

void states_print(const struct states *m, enum states_format format, struct outbuf *out)
{
    switch (format) {
    case STATES_TEXT:
        states_print_text(m, out);
        return;
    case STATES_DOT:
        states_print_dot(m, out);
        return;
    case STATES_JSON:
        states_print_json(m, out);
        return;
    case STATES_HTML:
        states_print_page(m, out);
        return;
    }
}
