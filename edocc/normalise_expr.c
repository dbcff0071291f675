/* SPDX-License-Identifier: MIT
 *
 * Expressions to normal form. `norm_value` takes out of an expression what must be a statement
 * (awaits, tries, and what is sequenced before them), appends that to a list, and leaves in place
 * an expression that may be evaluated after it. Operands that are not sequenced stay where they
 * are, so they are evaluated after the awaits of the whole full expression; operands in front of a
 * sequence point (&&, ||, ?:, comma, statement expressions) go out with what follows them. */
#include "lower.h"

static void push(struct lfunc *lf, struct vec *out, struct stmt *s)
{
    vec_push(lf->lu->arena, out, s);
}

struct expr *expr_copy(struct lfunc *lf, const struct expr *e)
{
    struct expr *c = arena_new_of(lf->lu->arena, struct expr);
    *c = *e;
    return c;
}

void expr_replace(struct expr *e, const struct expr *with)
{
    struct range r = e->r;
    struct type *type = e->type;
    *e = *with;
    e->r = r;
    if (type->kind != TY_UNKNOWN)
        e->type = type;
}

static void replace_by_nothing(struct lfunc *lf, struct expr *e)
{
    expr_replace(e, glue_expr(lf, e->r, "((void)0)", 0, 0));
}

static bool is_void(const struct expr *e)
{
    return e->type->kind == TY_VOID || e->type->placeholder;
}

/* A local for the value of `e`, which may be changed afterwards. */
static struct local *temp_new(struct lfunc *lf, struct expr *e)
{
    struct local *l = local_new(lf, LOCAL_TEMP, name_local(lf, "t%u", ++lf->ntemps));
    l->source = TYPE_EXPR;
    l->type_expr = expr_copy(lf, e);
    l->sym->type = e->type;
    if (e->type->kind == TY_STRUCT || e->type->kind == TY_UNKNOWN) {
        l->bytes = e->type->kind == TY_STRUCT ? type_bytes(e->type, &l->align) : 0;
        l->scalar = l->bytes && l->bytes <= 16 && !e->type->has_array;
    } else {
        l->bytes = type_bytes(e->type, &l->align);
    }
    return l;
}

static struct local *typed_temp(struct lfunc *lf, const char *type)
{
    struct local *l = local_new(lf, LOCAL_TEMP, name_local(lf, "t%u", ++lf->ntemps));
    l->source = TYPE_TEXT;
    l->type_text = type;
    l->bytes = l->align = 4;
    return l;
}

static void set(struct lfunc *lf, struct local *l, struct expr *value, struct vec *out)
{
    struct stmt *s = stmt_new(lf, S_SET, value->r);
    s->low = l;
    s->expr = value;
    push(lf, out, s);
}

static struct stmt *branch(struct lfunc *lf, struct expr *cond, struct vec *then, struct vec *els)
{
    struct stmt *s = stmt_new(lf, S_IF, (struct range){1, 0});
    s->cond = cond;
    s->then = list_block(lf, then, cond->r);
    if (els && els->n)
        s->els = list_block(lf, els, cond->r);
    return s;
}

static bool is_silent(const struct lfunc *lf, const struct expr *e)
{
    while (e->kind == E_PAREN)
        e = e->a;
    return lf->unwanted == UNWANTED_VOID ||
           (lf->unwanted == UNWANTED_VALUE && e->kind != E_CALL && !is_void(e));
}

static void evaluate(struct lfunc *lf, struct expr *e, struct vec *out)
{
    struct stmt *s = stmt_new(lf, S_EXPR, e->r);
    s->expr = is_silent(lf, e) ? glue_expr(lf, e->r, "(void)(%a)", e, 0) : e;
    push(lf, out, s);
}

void discard_as(struct lfunc *lf, enum unwanted why, struct expr *e, struct vec *out)
{
    enum unwanted before = lf->unwanted;
    if (why > before)
        lf->unwanted = why;
    norm_discard(lf, e, out);
    lf->unwanted = before;
}

/* ---- await and try ---- */

/* One that needs a member in its scope, but those of generators. */
struct wait *wait_new(struct lfunc *lf, enum wait_kind kind, tokid tok)
{
    struct wait *w = arena_new_of(lf->lu->arena, struct wait);
    w->kind = kind;
    w->in = lf;
    w->tok = tok;
    w->said = (struct range){1, 0};
    w->scope = lf->scope;
    vec_push(lf->lu->arena, &lf->waits, w);
    if (kind != WAIT_YIELD && !is_gen_wait(w))
        vec_push(lf->lu->arena, &lf->scope->waits, w);
    w->at = lf->waits.n;
    return w;
}

