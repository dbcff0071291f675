/* SPDX-License-Identifier: MIT
 *
 * Declarations, initialisers. */
#include <string.h>

#include "parse.h"

/* ---- symbols ---- */

struct sym *sym_new(struct parser *p, enum sym_kind kind, const char *name, struct type *type,
                    tokid tok)
{
    struct sym *s = arena_new_of(p->a, struct sym);
    s->kind = kind;
    s->name = s->out = name;
    s->type = type;
    s->name_tok = tok;
    s->file_scope = !p->level || !p->level->up;
    s->in = p->body ? p->body->func : 0;
    s->scope = p->scope;
    return s;
}

void local_add(struct parser *p, struct sym *s)
{
    s->index = p->body->locals.n;
    s->in = p->body->func;
    s->scope = p->scope;
    vec_push(p->a, &p->body->locals, s);
}

static void name_token(struct parser *p, tokid tok, struct sym *s)
{
    ((struct token *)p->toks)[tok].sym = s;
}

/* ---- declaring ---- */

static struct decl *decl_new(struct parser *p, const struct specs *s, const struct declarator *dr)
{
    struct decl *d = arena_new_of(p->a, struct decl);
    d->specs = s->r;
    d->storage = s->storage;
    d->type = s->type;
    d->declarator = (struct range){1, 0};
    struct vec exprs = {0};
    for (unsigned i = 0; i < s->exprs.n; i++)
        vec_push(p->a, &exprs, s->exprs.at[i]);
    if (dr) {
        d->declarator = dr->r;
        d->name_tok = dr->name_tok;
        d->type = dr->type;
        d->cleanup = dr->at.cleanup ? dr->at.cleanup : s->at.cleanup;
        for (unsigned i = 0; i < dr->exprs.n; i++)
            vec_push(p->a, &exprs, dr->exprs.at[i]);
    }
    d->exprs = (struct expr **)exprs.at;
    d->nexprs = exprs.n;
    return d;
}

struct decl *declare_param(struct parser *p, const struct specs *s, const struct declarator *dr)
{
    struct decl *d = decl_new(p, s, dr);
    d->is_tag_definition = s->tag_definition;
    if (d->type->kind == TY_ARRAY) {
        bool vm = d->type->base->is_vm;
        d->type = type_pointer(&p->ts, d->type->base);
        d->type->is_vm = vm;
    } else if (d->type->kind == TY_FUNC) {
        d->type = type_pointer(&p->ts, d->type);
    }
    if (dr->has_name) {
        struct ident *id = p->toks[dr->name_tok].id;
        struct sym *sym = sym_new(p, SYM_VAR, id->s, d->type, dr->name_tok);
        sym->is_param = true;
        placeholder_object(p, d->type, dr->name_tok);
        sym->storage = s->storage;
        sym->decl = d;
        d->sym = sym;
        bind(p->a, p->level, id, sym, false);
        name_token(p, dr->name_tok, sym);
    }
    return d;
}

/* The type of a captured call is known by the name it has in Edo's header. */
static struct type *typedef_type(struct parser *p, struct sym *sym, struct type *t)
{
    t = type_copy(&p->ts, t);
    t->typedef_sym = sym;
    bool of_int = !strcmp(sym->name, "edo_call"), sent = !strcmp(sym->name, "edo_call_send");
    if (t->kind == TY_STRUCT && (of_int || sent || !strcmp(sym->name, "edo_call_any"))) {
        t->is_call = true;
        t->send = sent;
        t->call_result = of_int ? p->ts.t_int : 0;
    }
    if (t->kind == TY_STRUCT && !strcmp(sym->name, "edo_T"))
        t->placeholder = true;
    if (t->placeholder && !strcmp(sym->name, "edo_signed_T"))
        t->placeholder_signed = true;
    return t;
}

