/* SPDX-License-Identifier: MIT
 *
 * Cleanups: what runs when a scope is left. Before anything is rewritten, a walk over the body
 * gives every cleanup, label, loop and switch its place in the tree of cleanups; then each jump
 * knows which cleanups lie on its way.
 *
 * The statements behind a cleanup's place go into a block of their own; the cleanup's action
 * follows the block. An exit from inside says where it goes on (an exit number in a hidden local)
 * and jumps to the innermost cleanup around it; behind each action, those that passed go on to the
 * next cleanup, or to where they were going. A cleanup is guarded by a flag where a jump leads
 * into its region past its place. */
#include "lower.h"

/* ---- what is in it ---- */

static unsigned scan_expr(struct lfunc *lf, struct expr *e)
{
    if (!e || e->unevaluated)
        return 0;
    unsigned flags = 0;
    struct kids kids = {0};
    expr_kids(lf->lu->arena, e, &kids);
    for (unsigned i = 0; i < kids.n; i++)
        flags |= kids.at[i].stmt ? scan_stmt(lf, kids.at[i].stmt) : scan_expr(lf, kids.at[i].expr);
    if (e->kind == E_AWAIT || e->kind == E_YIELD)
        flags |= HAS_HOIST | HAS_SUSPEND;
    if (e->kind == E_TRY)
        flags |= HAS_HOIST;
    if (e->kind == E_SIZEOF)
        flags = 0;
    if (e->kind == E_STMT_EXPR && (flags & HAS_CLEANUP))
        flags |= HAS_HOIST;
    if (flags & HAS_HOIST)
        e->has_await = true;
    return flags;
}

/* What an object of `type` brings, a run of generator `f`. */
static unsigned gen_flags(const struct type *type, const struct sym *f)
{
    if (!f || type->kind != TY_STRUCT)
        return 0;
    return HAS_CLEANUP | HAS_HOIST | (f->type->is_stream ? HAS_SUSPEND : 0);
}

static unsigned scan_decl(struct lfunc *lf, struct decl *d)
{
    unsigned flags = 0;
    struct kids kids = {0};
    decl_kids(lf->lu->arena, d, &kids);
    for (unsigned i = 0; i < kids.n; i++)
        flags |= scan_expr(lf, kids.at[i].expr);
    if (d->cleanup || is_place(d))
        flags |= HAS_CLEANUP | HAS_HOIST;
    if (d->type && d->type->future_of && lf->afn && d->sym && d->sym->kind == SYM_VAR)
        flags |= HAS_CLEANUP | HAS_HOIST | HAS_SUSPEND;
    if (d->type && d->sym && d->sym->kind == SYM_VAR)
        flags |= gen_flags(d->type, d->type->gen_of);
    return flags;
}

static unsigned scan_parts(struct lfunc *lf, struct stmt *s)
{
    unsigned flags = scan_expr(lf, s->expr) | scan_expr(lf, s->cond) | scan_expr(lf, s->hi) |
                     scan_expr(lf, s->step);
    for (uint32_t i = 0; i < s->nexprs; i++)
        flags |= scan_expr(lf, s->exprs[i]);
    for (uint32_t i = 0; i < s->ndecls; i++)
        flags |= scan_decl(lf, s->decls[i]);
    for (uint32_t i = 0; i < s->nbody; i++)
        flags |= scan_stmt(lf, s->body[i]);
    if (s->init)
        flags |= scan_stmt(lf, s->init);
    if (s->then)
        flags |= scan_stmt(lf, s->then);
    if (s->els)
        flags |= scan_stmt(lf, s->els);
    return flags;
}

