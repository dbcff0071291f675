/* SPDX-License-Identifier: MIT
 *
 * The text that passes through: all of the unit but async declarations and the functions that are
 * rewritten. --expand shows the user's file alone: of a header, the line that includes it. */
#include "emit_directives.h"

#include <stdlib.h>
#include <string.h>

struct raw {
    const char *at; /* copied up to here */
    tokid next;     /* first token at or behind it */
    /* --expand: */
    bool main;        /* in a file whose text is shown */
    bool at_home;     /* in the one that is compiled */
    const char *file; /* that one */
    const char *now;  /* the one that is shown */
    unsigned line;    /* there */
    char *source;     /* its text, for its #include lines and comments; 0: can't be read */
    size_t source_size;
    const char *rewritten; /* a flag for each of its lines: it is in a function that goes */
    unsigned nrewritten;
    unsigned due; /* the line before, whose trailing comments are still to come; 0: none */
    bool joins; /* what follows goes on the line before */
    struct vec late; /* struct sym *: named in a header, typed where the shown text goes on */
    bool *shown; /* for each file of the unit: not by its #include line */
    struct directives directives;
    bool gap;          /* the line before had blanks at its end */
    bool empty;        /* it had nothing else, */
    size_t before;     /* so much was printed before it, */
    const char *margin; /* and these are the blanks */
    size_t nmargin;
    bool has_margin; /* they stand before the next text on its line */
    struct header { /* the last header whose #include lines were looked up */
        const char *file;
        char *source;
        size_t size;
    } header;
};

/* ---- --expand ---- */

/* 0: it can't be read. */
static char *read_source(const char *file, size_t *size)
{
    FILE *f = fopen(file, "r");
    char *source = 0;
    size_t room = 0;
    *size = 0;
    for (size_t n = 1; f && n;) {
        if (*size == room) {
            room = room ? room * 2 : 65536;
            source = edocc_realloc(source, *size, room);
        }
        n = fread(source + *size, 1, room - *size, f);
        *size += n;
    }
    if (f)
        fclose(f);
    return source;
}

/* Among the unit's; nfiles: it has no token. */
static uint32_t file_index(struct printer *p, const char *name)
{
    uint32_t i = 0;
    while (name && i < p->lu->unit->nfiles && strcmp(p->lu->unit->files[i], name) != 0)
        i++;
    return name ? i : p->lu->unit->nfiles;
}

/* The lines of functions that are rewritten: their comments go with them. */
static void find_rewritten(struct printer *p, struct raw *r)
{
    const struct unit *u = p->lu->unit;
    unsigned max = 0;
    for (uint32_t i = 0; i < u->ntoks; i++)
        if (u->toks[i].file == p->main && u->toks[i].line > max)
            max = u->toks[i].line;
    char *flags = arena_alloc(p->lu->arena, (size_t)max + 2);
    for (uint32_t i = 0; i < u->nitems; i++) {
        const struct item *it = &u->items[i];
        if (it->r.first > it->r.last || !it->func || !it->func->rewrites ||
            u->toks[it->r.first].file != p->main || u->toks[it->r.last].file != p->main)
            continue;
        for (unsigned line = u->toks[it->r.first].line; line <= u->toks[it->r.last].line; line++)
            flags[line] = 1;
    }
    r->rewritten = flags;
    r->nrewritten = max + 1;
}

/* Only those of rewritten functions are left for what is generated. */
static void read_comments(struct printer *p, struct raw *r)
{
    p->main = file_index(p, r->file);
    find_rewritten(p, r);
    if (r->source)
        comments_read(p->lu->arena, p->comments,
                      arena_strndup(p->lu->arena, r->source, r->source_size), r->source_size);
    for (unsigned i = 0; i < p->comments->n; i++) {
        struct comment *c = &p->comments->at[i];
        c->used = c->line >= r->nrewritten || !r->rewritten[c->line];
    }
}

static void show_comments(struct printer *p, const struct raw *r, unsigned line, bool trailing)
{
    const struct comments *all = p->comments;
    if (line >= r->nrewritten || r->rewritten[line])
        return;
    for (unsigned i = comments_find(all, line); i < all->n && all->at[i].line == line; i++) {
        if (all->at[i].trailing != trailing)
            continue;
        if (trailing)
            outbuf_char(p->out, ' ');
        comment_print(p->out, &all->at[i], trailing ? 0 : all->at[i].column);
    }
}

