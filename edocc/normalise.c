/* SPDX-License-Identifier: MIT
 *
 * Statements to normal form (lower.h). Each function appends to a list what a statement becomes;
 * what has neither await, try nor cleanup stays the statement it was, but for returns and jumps
 * that have to pass cleanups. */
#include "lower.h"

#include <string.h>

static void norm_stmt(struct lfunc *lf, struct stmt *s, struct vec *out);

static void push(struct lfunc *lf, struct vec *out, struct stmt *s)
{
    vec_push(lf->lu->arena, out, s);
}

/* A block without a scope of its own. */
struct stmt *list_block(struct lfunc *lf, struct vec *list, struct range r)
{
    struct stmt *b = stmt_new(lf, S_BLOCK, r);
    b->body = (struct stmt **)list->at;
    b->nbody = list->n;
    return b;
}

struct lscope *scope_open(struct lfunc *lf, tokid from)
{
    struct lscope *sc = arena_new_of(lf->lu->arena, struct lscope);
    sc->parent = lf->scope;
    sc->branch = lf->branch;
    sc->id = lf->scopes.n;
    sc->from = from;
    vec_push(lf->lu->arena, &lf->scopes, sc);
    if (lf->scope)
        vec_push(lf->lu->arena, &lf->scope->children, sc);
    lf->scope = sc;
    return sc;
}

enum { WORTH_A_SCOPE = 32 }; /* bytes */

/* An object that will hardly fit what a frame holds already. */
static bool is_large(const struct stmt *s)
{
    if (s->kind != S_DECL || s->ndecls != 1 || !s->decls[0]->sym)
        return false;
    const struct decl *d = s->decls[0];
    unsigned align;
    return local_of(d->sym) && !d->type->is_vm && !d->type->future_of &&
           type_bytes(d->type, &align) >= WORTH_A_SCOPE;
}

/* What is declared behind an await never lives together with what was awaited: from there on the
 * block goes on in one of its own, whose storage the callees before it share. Not where a jump back
 * could find the object still alive in front of its declaration. */
static void split_block(struct lfunc *lf, struct stmt *s)
{
    bool awaited = false;
    uint32_t at = 0;
    if (!lf->afn || lf->func->nlabels)
        return;
    for (uint32_t i = 0; i < s->nbody; i++) {
        const struct stmt *item = s->body[i];
        if (item->kind == S_CASE || item->kind == S_DEFAULT)
            return;
        if (!at && awaited && is_large(item))
            at = i;
        awaited |= item->has_await;
    }
    if (!at)
        return;
    struct stmt *rest = stmt_new(lf, S_BLOCK, (struct range){s->body[at]->r.first, s->r.last});
    struct block_info *info = arena_new_of(lf->lu->arena, struct block_info);
    *info = *(struct block_info *)s->low;
    rest->body = s->body + at;
    rest->nbody = s->nbody - at;
    rest->has_await = true;
    rest->low = info;
    struct stmt **body = arena_array_of(lf->lu->arena, struct stmt *, at + 1);
    memcpy(body, s->body, at * sizeof *body);
    body[at] = rest;
    s->body = body;
    s->nbody = at + 1;
}

struct stmt *norm_block(struct lfunc *lf, struct stmt *s)
{
    split_block(lf, s);
    struct vec list = {0};
    struct stmt *before = lf->suspending;
    struct block_info *info = s->low;
    bool cleanups = lf->in_cleanups;
    lf->in_cleanups = info->cleanups;
    lf->suspending = info->suspends ? s : 0;
    struct lscope *sc = scope_open(lf, s->r.first);
    norm_body(lf, s->body, s->nbody, &list);
    lf->scope = sc->parent;
    lf->suspending = before;
    lf->in_cleanups = cleanups;
    s->body = (struct stmt **)list.at;
    s->nbody = list.n;
    s->low = sc;
    s->els = 0;
    return s;
}