/* One declarator each, so that a cleanup between them has a place. */
static void split_declarations(struct lfunc *lf, struct stmt *s)
{
    struct vec body = {0};
    for (uint32_t i = 0; i < s->nbody; i++) {
        struct stmt *d = s->body[i];
        if (d->kind != S_DECL || d->ndecls < 2) {
            vec_push(lf->lu->arena, &body, d);
            continue;
        }
        for (uint32_t j = 0; j < d->ndecls; j++) {
            struct stmt *one = stmt_new(lf, S_DECL, d->r);
            one->decls = d->decls + j;
            one->ndecls = 1;
            vec_push(lf->lu->arena, &body, one);
        }
    }
    s->body = (struct stmt **)body.at;
    s->nbody = body.n;
}

/* for (int i = …; …) → { int i = …; for (; …) } where the loop can't stay as it is. Breaks and
 * continues name the statement that is now the block; its `els` leads them on (loop_of). */
static void take_out_for_declaration(struct lfunc *lf, struct stmt *s)
{
    struct stmt *loop = stmt_new(lf, S_FOR, s->r), *init = s->init;
    struct stmt **body = arena_array_of(lf->lu->arena, struct stmt *, 2);
    *loop = *s;
    loop->init = 0;
    loop->low = 0;
    body[0] = init;
    body[1] = loop;
    struct scope *scope = s->scope;
    loop->has_await = true;
    *s = (struct stmt){.kind = S_BLOCK,
                       .r = s->r,
                       .body = body,
                       .nbody = 2,
                       .scope = scope,
                       .has_await = true,
                       .els = loop};
    loop->scope = 0;
}

unsigned scan_stmt(struct lfunc *lf, struct stmt *s)
{
    struct stmt *each = s->kind == S_EACH ? open_each(lf, s) : 0;
    unsigned flags = scan_parts(lf, s);
    s->els = each ? each : s->els;
    if (s->kind == S_GEN_START) {
        const struct local *l = s->low;
        flags |= HAS_CLEANUP | HAS_HOIST | (l->gen->sym->type->is_stream ? HAS_SUSPEND : 0);
    }
    struct block_info *info = arena_new_of(lf->lu->arena, struct block_info);
    bool preempt = wants_preempt(lf, s);
    if (preempt)
        flags |= HAS_HOIST | HAS_SUSPEND;
    if (s->kind == S_FOR && s->init && s->init->kind == S_DECL && (flags & HAS_HOIST))
        take_out_for_declaration(lf, s);
    if (s->kind == S_BLOCK) {
        split_declarations(lf, s);
        if (s->els) /* the loop inside keeps its own */
            s->els->low = arena_new_of(lf->lu->arena, struct block_info);
        if (s->els)
            ((struct block_info *)s->els->low)->preempt = preempt;
    }
    if (s->kind == S_DEFER || s->kind == S_SHIELD)
        flags |= HAS_CLEANUP | HAS_HOIST;
    if (s->kind == S_JOIN || s->kind == S_SELECT)
        flags |= HAS_SUSPEND | HAS_HOIST;
    s->has_await = (flags & HAS_HOIST) != 0;
    info->suspends = (flags & HAS_SUSPEND) != 0;
    info->cleanups = (flags & HAS_CLEANUP) != 0;
    info->preempt = preempt;
    if (s->kind == S_BLOCK || s->kind == S_SWITCH || s->kind == S_WHILE || s->kind == S_DO ||
        s->kind == S_FOR)
        s->low = info;
    return flags;
}

/* ---- the tree of cleanups ---- */

struct place {
    struct label *label; /* 0: any whose address is taken */
    struct stmt *from;
    struct cleanup *ctx;
};

static void walk_stmt(struct lfunc *lf, struct stmt *s, struct cleanup *ctx);
static struct cleanup *walk_item(struct lfunc *lf, struct stmt *s, struct cleanup *ctx);

static struct cleanup *cleanup_new(struct lfunc *lf, struct cleanup *outer)
{
    struct cleanup *c = arena_new_of(lf->lu->arena, struct cleanup);
    c->outer = outer;
    c->depth = outer ? outer->depth + 1 : 1;
    c->level = lf->level;
    c->mark = arena_new_of(lf->lu->arena, struct mark);
    c->mark->name = name_local(lf, "cleanup%u", ++lf->nmarks);
    return c;
}

