/* SPDX-License-Identifier: MIT */
#include "safety.h"

#include "liveness.h"

#include <string.h>

static set wanted_of(const struct chunk *c, bool (*wanted)(void *, const struct local *),
                     void *context)
{
    set s = 0;
    for (unsigned i = 0; i < c->n; i++)
        if (wanted(context, c->lf->locals.at[c->first + i]))
            s |= (set)1 << i;
    return s;
}

void for_each_across(struct lfunc *lf, bool (*wanted)(void *context, const struct local *l),
                     void (*each)(void *context, const struct across *a), void *context)
{
    struct chunk c = {0};
    chunk_begin(&c, lf);
    for (unsigned first = 0; first < lf->locals.n; first += CHUNK) {
        c.first = first;
        c.n = lf->locals.n - first < CHUNK ? lf->locals.n - first : CHUNK;
        set of = wanted_of(&c, wanted, context);
        if (!of)
            continue;
        chunk_follow(&c, first);
        for (unsigned i = 0; i < c.nwaits; i++) {
            unsigned at = c.flow->waits[c.waits[i]];
            const struct node *n = &c.flow->nodes[at];
            set live = chunk_live_across(&c, at) & of;
            set exposed = chunk_exposed_at(&c, at) & of;
            for (set all = live | exposed; all; all &= all - 1) {
                unsigned bit = (unsigned)__builtin_ctzll(all);
                struct across a = {lf->locals.at[first + bit], n->wait, at, live >> bit & 1,
                                   exposed >> bit & 1};
                each(context, &a);
            }
        }
    }
    chunk_end(&c);
}

/* ---- calls by name ---- */

static bool is_defined_here(const struct unit *unit, const struct sym *s)
{
    if (unit->toks[s->name_tok].marker_flags & TOKF_SYSTEM) /* a fortified `read` is no other */
        return false;
    return s->func || s->storage == STO_STATIC ||
           (s->decl && s->decl->all.last < unit->ntoks &&
            unit->toks[s->decl->all.last].punct == P_RBRACE);
}

int call_among(const struct unit *unit, const struct expr *e, const char *const *names)
{
    const struct expr *callee = e->kind == E_CALL ? expr_strip(e->a) : 0; /* else: hoisted */
    if (!callee || callee->kind != E_IDENT)
        return -1;
    const struct sym *s = callee->sym;
    if (s && (s->kind != SYM_FUNC || s->type->is_async || is_defined_here(unit, s)))
        return -1;
    const struct token *t = &unit->toks[callee->r.first];
    for (int i = 0; names[i]; i++)
        if (t->len == strlen(names[i]) && memcmp(t->s, names[i], t->len) == 0)
            return i;
    return -1;
}

/* ---- addresses ---- */

/* The variable that lvalue `e` is, or is a part of. */
static const struct sym *object_of(const struct expr *e)
{
    for (;;) {
        switch (e->kind) {
        case E_IDENT: return e->sym && e->sym->kind == SYM_VAR ? e->sym : 0;
        case E_PAREN:
        case E_MEMBER: e = e->a; continue;
        case E_INDEX:
            if (e->a->type->kind != TY_ARRAY)
                return 0;
            e = e->a;
            continue;
        default: return 0;
        }
    }
}

/* The expression whose value a statement expression has; 0: none. */
static const struct expr *value_of_body(const struct stmt *body)
{
    const struct stmt *last = body->nbody ? body->body[body->nbody - 1] : 0;
    return last && last->kind == S_EXPR ? last->expr : 0;
}

const struct sym *address_of_some(const struct expr *e, bool (*is)(const struct sym *s))
{
    const struct sym *s = 0;
    for (unsigned depth = 0; depth < 1000; depth++) {
        switch (e->kind) {
        case E_PAREN:
        case E_CAST: e = e->a; continue;
        case E_STMT_EXPR:
            if (!(e = value_of_body(e->body)))
                return 0;
            continue;
        case E_COMMA: e = e->b; continue;
        case E_ASSIGN: e = e->b; continue;
        case E_COND:
            if (e->b && (s = address_of_some(e->b, is)))
                return s;
            e = e->c;
            continue;
        case E_BINARY:
            if (e->op != P_PLUS && e->op != P_MINUS)
                return 0;
            e = e->a;
            continue;
        case E_UNARY:
            s = e->op == P_AND ? object_of(e->a) : 0;
            return s && is(s) ? s : 0;
        case E_IDENT:
        case E_MEMBER:
        case E_INDEX:
            s = e->type->kind == TY_ARRAY ? object_of(e) : 0;
            return s && is(s) ? s : 0;
        default: return 0;
        }
    }
    return 0;
}

/* ---- all of it ---- */

static void lint_function(struct lfunc *lf)
{
    if (!is_sync_gen(lf)) {
        lint_calls(lf);
        lint_locks(lf);
    }
    lint_escapes(lf);
    lint_boxes(lf);
}

/* The C compiler would speak of a symbol that isn't the user's. */
static void check_defined(struct lunit *lu)
{
    for (unsigned i = 0; i < lu->afns.n; i++) {
        const struct afn *f = lu->afns.at[i];
        const struct sym *s = f->sym;
        if (s->storage == STO_STATIC && !f->func && !s->leaf && !s->weak_or_alias)
            diag_error(lu->diag, s->name_tok, D_UNDEFINED,
                       "'%s' is static and used, and has no body in this file", s->name);
    }
}

bool check_safety(struct lunit *lu)
{
    check_defined(lu);
    if (lu->unit->has_local)
        check_send(lu);
    for (unsigned i = 0; i < lu->funcs.n; i++) {
        struct lfunc *lf = lu->funcs.at[i];
        if (lf->afn)
            lint_function(lf);
        lint_thread_local(lf);
        lint_tasks(lf);
    }
    for (unsigned i = 0; i < lu->order.n; i++) /* callees before callers */
        lint_frame_size(lu->order.at[i]);
    return !diag_failed(lu->diag);
}
