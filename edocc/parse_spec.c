/* SPDX-License-Identifier: MIT
 *
 * Declaration specifiers, struct, union and enum. */
#include <string.h>

#include "parse.h"

/* ---- struct and union ---- */

struct members {
    struct member *at;
    uint32_t n, room;
};

/* A struct that isn't complete can't be a member, the C compiler says so; a type that holds itself
 * would have no end. */
static bool holds_incomplete(const struct type *t)
{
    while (t->kind == TY_ARRAY)
        t = t->base;
    return t->kind == TY_STRUCT && !t->gen_of && !type_is_complete(t);
}

static void member_add(struct parser *p, struct members *m, struct member one)
{
    if (holds_incomplete(one.type))
        one.type = p->ts.unknown;
    m->at = arena_more(p->a, m->at, m->n, &m->room, sizeof *m->at);
    m->at[m->n++] = one;
}

static void member_declarator(struct parser *p, const struct specs *s, struct members *m)
{
    struct declarator dr = {.type = s->type};
    struct member one = {0};
    if (!at(p, P_COLON)) {
        declarator_read(p, s->type, NAMED, &dr);
        one.name = p->toks[dr.name_tok].id->s;
        if (async_declarator(p, s, &dr) == dr.type)
            fail_code(p, dr.name_tok, D_ASYNC_TYPE, "the member '%s' is a function, not a pointer "
                                                    "to one", one.name);
    }
    if (accept(p, P_COLON)) {
        constant_expression(p);
        one.bitfield = true;
    }
    attributes_read(p, &dr.at);
    one.type = attributes_apply(p, dr.type, &dr.at);
    check_gen_member(p, one.type, dr.name_tok, one.name != 0);
    placeholder_object(p, one.type, dr.name_tok);
    if (one.name)
        member_add(p, m, one);
}

static void member_declaration(struct parser *p, struct members *m)
{
    if (accept(p, P_SEMI))
        return;
    if (at_kw(p, KW_STATIC_ASSERT)) {
        static_assert_read(p);
        return;
    }
    struct specs s;
    specs_read(p, &s);
    if (at(p, P_SEMI) || at(p, P_RBRACE)) {
        if (s.type->kind == TY_STRUCT)
            member_add(p, m, (struct member){.type = s.type});
    } else {
        do
            member_declarator(p, &s, m);
        while (accept(p, P_COMMA));
    }
    if (!at(p, P_RBRACE)) /* the last one's semicolon may be missing */
        expect(p, P_SEMI);
}

static struct sym *tag_new(struct parser *p, enum keyword kw, tokid name_tok, const char *name)
{
    struct type *t = type_new(&p->ts, kw == KW_ENUM ? TY_INT : TY_STRUCT);
    t->is_union = kw == KW_UNION;
    if (kw == KW_ENUM)
        t->size = 4;
    struct sym *tag = sym_new(p, SYM_TAG, name, t, name_tok);
    t->tag = tag;
    return tag;
}

/* The tag that is named at the current token or, if there is none, a new one without a name. */
static struct sym *tag_read(struct parser *p, enum keyword kw)
{
    if (cur(p)->kind != T_IDENT)
        return tag_new(p, kw, p->prev, 0);
    struct ident *id = cur(p)->id;
    if (id->kw && id->kw <= KW_C_LAST && id->kw != KW_BUILTIN)
        fail(p, p->t, "expected a tag or '{'");
    tokid tok = p->t;
    advance(p);
    struct sym *here = lookup_here(p->level, id, true);
    bool declares = at(p, P_LBRACE) || at(p, P_SEMI) || (kw == KW_ENUM && at(p, P_COLON));
    struct sym *tag = declares ? here : lookup_tag(id);
    if (!tag) {
        tag = tag_new(p, kw, tok, id->s);
        bind(p->a, p->level, id, tag, true);
    }
    ((struct token *)p->toks)[tok].sym = tag;
    return tag;
}