static void walk_expr(struct lfunc *lf, struct expr *e, struct cleanup *ctx)
{
    if (!e || e->unevaluated)
        return;
    struct kids kids = {0};
    expr_kids(lf->lu->arena, e, &kids);
    for (unsigned i = 0; i < kids.n; i++) {
        if (kids.at[i].stmt)
            walk_stmt(lf, kids.at[i].stmt, ctx);
        else
            walk_expr(lf, kids.at[i].expr, ctx);
    }
}

static void walk_jump(struct lfunc *lf, struct stmt *s, struct cleanup *ctx)
{
    struct place *p = arena_new_of(lf->lu->arena, struct place);
    p->from = s;
    p->ctx = ctx;
    p->label = s->label;
    vec_push(lf->lu->arena, s->kind == S_GOTO ? &lf->gotos : &lf->dynamic_gotos, p);
}

/* Control comes from outside to here: what was armed between is not. */
static void guard_between(struct cleanup *c, const struct cleanup *from)
{
    for (; c; c = c->outer) {
        const struct cleanup *f = from;
        while (f && f != c)
            f = f->outer;
        if (f)
            return;
        c->guarded = true;
    }
}

static void walk_stmt(struct lfunc *lf, struct stmt *s, struct cleanup *ctx)
{
    if (s->kind == S_BLOCK) {
        struct stmt *before = lf->suspending;
        struct cleanup *c = ctx;
        lf->suspending = ((struct block_info *)s->low)->suspends ? s : 0;
        for (uint32_t i = 0; i < s->nbody; i++)
            c = walk_item(lf, s->body[i], c);
        lf->suspending = before;
        return;
    }
    walk_item(lf, s, ctx);
}

struct cleanup *cleanup_of_decl(struct decl *d)
{
    struct local *l = d->sym ? local_of(d->sym) : 0;
    return l ? l->cleanup : 0;
}

static struct cleanup *walk_decl(struct lfunc *lf, struct decl *d, struct cleanup *ctx)
{
    struct kids kids = {0};
    decl_kids(lf->lu->arena, d, &kids);
    for (unsigned i = 0; i < kids.n; i++)
        walk_expr(lf, kids.at[i].expr, ctx);
    struct local *l = d->sym ? local_of(d->sym) : 0;
    bool future = l && d->type->future_of && lf->afn;
    if (l && d->type->gen_of && d->type->kind == TY_STRUCT)
        return gen_cleanup(lf, cleanup_new(lf, ctx), l, (struct range){d->name_tok, d->name_tok});
    if (!l || !(d->cleanup || future || is_place(d) || (d->type->is_vla && is_vm_here(lf, d))))
        return ctx;
    l->cleanup = cleanup_new(lf, ctx);
    l->cleanup->decl = d;
    return l->cleanup;
}

/* Nothing but a return leaves a branch, and that runs the branch's own cleanups: it goes on to
 * those around the join when the join is over. */
static void walk_join(struct lfunc *lf, struct stmt *s)
{
    unsigned level = lf->level;
    lf->level = 0;
    for (uint32_t i = 0; i < s->nbody; i++)
        walk_stmt(lf, s->body[i], 0);
    lf->level = level;
}