/* The line is there as a whole, but for comments at its end. */
static void finish_line(struct printer *p, struct raw *r)
{
    struct outbuf *b = p->out;
    if (!r->due || !b->n || b->s[b->n - 1] != '\n')
        return;
    size_t n = --b->n;
    show_comments(p, r, r->due, true);
    if (b->n == n)
        outbuf_char(b, '\n');
    r->due = 0;
}

/* Its folder, with the slash. */
static size_t folder_length(const char *file)
{
    const char *slash = strrchr(file, '/');
    return slash ? (size_t)(slash + 1 - file) : 0;
}

static const char *name_of(const char *file)
{
    return file + folder_length(file);
}

/* Of `#include "name"` or `<name>`: a header whose text is shown. */
static bool includes_shown(struct printer *p, const struct raw *r, const struct directive *x)
{
    const char *open = x->s, *end = x->s + x->n;
    while (open < end && *open != '"' && *open != '<')
        open++;
    const char *close = open < end ? open + 1 : end;
    for (; close < end && *close != '"' && *close != '>'; close++)
        if (*close == '/')
            open = close;
    size_t n = open < end ? (size_t)(close - open - 1) : 0;
    for (uint32_t i = 0; n && i < p->lu->unit->nfiles; i++) {
        const char *name = r->shown[i] ? name_of(p->lu->unit->files[i]) : "";
        if (strlen(name) == n && memcmp(name, open + 1, n) == 0)
            return true;
    }
    return false;
}

/* Those up to `line` that are kept, and if what it includes is `entered`, the one there. True: one
 * is there. */
static bool show_directives(struct printer *p, struct raw *r, unsigned line, bool entered)
{
    struct directives *d = &r->directives;
    bool there = false;
    for (; d->shown < d->n && d->at[d->shown].line <= line; d->shown++) {
        const struct directive *x = &d->at[d->shown];
        there |= x->line == line;
        if (!(x->keep && !(x->is_include && includes_shown(p, r, x))) &&
            !(entered && x->line == line))
            continue;
        finish_line(p, r);
        show_comments(p, r, x->line, false);
        outbuf_add(p->out, x->s, x->n);
        outbuf_char(p->out, '\n');
    }
    return there;
}

static bool same_folder(const char *a, const char *b)
{
    size_t n = folder_length(a);
    return n == folder_length(b) && memcmp(a, b, n) == 0;
}

static struct header *header_of(struct raw *r, const char *file)
{
    struct header *h = &r->header;
    if (h->file && strcmp(h->file, file) == 0)
        return h;
    free(h->source);
    h->file = file;
    h->source = read_source(file, &h->size);
    return h;
}

/* The line that is being read, of the file `file`, as its author wrote it. A "name" that is meant
 * to be found beside a header in another folder is given as it was found. */
static void show_include(struct printer *p, struct raw *r, const char *file, const char *entered)
{
    finish_line(p, r);
    if (r->at_home && show_directives(p, r, r->line, true))
        return;
    const struct header *h = r->at_home ? 0 : header_of(r, file);
    const char *s = h ? h->source : 0, *end = s ? s + h->size : 0;
    for (unsigned line = 1; s && s < end && line < r->line; line++) {
        s = memchr(s, '\n', (size_t)(end - s));
        s = s ? s + 1 : end;
    }
    const char *stop = s && s < end ? memchr(s, '\n', (size_t)(end - s)) : 0;
    bool quoted = stop && memchr(s, '"', (size_t)(stop - s));
    if (stop && memchr(s, '#', (size_t)(stop - s)) && !memchr(s, '*', (size_t)(stop - s)) &&
        (!quoted || same_folder(file, r->file)))
        outbuf_add(p->out, s, (size_t)(stop - s) + 1);
    else if (*entered != '<')
        outbuf_str(p->out, arena_printf(p->lu->arena, "#include \"%s\"\n", entered));
}

/* The name in a line marker; 0: it is none. */
static char *marker_file(struct printer *p, const char *s, const char *end)
{
    const char *open = memchr(s, '"', (size_t)(end - s));
    const char *close = open ? memchr(open + 1, '"', (size_t)(end - open - 1)) : 0;
    return close ? arena_strndup(p->lu->arena, open + 1, (size_t)(close - open - 1)) : 0;
}

static bool is_marker(const char *s, const char *end)
{
    return end - s > 2 && s[0] == '#' && s[1] == ' ' && s[2] >= '0' && s[2] <= '9';
}

/* A header with async code of its own can't be included by what is made, nor one that includes it:
 * their text is shown. Not <edo.h> and what is under it, which are made for both. */