/* A statement in the place of a loop's or an if's: in a block if it became several. */
static struct stmt *norm_part(struct lfunc *lf, struct stmt *s)
{
    if (s->kind == S_BLOCK)
        return norm_block(lf, s);
    struct vec list = {0};
    bool scope = s->has_await || s->kind == S_LABEL || s->kind == S_CASE || s->kind == S_DEFAULT;
    struct stmt *before = lf->suspending;
    if (!scope) {
        norm_stmt(lf, s, &list);
        return list.n == 1 ? list.at[0] : list_block(lf, &list, s->r);
    }
    struct lscope *sc = scope_open(lf, s->r.first);
    norm_body(lf, &s, 1, &list);
    lf->scope = sc->parent;
    lf->suspending = before;
    struct stmt *b = list_block(lf, &list, s->r);
    b->low = sc;
    return b;
}

static bool token_has(const struct token *t, const char *word)
{
    size_t n = strlen(word);
    for (size_t i = 0; i + n <= t->len; i++)
        if (!memcmp(t->s + i, word, n))
            return true;
    return false;
}

/* A hint for the loop that follows, which has an await: it isn't that loop for the C compiler any
 * more, nor one that it could unroll. */
static bool is_loop_hint(struct lfunc *lf, struct stmt **body, unsigned n)
{
    static const char *const hints[] = {"unroll", "ivdep", "vector", "clang loop"};
    const struct token *t = &lf->lu->unit->toks[body[0]->r.first];
    unsigned next = 1;
    bool hint = false;
    if (body[0]->kind != S_PRAGMA)
        return false;
    while (next < n && body[next]->kind == S_PRAGMA)
        next++;
    for (unsigned i = 0; i < sizeof hints / sizeof *hints; i++)
        hint |= token_has(t, hints[i]);
    return hint && next < n && body[next]->has_await;
}

/* What has to be constant. A statement expression isn't, and the C compiler says so, if it gets to
 * see one that can be printed. */
static void norm_constant(struct lfunc *lf, struct expr *e)
{
    if (!e)
        return;
    if (e->kind == E_STMT_EXPR) {
        norm_block(lf, e->body);
        return;
    }
    struct kids kids = {0};
    expr_kids(lf->lu->arena, e, &kids);
    for (unsigned i = 0; i < kids.n; i++)
        norm_constant(lf, kids.at[i].expr);
}

void norm_body(struct lfunc *lf, struct stmt **body, unsigned n, struct vec *out)
{
    for (unsigned i = 0; i < n; i++) {
        struct stmt *s = body[i];
        if (is_loop_hint(lf, body + i, n - i))
            continue;
        while (s && (s->kind == S_LABEL || s->kind == S_CASE || s->kind == S_DEFAULT)) {
            lf->has_cases |= s->kind != S_LABEL;
            norm_constant(lf, s->cond);
            norm_constant(lf, s->hi);
            struct stmt *then = s->then;
            s->then = 0;
            push(lf, out, s);
            s = then;
        }
        if (!s)
            continue;
        struct cleanup *c = s->kind == S_DEFER || s->kind == S_SHIELD ? s->low : 0;
        if (s->kind == S_SHIELD) {
            norm_region(lf, c, &s->then, 1, out);
            continue;
        }
        if (s->kind != S_DEFER)
            norm_stmt(lf, s, out);
        if (s->kind == S_DECL && s->ndecls == 1)
            c = cleanup_of_decl(s->decls[0]);
        else if (s->kind == S_GEN_START)
            c = ((struct local *)s->low)->cleanup;
        if (c) {
            norm_region(lf, c, body + i + 1, n - i - 1, out);
            return;
        }
    }
}

/* ---- loops ---- */

static struct stmt *loop_of(struct stmt *target)
{
    return target && target->kind == S_BLOCK && target->els ? target->els : target;
}

static struct stmt *break_if_not(struct lfunc *lf, struct expr *cond, struct stmt *loop)
{
    struct stmt *s = stmt_new(lf, S_IF, (struct range){1, 0});
    s->cond = glue_expr(lf, cond->r, "!(%a)", cond, 0);
    s->then = stmt_new(lf, S_BREAK, loop->r);
    s->then->target = loop;
    return s;
}

