/* SPDX-License-Identifier: MIT
 *
 * Types that a function's blocks declare, at file scope, where its frame stands: tags, typedefs and
 * enumerators under names of their own; definitions within expressions are taken out of them. And
 * what an async block of the function uses of its declarations. */
#include "emit.h"

#include <string.h>

static void rename_types(struct printer *p, struct lfunc *lf)
{
    const char *in = lf->func->sym->name;
    struct range r = lf->func->body->r;
    for (tokid t = r.first; t <= r.last; t++) {
        struct sym *s = tok_at(p, t)->sym;
        if (s && !s->file_scope && s->out == s->name && s->name &&
            (s->kind == SYM_TAG || s->kind == SYM_TYPEDEF || s->kind == SYM_ENUM_CONST))
            s->out = name_fresh(p->lu, "%s__%s", in, s->name);
    }
    for (unsigned i = 0; i < lf->decls.n; i++) {
        struct decl *d = lf->decls.at[i];
        if (d->defines_tag && !d->defines_tag->name && !d->defines_tag->out)
            d->defines_tag->out = name_fresh(p->lu, "%s__type%u", in, ++p->lu->nanonymous);
    }
}

/* A printer of what is hoisted: behind the shadows that it needs. */
static struct printer hoister(struct printer *p, struct lfunc *lf, struct outbuf *text, tokid t)
{
    struct printer q = aside(p, text, t);
    q.types = p->out;
    q.lf = lf;
    packing_of(&q, t);
    return q;
}

static void hoisted(struct printer *p, struct printer *q, struct outbuf *text)
{
    packing_is_plain(q);
    aside_done(p->out, text);
    p->marked = false;
}

static void hoist_decl(struct printer *p, struct lfunc *lf, struct decl *d)
{
    bool type = d->sym && d->sym->kind == SYM_TYPEDEF;
    if ((!type && !d->is_tag_definition) || (type && d->type->is_vm))
        return;
    struct outbuf text = {0};
    struct printer q = hoister(p, lf, &text, d->specs.first);
    if (type)
        print_glue(&q, "typedef ");
    print_specs(&q, d->specs, d, (d->is_tag_definition ? SPECS_WHOLE : 0) | (type ? 0 : SPECS_TAG));
    if (type)
        print_declarator(&q, d, d->sym->out, 0);
    print_glue(&q, ";\n");
    hoisted(p, &q, &text);
}

/* Of a tag keyword at `t`: the brace that opens its definition; 0 if none does. */
static tokid definition_brace(struct printer *p, tokid t)
{
    unsigned kw = tok_at(p, t)->kw;
    if (kw != KW_STRUCT && kw != KW_UNION && kw != KW_ENUM)
        return 0;
    for (t++; at_attributes(p, t);)
        t = attributes_end(p, t);
    if (tok_at(p, t)->kind == T_IDENT)
        t++;
    return tok_at(p, t)->punct == P_LBRACE ? t : 0;
}

/* The tag keyword at `t` is the first word of a type name (or of a parameter), qualifiers aside. */
static bool begins_type_name(struct printer *p, tokid t)
{
    while (tok_at(p, t - 1)->kw >= KW_CONST && tok_at(p, t - 1)->kw <= KW_RESTRICT)
        t--;
    return tok_at(p, t - 1)->punct == P_LPAREN && tok_at(p, t - 2)->kw != KW_FOR;
}

/* The attributes behind the closing brace at `end` are of the definition too. */
static tokid definition_end(struct printer *p, tokid end)
{
    while (at_attributes(p, end + 1))
        end = attributes_end(p, end + 1) - 1;
    return end;
}

/* A tag that a type name in an expression defines. What is left there is the tag's name. */
static void hoist_definition(struct printer *p, struct lfunc *lf, tokid t, tokid brace)
{
    tokid end = definition_end(p, closing(p, brace));
    bool named = brace - 1 != t && tok_at(p, brace - 1)->kind == T_IDENT;
    struct outbuf text = {0};
    struct token *toks = p->lu->unit->toks;
    struct printer q = hoister(p, lf, &text, t);
    print_range(&q, (struct range){t, brace - 1}, 0);
    if (!named) {
        const char *name =
            name_fresh(p->lu, "%s__type%u", lf->func->sym->name, ++p->lu->nanonymous);
        print_glue(&q, " %s ", name);
        toks[t].s = arena_printf(p->lu->arena, "%.*s %s", (int)toks[t].len, toks[t].s, name);
        toks[t].len = (uint32_t)strlen(toks[t].s);
    }
    print_range(&q, (struct range){brace, end}, 0);
    print_glue(&q, ";\n");
    hoisted(p, &q, &text);
    for (tokid i = t + 1; i <= end; i++)
        toks[i].drop |= !named || i != brace - 1;
}

/* Those in what stands between two declarations that are hoisted whole. */
static void hoist_definitions(struct printer *p, struct lfunc *lf, tokid from, tokid to)
{
    for (tokid t = from; t < to; t++) {
        for (uint32_t i = 0; i < lf->func->nblocks; i++) /* they hoist their own */
            if (t >= lf->func->blocks[i]->all.first && t <= lf->func->blocks[i]->all.last)
                t = lf->func->blocks[i]->all.last;
        tokid brace = definition_brace(p, t);
        if (!brace)
            continue;
        if (begins_type_name(p, t))
            hoist_definition(p, lf, t, brace);
        t = closing(p, brace);
    }
}

/* A static, or a declaration, that an async block of the function uses. */
static void hoist_outside(struct printer *p, struct lfunc *lf, struct decl *d)
{
    struct outbuf text = {0};
    struct printer q = hoister(p, lf, &text, d->specs.first);
    print_outside(&q, d);
    outbuf_char(&text, '\n');
    hoisted(p, &q, &text);
}

void hoist_types(struct printer *p, struct lfunc *lf)
{
    if (lf->types_hoisted)
        return;
    lf->types_hoisted = true;
    rename_types(p, lf);
    tokid at = lf->func->body->r.first;
    for (unsigned i = 0; i < lf->decls.n; i++) {
        struct decl *d = lf->decls.at[i];
        if (d->is_tag_definition) {
            hoist_definitions(p, lf, at, d->specs.first);
            at = d->specs.last + 1 > at ? d->specs.last + 1 : at;
        } else if (d->sym && d->sym->kind == SYM_TYPEDEF) {
            hoist_definitions(p, lf, at, d->declarator.last + 1);
            at = d->declarator.last + 1 > at ? d->declarator.last + 1 : at;
        }
        hoist_decl(p, lf, d);
        if (d->sym && d->sym->outside && (d->sym->decl == d || d->storage == STO_EXTERN))
            hoist_outside(p, lf, d);
    }
    hoist_definitions(p, lf, at, lf->func->body->r.last);
}
