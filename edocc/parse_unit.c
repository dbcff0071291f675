/* SPDX-License-Identifier: MIT
 *
 * The top level. Everything here may fail quietly: a declaration that can't be read passes through
 * as it stands, unless it speaks of Edo. */
#include <string.h>

#include "lint.h"
#include "parse.h"

/* ---- words of Edo ---- */

enum keyword edo_kw(const struct parser *p, tokid t)
{
    const struct token *k = &p->toks[t];
    if (k->kind != T_IDENT)
        return KW_NONE;
    if (k->kw > KW_C_LAST)
        return k->kw;
    if (!k->id->edo || k->kw)
        return KW_NONE;
    bool in_async = p->body && p->body->func->is_async;
    if (p->u->edo_active && in_async && (k->id->edo == KW_AWAIT || k->id->edo == KW_YIELD))
        return k->id->edo;
    bool ours = k->len > 4 && !memcmp(k->s, "edo_", 4);
    if (p->u->edo_active ? ours || !k->id->ordinary : ours && !k->id->ordinary)
        return k->id->edo;
    return KW_NONE;
}

/* A function that captures calls. */
static bool takes_call(const struct type *t)
{
    for (uint32_t i = 0; t->kind == TY_FUNC && i < t->nparams; i++)
        if (t->params[i]->type->is_call)
            return true;
    return false;
}

bool names_edo(const struct parser *p, tokid first, tokid last, bool *strong)
{
    bool found = false;
    for (tokid t = first; t <= last; t++) {
        const struct token *k = &p->toks[t];
        if (k->kind != T_IDENT)
            continue;
        if (k->kw > KW_C_LAST) {
            *strong = true;
            return true;
        }
        const struct ident *id = k->id;
        bool member = t > first && (k[-1].punct == P_DOT || k[-1].punct == P_ARROW);
        found |= member && id->gen_member;
        if (member)
            continue;
        const struct sym *s = lookup(id), *tag = lookup_tag(id);
        if (s && s->type->is_async) {
            *strong = true;
            return true;
        }
        found |= s && (async_pointee(s->type) || takes_call(s->type));
        found |= (s && s->kind == SYM_TYPEDEF && s->type->pinned) || (tag && tag->type->pinned);
        enum keyword kw = edo_kw(p, t);
        if (kw == KW_NONE)
            continue;
        found = true;
        if (kw == KW_ASYNC || kw == KW_AWAIT || kw == KW_TRY || kw == KW_DEFER || kw >= KW_SHIELD) {
            *strong = true;
            return true;
        }
    }
    return found;
}

/* ---- items ---- */

struct items {
    struct item *at;
    uint32_t n, room;
};

static void item_push(struct parser *p, struct items *items, struct item item)
{
    struct item *last = items->n ? &items->at[items->n - 1] : 0;
    bool plain = !item.func && !item.async_decl;
    if (plain && item.r.first > item.r.last)
        return;
    if (plain && last && !last->func && !last->async_decl) {
        last->r.last = item.r.last;
        return;
    }
    items->at = arena_more(p->a, items->at, items->n, &items->room, sizeof *items->at);
    items->at[items->n++] = item;
}

/* ---- external declarations ---- */

struct external {
    struct func *func;      /* a function that must be rewritten */
    struct vec async_decls; /* struct decl: prototypes that must go */
};

/* Besides Edo's own words that is code that might copy what is pinned. */
static bool body_concerns_us(struct parser *p, tokid name, tokid open, tokid close,
                             const struct type *t, bool *strong)
{
    if (t->is_async) {
        *strong = true;
        return true;
    }
    bool found = names_edo(p, open, close, strong);
    for (uint32_t i = 0; i < t->nparams && !found; i++)
        found = reaches_pinned(p, t->params[i]->type);
    return found || p->u->parse_all || lint_wants_bodies(p, name) ||
           mentions_pinned(p, open, close);
}