static struct cleanup *walk_item(struct lfunc *lf, struct stmt *s, struct cleanup *ctx)
{
    struct block_info *info = s->low;
    walk_expr(lf, s->expr, ctx);
    walk_expr(lf, s->cond, ctx);
    walk_expr(lf, s->hi, ctx);
    walk_expr(lf, s->step, ctx);
    for (uint32_t i = 0; i < s->nexprs; i++)
        walk_expr(lf, s->exprs[i], ctx);
    switch (s->kind) {
    case S_BLOCK:
        walk_stmt(lf, s, ctx);
        return ctx;
    case S_DECL:
        for (uint32_t i = 0; i < s->ndecls; i++)
            ctx = walk_decl(lf, s->decls[i], ctx);
        return ctx;
    case S_DEFER: {
        struct cleanup *c = cleanup_new(lf, ctx);
        c->defer = s;
        s->low = c;
        lf->level++;
        walk_stmt(lf, s->then, ctx);
        lf->level--;
        return c;
    }
    case S_SHIELD: {
        struct cleanup *c = cleanup_new(lf, ctx);
        c->defer = s;
        s->low = c;
        walk_stmt(lf, s->then, c);
        return ctx;
    }
    case S_JOIN:
        walk_join(lf, s);
        return ctx;
    case S_SELECT:
        for (uint32_t i = 0; i < s->nbody; i++)
            walk_item(lf, s->body[i], ctx);
        return ctx;
    case S_GEN_START:
        return gen_cleanup(lf, cleanup_new(lf, ctx), s->low, s->r);
    case S_LABEL:
        s->label->low = ctx;
        vec_push(lf->lu->arena, &lf->labels, s->label);
        return s->then ? walk_item(lf, s->then, ctx) : ctx;
    case S_CASE:
    case S_DEFAULT:
        if (s->target && s->target->low)
            guard_between(ctx, ((struct block_info *)s->target->low)->ctx);
        return s->then ? walk_item(lf, s->then, ctx) : ctx;
    case S_GOTO:
    case S_GOTO_PTR:
        walk_jump(lf, s, ctx);
        return ctx;
    case S_FOR:
    case S_WHILE:
    case S_DO:
    case S_SWITCH:
        info->ctx = ctx;
        break;
    default:
        break;
    }
    if (s->init) { /* what it declares is the loop's, which has no await */
        struct stmt *before = lf->suspending;
        lf->suspending = 0;
        ctx = walk_item(lf, s->init, ctx);
        lf->suspending = before;
    }
    if (s->then)
        walk_stmt(lf, s->then, ctx);
    if (s->els)
        walk_stmt(lf, s->els, ctx);
    return ctx;
}

/* A computed goto may go to any label whose address is taken, and runs no cleanup. */
static void check_dynamic(struct lfunc *lf, struct place *p)
{
    for (unsigned i = 0; i < lf->labels.n; i++) {
        struct label *l = lf->labels.at[i];
        if (!l->address_taken)
            continue;
        guard_between(l->low, p->ctx);
        for (struct cleanup *c = p->ctx; c; c = c->outer) {
            struct cleanup *f = l->low;
            while (f && f != c)
                f = f->outer;
            if (f)
                break;
            diag_error(lf->lu->diag, p->from->r.first, D_JUMP_PAST,
                       "a computed goto can't leave the scope of a cleanup");
            diag_note(lf->lu->diag, l->tok, "it may go to '%s'", l->name);
            return;
        }
    }
}

void plan_cleanups(struct lfunc *lf)
{
    lf->level = 0;
    lf->suspending = 0;
    walk_item(lf, lf->func->body, 0);
    for (unsigned i = 0; i < lf->gotos.n; i++) {
        struct place *p = lf->gotos.at[i];
        guard_between(p->label->low, p->ctx);
    }
    for (unsigned i = 0; i < lf->dynamic_gotos.n; i++)
        check_dynamic(lf, lf->dynamic_gotos.at[i]);
}

/* ---- exits ---- */

struct exit {
    int kind;
    void *target;
    unsigned number;
    struct cleanup *at; /* the innermost cleanup around where it goes */
    unsigned level;
};