static struct type *struct_specifier(struct parser *p, struct specs *s, enum keyword kw)
{
    nest(p);
    struct attributes attrs = {0};
    attributes_read(p, &attrs);
    struct sym *tag = tag_read(p, kw);
    struct type *t = tag->type;
    if (at(p, P_LBRACE)) {
        advance(p);
        if (t->kind != TY_STRUCT || t->members) { /* again, or as an enum: the C compiler says so */
            t = tag_new(p, kw, tag->name_tok, tag->name)->type;
            t->tag = tag;
        }
        struct members m = {0};
        struct vec *sink = p->sink;
        const bool within = p->in_struct;
        p->in_struct = true;
        p->sink = 0;
        member_add(p, &m, (struct member){.type = p->ts.unknown});
        m.n = 0; /* an empty struct is complete, too: `members` isn't 0 */
        while (!at(p, P_RBRACE)) {
            if (cur(p)->kind == T_EOF)
                fail(p, p->t, "expected '}'");
            member_declaration(p, &m);
        }
        p->sink = sink;
        p->in_struct = within;
        expect(p, P_RBRACE);
        attributes_read(p, &attrs);
        if (t->members) { /* inside itself: the same mistake */
            t = tag_new(p, kw, tag->name_tok, tag->name)->type;
            t->tag = tag;
        }
        t->pinned |= attrs.pinned;
        t->local |= attrs.local;
        t->overaligned |= attrs.overaligned;
        type_complete(t, m.at, m.n);
        p->completed++;
        s->tag_definition = true;
        s->defines_tag = tag;
    } else if (!tag->name) {
        fail(p, p->t, "expected a tag or '{'");
    } else {
        t->pinned |= attrs.pinned;
        t->local |= attrs.local;
    }
    p->nesting--;
    return t;
}

/* ---- enum ---- */

static void enumerators(struct parser *p, struct type *t)
{
    int64_t next = 0;
    bool known = true, negative = false;
    while (!at(p, P_RBRACE)) {
        if (cur(p)->kind != T_IDENT)
            fail(p, p->t, "expected an enumerator");
        tokid tok = p->t;
        advance(p);
        struct attributes attrs = {0};
        attributes_read(p, &attrs);
        if (accept(p, P_ASSIGN)) {
            struct expr *e = constant_expression(p);
            known = e->value_known;
            next = e->value;
        }
        struct sym *s = sym_new(p, SYM_ENUM_CONST, p->toks[tok].id->s, p->ts.t_int, tok);
        s->value_known = known;
        s->value = next;
        if (!known || next < INT32_MIN || next > INT32_MAX)
            s->type = p->ts.unknown;
        if (!known || next < INT32_MIN || next > INT32_MAX)
            t->size = 0; /* may be wider than int */
        negative |= known && next < 0;
        bind(p->a, p->level, p->toks[tok].id, s, false);
        ((struct token *)p->toks)[tok].sym = s;
        if (known && __builtin_add_overflow(next, 1, &next))
            known = false;
        if (!accept(p, P_COMMA))
            break;
    }
    t->is_signed = negative || !t->size;
}

static struct type *enum_specifier(struct parser *p, struct specs *s)
{
    nest(p);
    struct attributes attrs = {0};
    attributes_read(p, &attrs);
    struct sym *tag = tag_read(p, KW_ENUM);
    struct type *t = tag->type;
    bool fixed = false;
    if (at(p, P_COLON) && !(p->body && p->level->scope == 0)) { /* clang: enum e : type { … } */
        tokid colon = p->t;
        if (starts_type(p, peek_tok(p, colon))) {
            advance(p);
            struct specs under;
            specs_read(p, &under);
            t->size = under.type->size;
            t->is_signed = under.type->is_signed;
            fixed = true;
        }
    }
    if (accept(p, P_LBRACE)) {
        uint32_t size = t->size;
        bool is_signed = t->is_signed;
        enumerators(p, t);
        if (fixed) {
            t->size = size;
            t->is_signed = is_signed;
        }
        expect(p, P_RBRACE);
        attributes_read(p, &attrs);
        type_complete(t, 0, 0);
        s->tag_definition = true;
        s->defines_tag = tag;
    } else if (!tag->name) {
        fail(p, p->t, "expected a tag or '{'");
    }
    p->nesting--;
    return t;
}