static void mark_here(struct lfunc *lf, struct mark *m, struct range r, struct vec *out)
{
    if (!m)
        return;
    struct stmt *s = stmt_new(lf, S_MARK, r);
    s->low = m;
    push(lf, out, s);
}

/* The body of a loop whose head had to become statements: condition in front, the body, the step.
 */
static void unrolled_body(struct lfunc *lf, struct stmt *s, bool do_loop, struct vec *list)
{
    struct block_info *info = s->low;
    struct expr *cond = s->cond;
    bool late = do_loop || (s->step && s->step->has_await);
    if (cond && !do_loop) {
        norm_value(lf, cond, list);
        push(lf, list, break_if_not(lf, cond, s));
    }
    lf->natural_continue = late ? 0 : s;
    if (info->preempt)
        preempt_here(lf, s, list);
    push(lf, list, norm_part(lf, s->then));
    lf->natural_continue = s;
    mark_here(lf, info->cont, s->r, list);
    if (cond && do_loop) {
        norm_value(lf, cond, list);
        push(lf, list, break_if_not(lf, cond, s));
    }
    if (s->step && s->step->has_await) {
        norm_discard(lf, s->step, list);
        s->step = 0;
    }
}

static void norm_loop(struct lfunc *lf, struct stmt *s, struct vec *out)
{
    struct block_info *info = s->low;
    struct stmt *nb = lf->natural_break, *nc = lf->natural_continue;
    bool do_loop = s->kind == S_DO;
    if (s->init) {
        if (s->init->kind == S_EXPR && s->init->expr && s->init->expr->has_await) {
            norm_stmt(lf, s->init, out);
            s->init = 0;
        } else if (s->init->kind == S_DECL) {
            struct vec init = {0}; /* no hoists: take_out_for_declaration */
            struct stmt *before = lf->suspending;
            lf->suspending = 0;
            norm_stmt(lf, s->init, &init);
            lf->suspending = before;
            for (uint32_t i = 0; i < s->init->ndecls; i++)
                if (s->init->decls[i]->sym && local_of(s->init->decls[i]->sym))
                    local_of(s->init->decls[i]->sym)->in_head = true;
        } else if (s->init->expr) {
            norm_value(lf, s->init->expr, out);
        }
    }
    lf->natural_break = lf->natural_continue = s;
    bool head = (s->cond && s->cond->has_await) || (s->step && s->step->has_await);
    if (head) {
        struct vec list = {0};
        struct lscope *sc = scope_open(lf, s->r.first);
        unrolled_body(lf, s, do_loop, &list);
        lf->scope = sc->parent;
        if (s->step) /* stays where it is, outside the body */
            norm_value(lf, s->step, out);
        s->then = list_block(lf, &list, s->r);
        s->then->low = sc;
        s->cond = 0;
        if (s->kind != S_FOR)
            s->kind = S_WHILE;
    } else {
        if (s->cond)
            norm_value(lf, s->cond, out);
        if (s->step)
            norm_value(lf, s->step, out);
        struct vec asks = {0};
        if (info->preempt)
            preempt_here(lf, s, &asks);
        s->then = norm_part(lf, s->then);
        if (asks.n) {
            push(lf, &asks, s->then);
            s->then = list_block(lf, &asks, s->r);
        }
        if (info->cont) { /* continue from where C's would bind elsewhere */
            struct vec list = {0};
            push(lf, &list, s->then);
            mark_here(lf, info->cont, s->r, &list);
            s->then = list_block(lf, &list, s->r);
        }
    }
    lf->natural_break = nb;
    lf->natural_continue = nc;
    push(lf, out, s);
    mark_here(lf, info->brk, s->r, out);
}

static void norm_switch(struct lfunc *lf, struct stmt *s, struct vec *out)
{
    struct block_info *info = s->low;
    struct stmt *nb = lf->natural_break;
    norm_value(lf, s->cond, out);
    lf->natural_break = s;
    s->then = norm_part(lf, s->then);
    lf->natural_break = nb;
    push(lf, out, s);
    mark_here(lf, info->brk, s->r, out);
}

/* ---- leaving ---- */