/* What an earlier declaration in the same scope said, and this one doesn't, stays. */
static void redeclare(struct parser *p, struct sym *sym, struct decl *d, const struct specs *s)
{
    struct type *was = sym->type, *now = d->type;
    if (sym->kind == SYM_FUNC && now->kind == TY_FUNC) {
        if (was->is_async != now->is_async) {
            p->saw_edo = true;
            diag_error(p->d, d->name_tok, D_ASYNC_MISMATCH,
                       now->is_async ? "'%s' is async here, and was declared as a plain function"
                                     : "'%s' is a plain function here, and was declared async",
                       sym->name);
            diag_note(p->d, sym->name_tok, "declared here before");
            return;
        }
        bool differs = now->is_async && type_differs(was->base, now->base);
        differs |= check_gen_mismatch(was, now);
        bool counts = now->is_async && was->nparams != now->nparams && !was->no_prototype &&
                      !now->no_prototype;
        for (uint32_t i = 0; now->is_async && !counts && i < now->nparams && i < was->nparams; i++)
            differs |= type_differs(was->params[i]->type, now->params[i]->type);
        if (differs || counts) {
            diag_error(p->d, d->name_tok, D_ASYNC_MISMATCH, "'%s' was declared otherwise",
                       sym->name);
            diag_note(p->d, sym->name_tok, "declared here before");
        }
        if (now->no_prototype && !was->no_prototype)
            return;
        sym->type = now;
    } else if (sym->kind == SYM_VAR) {
        if (was->kind != TY_ARRAY || now->kind != TY_ARRAY || now->nelem >= 0 || now->length)
            sym->type = now;
    } else if (sym->kind == SYM_TYPEDEF && was->kind == TY_STRUCT && now->kind == TY_STRUCT) {
        return;
    }
    (void)s;
}

/* A function that a block declares is the one that the file declares, before or behind it. */
static struct sym *linked_function(struct parser *p, struct ident *id)
{
    struct sym *sym = id->external;
    for (const struct binding *b = id->ordinary; b; b = b->outer)
        if (!b->level->up && b->sym->kind == SYM_FUNC)
            sym = b->sym;
    if (sym)
        bind(p->a, p->level, id, sym, false);
    return sym;
}

/* As if its type had been written there: for what looks for the result and the parameters. */
static struct decl *decl_said(struct parser *p, const struct decl *d, struct sym *sym)
{
    struct decl *as = arena_new_of(p->a, struct decl);
    *as = *d->said;
    as->sym = sym;
    as->is_tag_definition = false;
    return as;
}

struct decl *declare(struct parser *p, const struct specs *s, const struct declarator *dr,
                     bool is_definition)
{
    struct decl *d = decl_new(p, s, dr);
    struct ident *id = p->toks[dr->name_tok].id;
    bool is_func = d->type->kind == TY_FUNC && s->storage != STO_TYPEDEF;
    check_declaration(p, s, d);
    enum sym_kind kind = s->storage == STO_TYPEDEF ? SYM_TYPEDEF : is_func ? SYM_FUNC : SYM_VAR;
    struct sym *sym = lookup_here(p->level, id, false);
    if (kind == SYM_FUNC && !sym)
        sym = linked_function(p, id);
    if (sym && sym->kind == kind && !(p->body && kind == SYM_VAR)) {
        redeclare(p, sym, d, s);
    } else {
        sym = sym_new(p, kind, id->s, d->type, dr->name_tok);
        if (kind == SYM_TYPEDEF)
            sym->type = d->type = typedef_type(p, sym, d->type);
        sym->storage = s->thread ? STO_THREAD : s->storage;
        sym->decl = d->said ? decl_said(p, d, sym) : d;
        bind(p->a, p->level, id, sym, false);
        if (kind == SYM_VAR && p->body && is_placeholder(sym))
            placeholder_local(p, sym);
        else if (kind == SYM_VAR)
            placeholder_object(p, sym->type, dr->name_tok);
        if (kind == SYM_VAR && p->body && !is_placeholder(sym))
            local_add(p, sym);
        if (kind == SYM_FUNC && p->body && s->storage != STO_AUTO) {
            sym->declares = p->body->func;
            sym->file_scope = true;
            sym->in = 0;
            sym->scope = 0;
            id->external = sym;
        }
    }
    if (is_definition)
        sym->decl = d;
    if (s->storage == STO_STATIC && sym->storage == STO_NONE)
        sym->storage = STO_STATIC;
    d->storage = sym->storage;
    sym->is_inline |= s->is_inline;
    sym->noreturn |= s->is_noreturn || s->at.noreturn || dr->at.noreturn;
    sym->async_local |= s->at.async_local || dr->at.async_local;
    sym->weak_or_alias |= s->at.weak_or_alias || dr->at.weak_or_alias;
    if (dr->at.budget)
        check_budget(p, sym, dr, is_func && d->type->is_async);
    if (dr->at.leaf)
        bind_leaf(p, sym, d->type, dr);
    d->sym = sym;
    name_token(p, dr->name_tok, sym);
    if (d->cleanup && kind == SYM_VAR)
        sym->address_taken = true;
    return d;
}