struct wait *wait_for(struct lfunc *lf, struct expr *e)
{
    struct expr *a = e->a;
    while (a->kind == E_PAREN)
        a = a->a;
    struct wait *w;
    if (a->kind == E_CALL && a->async_call) {
        struct sym *fn = a->sym;
        if (fn)
            afn_of(lf->lu, fn);
        w = wait_new(lf, !fn ? WAIT_POINTER : fn->leaf ? WAIT_LEAF : WAIT_CALL, e->op_tok);
        w->fn = fn;
        w->operand = fn ? 0 : a->a;
        w->args = a->args;
        w->nargs = a->nargs;
    } else if (a->kind == E_GEN_NEXT) { /* as a select's head; else norm_gen_await */
        w = wait_new(lf, WAIT_NEXT, e->op_tok);
        w->fn = a->sym;
        w->operand = a->a;
        w->passes = a->c != 0;
    } else if (a->type->future_of) {
        struct afn *f = afn_of(lf->lu, a->type->future_of);
        w = wait_new(lf, WAIT_FUTURE, e->op_tok);
        w->fn = a->type->future_of;
        w->operand = a;
        f->dynamic = f->needs_fn = f->needs_future = f->needs_args = true;
    } else {
        w = wait_new(lf, WAIT_VALUE, e->op_tok);
        w->operand = a;
        w->owned = type_boxed(a->type) != 0;
    }
    w->awaited = expr_copy(lf, e);
    return w;
}

/* Where the result of a call goes whose type isn't known where it was compiled: in this function
 * neither; or to a local. */
static struct expr *result_place(struct lfunc *lf, struct wait *w, struct expr *e)
{
    if (e->type->placeholder)
        return place_expr(lf, e->into, e->r);
    if (is_void(e))
        return glue_expr(lf, e->r, "(edo_T *)0", 0, 0);
    struct local *l = temp_new(lf, e);
    l->taken = true;
    l->scalar = false;
    w->failed = temp_expr(lf, l->sym, e->r);
    return glue_expr(lf, e->r, "(edo_T *)&%a", w->failed, 0);
}

void place_result(struct lfunc *lf, struct wait *w, struct expr *e)
{
    if (!w->fn && e->type->placeholder)
        w->to = e->taken ? result_place(lf, w, e) : glue_expr(lf, e->r, "(edo_T *)0", 0, 0);
    if (!w->fn || !w->fn->type->generic || w->kind == WAIT_FUTURE)
        return;
    struct expr **args = arena_array_of(lf->lu->arena, struct expr *, w->nargs + 1);
    for (unsigned i = 0; i < w->nargs; i++)
        args[i] = w->args[i];
    args[w->nargs++] = result_place(lf, w, e);
    w->args = args;
}

/* `a`, a box, is about to be awaited: a local that holds it says so from now on. */
static void use_up(struct lfunc *lf, struct expr *a, struct vec *out)
{
    struct local *held = a->kind == E_IDENT ? local_of(a->sym) : 0;
    if (!held || a->type->is_const || a->sym->storage == STO_STATIC)
        return;
    struct local *l = temp_new(lf, a);
    set(lf, l, expr_copy(lf, a), out);
    set(lf, held, glue_expr(lf, a->r, "edo__box_gone()", 0, 0), out);
    expr_replace(a, temp_expr(lf, l->sym, a->r));
}

void norm_await(struct lfunc *lf, struct expr *e, struct expr *target, struct vec *out)
{
    struct expr *a = e->a;
    while (a->kind == E_PAREN)
        a = a->a;
    if (is_gen_use(a)) {
        norm_gen_await(lf, a, target, out);
        return;
    }
    bool before = lf->in_await_args;
    lf->in_await_args = true;
    if (a->kind == E_CALL && a->async_call) {
        if (!a->sym)
            norm_value(lf, a->a, out);
        for (uint32_t i = 0; i < a->nargs; i++)
            norm_value(lf, a->args[i], out);
    } else {
        norm_value(lf, a, out);
        if (type_boxed(a->type))
            use_up(lf, a, out);
    }
    lf->in_await_args = before;
    struct local *untaken = 0;
    if (e->sym && e->sym->type->generic && e->type->placeholder && !e->taken) {
        untaken = place_temp(lf); /* it may want to look at its result */
        e->taken = true;
        e->into = untaken->sym;
        place_new(lf, untaken, e->r, out);
    }
    struct wait *w = wait_for(lf, e);
    place_result(lf, w, e);
    w->target = w->failed ? 0 : target;
    w->said = e->r;
    struct stmt *s = stmt_new(lf, S_AWAIT, e->r);
    s->low = w;
    push(lf, out, s);
    if (untaken)
        place_free(lf, untaken->sym, e->r, out);
    if (target && w->failed)
        evaluate(lf, glue_expr(lf, e->r, "%a = %b", target, w->failed), out);
}