/* The body is at the current `{`. Skips it, or reads it. */
static void definition(struct parser *p, const struct specs *s, struct decl *d, struct vec *funcs,
                       struct external *out)
{
    tokid open = p->t, prev = p->prev;
    bool ended = skip_body(p);
    tokid close = p->prev, after = p->t;
    bool strong = false;
    d->all.last = close;
    if (!ended) {
        body_concerns_us(p, d->name_tok, open, close, d->type, &strong);
        /* Of plain functions too: in what is made, the C compiler would find it elsewhere. */
        if (strong || p->u->edo_active)
            missing_brace(p, d, open);
        return;
    }
    if (!body_concerns_us(p, d->name_tok, open, close, d->type, &strong))
        return;
    p->t = open;
    p->prev = prev;
    unsigned mark = diag_mark(p->d);
    bool quiet = p->quiet;
    p->quiet = false;
    p->blocks = (struct vec){0};
    struct func *f = function_body(p, s, d);
    p->quiet = quiet;
    if (f->failed && !strong && !f->rewrites && !p->u->parse_all) {
        diag_rollback(p->d, mark);
        f = 0;
    }
    if (p->t != after || p->prev != close) {
        p->t = after;
        p->prev = close;
    }
    if (!f)
        return;
    vec_push(p->a, funcs, f);
    for (unsigned i = 0; i < p->blocks.n; i++)
        vec_push(p->a, funcs, p->blocks.at[i]);
    if (f->rewrites)
        out->func = f;
}

/* Old-style parameter declarations, between the declarator and the body. */
static void kr_declarations(struct parser *p, struct type *t)
{
    struct level *before = p->level;
    p->level = level_push(p->a, before, 0);
    struct vec params = {0};
    for (uint32_t i = 0; i < t->nkr_names; i++) {
        struct declarator dr = {.name_tok = t->kr_names[i], .has_name = true};
        struct specs s = {.type = p->ts.t_int};
        dr.r = (struct range){t->kr_names[i], t->kr_names[i]};
        dr.type = p->ts.t_int;
        vec_push(p->a, &params, declare_param(p, &s, &dr));
    }
    p->kr_left = t->nkr_names;
    while (!at(p, P_LBRACE) && cur(p)->kind != T_EOF) {
        struct specs s;
        specs_read(p, &s);
        for (bool first = true; first || accept(p, P_COMMA); first = false) {
            struct declarator dr;
            if (cur(p)->kw && cur(p)->kw <= KW_C_LAST)
                fail(p, p->t, "expected the name of a parameter");
            declarator_read(p, s.type, NAMED, &dr);
            struct sym *sym = lookup_here(p->level, p->toks[dr.name_tok].id, false);
            if (!sym)
                fail(p, dr.name_tok, "expected the declaration of a parameter");
            sym->type = type_decay(&p->ts, dr.type);
            sym->decl->type = sym->type;
            sym->decl->exprs = (struct expr **)dr.exprs.at;
            sym->decl->nexprs = dr.exprs.n;
            ((struct token *)p->toks)[dr.name_tok].sym = sym;
        }
        expect(p, P_SEMI);
    }
    p->kr_left = 0;
    t->params = (struct decl **)params.at;
    t->nparams = params.n;
    t->proto = p->level->first;
    p->level = level_pop(p->level);
}

static bool starts_body(struct parser *p, const struct decl *d)
{
    if (!d->type || d->type->kind != TY_FUNC)
        return false;
    if (at(p, P_LBRACE))
        return true;
    if (!d->type->nkr_names || at(p, P_COMMA) || at(p, P_SEMI) || at(p, P_ASSIGN))
        return false;
    kr_declarations(p, d->type);
    return at(p, P_LBRACE);
}

/* What a file-scope object is initialised with matters only if it speaks of us. */
static void skip_initialiser(struct parser *p, struct decl *d)
{
    tokid start = p->t, prev = p->prev;
    while (!at(p, P_COMMA) && !at(p, P_SEMI)) {
        if (cur(p)->kind == T_EOF || is_close(cur(p)->punct))
            fail(p, p->t, "expected ';'");
        skip_group(p);
    }
    bool strong = false;
    if (p->prev >= start && (names_edo(p, start, p->prev, &strong) || p->u->parse_all)) {
        p->t = start;
        p->prev = prev;
        initialise(p, d);
    }
}