/* ---- initialisers ---- */

static void designator(struct parser *p, struct init_item *item)
{
    tokid first = p->t;
    struct vec index = {0};
    unsigned parts = 0;
    if (cur(p)->kind == T_IDENT && p->toks[peek_tok(p, p->t)].punct == P_COLON) { /* GNU x: */
        advance(p);
        advance(p);
        item->is_member = true;
        item->designator = (struct range){first, p->prev};
        return;
    }
    for (; at(p, P_DOT) || at(p, P_LBRACKET); parts++) {
        if (accept(p, P_DOT)) {
            if (cur(p)->kind != T_IDENT)
                fail(p, p->t, "expected a member");
            item->is_member |= parts == 0;
            advance(p);
            continue;
        }
        advance(p);
        vec_push(p->a, &index, constant_expression(p));
        if (accept(p, P_ELLIPSIS)) {
            vec_push(p->a, &index, constant_expression(p));
            item->is_range |= parts == 0;
        }
        expect(p, P_RBRACKET);
    }
    if (!parts) {
        item->designator = (struct range){1, 0};
        return;
    }
    if (!accept(p, P_ASSIGN) && item->is_member) /* GNU: [1] 2 needs none */
        fail(p, p->t, "expected '='");
    item->nested = parts > 1;
    item->designator = (struct range){first, p->prev};
    item->index = (struct expr **)index.at;
    item->nindex = index.n;
}

/* Where the next item without a designator goes; -1: not known. */
struct place {
    int64_t next;
};

static int64_t member_index(const struct parser *p, const struct type *t,
                            const struct init_item *item)
{
    tokid name = item->designator.first + (p->toks[item->designator.first].punct == P_DOT);
    for (uint32_t i = 0; i < t->nmembers; i++)
        if (t->members[i].name && tok_is(p->u, name, t->members[i].name))
            return i;
    return -1;
}

static struct type *item_type(struct parser *p, struct type *t, const struct init_item *item,
                              struct place *place)
{
    bool designated = item->designator.first <= item->designator.last;
    if (t->kind == TY_ARRAY)
        return item->nested ? p->ts.unknown : t->base;
    if (t->kind != TY_STRUCT)
        return p->ts.unknown;
    if (designated)
        place->next = item->is_member && !item->nested ? member_index(p, t, item) : -1;
    if (place->next < 0 || place->next >= t->nmembers)
        return p->ts.unknown;
    return t->members[place->next].type;
}

/* Without braces of its own, an aggregate may have taken its first member from `value` alone. */
static void place_advance(struct place *place, const struct type *t, const struct init *value)
{
    bool elided = (t->kind == TY_STRUCT || t->kind == TY_ARRAY || t->kind == TY_UNKNOWN) &&
                  !t->is_call && value->expr && value->expr->kind != E_STRING;
    place->next = elided || place->next < 0 ? -1 : place->next + 1;
}