/* Keeps the value of return while cleanups run, and branches end. */
struct local *return_local(struct lfunc *lf)
{
    if (lf->ret)
        return lf->ret;
    struct lscope *before = lf->scope;
    lf->scope = lf->root;
    lf->ret = local_new(lf, LOCAL_HIDDEN, name_local(lf, "returned"));
    lf->scope = before;
    lf->ret->source = TYPE_RESULT;
    lf->ret->fn = lf->func->sym;
    lf->ret->sym->type = lf->func->result;
    lf->ret->scalar = type_is_scalar(lf->func->result);
    lf->ret->bytes = type_bytes(lf->func->result, &lf->ret->align);
    return lf->ret;
}

void return_value(struct lfunc *lf, struct expr *e, struct range r, struct vec *out)
{
    if (e && lf->branch && lf->func->own_places) {
        return_place(lf, e, r, out);
        return;
    }
    if (e && lf->func->result->kind == TY_VOID) {
        norm_discard(lf, e, out);
        e = 0;
    }
    if (e)
        norm_value(lf, e, out);
    if (lf->branch) {
        claim_return(lf, e, r, out);
        return;
    }
    if (!lf->ctx) {
        struct stmt *s = stmt_new(lf, S_RETURN, r);
        s->expr = e;
        push(lf, out, s);
        return;
    }
    if (e) {
        struct stmt *s = stmt_new(lf, S_SET, r);
        s->low = return_local(lf);
        s->expr = e;
        push(lf, out, s);
    }
    exit_to(lf, EXIT_RETURN, lf->func, 0, r, out);
}

/* ---- declarations ---- */

static bool is_object(const struct decl *d)
{
    return d->sym && d->sym->kind == SYM_VAR && local_of(d->sym);
}

/* `T x = await f();` stores straight into x. */
static bool init_is_await(const struct token *toks, const struct decl *d)
{
    if (!d->init || !d->init->expr || d->init->expr->kind != E_AWAIT || !is_object(d))
        return false;
    const struct type *t = d->type;
    for (tokid k = d->specs.first; k <= d->specs.last; k++)
        if (toks[k].kw == KW_AUTO_TYPE) /* it's the initialiser that says the type */
            return false;
    return type_is_scalar(t) || (t->kind == TY_STRUCT && !t->is_const && !t->is_volatile);
}

static void norm_init(struct lfunc *lf, struct init *init, struct vec *out)
{
    struct kids kids = {0};
    init_kids(lf->lu->arena, init, &kids);
    for (unsigned i = 0; i < kids.n; i++)
        norm_value(lf, kids.at[i].expr, out);
}

/* int x = sizeof x + await f(&x); what is hoisted in front of the declaration names it. */
static bool init_names_itself(struct lfunc *lf, const struct decl *d)
{
    if (!d->init || !d->sym)
        return false;
    for (tokid t = d->init->r.first; t <= d->init->r.last; t++)
        if (lf->lu->unit->toks[t].sym == d->sym)
            return true;
    return false;
}

static bool init_hoists(struct lfunc *lf, const struct decl *d)
{
    struct kids kids = {0};
    init_kids(lf->lu->arena, d->init, &kids);
    for (unsigned i = 0; i < kids.n; i++)
        if (kids.at[i].expr->has_await)
            return true;
    return false;
}

