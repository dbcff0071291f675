/* SPDX-License-Identifier: MIT
 *
 * The text that passes through: all of the unit but async declarations and the functions that are
 * rewritten. --expand shows the user's file alone: of a header, the line that includes it. */
#include "emit.h"

#include <stdlib.h>
#include <string.h>

struct raw {
    const char *at; /* copied up to here */
    tokid next;     /* first token at or behind it */
    /* --expand: */
    bool main;        /* in the file that is compiled, not in a header */
    const char *file; /* that file */
    unsigned line;    /* there */
    char *source;     /* its text, to show its #include lines; 0: can't be read */
    size_t source_size;
};

/* ---- --expand ---- */

static void read_source(struct raw *r)
{
    FILE *f = fopen(r->file, "r");
    if (!f)
        return;
    for (size_t n = 1; n;) {
        r->source = edocc_realloc(r->source, r->source_size, r->source_size + 65536);
        n = fread(r->source + r->source_size, 1, 65536, f);
        r->source_size += n;
    }
    fclose(f);
}

static void show_include(struct printer *p, struct raw *r, const char *entered)
{
    const char *s = r->source, *end = s ? s + r->source_size : 0;
    for (unsigned line = 1; s && s < end && line < r->line; line++) {
        s = memchr(s, '\n', (size_t)(end - s));
        s = s ? s + 1 : end;
    }
    const char *stop = s && s < end ? memchr(s, '\n', (size_t)(end - s)) : 0;
    if (stop && memchr(s, '#', (size_t)(stop - s)))
        outbuf_add(p->out, s, (size_t)(stop - s) + 1);
    else if (*entered != '<')
        outbuf_str(p->out, arena_printf(p->lu->arena, "#include \"%s\"\n", entered));
}

/* # LINE "FILE" FLAGS */
static void read_marker(struct printer *p, struct raw *r, const char *s, const char *end)
{
    unsigned line = (unsigned)strtoul(s + 2, 0, 10);
    const char *open = memchr(s, '"', (size_t)(end - s));
    const char *close = open ? memchr(open + 1, '"', (size_t)(end - open - 1)) : 0;
    if (!close)
        return;
    char *file = arena_strndup(p->lu->arena, open + 1, (size_t)(close - open - 1));
    if (!r->file) {
        r->file = file;
        read_source(r);
    }
    bool here = !strcmp(file, r->file);
    if (r->main && !here && *file != '<')
        show_include(p, r, file);
    r->main = here;
    if (here)
        r->line = line;
}

static void show_text(struct printer *p, struct raw *r, const char *s, const char *to)
{
    while (s < to) {
        const char *end = memchr(s, '\n', (size_t)(to - s));
        bool whole = end != 0;
        end = end ? end + 1 : to;
        size_t n = p->out->n;
        bool blank =
            whole && end - s == 1 && n > 1 && p->out->s[n - 1] == '\n' && p->out->s[n - 2] == '\n';
        if (s[0] == '#' && end - s > 2 && s[1] == ' ' && s[2] >= '0' && s[2] <= '9') {
            read_marker(p, r, s, end);
        } else {
            if (r->main && !blank)
                outbuf_add(p->out, s, (size_t)(end - s));
            r->line += whole;
        }
        s = end;
    }
}

/* ---- copying ---- */

static void copy(struct printer *p, struct raw *r, const char *from, const char *to)
{
    if (p->expand)
        show_text(p, r, from, to);
    else
        outbuf_add(p->out, from, (size_t)(to - from));
}

static void copy_to(struct printer *p, struct raw *r, const char *to)
{
    const struct unit *u = p->lu->unit;
    while (u->drops && r->next < u->ntoks && u->toks[r->next].s < to) {
        const struct token *t = &u->toks[r->next++];
        if ((!t->drop && !t->edit) || t->s < r->at)
            continue;
        copy(p, r, r->at, t->s);
        r->at = t->s + t->len;
        if (!t->drop && (!p->expand || r->main))
            outbuf_str(p->out, edited_text(p, (tokid)(t - u->toks)));
    }
    if (to > r->at)
        copy(p, r, r->at, to);
    r->at = to;
}

static void copy_from(struct printer *p, struct raw *r, tokid last)
{
    const struct token *t = &p->lu->unit->toks[last];
    r->at = t->s + t->len;
    if (r->main)
        r->line = t->line;
    while (r->next <= last)
        r->next++;
    print_marker(p, t->file, t->line, t->marker_flags & TOKF_SYSTEM ? " 3" : "");
    p->marked = false;
    p->last = 0;
}

/* ---- items ---- */

/* A plain function that was rewritten stands at the end; here, its prototype. */
static void print_plain_prototype(struct printer *p, struct func *f)
{
    bool old_style = f->sym->type->no_prototype;
    p->marked = false;
    for (tokid t = f->all.first; t <= f->declarator.last; t++) {
        print_tok(p, t);
        if (old_style && t == f->sym->name_tok) {
            outbuf_str(p->out, "()");
            break;
        }
    }
    outbuf_str(p->out, ";");
    p->marked = false;
}

/* async struct s { … } f(void): the struct stays. */
static void print_async_prototype(struct printer *p, struct decl *d, struct range item)
{
    if (!d || !d->is_tag_definition || d->specs.first < item.first || d->specs.first > item.last)
        return;
    p->marked = false;
    print_at(p, d->specs.first);
    print_specs(p, d->specs, d, 8 /* whole */);
    print_glue(p, ";");
    p->marked = false;
}

/* In front of what declares it, an async function that is used as a value gets its type. */
static void print_named_item(struct printer *p, struct raw *r, const struct item *it)
{
    struct unit *u = p->lu->unit;
    struct sym *fn = it->async_decl ? it->async_decl->sym : it->func ? it->func->sym : 0;
    if (!fn || !fn->named || ((struct afn *)fn->low)->type_printed)
        return;
    const struct item *at = it; /* a block's declaration stands for nothing at file scope */
    while (at + 1 < u->items + u->nitems && at->r.first > at->r.last)
        at++;
    if (at->r.first <= at->r.last)
        copy_to(p, r, u->toks[at->r.first].s);
    if (!p->expand || r->main)
        print_named(p, fn);
    p->marked = false;
    outbuf_char(p->out, '\n');
    const struct token *t = &u->toks[at->r.first];
    print_marker(p, t->file, t->line, t->marker_flags & TOKF_SYSTEM ? " 3" : "");
    p->last = 0;
}

void print_items(struct printer *p)
{
    struct unit *u = p->lu->unit;
    struct raw r = {.at = u->text, .main = true};
    for (uint32_t i = 0; i < u->nitems; i++) {
        struct item *it = &u->items[i];
        print_named_item(p, &r, it);
        if (it->r.first > it->r.last || (!it->async_decl && !(it->func && it->func->rewrites)))
            continue;
        copy_to(p, &r, u->toks[it->r.first].s);
        if (p->expand && !r.main)
            ;
        else if (it->async_decl)
            print_async_prototype(p, it->async_decl, it->r);
        else if (!it->func->is_async)
            print_plain_prototype(p, it->func);
        else
            print_async_prototype(p, it->func->sym->decl, it->r);
        copy_from(p, &r, it->r.last);
    }
    copy_to(p, &r, u->text + u->len);
    outbuf_char(p->out, '\n');
    p->marked = false;
    free(r.source);
}
