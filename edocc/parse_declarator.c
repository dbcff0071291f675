/* SPDX-License-Identifier: MIT
 *
 * Declarators and type names. */
#include <string.h>

#include "parse.h"

/* A declarator is read into a list of what is applied to the base type, first to last: in
 * `*(*f)(int)[3]` after `int` that is pointer, array, function, pointer. Nothing is read twice,
 * nothing patched. */

struct mod {
    enum { M_POINTER, M_ARRAY, M_FUNC } kind;
    unsigned quals;
    bool star, variadic, no_prototype;
    struct expr *length;
    struct vec params;
    tokid *kr_names;
    uint32_t nkr_names;
    struct binding *proto;
    struct range list; /* of parameters */
    struct mod *next;
};

struct mods {
    struct mod *first, *last;
};

static void append(struct mods *list, struct mods more)
{
    if (!more.first)
        return;
    if (list->last)
        list->last->next = more.first;
    else
        list->first = more.first;
    list->last = more.last;
}

static struct mod *mod_new(struct parser *p, int kind)
{
    struct mod *m = arena_new_of(p->a, struct mod);
    m->kind = kind;
    return m;
}

static unsigned qualifiers(struct parser *p)
{
    unsigned quals = 0;
    for (;; advance(p)) {
        switch (cur(p)->kw) {
        case KW_CONST: quals |= Q_CONST; break;
        case KW_VOLATILE: quals |= Q_VOLATILE; break;
        case KW_ATOMIC: quals |= Q_ATOMIC; break;
        case KW_RESTRICT:
        case KW_OTHER_QUALIFIER: break;
        default: return quals;
        }
    }
}

static struct mods pointers(struct parser *p, struct attributes *attrs)
{
    struct mods list = {0};
    for (;;) {
        attributes_read(p, attrs);
        if (at(p, P_XOR))
            fail_code(p, p->t, D_NOT_SUPPORTED, "blocks are not supported");
        if (!accept(p, P_STAR))
            break;
        struct mod *m = mod_new(p, M_POINTER);
        attributes_read(p, attrs);
        m->quals = qualifiers(p);
        append(&list, (struct mods){m, m});
    }
    while (cur(p)->kw == KW_OTHER_QUALIFIER)
        advance(p);
    return list;
}

static struct mod *array_suffix(struct parser *p)
{
    struct mod *m = mod_new(p, M_ARRAY);
    expect(p, P_LBRACKET);
    for (bool more = true; more;) {
        unsigned quals = qualifiers(p);
        m->quals |= quals;
        more = at_kw(p, KW_STATIC);
        if (more)
            advance(p);
    }
    if (at(p, P_STAR) && p->toks[peek_tok(p, p->t)].punct == P_RBRACKET) {
        m->star = true;
        advance(p);
    } else if (!at(p, P_RBRACKET)) {
        m->length = value_of(p, assignment_expression(p));
        if (!m->length->constant && p->sink)
            vec_push(p->a, p->sink, m->length);
    }
    expect(p, P_RBRACKET);
    return m;
}

static bool kr_list(const struct parser *p)
{
    const struct token *k = cur(p), *n = &p->toks[peek_tok(p, p->t)];
    return k->kind == T_IDENT && !k->kw && !starts_type(p, p->t) &&
           (n->punct == P_COMMA || n->punct == P_RPAREN);
}

static void kr_names(struct parser *p, struct mod *m)
{
    uint32_t room = 0;
    tokid first = p->t;
    do {
        if (cur(p)->kind != T_IDENT)
            fail(p, p->t, "expected a parameter");
        if (cur(p)->kw || starts_type(p, p->t)) /* int f(a, int b): one of them has to change */
            fail(p, first, "expected a type");
        m->kr_names = arena_more(p->a, m->kr_names, m->nkr_names, &room, sizeof *m->kr_names);
        m->kr_names[m->nkr_names++] = p->t;
        advance(p);
    } while (accept(p, P_COMMA));
    m->no_prototype = true;
}

static void parameters(struct parser *p, struct mod *m)
{
    struct vec *sink = p->sink;
    p->level = level_push(p->a, p->level, 0);
    do {
        if (accept(p, P_ELLIPSIS)) {
            m->variadic = true;
            break;
        }
        struct specs s;
        struct declarator dr;
        specs_read(p, &s);
        if (s.implicit_int && s.r.first > s.r.last && kr_list(p)) /* int f(int a, b) */
            fail(p, p->t, "expected a type");
        p->sink = 0;
        declarator_read(p, s.type, EITHER, &dr);
        p->sink = sink;
        async_declarator(p, &s, &dr);
        vec_push(p->a, &m->params, declare_param(p, &s, &dr));
        if (accept(p, P_SEMI)) { /* GNU: parameters declared ahead of their place */
            m->params.n = 0;
            continue;
        }
        if (!accept(p, P_COMMA))
            break;
    } while (true);
    if (m->params.n == 1 && !m->variadic) {
        struct decl *only = m->params.at[0];
        if (only->type->kind == TY_VOID && !only->sym)
            m->params.n = 0;
    }
    m->proto = p->level->first;
    p->level = level_pop(p->level);
}