/* The value of `e`, evaluated here, for later. A constant may stay: it has no type to lose. */
static void evaluate_here(struct lfunc *lf, struct expr *e, struct vec *out)
{
    norm_value(lf, e, out);
    if (e->constant || e->kind == E_STRING)
        return;
    struct expr *one = one_call(e);
    struct local *l = one->kind == E_CAPTURE ? typed_temp(lf, "edo_call") : temp_new(lf, e);
    if (one->kind == E_CAPTURE) {
        l->type_expr = expr_copy(lf, one); /* says what it results in: print_awaited */
        l->bytes = 16;
        l->align = 8;
    }
    set(lf, l, expr_copy(lf, e), out);
    expr_replace(e, temp_expr(lf, l->sym, e->r));
}

static void evaluate_box(struct lfunc *lf, struct expr *a, struct vec *out)
{
    norm_value(lf, a, out);
    use_up(lf, a, out);
    if (a->kind != E_TEMP)
        evaluate_here(lf, a, out);
}

/* What the await `e` runs is worked out, and may be started later. */
void norm_operand(struct lfunc *lf, struct expr *e, struct vec *out)
{
    struct expr *a = e->a;
    while (a->kind == E_PAREN)
        a = a->a;
    bool before = lf->in_await_args;
    lf->in_await_args = true;
    if (a->kind == E_CALL && a->async_call) {
        if (!a->sym)
            evaluate_here(lf, a->a, out);
        for (uint32_t i = 0; i < a->nargs; i++)
            evaluate_here(lf, a->args[i], out);
    } else if (type_boxed(a->type)) {
        evaluate_box(lf, a, out);
    } else if (a->kind == E_GEN_NEXT) {
        norm_gen_operand(lf, a, out);
    } else if (!a->type->future_of) {
        evaluate_here(lf, a, out);
    }
    lf->in_await_args = before;
}

/* The result type of what `e` awaits, for a temporary. */
struct local *result_temp(struct lfunc *lf, struct expr *e)
{
    struct expr *a = e->a;
    while (a->kind == E_PAREN)
        a = a->a;
    struct sym *fn = a->kind == E_CALL && a->async_call ? a->sym : a->type->future_of;
    struct local *l = temp_new(lf, e); /* of a type that `e` says: print_awaited */
    if (fn && !fn->type->generic) {
        l->type_expr = 0;
        l->source = TYPE_RESULT;
        l->fn = fn;
    }
    return l;
}

static void hoist_await(struct lfunc *lf, struct expr *e, struct vec *out)
{
    if (is_void(e)) {
        norm_await(lf, e, 0, out);
        replace_by_nothing(lf, e);
        return;
    }
    struct local *l = result_temp(lf, e);
    struct expr *t = temp_expr(lf, l->sym, e->r);
    norm_await(lf, e, t, out);
    expr_replace(e, t);
}

/* What `yield` gives when it goes on. */
struct local *yield_temp(struct lfunc *lf, struct expr *e)
{
    struct local *l = temp_new(lf, e);
    l->source = TYPE_YIELD;
    l->fn = e->sym;
    return l;
}

static void hoist_yield(struct lfunc *lf, struct expr *e, struct vec *out)
{
    struct expr *value = norm_yield(lf, e, true, out);
    struct local *l = yield_temp(lf, e);
    set(lf, l, value, out);
    expr_replace(e, temp_expr(lf, l->sym, e->r));
}

static void hoist_try(struct lfunc *lf, struct expr *e, struct vec *out)
{
    norm_value(lf, e->a, out);
    struct expr *value = e->a;
    while (value->kind == E_PAREN)
        value = value->a;
    if (value->kind != E_TEMP || local_of(value->sym)->kind != LOCAL_TEMP) {
        struct local *l = temp_new(lf, e->a);
        set(lf, l, expr_copy(lf, e->a), out);
        value = temp_expr(lf, l->sym, e->r);
    }
    struct vec then = {0};
    return_value(lf, expr_copy(lf, value), e->r, &then);
    push(lf, out, branch(lf, glue_expr(lf, e->r, "%a < 0", expr_copy(lf, value), 0), &then, 0));
    expr_replace(e, value);
}

