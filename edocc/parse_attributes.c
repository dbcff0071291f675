/* SPDX-License-Identifier: MIT
 *
 * Attributes, in either spelling: what they say that the lowering has to know. */
#include <string.h>

#include "parse.h"

static bool name_is(const struct token *t, const char *name)
{
    size_t n = strlen(name);
    if (t->len == n)
        return !memcmp(t->s, name, n);
    return t->len == n + 4 && !memcmp(t->s, "__", 2) && !memcmp(t->s + 2, name, n) &&
           !memcmp(t->s + 2 + n, "__", 2);
}

/* Local types and variables named in an argument may get other names when they are printed. */
static void resolve_names(struct parser *p, tokid first, tokid last)
{
    struct token *toks = p->u->toks;
    for (tokid t = first; t <= last; t++) {
        if (toks[t].kind != T_IDENT || toks[t].kw || toks[t].sym)
            continue;
        enum punct before = t > first ? toks[t - 1].punct : P_NONE;
        if (before == P_DOT || before == P_ARROW)
            continue;
        enum keyword kw = t > first ? toks[t - 1].kw : KW_NONE;
        bool tag = kw == KW_STRUCT || kw == KW_UNION || kw == KW_ENUM;
        toks[t].sym = tag ? lookup_tag(toks[t].id) : lookup(toks[t].id);
    }
}

static void cleanup_attribute(struct parser *p, struct attributes *attrs, tokid args)
{
    const struct token *f = &p->toks[args + 1];
    if (f->kind != T_IDENT)
        return;
    attrs->cleanup = lookup(f->id);
    attrs->cleanup_tok = args + 1;
    ((struct token *)f)->sym = attrs->cleanup;
}

/* Only a word that is a macro for a plain compiler can be left out there. */
static void frame_attribute(struct parser *p, tokid tok)
{
    mark_edo(p);
    edo_error(p, tok, tok, D_BUDGET,
              "edo_frame is no attribute: it stands alone behind the prototype, as in "
              "'async int f(int n) edo_frame(96);'");
}

/* One name with its arguments, at the name. */
static void attribute(struct parser *p, struct attributes *attrs)
{
    const struct token *name = cur(p);
    tokid name_tok = p->t;
    advance(p);
    if (accept(p, P_COLONCOLON)) { /* [[gnu::…]] */
        name = cur(p);
        name_tok = p->t;
        advance(p);
    }
    tokid args = p->t;
    bool has_args = at(p, P_LPAREN);
    if (has_args)
        skip_group(p);
    tokid last = p->prev;
    if (name_is(name, "cleanup") && has_args)
        cleanup_attribute(p, attrs, args);
    else if (name_is(name, "aligned") || name_is(name, "warn_if_not_aligned"))
        attrs->overaligned = true;
    else if (name_is(name, "vector_size") || name_is(name, "ext_vector_type") ||
             name_is(name, "neon_vector_type"))
        attrs->vector = true;
    else if (name_is(name, "weak") || name_is(name, "alias") || name_is(name, "ifunc") ||
             name_is(name, "weakref"))
        attrs->weak_or_alias = true;
    else if (name_is(name, "noreturn"))
        attrs->noreturn = true;
    else if (name_is(name, "mode") && has_args && last == args + 2)
        attrs->mode = tok_text(p->u, args + 1);
    else if (name_is(name, "edo_pinned"))
        attrs->pinned = p->pinned_types = true;
    else if (name_is(name, "edo_local"))
        attrs->local = p->u->has_local = true;
    else if (name_is(name, "edo_async_local"))
        attrs->async_local = p->u->has_local = true;
    else if (name_is(name, "edo_send"))
        attrs->send = true;
    else if (name_is(name, "edo_frame"))
        frame_attribute(p, name_tok);
    if (has_args && !name_is(name, "format") && !name_is(name, "section"))
        resolve_names(p, args + 1, last);
}

static void attribute_list(struct parser *p, struct attributes *attrs, enum punct close)
{
    while (!at(p, close)) {
        if (accept(p, P_COMMA))
            continue;
        if (cur(p)->kind != T_IDENT)
            fail(p, p->t, "expected an attribute");
        attribute(p, attrs);
    }
}

bool at_double_bracket(const struct parser *p, tokid t)
{
    return p->toks[t].punct == P_LBRACKET && p->toks[peek_tok(p, t)].punct == P_LBRACKET;
}

void attributes_read(struct parser *p, struct attributes *attrs)
{
    for (;;) {
        if (at_kw(p, KW_ATTRIBUTE)) {
            advance(p);
            expect(p, P_LPAREN);
            expect(p, P_LPAREN);
            attribute_list(p, attrs, P_RPAREN);
            expect(p, P_RPAREN);
            expect(p, P_RPAREN);
        } else if (at_double_bracket(p, p->t)) {
            advance(p);
            advance(p);
            attribute_list(p, attrs, P_RBRACKET);
            expect(p, P_RBRACKET);
            expect(p, P_RBRACKET);
        } else {
            return;
        }
    }
}

static struct type *apply_mode(struct parser *p, struct type *t, const char *mode)
{
    static const struct {
        const char *name;
        unsigned bytes;
    } modes[] = {{"QI", 1}, {"byte", 1}, {"HI", 2}, {"SI", 4}, {"DI", 8}, {"TI", 16},
                 {"word", 0}, {"pointer", 0}, {"unwind_word", 0}};
    size_t n = strlen(mode);
    if (n > 4 && mode[0] == '_' && mode[1] == '_') {
        mode += 2;
        n -= 4;
    }
    for (size_t i = 0; i < sizeof modes / sizeof *modes; i++)
        if (t->kind == TY_INT && strlen(modes[i].name) == n && !memcmp(modes[i].name, mode, n))
            return type_int_of(&p->ts, modes[i].bytes ? modes[i].bytes : p->ts.pointer_bytes,
                               t->is_signed);
    return p->ts.unknown;
}

struct type *attributes_apply(struct parser *p, struct type *t, const struct attributes *at)
{
    if (at->mode)
        t = apply_mode(p, t, at->mode);
    if (at->vector && t->kind != TY_FUNC) {
        struct type *v = type_new(&p->ts, TY_VECTOR);
        v->base = t;
        t = v;
    }
    bool local = at->local && !t->local && t->kind != TY_FUNC;
    if ((at->overaligned && !t->overaligned && t->kind != TY_FUNC) || (at->pinned && !t->pinned) ||
        local || (at->send && t->is_call && !t->send)) {
        t = type_copy(&p->ts, t);
        t->overaligned |= at->overaligned;
        t->pinned |= at->pinned;
        t->local |= local;
        t->send |= at->send && t->is_call;
    }
    return t;
}