static struct mod *function_suffix(struct parser *p)
{
    struct mod *m = mod_new(p, M_FUNC);
    m->list.first = p->t;
    expect(p, P_LPAREN);
    if (at(p, P_RPAREN))
        m->no_prototype = true;
    else if (kr_list(p))
        kr_names(p, m);
    else
        parameters(p, m);
    expect(p, P_RPAREN);
    m->list.last = p->prev;
    return m;
}

/* `(` here: does it open a declarator within parentheses, or a parameter list? */
static bool opens_declarator(const struct parser *p, enum naming naming)
{
    tokid t = peek_tok(p, p->t);
    if (naming == NAMED)
        return true;
    while (p->toks[t].kw == KW_ATTRIBUTE) {
        t = peek_tok(p, t);
        unsigned depth = 0;
        for (; p->toks[t].kind != T_EOF; t = peek_tok(p, t)) {
            depth += p->toks[t].punct == P_LPAREN;
            if (p->toks[t].punct == P_RPAREN && !--depth)
                break;
            if (!depth)
                return true;
        }
        t = peek_tok(p, t);
    }
    const struct token *k = &p->toks[t];
    if (k->punct == P_RPAREN || k->punct == P_ELLIPSIS || starts_type(p, t) ||
        (k->kw >= KW_TYPEDEF && k->kw <= KW_NORETURN))
        return false;
    if (naming == EITHER && k->kind == T_IDENT && edo_kw(p, t) == KW_ASYNC &&
        p->toks[peek_tok(p, t)].kind == T_IDENT)
        return false;
    return true;
}

static struct mods collect(struct parser *p, enum naming naming, struct declarator *out)
{
    nest(p);
    struct mods list = pointers(p, &out->at), inner = {0}, suffixes = {0};
    if (at(p, P_LPAREN) && opens_declarator(p, naming)) {
        advance(p);
        inner = collect(p, naming, out);
        expect(p, P_RPAREN);
    } else if (naming != ABSTRACT && cur(p)->kind == T_IDENT &&
               (!cur(p)->kw || cur(p)->kw == KW_BUILTIN || cur(p)->kw == KW_TYPEOF ||
                (cur(p)->kw == KW_ASM && cur(p)->len == 3 && !out->has_name &&
                 p->toks[peek_tok(p, p->t)].punct != P_LPAREN))) {
        out->name_tok = p->t;
        out->has_name = true;
        advance(p);
    } else if (naming == NAMED) {
        fail(p, p->t, "expected a name");
    }
    for (;;) {
        struct mod *m;
        if (at_double_bracket(p, p->t)) {
            attributes_read(p, &out->at);
            continue;
        }
        if (at(p, P_LBRACKET))
            m = array_suffix(p);
        else if (at(p, P_LPAREN))
            m = function_suffix(p);
        else
            break;
        m->next = suffixes.first; /* the last is applied first */
        suffixes.first = m;
        if (!suffixes.last)
            suffixes.last = m;
    }
    append(&list, suffixes);
    append(&list, inner);
    p->nesting--;
    return list;
}

static struct type *apply_function(struct parser *p, struct type *t, const struct mod *m)
{
    struct type *f = type_new(&p->ts, TY_FUNC);
    f->base = t;
    f->params = (struct decl **)m->params.at;
    f->nparams = m->params.n;
    f->variadic = m->variadic;
    f->no_prototype = m->no_prototype;
    f->proto = m->proto;
    f->list = m->list;
    f->kr_names = m->kr_names;
    f->nkr_names = m->nkr_names;
    return f;
}

static struct type *apply(struct parser *p, struct type *t, const struct mod *m)
{
    for (; m; m = m->next) {
        if (m->kind == M_POINTER) {
            t = type_qualify(&p->ts, type_pointer(&p->ts, t), m->quals);
        } else if (m->kind == M_ARRAY) {
            int64_t n = m->length && m->length->value_known ? m->length->value : -1;
            struct type *element = t;
            t = type_array(&p->ts, element, m->length, n < 0 ? -1 : n);
            t->is_vm |= m->star;
        } else {
            t = apply_function(p, t, m);
        }
    }
    return t;
}