static void init_list(struct parser *p, struct init *init, struct type *t)
{
    uint32_t room = 0;
    struct place place = {0};
    while (!at(p, P_RBRACE)) {
        init->items = arena_more(p->a, init->items, init->nitems, &room, sizeof *init->items);
        struct init_item *item = &init->items[init->nitems];
        designator(p, item);
        struct type *wanted = item_type(p, t, item, &place);
        item->value = init_read(p, wanted);
        place_advance(&place, wanted, item->value);
        init->nitems++;
        if (!accept(p, P_COMMA))
            break;
    }
}

struct init *init_read(struct parser *p, struct type *t)
{
    struct init *init = arena_new_of(p->a, struct init);
    tokid first = p->t;
    if (accept(p, P_LBRACE)) {
        nest(p);
        init->braces = true;
        init_list(p, init, t);
        expect(p, P_RBRACE);
        p->nesting--;
    } else {
        struct expr *e = assignment_expression(p);
        if (t->is_call)
            e = capture(p, e, t);
        else if (async_call(e) && t->kind == TY_UNKNOWN)
            e = capture_any(p, e);
        if (!(e->kind == E_STRING && t->kind == TY_ARRAY))
            e = value_of(p, e);
        check_copy(p, e);
        init->expr = e;
    }
    init->r = (struct range){first, p->prev};
    return init;
}

void initialise(struct parser *p, struct decl *d)
{
    bool is_static = p->body && (d->storage == STO_STATIC || d->storage == STO_THREAD);
    p->constant += is_static;
    struct init *init = arena_new_of(p->a, struct init);
    if (at(p, P_LBRACE)) {
        init = init_read(p, d->type);
    } else {
        init->r.first = p->t;
        init->expr = check_initialiser(p, d, assignment_expression(p));
        init->r.last = p->prev;
    }
    p->constant -= is_static;
    d->init = init;
    struct type *t = d->type;
    if (t->kind == TY_ARRAY && !t->length && t->nelem < 0) {
        struct type *sized = type_copy(&p->ts, t);
        sized->nelem = init_length(p, t->base, init);
        d->type = d->sym->type = sized;
    }
}

/* ---- declarations in a block ---- */

void static_assert_read(struct parser *p)
{
    advance(p);
    expect(p, P_LPAREN);
    p->unevaluated++;
    constant_expression(p);
    p->unevaluated--;
    if (accept(p, P_COMMA))
        while (cur(p)->kind == T_STRING)
            advance(p);
    expect(p, P_RPAREN);
    expect(p, P_SEMI);
}

static bool nested_function(struct parser *p, const struct decl *d)
{
    if (!d->type || d->type->kind != TY_FUNC || d->storage == STO_TYPEDEF)
        return false;
    if (d->type->nkr_names)
        while (!at(p, P_LBRACE) && starts_declaration(p, p->t)) {
            while (!at(p, P_SEMI) && cur(p)->kind != T_EOF && !at(p, P_RBRACE))
                skip_group(p);
            expect(p, P_SEMI);
        }
    if (!at(p, P_LBRACE))
        return false;
    p->body->nested_function = d->name_tok;
    skip_group(p);
    return true;
}

struct type *auto_type(struct parser *p, const struct specs *s, struct type *value)
{
    unsigned quals = (s->type->is_const ? Q_CONST : 0) | (s->type->is_volatile ? Q_VOLATILE : 0);
    struct type *t = type_unqualified(&p->ts, type_decay(&p->ts, value));
    return type_qualify(&p->ts, t, quals);
}