static void find_shown(struct printer *p, struct raw *r)
{
    struct unit *u = p->lu->unit;
    struct vec stack = {0};
    r->shown = arena_array_of(p->lu->arena, bool, u->nfiles + 1);
    for (uint32_t i = 0; i < u->nitems; i++) {
        const struct item *it = &u->items[i];
        const struct token *t = &u->toks[it->r.first];
        if (it->r.first <= it->r.last && (it->async_decl || (it->func && it->func->rewrites)) &&
            !(t->marker_flags & TOKF_SYSTEM))
            r->shown[t->file] = true;
    }
    const char *s = u->text, *all = u->text + u->len;
    while (s < all) {
        const char *nl = memchr(s, '\n', (size_t)(all - s)), *end = nl ? nl : all;
        if (is_marker(s, end)) {
            const char *quote = end;
            while (quote > s && quote[-1] != '"')
                quote--;
            char flag = end - quote >= 2 ? quote[1] : 0;
            uint32_t file = file_index(p, marker_file(p, s, end));
            if (flag == '2' && stack.n)
                stack.n--;
            else if (flag == '1' || !stack.n)
                vec_push(p->lu->arena, &stack, &r->shown[file]);
            for (unsigned i = 0; flag == '1' && r->shown[file] && i < stack.n; i++)
                *(bool *)stack.at[i] = true;
        }
        s = end + 1;
    }
}

static void show_named(struct printer *p, struct sym *fn)
{
    struct outbuf text = {0}, *out = p->out;
    struct comments none = {0};
    p->out = &text;
    print_named(p, fn);
    p->out = out;
    expand_format(p->lu->arena, &text, &none, out);
    outbuf_free(&text);
}

/* # LINE "FILE" FLAGS */
static void read_marker(struct printer *p, struct raw *r, const char *s, const char *end)
{
    unsigned line = (unsigned)strtoul(s + 2, 0, 10);
    char *file = marker_file(p, s, end);
    if (!file)
        return;
    if (!r->file) {
        r->file = r->now = file;
        r->source = read_source(file, &r->source_size);
        read_comments(p, r);
        if (r->source)
            directives_read(p, &r->directives, r->source, r->source_size);
        find_shown(p, r);
    }
    bool here = strcmp(file, r->file) == 0, shown = here || r->shown[file_index(p, file)];
    if (r->main && !shown && *file != '<')
        show_include(p, r, r->now, file);
    r->main = shown;
    r->now = shown ? file : r->now;
    r->at_home = here;
    for (unsigned i = 0; shown && i < r->late.n; i++)
        show_named(p, r->late.at[i]);
    r->late.n = shown ? 0 : r->late.n;
    if (shown)
        r->line = line;
}

/* A macro of a system header is between markers of the line that it stands on: one line again. */
static bool rejoin(struct printer *p, struct raw *r)
{
    struct outbuf *b = p->out;
    if (r->empty) { /* the macro comes first */
        b->n = r->before;
        r->has_margin = true;
        return false;
    }
    if (!b->n || b->s[b->n - 1] != '\n')
        return false;
    b->n--;
    return true;
}

static bool has_text(const char *s, const char *end)
{
    while (s < end && (*s == ' ' || *s == '\t' || *s == '\n' || *s == '\r'))
        s++;
    return s < end;
}

static bool grows_together(char a, char b)
{
    bool word = (a >= 'a' && a <= 'z') || (a >= 'A' && a <= 'Z') || (a >= '0' && a <= '9') ||
                a == '_' || a == '$' || (a & 0x80);
    return word ? b != '[' && b != ']' && b != '(' && b != ')' && b != ',' && b != ';'
                : a != '(' && a != '[' && a != ')' && a != ']' && a == b;
}

static void show_empty_line(struct printer *p, struct raw *r, const char *s, const char *end)
{
    struct outbuf *b = p->out;
    r->margin = s;
    for (r->nmargin = 0; s < end && (*s == ' ' || *s == '\t'); s++)
        r->nmargin++;
    bool is_directive = r->at_home && show_directives(p, r, r->line, false);
    r->empty = true;
    r->before = b->n;
    if (!is_directive && end > s && b->n > 1 && b->s[b->n - 2] != '\n')
        outbuf_char(b, '\n');
}