/* ---- operands in sequence ---- */

/* a && b, where b has an await: t = a != 0; if (t) t = b != 0; */
static void hoist_logical(struct lfunc *lf, struct expr *e, struct vec *out)
{
    bool is_and = e->op == P_ANDAND;
    struct local *l = typed_temp(lf, "int");
    struct vec then = {0};
    norm_value(lf, e->a, out);
    set(lf, l, glue_expr(lf, e->a->r, "!!(%a)", e->a, 0), out);
    norm_value(lf, e->b, &then);
    set(lf, l, glue_expr(lf, e->b->r, "!!(%a)", e->b, 0), &then);
    struct expr *t = temp_expr(lf, l->sym, e->a->r);
    push(lf, out, branch(lf, is_and ? t : glue_expr(lf, e->a->r, "!%a", t, 0), &then, 0));
    expr_replace(e, temp_expr(lf, l->sym, e->r));
}

static void hoist_arm(struct lfunc *lf, struct local *l, struct expr *arm, struct vec *list)
{
    if (!l) {
        discard_as(lf, UNWANTED_VALUE, arm, list);
        return;
    }
    norm_value(lf, arm, list);
    set(lf, l, arm, list);
}

static void hoist_conditional(struct lfunc *lf, struct expr *e, bool wanted, struct vec *out)
{
    struct local *l = wanted && !is_void(e) ? temp_new(lf, e) : 0;
    struct vec then = {0}, els = {0};
    struct expr *cond = e->a;
    norm_value(lf, cond, out);
    if (e->b) {
        hoist_arm(lf, l, e->b, &then);
    } else { /* a ?: c */
        struct local *first = temp_new(lf, cond);
        set(lf, first, expr_copy(lf, cond), out);
        expr_replace(cond, temp_expr(lf, first->sym, cond->r));
        if (l)
            set(lf, l, temp_expr(lf, first->sym, cond->r), &then);
    }
    hoist_arm(lf, l, e->c, &els);
    push(lf, out, branch(lf, cond, &then, &els));
    if (l)
        expr_replace(e, temp_expr(lf, l->sym, e->r));
    else
        replace_by_nothing(lf, e);
}

static struct stmt *last_value(struct stmt *body)
{
    struct stmt *s = body->nbody ? body->body[body->nbody - 1] : 0;
    while (s && (s->kind == S_LABEL || s->kind == S_CASE || s->kind == S_DEFAULT))
        s = s->then;
    return s && s->kind == S_EXPR && s->expr ? s : 0;
}

static void hoist_stmt_expr(struct lfunc *lf, struct expr *e, bool wanted, struct vec *out)
{
    struct stmt *last = last_value(e->body);
    struct local *l = 0;
    if (last && wanted && !is_void(last->expr)) {
        l = temp_new(lf, last->expr);
        l->type_expr = last->expr;
        last->kind = S_SET;
        last->low = l;
    }
    enum unwanted why = lf->unwanted;
    bool before = lf->in_await_args;
    if (last && !wanted)
        last->unwanted = why > UNWANTED_VALUE ? why : UNWANTED_VALUE;
    lf->in_await_args = false;
    lf->unwanted = UNWANTED_TOLD;
    push(lf, out, norm_block(lf, e->body));
    lf->unwanted = why;
    lf->in_await_args = before;
    if (l)
        expr_replace(e, temp_expr(lf, l->sym, e->r));
    else
        replace_by_nothing(lf, e);
}

/* The arm that isn't chosen must not run: each is put behind the same choice of 1 or 0. */
static void hoist_generic(struct lfunc *lf, struct expr *e, struct vec *out)
{
    for (uint32_t i = 0; i < e->nargs; i++) {
        if (!e->args[i]->has_await)
            continue;
        struct expr *chosen = expr_copy(lf, e);
        chosen->args = arena_array_of(lf->lu->arena, struct expr *, e->nargs);
        chosen->has_await = false;
        for (uint32_t j = 0; j < e->nargs; j++)
            chosen->args[j] = glue_expr(lf, e->args[j]->r, i == j ? "1" : "0", 0, 0);
        struct vec then = {0};
        norm_value(lf, e->args[i], &then);
        push(lf, out, branch(lf, chosen, &then, 0));
    }
}