static void declarators(struct parser *p, const struct specs *s, tokid first, struct vec *funcs,
                        struct external *out)
{
    for (bool begin = true; begin || accept(p, P_COMMA); begin = false) {
        struct declarator dr;
        declarator_read(p, s->type, NAMED, &dr);
        struct decl *d = declare(p, s, &dr, false);
        d->all = (struct range){first, p->prev};
        if (begin && starts_body(p, d)) {
            check_async_definition(p, s, d);
            definition(p, s, d, funcs, out);
            return;
        }
        if (accept(p, P_ASSIGN))
            skip_initialiser(p, d);
        else if (s->implicit_int && d->type->kind == TY_FUNC && !at(p, P_SEMI) && !at(p, P_COMMA))
            fail(p, p->t, "expected ';'");
        bool function = d->type->is_async && d->sym->kind == SYM_FUNC;
        if (!begin && function != (out->async_decls.n > 0))
            fail_code(p, d->name_tok, D_ASYNC_TYPE,
                      "an async function declared together with something else: declare it by "
                      "itself");
        if (function)
            vec_push(p->a, &out->async_decls, d);
    }
    expect(p, P_SEMI);
    for (unsigned i = 0; i < out->async_decls.n; i++)
        ((struct decl *)out->async_decls.at[i])->all.last = p->prev;
}

static void external_declaration(struct parser *p, struct vec *funcs, struct external *out)
{
    tokid first = p->t;
    if (accept(p, P_SEMI))
        return;
    if (at_kw(p, KW_ASM)) {
        while (!at(p, P_SEMI) && cur(p)->kind != T_EOF)
            skip_group(p);
        expect(p, P_SEMI);
        return;
    }
    if (at_kw(p, KW_STATIC_ASSERT)) {
        static_assert_read(p);
        return;
    }
    struct specs s;
    specs_read(p, &s);
    if (accept(p, P_SEMI)) {
        if (s.is_async || s.gen)
            diag_error(p->d, s.async_tok, D_ASYNC_TYPE, "'%s' declares nothing here",
                       s.gen ? "gen" : "async");
        return;
    }
    declarators(p, &s, first, funcs, out);
}

static const struct range empty_range = {1, 0};

/* The construct from `first` to the current token, and the pragmas behind it. */
static void items_of(struct parser *p, struct items *items, tokid first, const struct external *out)
{
    struct range all = {first, p->prev};
    for (unsigned i = 0; i < p->block_protos.n; i++)
        item_push(p, items, (struct item){empty_range, 0, p->block_protos.at[i]});
    p->block_protos.n = 0;
    if (out->async_decls.n) {
        for (unsigned i = 0; i < out->async_decls.n; i++)
            item_push(p, items, (struct item){i ? empty_range : all, 0, out->async_decls.at[i]});
    } else {
        item_push(p, items, (struct item){all, out->func, 0});
    }
    item_push(p, items, (struct item){{p->prev + 1, p->t - 1}, 0, 0});
}

/* Reads one construct of the top level, whatever it is, and always goes on. */
static void top_level(struct parser *p, struct vec *funcs, struct items *items)
{
    const tokid first = p->t, before = p->prev;
    struct external out = {0};
    struct recovery r;
    unsigned mark = diag_mark(p->d);
    p->quiet = true;
    p->saw_edo = false;
    p->error.text = 0;
    recovery_enter(p, &r);
    if (!setjmp(r.jump)) {
        external_declaration(p, funcs, &out);
        recovery_leave(p, &r);
    } else {
        recovery_land(p, &r);
        p->body = 0;
        p->quiet = false;
        out = (struct external){0};
        tokid error = p->error.tok;
        p->t = first;
        resync(p);
        while (p->t <= error && cur(p)->kind != T_EOF && !at(p, P_RBRACE))
            resync(p);
        resync_parameters(p);
        bool strong = false;
        names_edo(p, first, p->prev, &strong);
        strong |= p->misspelt.meant && p->misspelt.meant->edo;
        if (strong || p->saw_edo || p->u->parse_all) {
            if (p->misspelt.meant && p->misspelt.tok >= first) /* the rest comes of that */
                diag_rollback(p->d, mark);
            report_syntax(p, error, p->error.behind, p->error.code, p->error.text);
            if (repair(p, first, before)) {
                top_level(p, funcs, items);
                return;
            }
        } else {
            diag_rollback(p->d, mark);
        }
    }
    p->quiet = false;
    pending_report(p, &p->file_pending);
    if (p->t != first)
        items_of(p, items, first, &out);
}