static void show_line(struct printer *p, struct raw *r, const char *s, const char *end)
{
    struct outbuf *b = p->out;
    bool whole = end > s && end[-1] == '\n', text = has_text(s, end);
    const char *stop = end;
    while (text && (stop[-1] == ' ' || stop[-1] == '\t' || stop[-1] == '\n' || stop[-1] == '\r'))
        stop--;
    bool fresh = !b->n || b->s[b->n - 1] == '\n';
    if ((r->joins || r->has_margin) && text)
        while (*s == ' ')
            s++;
    if (r->joins) { /* behind what stands there already */
        fresh = false;
        if (text && (r->gap || grows_together(b->s[b->n - 1], *s)))
            outbuf_char(b, ' ');
    } else {
        finish_line(p, r);
    }
    if (!text && fresh) {
        show_empty_line(p, r, s, end);
        return;
    }
    if (fresh && r->at_home) {
        show_directives(p, r, r->line, false);
        show_comments(p, r, r->line, false);
    }
    if (fresh && r->has_margin)
        outbuf_add(b, r->margin, r->nmargin);
    if (text)
        outbuf_add(b, s, (size_t)(stop - s));
    if (whole)
        outbuf_char(b, '\n');
    else if (stop < end)
        outbuf_char(b, ' ');
    r->gap = stop < end && (*stop == ' ' || *stop == '\t');
    r->joins = r->empty = r->has_margin = false;
    r->due = whole && r->at_home ? r->line : 0;
}

static void show_text(struct printer *p, struct raw *r, const char *s, const char *to)
{
    while (s < to) {
        const char *end = memchr(s, '\n', (size_t)(to - s));
        bool whole = end != 0;
        end = end ? end + 1 : to;
        if (is_marker(s, end)) {
            unsigned line = r->line;
            bool main = r->main;
            read_marker(p, r, s, end);
            if (main && r->main && r->line + 1 == line)
                r->joins = rejoin(p, r);
        } else {
            if (r->main)
                show_line(p, r, s, end);
            r->line += whole;
        }
        s = end;
    }
}

/* ---- copying ---- */

static void copy(struct printer *p, struct raw *r, const char *from, const char *to)
{
    if (from < to && print_joins(p, *from))
        outbuf_char(p->out, ' ');
    if (p->expand)
        show_text(p, r, from, to);
    else
        outbuf_add(p->out, from, (size_t)(to - from));
}

/* What stands for a name of the user's is longer: where the line would run over the margin, it goes
 * on on the next. */
static void show_edited(struct printer *p, const char *text)
{
    struct outbuf *b = p->out;
    size_t start = b->n, indent = 0;
    while (start && b->s[start - 1] != '\n')
        start--;
    while (start + indent < b->n && b->s[start + indent] == ' ')
        indent++;
    if (b->n - start + strlen(text) > 98 && b->n - start > indent && b->s[b->n - 1] == ' ') {
        b->s[b->n - 1] = '\n';
        for (size_t i = 0; i < indent + 4; i++)
            outbuf_char(b, ' ');
    }
    outbuf_str(b, text);
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
        const char *text = t->drop ? "" : edited_text(p, (tokid)(t - u->toks));
        if (!p->expand)
            outbuf_str(p->out, text);
        else if (t->drop) /* with the blank behind it */
            r->at += *r->at == ' ' && p->out->n && strchr(" \n", p->out->s[p->out->n - 1]);
        else if (r->main)
            show_edited(p, text);
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
    bool again = !p->expand && f->sym->name_tok < f->all.first;
    if (again) /* the definition would be no redundant declaration */
        outbuf_str(p->out, "\n#pragma GCC diagnostic push\n"
                           "#pragma GCC diagnostic ignored \"-Wredundant-decls\"\n");
    p->marked = false;
    for (tokid t = f->all.first; t <= f->declarator.last; t++) {
        print_tok(p, t);
        if (old_style && t == f->sym->name_tok) {
            outbuf_str(p->out, "()");
            break;
        }
    }
    outbuf_str(p->out, ";");
    if (again)
        outbuf_str(p->out, "\n#pragma GCC diagnostic pop\n");
    p->marked = false;
}

/* async struct s { … } f(void): the struct stays. */
static void print_async_prototype(struct printer *p, struct decl *d, struct range item)
{
    if (!d || !d->is_tag_definition || d->specs.first < item.first || d->specs.first > item.last)
        return;
    p->marked = false;
    print_at(p, d->specs.first);
    print_specs(p, d->specs, d, SPECS_WHOLE | SPECS_TAG);
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
    if (p->expand && !r->main)
        vec_push(p->lu->arena, &r->late, fn);
    else if (p->expand)
        show_named(p, fn);
    else
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
    pragmas_begin(p);
    if (p->expand && u->edo_active)
        outbuf_str(p->out, "#define EDO_PLAIN 1 /* for <edo.h>: nothing is left to translate */\n");
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
    finish_line(p, &r);
    outbuf_char(p->out, '\n');
    p->marked = false;
    free(r.source);
    free(r.header.source);
}
