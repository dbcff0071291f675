/* SPDX-License-Identifier: MIT
 *
 * Function bodies, of async blocks too: what belongs to a whole one, and is checked at its end. */
#include <string.h>

#include "parse.h"

static void bind_params(struct parser *p, struct func *f, const struct type *t)
{
    bind_again(p->a, p->level, t->proto);
    f->params = t->params;
    f->nparams = t->nparams;
    for (uint32_t i = 0; i < f->nparams; i++)
        if (f->params[i]->sym)
            local_add(p, f->params[i]->sym);
    for (const struct binding *b = t->proto; b; b = b->next) {
        b->sym->in = f;
        b->sym->scope = p->scope;
    }
}

static void guarded_body(struct parser *p, struct func *f)
{
    struct recovery r;
    recovery_enter(p, &r);
    if (setjmp(r.jump)) {
        recovery_land(p, &r);
        f->failed = true;
        return;
    }
    f->body = compound_statement(p, false);
    recovery_leave(p, &r);
}

static void body_checks(struct parser *p, struct func *f)
{
    struct body *b = p->body;
    labels_check(p);
    if (f->rewrites)
        jumps_check(p);
    pending_report(p, &b->pending);
    if (f->rewrites && b->nested_function)
        diag_error(p->d, b->nested_function, D_NESTED,
                   "a nested function in a function that %s",
                   f->gen ? "is a generator" : f->is_async ? "is async" : "uses Edo's keywords");
    if (f->rewrites && b->too_high)
        diag_error(p->d, b->too_high, D_LIMIT, "a chain or nest of more than %d parts",
                   FRONT_MAX_HEIGHT);
    bool has_result = f->result->kind != TY_VOID;
    if (f->is_async && has_result && !f->is_main && !f->outer && !f->failed && !b->too_high &&
        !f->sym->noreturn && falls_through(p->u, f->body)) {
        diag_warning(p->d, f->body->r.last, D_MISSING_RESULT,
                     "the end of '%s' is reached without a result", f->sym->name);
        diag_note(p->d, f->sym->name_tok, "declared here");
    }
}

void function_body_read(struct parser *p, struct func *f)
{
    struct body *b = p->body;
    guarded_body(p, f);
    placeholders_settle(p, f);
    f->rewrites = f->is_async || b->edo;
    if (f->body)
        body_checks(p, f);
    if (f->body && !f->failed)
        lint_statements(p, f);
    else
        labels_check(p);
    f->scopes = (struct scope **)b->scopes.at;
    f->nscopes = b->scopes.n;
    f->locals = (struct sym **)b->locals.at;
    f->nlocals = b->locals.n;
    f->labels = (struct label **)b->labels.at;
    f->nlabels = b->labels.n;
    f->awaits = (struct sym **)b->awaits.at;
    f->nawaits = b->awaits.n;
    f->captures = (struct expr **)b->captures.at;
    f->ncaptures = b->captures.n;
    f->spawns = (struct expr **)b->spawns.at;
    f->nspawns = b->spawns.n;
    f->blocks = (struct func **)b->blocks.at;
    f->nblocks = b->blocks.n;
}

struct func *function_body(struct parser *p, const struct specs *s, struct decl *d)
{
    struct func *f = arena_new_of(p->a, struct func);
    struct body body = {.func = f};
    struct level *level = p->level;
    struct body *outer = p->body;
    unsigned errors = diag_errors(p->d);
    f->sym = d->sym;
    f->all = d->all;
    f->specs = s->r;
    f->declarator = d->declarator;
    f->result = type_unqualified(&p->ts, d->type->base);
    f->is_async = d->type->is_async;
    f->gen = d->type->gen;
    f->is_stream = d->type->is_stream;
    if (f->gen == GEN_PLAIN)
        f->result = p->ts.t_void;
    f->is_main = f->is_async && !strcmp(d->sym->name, "main");
    p->body = &body;
    f->scope = scope_enter(p, 0);
    bind_params(p, f, d->type);
    function_body_read(p, f);
    scopes_leave(p, level);
    p->body = outer;
    f->failed |= diag_errors(p->d) != errors;
    d->sym->func = f;
    d->sym->decl = d;
    return f;
}