/* Types that every unit has without declaring them. */
static void builtin_types(struct parser *p)
{
    static const char *const names[] = {
        "__builtin_va_list", "__builtin_ms_va_list", "__int128_t", "__uint128_t",
        "__builtin_sysv_va_list",
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct type *t = i == 2 ? p->ts.t_int128 : i == 3 ? p->ts.t_uint128 : p->ts.unknown;
        struct ident *id = ident_of(p->u, p->idents, names[i], strlen(names[i]));
        struct sym *s = sym_new(p, SYM_TYPEDEF, id->s, t, 0);
        s->storage = STO_TYPEDEF;
        s->file_scope = true;
        bind(p->a, p->level, id, s, false);
    }
}

struct unit *front_parse(struct arena *arena, struct diag *diag, const char *text, size_t len,
                         const struct front_options *options)
{
    struct unit *u = arena_new_of(arena, struct unit);
    u->arena = arena;
    u->diag = diag;
    u->parse_all = options->parse_all;
    u->text = text;
    bool too_long = len > UINT32_MAX / 2;
    u->len = too_long ? 0 : len;
    struct parser parser = {.u = u, .a = arena, .d = diag};
    struct parser *p = &parser;
    p->idents = lex(u, options->first_file);
    p->toks = u->toks;
    diag_set_pragmas(diag, lint_pragmas_read(u));
    if (too_long)
        diag_error(diag, 0, D_LIMIT, "the preprocessed text is longer than 2 GiB");
    p->completed = 1;
    types_init(&p->ts, arena, options->pointer_bytes ? options->pointer_bytes : 8);
    p->level = level_push(arena, 0, 0);
    builtin_types(p);
    struct vec funcs = {0};
    struct items items = {0};
    while (cur(p)->kind == T_PRAGMA)
        p->t++;
    if (p->t)
        item_push(p, &items, (struct item){{0, p->t - 1}, 0, 0});
    while (cur(p)->kind != T_EOF) {
        tokid before = p->t;
        top_level(p, &funcs, &items);
        if (p->t == before) { /* a closing bracket too many */
            tokid first = p->t;
            advance(p);
            item_push(p, &items, (struct item){{first, p->t - 1}, 0, 0});
        }
    }
    u->items = items.at;
    u->nitems = items.n;
    u->funcs = (struct func **)funcs.at;
    u->nfuncs = funcs.n;
    u->named = (struct sym **)p->named.at;
    u->nnamed = p->named.n;
    u->preempt = lookup(ident_of(u, p->idents, "edo__preempt", strlen("edo__preempt")));
    u->gens = (struct sym **)p->gens.at;
    u->ngens = p->gens.n;
    gen_types_sort(p);
    return u;
}

bool unit_needs_lowering(const struct unit *unit)
{
    if (unit->drops)
        return true;
    for (uint32_t i = 0; i < unit->nitems; i++)
        if (unit->items[i].func || unit->items[i].async_decl)
            return true;
    return false;
}

bool tok_is(const struct unit *unit, tokid t, const char *spelling)
{
    size_t n = strlen(spelling);
    return unit->toks[t].len == n && !memcmp(unit->toks[t].s, spelling, n);
}

char *tok_text(const struct unit *unit, tokid t)
{
    return arena_strndup(unit->arena, unit->toks[t].s, unit->toks[t].len);
}

char *range_text(const struct unit *unit, struct range r)
{
    size_t size = 1;
    for (tokid t = r.first; t <= r.last && t < unit->ntoks; t++)
        size += unit->toks[t].len + 1u;
    char *text = arena_alloc(unit->arena, size), *out = text;
    for (tokid t = r.first; t <= r.last && t < unit->ntoks; t++) {
        const struct token *k = &unit->toks[t];
        if (t > r.first && k->space)
            *out++ = ' ';
        for (uint32_t i = 0; i < k->len; i++)
            *out++ = k->s[i] == '\n' ? ' ' : k->s[i];
    }
    return text;
}

const char *func_text(struct arena *arena, const struct sym *fn)
{
    bool block = fn->func && fn->func->outer;
    return block ? "an async block" : arena_printf(arena, "'%s'", fn->name);
}