static struct exit *exit_of(struct lfunc *lf, int kind, void *target, struct cleanup *at)
{
    for (unsigned i = 0; i < lf->exits.n; i++) {
        struct exit *x = lf->exits.at[i];
        if (x->kind == kind && x->target == target && x->level == lf->level)
            return x;
    }
    struct exit *x = arena_new_of(lf->lu->arena, struct exit);
    *x = (struct exit){kind, target, lf->exits.n + 1, at, lf->level};
    vec_push(lf->lu->arena, &lf->exits, x);
    return x;
}

static struct local *exit_local(struct lfunc *lf)
{
    struct vec *locals = lf->branch ? &lf->branch->exit_locals : &lf->exit_locals;
    while (locals->n <= lf->level) {
        struct lscope *before = lf->scope;
        lf->scope = lf->branch ? lf->branch->scope : lf->root;
        struct local *l = local_new(lf, LOCAL_HIDDEN, name_local(lf, "exit%u", locals->n));
        lf->scope = before;
        l->source = TYPE_TEXT;
        l->type_text = "int";
        l->bytes = l->align = 4;
        vec_push(lf->lu->arena, locals, l);
    }
    return locals->at[lf->level];
}

void set_number(struct lfunc *lf, struct local *l, unsigned number, struct range r,
                       struct vec *out)
{
    struct stmt *s = stmt_new(lf, S_SET, r);
    s->low = l;
    s->expr = glue_expr(lf, r, arena_printf(lf->lu->arena, "%u", number), 0, 0);
    vec_push(lf->lu->arena, out, s);
}

static void jump_mark(struct lfunc *lf, struct mark *m, struct range r, struct vec *out)
{
    struct stmt *s = stmt_new(lf, S_JUMP, r);
    s->low = m;
    m->used = true;
    vec_push(lf->lu->arena, out, s);
}

static struct mark *mark_new(struct lfunc *lf, const char *what)
{
    struct mark *m = arena_new_of(lf->lu->arena, struct mark);
    m->name = name_local(lf, "%s%u", what, ++lf->nmarks);
    return m;
}

/* The jump itself, no cleanup lies between any more. */
static void jump(struct lfunc *lf, struct exit *x, struct range r, struct vec *out)
{
    struct stmt *s;
    struct stmt *target = x->target;
    struct block_info *info = x->kind == EXIT_BREAK || x->kind == EXIT_CONTINUE ? target->low : 0;
    switch (x->kind) {
    case EXIT_RETURN:
        s = stmt_new(lf, lf->branch ? S_BRANCH_END : S_FINISH, r);
        s->low = lf->branch ? (void *)lf->branch->group : lf->ret;
        break;
    case EXIT_LABEL:
        s = stmt_new(lf, S_GOTO, r);
        s->label = x->target;
        break;
    case EXIT_BREAK:
        s = stmt_new(lf, S_BREAK, r);
        s->target = target;
        if (lf->natural_break != target) {
            if (!info->brk)
                info->brk = mark_new(lf, "break");
            jump_mark(lf, info->brk, r, out);
            return;
        }
        break;
    default:
        s = stmt_new(lf, S_CONTINUE, r);
        s->target = target;
        if (lf->natural_continue != target) {
            if (!info->cont)
                info->cont = mark_new(lf, "continue");
            jump_mark(lf, info->cont, r, out);
            return;
        }
        break;
    }
    vec_push(lf->lu->arena, out, s);
}

static bool is_around(const struct cleanup *outer, const struct cleanup *inner)
{
    while (inner && inner != outer)
        inner = inner->outer;
    return inner == outer;
}

/* Leaves for where `at` is the innermost cleanup around. The value of a return is set already. */
void exit_to(struct lfunc *lf, int kind, void *target, struct cleanup *at, struct range r,
             struct vec *out)
{
    struct exit *x = exit_of(lf, kind, target, at);
    struct cleanup *common = lf->ctx;
    while (!is_around(common, at)) /* a goto into a region stays in what is around both */
        common = common->outer;
    if (lf->ctx == common) {
        jump(lf, x, r, out);
        return;
    }
    set_number(lf, exit_local(lf), x->number, r, out);
    jump_mark(lf, lf->ctx->mark, r, out);
    for (struct cleanup *c = lf->ctx; c != common; c = c->outer) {
        bool known = false;
        for (unsigned i = 0; i < c->exits.n; i++)
            known |= c->exits.at[i] == x;
        if (!known)
            vec_push(lf->lu->arena, &c->exits, x);
    }
}

