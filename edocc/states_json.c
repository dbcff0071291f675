/* SPDX-License-Identifier: MIT
 *
 * --states=json: for programs. The keys are part of the interface: docs/edocc.md lists them.
 * Strings come from sources and may hold anything; what is no UTF-8 becomes U+FFFD. */
#include "states.h"

#include <string.h>

static void json_string(struct outbuf *out, const char *text)
{
    const unsigned char *s = (const unsigned char *)text;
    outbuf_char(out, '"');
    while (*s) {
        unsigned n = utf8_sequence(s);
        if (*s == '"' || *s == '\\') {
            outbuf_char(out, '\\');
            outbuf_char(out, (char)*s);
        } else if (*s < ' ' || *s == 0x7f) {
            outbuf_printf(out, "\\u%04x", *s);
        } else if (n) {
            outbuf_add(out, (const char *)s, n);
        } else {
            outbuf_str(out, "\xef\xbf\xbd");
        }
        s += n ? n : 1;
    }
    outbuf_char(out, '"');
}

static void key_string(struct outbuf *out, const char *key, const char *value)
{
    outbuf_printf(out, "\"%s\": ", key);
    if (value)
        json_string(out, value);
    else
        outbuf_str(out, "null");
}

static void key_place(struct outbuf *out, struct states_place place)
{
    key_string(out, "file", place.file);
    outbuf_printf(out, ", \"line\": %u", place.line);
}

static void json_why(struct outbuf *out, unsigned why)
{
    bool any = false;
    outbuf_str(out, "\"why\": [");
    for (unsigned i = 0; i < WHY_COUNT; i++) {
        if (!(why & 1u << i))
            continue;
        outbuf_printf(out, "%s\"%s\"", any ? ", " : "", states_why_names[i]);
        any = true;
    }
    outbuf_char(out, ']');
}

/* ---- one function ---- */

static void json_slot(struct outbuf *out, const struct states_slot *s)
{
    outbuf_str(out, "        {");
    key_string(out, "name", s->name);
    outbuf_printf(out, ", \"what\": \"%s\", ", states_what_names[s->what]);
    key_string(out, "declared", s->declared);
    outbuf_str(out, ", ");
    key_place(out, s->place);
    outbuf_printf(out, ", \"offset\": %lu, \"bytes\": %lu, \"copied\": %s, ", s->offset, s->bytes,
                  s->copied ? "true" : "false");
    key_string(out, "callee", s->callee);
    outbuf_printf(out, ", \"frame_inside\": %s, ", s->inside ? "true" : "false");
    json_why(out, s->why);
    outbuf_char(out, '}');
}

static void json_next(struct outbuf *out, const struct states_state *s)
{
    outbuf_str(out, "\"next\": [");
    for (unsigned i = 0; i < s->nnext; i++) {
        outbuf_printf(out, "%s{\"to\": %u, ", i ? ", " : "", s->next[i].to);
        key_string(out, "when", s->next[i].when);
        outbuf_char(out, '}');
    }
    outbuf_char(out, ']');
}

static void json_keeps(struct outbuf *out, const struct states_state *s)
{
    outbuf_printf(out, "\"bytes\": %lu, \"keeps\": [", s->bytes);
    for (unsigned i = 0; i < s->nkeeps; i++) {
        outbuf_printf(out, "%s{\"slot\": %u, \"saved\": %s, ", i ? ", " : "", s->keeps[i].slot,
                      s->keeps[i].saved ? "true" : "false");
        json_why(out, s->keeps[i].why);
        outbuf_char(out, '}');
    }
    outbuf_char(out, ']');
}

static void json_state(struct outbuf *out, const struct states_state *s, unsigned id)
{
    static const char *const kinds[] = {"start", "await", "done", "branch", "yield"};
    outbuf_printf(out, "        {\"id\": %u, \"kind\": \"%s\", ", id, kinds[s->kind]);
    key_place(out, s->place);
    outbuf_printf(out, ", \"reached\": %s, ", s->reached ? "true" : "false");
    if (s->kind != STATE_START && s->kind != STATE_DONE) {
        key_string(out, "text", s->text);
        outbuf_printf(out, ", \"how\": \"%s\", ", states_how_names[s->how]);
        key_string(out, "callee", s->callee);
        outbuf_printf(out, ", \"loops\": %u,\n         ", s->loops);
    }
    json_keeps(out, s);
    outbuf_str(out, ",\n         ");
    json_next(out, s);
    outbuf_char(out, '}');
}

static void json_links(struct outbuf *out, const char *key, const struct states_link *at,
                       unsigned n)
{
    outbuf_printf(out, "      \"%s\": [", key);
    for (unsigned i = 0; i < n; i++) {
        outbuf_str(out, i ? ", {" : "{");
        key_string(out, "name", at[i].name);
        outbuf_printf(out, ", \"how\": \"%s\", ", states_how_names[at[i].how]);
        if (at[i].how == HOW_CAPTURE || at[i].how == HOW_GENERATOR)
            outbuf_str(out, "\"state\": null}");
        else
            outbuf_printf(out, "\"state\": %u}", at[i].state);
    }
    outbuf_char(out, ']');
}

static void json_function(struct outbuf *out, const struct states_fn *fn)
{
    outbuf_str(out, "    {\n      ");
    key_string(out, "name", fn->name);
    outbuf_str(out, ", ");
    key_string(out, "declaration", fn->head);
    outbuf_str(out, ",\n      ");
    key_place(out, fn->place);
    outbuf_printf(out, ", \"last_line\": %u,\n", fn->last_line);
    outbuf_printf(out, "      \"frame\": {\"bytes\": %lu, \"align\": %lu},\n", fn->bytes,
                  fn->align);
    outbuf_str(out, "      \"slots\": [");
    for (unsigned i = 0; i < fn->nslots; i++) {
        outbuf_str(out, i ? ",\n" : "\n");
        json_slot(out, &fn->slots[i]);
    }
    outbuf_str(out, "],\n      \"states\": [");
    for (unsigned i = 0; i < fn->nstates; i++) {
        outbuf_str(out, i ? ",\n" : "\n");
        json_state(out, &fn->states[i], i);
    }
    outbuf_str(out, "],\n");
    json_links(out, "calls", fn->calls, fn->ncalls);
    outbuf_str(out, ",\n");
    json_links(out, "callers", fn->callers, fn->ncallers);
    outbuf_str(out, "\n    }");
}

void states_print_json(const struct states *m, struct outbuf *out)
{
    outbuf_str(out, "{\n  \"edo_states\": 1,\n  ");
    key_string(out, "file", m->file);
    outbuf_str(out, ",\n  \"functions\": [");
    for (unsigned i = 0; i < m->nfns; i++) {
        outbuf_str(out, i ? ",\n" : "\n");
        json_function(out, m->fns[i]);
    }
    outbuf_str(out, "]\n}\n");
}