/* ---- the simple ones ---- */

struct words {
    unsigned n[KW_TYPE_LAST + 1];
    unsigned total;
};

static struct type *type_of_words(struct parser *p, const struct words *w)
{
    const struct types *ts = &p->ts;
    bool u = w->n[KW_UNSIGNED];
    if (w->n[KW_COMPLEX] || w->n[KW_IMAGINARY])
        return ts->t_complex;
    if (w->n[KW_VOID])
        return ts->t_void;
    if (w->n[KW_BOOL])
        return ts->t_bool;
    if (w->n[KW_FLOAT])
        return ts->t_float;
    if (w->n[KW_DOUBLE])
        return w->n[KW_LONG] ? ts->t_ldouble : ts->t_double;
    if (w->n[KW_FLOATN])
        return ts->t_complex;
    if (w->n[KW_INT128])
        return u ? ts->t_uint128 : ts->t_int128;
    if (w->n[KW_CHAR])
        return u ? ts->t_uchar : w->n[KW_SIGNED] ? ts->t_schar : ts->t_char;
    if (w->n[KW_SHORT])
        return u ? ts->t_ushort : ts->t_short;
    if (w->n[KW_LONG] > 1)
        return u ? ts->t_ullong : ts->t_llong;
    if (w->n[KW_LONG])
        return u ? ts->t_ulong : ts->t_long;
    return u ? ts->t_uint : ts->t_int;
}

static struct type *typeof_specifier(struct parser *p, struct specs *s)
{
    expect(p, P_LPAREN);
    struct type *t;
    if (starts_type(p, p->t)) {
        struct type_name *tn = type_name_read(p);
        for (uint32_t i = 0; i < tn->nexprs; i++)
            vec_push(p->a, &s->exprs, tn->exprs[i]);
        t = tn->type;
    } else {
        p->unevaluated++;
        struct expr *e = expression(p);
        p->unevaluated--;
        vec_push(p->a, &s->exprs, e);
        placeholder_placed(e);
        t = e->type;
    }
    expect(p, P_RPAREN);
    return t;
}

static struct type *future_specifier(struct parser *p)
{
    tokid kw = p->prev;
    expect(p, P_LPAREN);
    if (cur(p)->kind != T_IDENT)
        fail(p, p->t, "expected the name of an async function");
    tokid tok = p->t;
    struct sym *f = lookup(cur(p)->id);
    if (!f || f->kind != SYM_FUNC || !f->type->is_async)
        fail_code(p, tok, D_FUTURE, "'%s' is not an async function", tok_text(p->u, tok));
    if (f->type->gen)
        fail_code(p, tok, D_FUTURE, "'%s' is a generator: use edo_gen", tok_text(p->u, tok));
    ((struct token *)p->toks)[tok].sym = f;
    advance(p);
    expect(p, P_RPAREN);
    if (p->in_struct)
        fail_code(p, kw, D_FUTURE, "a future in a struct: it lives in a block, by its own name; a "
                                   "box (edo_box) or a task can be a member");
    if (!p->body)
        fail_code(p, kw, D_FUTURE, "a future can only be declared inside a function");
    if (f->type->generic)
        fail_code(p, tok, D_FUTURE,
                  "a future of '%s', whose result type follows its argument, which isn't known "
                  "here: name a future of a function that awaits it, or box the call (edo_box)",
                  f->name);
    mark_edo(p);
    struct type *t = type_new(&p->ts, TY_STRUCT);
    t->future_of = f;
    t->pinned = true;
    return t;
}

static void alignas_specifier(struct parser *p, struct specs *s)
{
    expect(p, P_LPAREN);
    if (starts_type(p, p->t))
        type_name_read(p);
    else
        constant_expression(p);
    expect(p, P_RPAREN);
    s->at.overaligned = true;
}

/* ---- which words begin what ---- */

static bool is_typedef_name(const struct parser *p, tokid t)
{
    const struct token *k = &p->toks[t];
    if (k->kind != T_IDENT || k->kw)
        return false;
    const struct sym *s = lookup(k->id);
    return s && s->kind == SYM_TYPEDEF;
}