/* ---- a cleanup's region and its action ---- */

static void action_attribute(struct lfunc *lf, struct cleanup *c, struct range r, struct vec *out)
{
    struct stmt *s = stmt_new(lf, S_EXPR, r);
    s->expr = glue_expr(lf, r, arena_printf(lf->lu->arena, "%s(&%%a)", c->decl->cleanup->out),
                        temp_expr(lf, c->decl->sym, r), 0);
    s->expr->op = GLUE_ADDRESS;
    vec_push(lf->lu->arena, out, s);
}

static void action_future(struct lfunc *lf, struct cleanup *c, struct vec *out)
{
    struct wait *w = wait_new(lf, WAIT_END, c->decl->name_tok);
    w->fn = c->decl->type->future_of;
    w->operand = temp_expr(lf, c->decl->sym, (struct range){c->decl->name_tok, c->decl->name_tok});
    struct stmt *s = stmt_new(lf, S_AWAIT, w->operand->r);
    s->low = w;
    vec_push(lf->lu->arena, out, s);
}

static void action_vla(struct lfunc *lf, struct cleanup *c, struct range r, struct vec *out)
{
    struct stmt *s = stmt_new(lf, S_EXPR, r);
    struct local *l = local_of(c->decl->sym);
    s->expr = glue_expr(lf, r, "edo__vla_free(%X, %a, sizeof(%T), __alignof__(%T))",
                        temp_expr(lf, l->pointer->sym, r), 0);
    s->expr->sym = c->decl->sym;
    vec_push(lf->lu->arena, out, s);
}

static void shield(struct lfunc *lf, struct cleanup *c, const char *text, struct range r,
                   struct vec *out)
{
    struct stmt *s = stmt_new(lf, text ? S_EXPR : S_SET, r);
    if (text) {
        s->expr = glue_expr(lf, r, text, temp_expr(lf, c->saved->sym, r), 0);
    } else {
        s->low = c->saved;
        s->expr = glue_expr(lf, r, "edo__shield(%X)", 0, 0);
    }
    vec_push(lf->lu->arena, out, s);
}

static struct local *shield_local(struct lfunc *lf)
{
    struct local *l = local_new(lf, LOCAL_HIDDEN, name_local(lf, "shielded%u", ++lf->nmarks));
    l->source = TYPE_TEXT;
    l->type_text = "_Bool";
    l->bytes = l->align = 1;
    return l;
}

static bool stmt_suspends(struct lfunc *lf, struct stmt *s)
{
    if (is_sync_gen(lf)) /* its defers have neither await nor yield */
        return false;
    return lf->afn && s->kind == S_BLOCK ? ((struct block_info *)s->low)->suspends
                                         : lf->afn && s->has_await;
}

static void action_defer(struct lfunc *lf, struct cleanup *c, struct vec *out)
{
    struct stmt *body = c->defer->then;
    bool shielded = stmt_suspends(lf, body);
    struct vec list = {0};
    if (shielded) {
        c->saved = shield_local(lf);
        shield(lf, c, 0, c->defer->r, out);
    }
    lf->level++;
    struct stmt *nb = lf->natural_break, *nc = lf->natural_continue;
    lf->natural_break = lf->natural_continue = 0;
    norm_body(lf, &body, 1, &list);
    lf->natural_break = nb;
    lf->natural_continue = nc;
    lf->level--;
    for (unsigned i = 0; i < list.n; i++)
        vec_push(lf->lu->arena, out, list.at[i]);
    if (shielded)
        shield(lf, c, "edo__unshield(%X, %a)", c->defer->r, out);
}

