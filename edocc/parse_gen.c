/* SPDX-License-Identifier: MIT
 *
 * Generators, as they are written: the specifiers gen and gen_of(T), the type edo_gen(f), yield,
 * each, edo_next and its kin. What they require is in sema_gen.c. */
#include "parse.h"

/* ---- types ---- */

bool gen_word(struct parser *p, struct specs *s)
{
    bool of = edo_kw(p, p->t) == KW_GEN_OF;
    s->gen_r = (struct range){p->t, p->t};
    p->saw_edo = true;
    if (s->gen)
        fail_code(p, p->t, D_GENERATOR, "two kinds of generator at once");
    s->gen = of ? GEN_OF : GEN_PLAIN;
    if (!s->is_async)
        s->async_tok = p->t;
    advance(p);
    if (!of)
        return true;
    expect(p, P_LPAREN);
    s->yields = type_name_read(p);
    expect(p, P_RPAREN);
    s->gen_r.last = p->prev;
    return true;
}

/* The four tokens print as one: the name that the lowering gives the type. */
struct type *gen_specifier(struct parser *p)
{
    struct token *toks = (struct token *)p->toks;
    tokid kw = p->t;
    p->saw_edo = true;
    advance(p);
    expect(p, P_LPAREN);
    struct sym *f = cur(p)->kind == T_IDENT ? lookup(cur(p)->id) : 0;
    const struct type *pointee = f ? gen_pointee(f->type) : 0;
    if (!pointee)
        fail_code(p, p->t, D_GENERATOR,
                  "edo_gen takes the name of a generator, or of a pointer to one");
    if (f->kind != SYM_FUNC)
        f = any_gen(p, pointee, p->t);
    advance(p);
    expect(p, P_RPAREN);
    if (p->body)
        mark_edo(p);
    if (!f->gen_sym) {
        struct type *t = type_new(&p->ts, TY_STRUCT);
        t->gen_of = f;
        t->pinned = true;
        f->gen_sym = sym_new(p, SYM_TYPEDEF, "edo_gen", t, kw);
        f->gen_sym->file_scope = true;
        vec_push(p->a, &p->gens, f);
    }
    toks[kw].sym = f->gen_sym;
    toks[kw].edit = EDIT_GEN;
    for (tokid t = kw + 1; t <= p->prev; t++)
        toks[t].drop = true;
    p->u->drops = true;
    return f->gen_sym->type;
}

/* ---- yield ---- */

struct expr *yield_expression(struct parser *p)
{
    struct expr *e = expr_new(p, E_YIELD, p->t);
    e->op_tok = p->t;
    advance(p);
    if (at(p, P_SEMI))
        fail_code(p, e->op_tok, D_YIELD, "'yield' needs a value");
    nest(p);
    e->a = assignment_expression(p);
    p->nesting--;
    expr_done(p, e);
    check_yield(p, e);
    return e;
}

/* ---- each ---- */

/* T x: as declared behind the generator, which doesn't see it. */
static struct stmt *each_variable(struct parser *p, const struct specs *specs,
                                  const struct declarator *dr, tokid first)
{
    struct stmt *st = stmt_begin(p, S_DECL);
    struct decl *d = declare(p, specs, dr, false);
    struct vec decls = {0};
    d->all = (struct range){first, dr->r.last};
    vec_push(p->a, &decls, d);
    st->decls = (struct decl **)decls.at;
    st->ndecls = 1;
    st->r = d->all;
    return st;
}

struct stmt *each_statement(struct parser *p)
{
    struct stmt *s = stmt_begin(p, S_EACH);
    uint32_t awaits = p->awaits;
    struct level *level = p->level;
    struct enclosure *in = p->body->in;
    struct specs specs;
    struct declarator dr;
    tokid word = p->t;
    mark_edo(p);
    advance(p);
    expect(p, P_LPAREN);
    tokid first = p->t;
    if (!starts_declaration(p, first))
        fail_code(p, first, D_EACH, "each declares its variable: each (T x = …)");
    specs_read(p, &specs);
    declarator_read(p, specs.type, NAMED, &dr);
    expect(p, P_ASSIGN);
    s->expr = assignment_expression(p);
    expect(p, P_RPAREN);
    scope_enter(p, s);
    s->init = each_variable(p, &specs, &dr, first);
    check_each(p, s, s->init->decls[0]);
    enclose(p, IN_EACH, word);
    loop_body(p, s, false);
    scopes_leave(p, level);
    p->body->in = in;
    return stmt_done(p, s, awaits);
}

/* ---- by hand ---- */

struct expr *gen_primary(struct parser *p, enum keyword kw)
{
    enum expr_kind kind = kw == KW_NEXT || kw == KW_RESUME ? E_GEN_NEXT
                          : kw == KW_GEN_RESULT            ? E_GEN_RESULT
                                                           : E_GEN_END;
    unsigned nargs = kw == KW_NEXT ? 2 : kw == KW_RESUME ? 3 : 1;
    if (kw != KW_NEXT && kw != KW_RESUME && kw != KW_GEN_RESULT && kw != KW_GEN_END)
        return 0;
    struct expr *e = expr_new(p, kind, p->t);
    e->op_tok = p->t;
    advance(p);
    expect(p, P_LPAREN);
    for (unsigned i = 0; i < nargs; i++) {
        struct expr **to[] = {&e->a, &e->b, &e->c};
        if (i)
            expect(p, P_COMMA);
        *to[i] = value_of(p, assignment_expression(p));
        expr_height(p, e, *to[i]);
    }
    expect(p, P_RPAREN);
    expr_done(p, e);
    check_gen_use(p, e);
    return e;
}