bool starts_type(const struct parser *p, tokid t)
{
    const struct token *k = &p->toks[t];
    if (k->kind != T_IDENT)
        return false;
    if (k->kw) {
        if (k->kw == KW_TYPEOF)
            return p->toks[peek_tok(p, t)].punct == P_LPAREN;
        if (k->kw == KW_EXTENSION)
            return starts_type(p, peek_tok(p, t));
        return k->kw <= KW_ATOMIC || (k->kw >= KW_CONST && k->kw <= KW_ATTRIBUTE);
    }
    enum keyword kw = edo_kw(p, t);
    const struct token *next = &p->toks[peek_tok(p, t)];
    return is_typedef_name(p, t) || kw == KW_FUTURE || kw == KW_CALL_OF || kw == KW_EDO_GEN ||
           ((kw == KW_ASYNC || kw == KW_GEN) && next->kind == T_IDENT) ||
           (kw == KW_GEN_OF && next->punct == P_LPAREN);
}

bool starts_declaration(const struct parser *p, tokid t)
{
    const struct token *k = &p->toks[t];
    while (k->kw == KW_EXTENSION) {
        t = peek_tok(p, t);
        k = &p->toks[t];
    }
    if (k->kw == KW_STATIC_ASSERT)
        return true;
    if (k->kw >= KW_TYPEDEF && k->kw <= KW_NORETURN)
        return true;
    const struct token *next = &p->toks[peek_tok(p, t)];
    if (is_typedef_name(p, t) && next->punct == P_COLON)
        return false;
    enum keyword kw = edo_kw(p, t);
    if (kw == KW_ASYNC || kw == KW_GEN)
        return next->kind == T_IDENT && next->kw != KW_ASM;
    if (kw == KW_GEN_OF)
        return next->punct == P_LPAREN;
    return starts_type(p, t);
}

/* ---- all of them together ---- */

static bool storage_word(struct parser *p, struct specs *s, enum keyword kw)
{
    switch (kw) {
    case KW_TYPEDEF: s->storage = STO_TYPEDEF; return true;
    case KW_EXTERN: s->storage = STO_EXTERN; return true;
    case KW_STATIC: s->storage = STO_STATIC; return true;
    case KW_REGISTER: s->storage = STO_REGISTER; return true;
    case KW_AUTO: s->storage = STO_AUTO; return true;
    case KW_THREAD: s->thread = true; return true;
    case KW_INLINE: s->is_inline = true; return true;
    case KW_NORETURN: s->is_noreturn = true; return true;
    case KW_EXTENSION:
    case KW_OTHER_QUALIFIER: return true;
    default: (void)p; return false;
    }
}

static bool edo_word(struct parser *p, struct specs *s, bool has_type)
{
    enum keyword kw = edo_kw(p, p->t);
    const struct token *next = &p->toks[peek_tok(p, p->t)];
    switch (kw) {
    case KW_ASYNC:
    case KW_GEN:
        if (next->kind != T_IDENT || (has_type && (next->kw == KW_ATTRIBUTE || next->kw == KW_ASM)))
            return false;
        p->saw_edo = true;
        if (kw == KW_GEN)
            return gen_word(p, s);
        s->is_async = true;
        s->async_tok = p->t;
        advance(p);
        return true;
    case KW_GEN_OF: return next->punct == P_LPAREN && gen_word(p, s);
    default: return false;
    }
}