static struct stmt *if_stmt(struct lfunc *lf, struct expr *cond, struct vec *then, struct range r)
{
    struct stmt *s = stmt_new(lf, S_IF, (struct range){1, 0});
    s->cond = cond;
    s->then = list_block(lf, then, r);
    return s;
}

static struct range cleanup_range(const struct cleanup *c)
{
    if (c->defer || c->gen)
        return c->gen ? c->r : c->defer->r;
    return (struct range){c->decl->name_tok, c->decl->name_tok};
}

/* The flag of a cleanup that jumps may pass: false from the start. */
static void arm(struct lfunc *lf, struct cleanup *c, struct vec *inner)
{
    if (c->defer && c->defer->kind == S_SHIELD) {
        c->saved = shield_local(lf);
        shield(lf, c, 0, c->defer->r, inner);
    }
    if (!c->guarded)
        return;
    struct lscope *before = lf->scope;
    lf->scope = lf->branch ? lf->branch->scope : lf->root;
    c->flag = local_new(lf, LOCAL_HIDDEN, name_local(lf, "armed%u", ++lf->nmarks));
    lf->scope = before;
    c->flag->source = TYPE_TEXT;
    c->flag->type_text = "_Bool";
    c->flag->bytes = c->flag->align = 1;
    vec_push(lf->lu->arena, lf->branch ? &lf->branch->flags : &lf->flags, c->flag);
    set_number(lf, c->flag, 1, cleanup_range(c), inner);
}

static void close_region(struct lfunc *lf, struct cleanup *c, struct vec *inner, struct vec *out)
{
    struct range r = cleanup_range(c);
    struct vec action = {0};
    if (c->exits.n)
        set_number(lf, exit_local(lf), 0, r, inner);
    vec_push(lf->lu->arena, out, list_block(lf, inner, r));
    if (c->mark->used) {
        struct stmt *m = stmt_new(lf, S_MARK, r);
        m->low = c->mark;
        vec_push(lf->lu->arena, out, m);
    }
    struct vec *list = c->flag ? &action : out;
    if (c->flag)
        set_number(lf, c->flag, 0, r, list);
    if (c->gen)
        gen_action(lf, c, list);
    else if (c->defer && c->defer->kind == S_DEFER)
        action_defer(lf, c, list);
    else if (c->defer)
        shield(lf, c, "edo__unshield(%X, %a)", r, list);
    else if (c->decl->cleanup)
        action_attribute(lf, c, r, list);
    else if (is_place(c->decl))
        place_free(lf, c->decl->sym, r, list);
    else if (c->decl->type->future_of)
        action_future(lf, c, list);
    else
        action_vla(lf, c, r, list);
    if (c->flag)
        vec_push(lf->lu->arena, out, if_stmt(lf, temp_expr(lf, c->flag->sym, r), &action, r));
    for (unsigned i = 0; i < c->exits.n; i++) {
        struct exit *x = c->exits.at[i];
        struct vec go = {0};
        const char *test = arena_printf(lf->lu->arena, "%%a == %u", x->number);
        if (is_around(c->outer, x->at))
            jump(lf, x, r, &go);
        else
            jump_mark(lf, c->outer->mark, r, &go);
        struct expr *is = glue_expr(lf, r, test, temp_expr(lf, exit_local(lf)->sym, r), 0);
        vec_push(lf->lu->arena, out, if_stmt(lf, is, &go, r));
    }
}

/* The region of `c`: the statements body[0 .. n). */
void norm_region(struct lfunc *lf, struct cleanup *c, struct stmt **body, unsigned n,
                 struct vec *out)
{
    struct vec inner = {0};
    arm(lf, c, &inner);
    lf->ctx = c;
    norm_body(lf, body, n, &inner);
    lf->ctx = c->outer;
    close_region(lf, c, &inner, out);
}