/* edo_leaf(struct S, start, resume, cancel, discard) */
static void leaf_suffix(struct parser *p, struct declarator *out)
{
    out->at.leaf_tok = p->t;
    p->saw_edo = true;
    advance(p);
    expect(p, P_LPAREN);
    struct leaf_spec *leaf = arena_new_of(p->a, struct leaf_spec);
    leaf->type = type_name_read(p)->r;
    struct sym **slots[] = {&leaf->start, &leaf->resume, &leaf->cancel, &leaf->discard};
    for (unsigned i = 0; i < 4; i++) {
        expect(p, P_COMMA);
        tokid tok = p->t;
        struct expr *e = assignment_expression(p);
        const struct expr *core = expr_strip(e);
        if (core->kind == E_IDENT && core->sym)
            *slots[i] = core->sym;
        else if (core->kind == E_IDENT)
            diag_error(p->d, tok, D_LEAF, "'%s' is not declared", tok_text(p->u, tok));
        else if (i < 2 || !e->constant)
            diag_error(p->d, tok, D_LEAF, "a leaf's %s must be the name of a function",
                       i == 0 ? "start" : i == 1 ? "resume" : i == 2 ? "cancel" : "discard");
    }
    expect(p, P_RPAREN);
    out->at.leaf = leaf;
}

static int64_t budget_number(struct parser *p, const char *what, int64_t most)
{
    tokid first = p->t;
    const struct expr *e = constant_expression(p);
    if (!e->value_known)
        fail_code(p, first, D_BUDGET, "the %s of edo_frame must be a number", what);
    if (e->value < 1 || e->value > most)
        fail_code(p, first, D_BUDGET, "the %s of edo_frame must be between 1 and %lld", what,
                  (long long)most);
    return e->value;
}

/* edo_frame(size), edo_frame(size, align) */
static void budget_suffix(struct parser *p, struct declarator *out)
{
    out->at.budget_tok = p->t;
    p->saw_edo = true;
    advance(p);
    expect(p, P_LPAREN);
    out->at.budget = (uint32_t)budget_number(p, "size", 1 << 30);
    out->at.budget_align = 8;
    if (accept(p, P_COMMA)) {
        tokid at_align = p->t;
        int64_t align = budget_number(p, "alignment", 4096);
        if (align & (align - 1))
            fail_code(p, at_align, D_BUDGET, "the alignment of edo_frame must be a power of two");
        out->at.budget_align = align < 8 ? 8 : (uint32_t)align;
    }
    expect(p, P_RPAREN);
}

static void trailing(struct parser *p, struct declarator *out)
{
    for (;;) {
        tokid before = p->t;
        attributes_read(p, &out->at);
        if (at_kw(p, KW_ASM) && p->toks[peek_tok(p, p->t)].punct == P_LPAREN) {
            advance(p);
            skip_group(p);
        }
        if (edo_kw(p, p->t) == KW_LEAF && p->toks[peek_tok(p, p->t)].punct == P_LPAREN)
            leaf_suffix(p, out);
        if (edo_kw(p, p->t) == KW_FRAME && p->toks[peek_tok(p, p->t)].punct == P_LPAREN)
            budget_suffix(p, out);
        if (p->t == before)
            return;
    }
}

/* Attributes behind a declarator mean the type at its bottom; where that isn't the whole, what the
 * bottom is now stays unknown. */
static struct type *apply_trailing(struct parser *p, struct type *t, const struct attributes *attrs)
{
    if (!attrs->vector && !attrs->mode)
        return attributes_apply(p, t, attrs);
    if (t->kind == TY_POINTER)
        return type_pointer(&p->ts, p->ts.unknown);
    if (t->kind == TY_FUNC) {
        t = type_copy(&p->ts, t);
        t->base = p->ts.unknown;
        return t;
    }
    return t->kind == TY_ARRAY ? p->ts.unknown : attributes_apply(p, t, attrs);
}

void declarator_read(struct parser *p, struct type *base, enum naming naming,
                     struct declarator *out)
{
    memset(out, 0, sizeof *out);
    tokid first = p->t;
    struct vec *sink = p->sink;
    p->sink = &out->exprs;
    struct mods list = collect(p, naming, out);
    p->sink = sink;
    out->type = apply(p, base, list.first);
    if (naming != ABSTRACT)
        trailing(p, out);
    out->type = apply_trailing(p, out->type, &out->at);
    out->r = p->t == first ? (struct range){1, 0} : (struct range){first, p->prev};
}

struct type_name *type_name_read(struct parser *p)
{
    struct type_name *tn = arena_new_of(p->a, struct type_name);
    struct specs s;
    struct declarator dr;
    tokid first = p->t;
    specs_read(p, &s);
    if (s.implicit_int && s.r.first > s.r.last)
        fail(p, p->t, "expected a type");
    declarator_read(p, s.type, ABSTRACT, &dr);
    async_declarator(p, &s, &dr);
    for (unsigned i = 0; i < dr.exprs.n; i++)
        vec_push(p->a, &s.exprs, dr.exprs.at[i]);
    tn->r = (struct range){first, p->prev};
    tn->type = dr.type;
    tn->exprs = (struct expr **)s.exprs.at;
    tn->nexprs = s.exprs.n;
    return tn;
}