static void norm_decl(struct lfunc *lf, struct stmt *s, struct vec *out)
{
    for (uint32_t i = 0; i < s->ndecls; i++) {
        struct decl *d = s->decls[i];
        vec_push(lf->lu->arena, &lf->decls, d);
        struct local *l = d->sym ? local_of(d->sym) : 0;
        if (l && d->type->future_of) {
            struct afn *f = afn_of(lf->lu, d->type->future_of);
            f->dynamic = f->needs_fn = f->needs_future = f->needs_args = true;
        }
        if (l && d->type->gen_of)
            norm_gen_decl(lf, d);
        if (l) {
            l->scope = lf->scope;
            vec_push(lf->lu->arena, &lf->scope->locals, l);
            l->hoisted = !d->type->is_vm && ((lf->in_cleanups && l->taken) ||
                                             (init_hoists(lf, d) && init_names_itself(lf, d)));
        }
        if (is_place(d)) {
            norm_place_decl(lf, d, out);
            return;
        }
        if (s->ndecls == 1 && d->sym && d->type && d->type->is_vm && is_vm_here(lf, d)) {
            norm_vm_decl(lf, s, d, out);
            return;
        }
        for (uint32_t j = 0; j < d->nexprs; j++)
            norm_value(lf, d->exprs[j], out);
        if (d->storage == STO_STATIC || d->storage == STO_EXTERN) {
            struct kids kids = {0};
            init_kids(lf->lu->arena, d->init, &kids);
            for (unsigned j = 0; j < kids.n; j++)
                norm_constant(lf, kids.at[j].expr);
            continue;
        }
        if (init_is_await(lf->lu->unit->toks, d)) {
            struct expr *e = d->init->expr;
            d->init = 0;
            l->set_later = true;
            push(lf, out, s);
            norm_await(lf, e, temp_expr(lf, d->sym, e->r), out);
            return;
        }
        norm_init(lf, d->init, out);
    }
    push(lf, out, s);
}

/* ---- the rest ---- */

static void norm_jump(struct lfunc *lf, struct stmt *s, struct vec *out)
{
    struct stmt *target = loop_of(s->target);
    if (s->kind == S_GOTO && wants_preempt(lf, s))
        preempt_here(lf, s, out);
    struct block_info *info = target ? target->low : 0;
    switch (s->kind) {
    case S_BREAK:
        exit_to(lf, EXIT_BREAK, target, info->ctx, s->r, out);
        break;
    case S_CONTINUE:
        exit_to(lf, EXIT_CONTINUE, target, info->ctx, s->r, out);
        break;
    default:
        exit_to(lf, EXIT_LABEL, s->label, s->label->low, s->r, out);
        break;
    }
}

static void norm_if(struct lfunc *lf, struct stmt *s, struct vec *out)
{
    norm_value(lf, s->cond, out);
    s->then = norm_part(lf, s->then);
    if (s->els)
        s->els = norm_part(lf, s->els);
    push(lf, out, s);
}

static void norm_stmt(struct lfunc *lf, struct stmt *s, struct vec *out)
{
    switch (s->kind) {
    case S_EXPR:
        if (s->expr && (s->expr->has_await || s->unwanted)) {
            discard_as(lf, s->unwanted, s->expr, out);
            return;
        }
        if (s->expr)
            norm_value(lf, s->expr, out);
        push(lf, out, s);
        return;
    case S_SET:
        if (!((struct local *)s->low)->scope) { /* made before there were scopes */
            ((struct local *)s->low)->scope = lf->scope;
            vec_push(lf->lu->arena, &lf->scope->locals, s->low);
        }
        norm_value(lf, s->expr, out);
        push(lf, out, s);
        return;
    case S_DECL:
        norm_decl(lf, s, out);
        return;
    case S_BLOCK:
        push(lf, out, norm_block(lf, s));
        return;
    case S_GEN_START:
        norm_gen_start(lf, s, out);
        return;
    case S_IF:
        norm_if(lf, s, out);
        return;
    case S_JOIN:
        norm_join(lf, s, out);
        return;
    case S_SELECT:
        norm_select(lf, s, out);
        return;
    case S_WHILE:
    case S_DO:
    case S_FOR:
        norm_loop(lf, s, out);
        return;
    case S_SWITCH:
        norm_switch(lf, s, out);
        return;
    case S_GOTO:
    case S_BREAK:
    case S_CONTINUE:
        norm_jump(lf, s, out);
        return;
    case S_RETURN:
        return_value(lf, s->expr, s->r, out);
        return;
    case S_CASE:
    case S_DEFAULT:
    case S_LABEL:
    case S_DEFER:
    case S_SHIELD:
        norm_body(lf, &s, 1, out);
        return;
    default:
        if (s->kind == S_GOTO_PTR && wants_preempt(lf, s))
            preempt_here(lf, s, out);
        if (s->expr)
            norm_value(lf, s->expr, out);
        for (uint32_t i = 0; i < s->nexprs; i++)
            norm_value(lf, s->exprs[i], out);
        push(lf, out, s);
        return;
    }
}