static void hoist_choose(struct lfunc *lf, struct expr *e, struct vec *out)
{
    for (uint32_t i = 1; i < e->nargs; i++) {
        struct vec then = {0};
        norm_value(lf, e->args[i], &then);
        if (then.n)
            push(lf, out,
                 branch(lf,
                        glue_expr(lf, e->r, i == 1 ? "%a" : "!(%a)", expr_copy(lf, e->args[0]), 0),
                        &then, 0));
    }
}

static void norm_parts(struct lfunc *lf, struct expr *e, struct vec *out)
{
    struct kids kids = {0};
    expr_kids(lf->lu->arena, e, &kids);
    for (unsigned i = 0; i < kids.n; i++)
        if (kids.at[i].expr)
            norm_value(lf, kids.at[i].expr, out);
}

void norm_value(struct lfunc *lf, struct expr *e, struct vec *out)
{
    if (!e->has_await || e->unevaluated) {
        hold_parts(lf, e, 0);
        return;
    }
    e->has_await = false;
    switch ((int)e->kind) {
    case E_AWAIT:
        hoist_await(lf, e, out);
        return;
    case E_TRY:
        hoist_try(lf, e, out);
        return;
    case E_YIELD:
        hoist_yield(lf, e, out);
        return;
    case E_BINARY:
        if ((e->op == P_ANDAND || e->op == P_OROR) && e->b->has_await) {
            hoist_logical(lf, e, out);
            return;
        }
        break;
    case E_COND:
        if ((e->b && e->b->has_await) || e->c->has_await) {
            hoist_conditional(lf, e, true, out);
            return;
        }
        break;
    case E_COMMA: {
        struct expr *b = e->b;
        norm_discard(lf, e->a, out);
        norm_value(lf, b, out);
        expr_replace(e, glue_expr(lf, e->r, "%a", b, 0));
        return;
    }
    case E_STMT_EXPR:
        hoist_stmt_expr(lf, e, true, out);
        return;
    case E_GENERIC:
        hoist_generic(lf, e, out);
        return;
    case E_BUILTIN:
        if (tok_is(lf->lu->unit, e->r.first, "__builtin_choose_expr") && e->nargs == 3) {
            hoist_choose(lf, e, out);
            return;
        }
        break;
    case E_COMPOUND:
        hold_literal(lf, e, e);
        break;
    case E_CAPTURE:
        if (captures_box(e))
            norm_value(lf, e->a, out);
        else
            norm_parts(lf, e->a, out);
        hold_args(lf, e);
        return;
    case E_BLOCK_ON:
        hold_block_on(lf, e);
        break;
    default:
        break;
    }
    norm_parts(lf, e, out);
    if (is_gen_use(e))
        norm_gen_use(lf, e);
}

/* ---- values that nobody wants ---- */

void norm_discard(struct lfunc *lf, struct expr *e, struct vec *out)
{
    struct expr *inner = e;
    while (inner->kind == E_PAREN)
        inner = inner->a;
    if (!inner->has_await) {
        norm_value(lf, e, out);
        evaluate(lf, e, out);
        return;
    }
    switch ((int)inner->kind) {
    case E_AWAIT:
        norm_await(lf, inner, 0, out);
        return;
    case E_YIELD:
        inner->has_await = false;
        norm_yield(lf, inner, false, out);
        return;
    case E_COMMA:
        norm_discard(lf, inner->a, out);
        norm_discard(lf, inner->b, out);
        return;
    case E_COND:
        if ((inner->b && inner->b->has_await) || inner->c->has_await) {
            hoist_conditional(lf, inner, false, out);
        } else {
            norm_value(lf, e, out);
            discard_as(lf, UNWANTED_VALUE, e, out);
        }
        return;
    case E_STMT_EXPR:
        hoist_stmt_expr(lf, inner, false, out);
        return;
    case E_CAST:
        if (inner->tn->type->kind == TY_VOID) {
            discard_as(lf, UNWANTED_VOID, inner->a, out);
            return;
        }
        if (type_is_scalar(inner->tn->type) && type_is_scalar(inner->a->type)) {
            discard_as(lf, UNWANTED_VALUE, inner->a, out);
            return;
        }
        break;
    case E_ASSIGN: {
        struct expr *from = inner->b;
        while (from->kind == E_PAREN)
            from = from->a;
        if (inner->op == P_ASSIGN && from->kind == E_AWAIT) {
            norm_value(lf, inner->a, out);
            norm_await(lf, from, inner->a, out);
            return;
        }
        break;
    }
    default:
        break;
    }
    norm_value(lf, e, out);
    if (inner->kind != E_TEMP && !((int)inner->kind == E_GLUE && is_void(inner)))
        evaluate(lf, e, out);
}