static void block_declarator(struct parser *p, const struct specs *s, tokid first,
                             struct vec *decls)
{
    struct declarator dr;
    declarator_read(p, s->type, NAMED, &dr);
    struct decl *d = declare(p, s, &dr, false);
    d->all.first = first;
    if (d->type->is_async && d->sym->kind == SYM_FUNC)
        vec_push(p->a, &p->block_protos, d);
    if (accept(p, P_ASSIGN)) {
        initialise(p, d);
        if (s->is_auto_type && d->init->expr)
            d->type = d->sym->type = auto_type(p, s, d->init->expr->type);
    } else if (d->type->future_of) {
        diag_error(p->d, d->name_tok, D_FUTURE, "the future '%s' needs a call: = %s(…)",
                   d->sym->name, d->type->future_of->name);
    }
    if (d->type->gen_of && d->type->kind == TY_STRUCT && d->sym->kind == SYM_VAR)
        enclose(p, IN_GEN, d->name_tok);
    else if (d->type->future_of && d->sym->kind == SYM_VAR)
        enclose(p, IN_FUTURE, d->name_tok);
    else if (d->type->is_vm && d->sym->kind != SYM_FUNC && d->storage != STO_EXTERN)
        enclose(p, IN_VM, d->name_tok);
    else if (is_placeholder(d->sym))
        enclose(p, IN_PLACE, d->name_tok);
    vec_push(p->a, decls, d);
}

/* A prototype of async functions has nothing to say to the C compiler: only `;` is left. */
static void drop_prototype(struct parser *p, struct stmt *st)
{
    for (tokid t = st->r.first; t < st->r.last; t++)
        p->u->toks[t].drop = true;
    p->u->drops = true;
    st->kind = S_EXPR;
    st->decls = 0;
    st->ndecls = 0;
    st->r.first = st->r.last;
}

struct stmt *declaration_read(struct parser *p)
{
    struct stmt *st = arena_new_of(p->a, struct stmt);
    tokid first = p->t;
    uint32_t awaits = p->awaits;
    st->kind = S_DECL;
    st->r.first = first;
    while (at_kw(p, KW_EXTENSION) && p->toks[peek_tok(p, p->t)].kw == KW_STATIC_ASSERT)
        advance(p);
    if (at_kw(p, KW_STATIC_ASSERT)) {
        static_assert_read(p);
        st->kind = S_LOCAL_TEXT;
        st->r.last = p->prev;
        return st;
    }
    struct specs s;
    struct vec decls = {0};
    specs_read(p, &s);
    bool nested = false;
    if (at(p, P_SEMI)) {
        vec_push(p->a, &decls, decl_new(p, &s, 0));
    } else {
        do {
            block_declarator(p, &s, first, &decls);
            nested = decls.n == 1 && nested_function(p, decls.at[0]);
            if (nested)
                break;
        } while (accept(p, P_COMMA));
    }
    if (nested)
        st->kind = S_LOCAL_TEXT;
    else
        expect(p, P_SEMI);
    st->decls = (struct decl **)decls.at;
    st->ndecls = decls.n;
    for (unsigned i = 0; i < decls.n; i++) {
        struct decl *d = decls.at[i];
        d->all = (struct range){first, p->prev};
        if (i == 0) {
            d->is_tag_definition = s.tag_definition;
            d->defines_tag = s.defines_tag;
        }
    }
    st->has_await = p->awaits != awaits;
    st->r.last = p->prev;
    unsigned functions = 0;
    for (unsigned i = 0; i < decls.n; i++) {
        const struct decl *d = decls.at[i];
        functions += d->sym && d->type->is_async && d->sym->kind == SYM_FUNC;
    }
    if (functions && functions != decls.n)
        fail_code(p, first, D_ASYNC_TYPE,
                  "an async function declared together with something else: declare it by itself");
    if (functions)
        drop_prototype(p, st);
    for (unsigned i = 0; i < decls.n; i++) {
        const struct decl *d = decls.at[i];
        if (!d->sym || !is_placeholder(d->sym))
            continue;
        placeholder_declared(p, st);
        break;
    }
    return st;
}