/* ---- the function ---- */

/* A parameter of its block can't be aligned: where that could be seen it has to be in the frame. */
static bool captured_aligned(struct lfunc *lf, const struct sym *s)
{
    const struct unit *u = lf->lu->unit;
    if (!s->captured || !s->address_taken || !s->decl)
        return false;
    for (tokid t = s->decl->specs.first; t <= s->decl->declarator.last; t++)
        if (u->toks[t].kw == KW_ALIGNAS || tok_is(u, t, "aligned") || tok_is(u, t, "__aligned__"))
            return true;
    return false;
}

static void declare_locals(struct lfunc *lf)
{
    for (uint32_t i = 0; i < lf->func->nlocals; i++) {
        struct sym *s = lf->func->locals[i];
        if (s->kind != SYM_VAR || s->storage == STO_STATIC || s->storage == STO_EXTERN ||
            s->storage == STO_THREAD)
            continue;
        struct local *l = arena_new_of(lf->lu->arena, struct local);
        l->sym = s;
        l->kind = s->is_param ? LOCAL_PARAM : LOCAL_USER;
        l->index = lf->locals.n;
        l->decl = s->decl;
        l->source = TYPE_DECL;
        l->bytes = type_bytes(s->type, &l->align);
        l->scalar = type_is_scalar(s->type) && !s->type->is_volatile;
        if (s->type->kind == TY_STRUCT && !s->type->has_array && l->bytes && l->bytes <= 16 &&
            !s->type->is_const && !s->type->is_volatile)
            l->scalar = true;
        l->taken = s->address_taken || s->type->is_volatile || !l->scalar;
        l->shared = captured_aligned(lf, s);
        s->low = l;
        vec_push(lf->lu->arena, &lf->locals, l);
    }
}

void set_flags(struct lfunc *lf, const struct vec *flags, struct vec *out)
{
    for (unsigned i = 0; i < flags->n; i++) {
        struct stmt *s = stmt_new(lf, S_SET, lf->func->body->r);
        s->low = flags->at[i];
        s->expr = glue_expr(lf, s->r, "0", 0, 0);
        push(lf, out, s);
    }
}

/* Falling off the end. */
static bool falls_off(const struct stmt *body)
{
    if (!body->nbody)
        return true;
    const struct stmt *last = body->body[body->nbody - 1];
    if (last->kind == S_BLOCK)
        return falls_off(last);
    int kind = last->kind;
    return kind != S_RETURN && kind != S_FINISH && kind != S_GOTO;
}

bool normalise(struct lfunc *lf)
{
    struct stmt *body = lf->func->body;
    keep_as_written(lf);
    declare_locals(lf);
    scan_stmt(lf, body);
    plan_cleanups(lf);
    if (diag_failed(lf->lu->diag))
        return false;
    lf->level = 0;
    struct lscope *sc = scope_open(lf, body->r.first);
    lf->root = sc;
    for (unsigned i = 0; i < lf->locals.n; i++) {
        struct local *l = lf->locals.at[i];
        if (l->kind != LOCAL_PARAM)
            continue;
        l->scope = sc;
        vec_push(lf->lu->arena, &sc->locals, l);
    }
    struct vec all = {0};
    push(lf, &all, stmt_new(lf, S_ENTRY, body->r));
    norm_vm_params(lf, &all);
    norm_block(lf, body);
    set_flags(lf, &lf->flags, &all);
    push(lf, &all, body);
    if (lf->afn && falls_off(body)) {
        struct stmt *end = stmt_new(lf, S_FINISH, (struct range){body->r.last, body->r.last});
        push(lf, &all, end);
    }
    lf->body = list_block(lf, &all, body->r);
    lf->body->low = sc;
    if (lf->waits.n > 65533) { /* two states of a generator are none of these */
        struct wait *w = lf->waits.at[65533];
        diag_error(lf->lu->diag, w->tok, D_LIMIT, "more than 65533 awaits in one function");
        return false;
    }
    return !diag_failed(lf->lu->diag);
}