/* A specifier that names a type and isn't one of the simple words; 0 if there is none here. */
static struct type *type_word(struct parser *p, struct specs *s, unsigned *quals)
{
    enum keyword kw = cur(p)->kw;
    switch (kw) {
    case KW_STRUCT:
    case KW_UNION: advance(p); return struct_specifier(p, s, kw);
    case KW_ENUM: advance(p); return enum_specifier(p, s);
    case KW_TYPEOF:
        if (p->toks[peek_tok(p, p->t)].punct != P_LPAREN)
            return 0;
        advance(p);
        return typeof_specifier(p, s);
    case KW_AUTO_TYPE:
        advance(p);
        s->is_auto_type = true;
        return p->ts.unknown;
    case KW_BITINT:
        advance(p);
        expect(p, P_LPAREN);
        constant_expression(p);
        expect(p, P_RPAREN);
        return p->ts.unknown;
    case KW_ATOMIC: {
        if (p->toks[peek_tok(p, p->t)].punct != P_LPAREN)
            return 0;
        advance(p);
        advance(p);
        struct type *t = type_name_read(p)->type;
        expect(p, P_RPAREN);
        *quals |= Q_ATOMIC;
        return t;
    }
    default: break;
    }
    if (edo_kw(p, p->t) == KW_FUTURE && p->toks[peek_tok(p, p->t)].punct == P_LPAREN) {
        p->saw_edo = true;
        advance(p);
        return future_specifier(p);
    }
    if (edo_kw(p, p->t) == KW_CALL_OF && p->toks[peek_tok(p, p->t)].punct == P_LPAREN)
        return call_specifier(p);
    if (edo_kw(p, p->t) == KW_EDO_GEN && p->toks[peek_tok(p, p->t)].punct == P_LPAREN)
        return gen_specifier(p);
    if (!is_typedef_name(p, p->t))
        return 0;
    struct sym *sym = lookup(cur(p)->id);
    ((struct token *)p->toks)[p->t].sym = sym;
    advance(p);
    return sym->type;
}

static unsigned qualifier(enum keyword kw)
{
    switch (kw) {
    case KW_CONST: return Q_CONST;
    case KW_VOLATILE: return Q_VOLATILE;
    case KW_ATOMIC: return Q_ATOMIC;
    default: return 0;
    }
}

static bool is_qualifier(const struct parser *p)
{
    enum keyword kw = cur(p)->kw;
    return kw == KW_CONST || kw == KW_VOLATILE || kw == KW_RESTRICT || kw == KW_ATOMIC;
}

void specs_read(struct parser *p, struct specs *s)
{
    memset(s, 0, sizeof *s);
    s->r.first = p->t;
    struct words words = {0};
    struct type *t = 0;
    unsigned quals = 0;
    bool any = false;
    for (;; any = true) {
        enum keyword kw = cur(p)->kw;
        if (cur(p)->kind != T_IDENT && !at_double_bracket(p, p->t))
            break;
        if (kw && kw < KW_AUTO_TYPE) {
            words.n[kw]++;
            words.total++;
            advance(p);
        } else if (storage_word(p, s, kw)) {
            advance(p);
        } else if (kw == KW_ALIGNAS) {
            advance(p);
            alignas_specifier(p, s);
        } else if (kw == KW_ATTRIBUTE || at_double_bracket(p, p->t)) {
            attributes_read(p, &s->at);
        } else if (edo_word(p, s, t || words.total)) {
        } else if (!t && (!words.total || kw == KW_ATOMIC)) {
            struct type *found = words.total ? 0 : type_word(p, s, &quals);
            if (found)
                t = found;
            else if (is_qualifier(p))
                quals |= qualifier(kw), advance(p);
            else
                break;
        } else if (is_qualifier(p)) {
            quals |= qualifier(kw);
            advance(p);
        } else {
            break;
        }
    }
    s->implicit_int = !t && !words.total;
    if (s->implicit_int && p->body && !any)
        fail(p, p->t, "expected a type");
    if (s->implicit_int && cur(p)->kind != T_IDENT && !at(p, P_STAR) && !at(p, P_LPAREN) &&
        !(any && (at(p, P_SEMI) || at(p, P_COMMA) || at(p, P_RPAREN) || at(p, P_LBRACKET))))
        fail(p, p->t, "expected a declaration");
    s->type = t ? t : type_of_words(p, &words);
    s->type = attributes_apply(p, s->type, &s->at);
    s->type = type_qualify(&p->ts, s->type, quals);
    s->at.vector = s->at.pinned = s->at.local = s->at.send = false;
    if (s->at.async_local && !s->is_async) {
        s->is_async = p->saw_edo = true;
        s->async_tok = s->r.first;
    }
    s->at.mode = 0;
    s->r.last = p->prev;
    if (!any)
        s->r = (struct range){1, 0};
}
