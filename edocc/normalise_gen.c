/* SPDX-License-Identifier: MIT
 *
 * Generators to normal form. An each is a block with the generator, as a local whose cleanup ends
 * it, and a loop that asks it for the next value. A yield is a suspension of a kind of its own
 * (WAIT_YIELD): the function leaves with the value, and goes on when it is asked for the next one,
 * or to its end:
 *
 *     S_AWAIT yield; if (to its end) return;
 *
 * Of a stream, asking for the next value is an await, and so is ending it. */
#include "lower.h"

/* ---- names ---- */

void gen_names(struct lunit *lu, struct afn *f)
{
    const char *n = f->sym->name;
    f->s_gen = f->s_frame;
    f->s_space = name_fresh(lu, "%s__gen", n);
    f->s_start = name_fresh(lu, "%s__start", n);
    f->s_advance = name_fresh(lu, "%s__advance", n);
    f->s_next = name_fresh(lu, "%s__next", n);
    f->s_send = name_fresh(lu, "%s__send", n);
    f->s_take = name_fresh(lu, "%s__take", n);
    f->s_value = name_fresh(lu, "%s__value", n);
    f->s_end = name_fresh(lu, "%s__end", n);
    f->s_gen_result = name_fresh(lu, "%s__gen_result", n);
    f->s_box = name_fresh(lu, "%s__box", n);
    f->s_unbox = name_fresh(lu, "%s__unbox", n);
    f->s_detach = name_fresh(lu, "%s__detach", n);
    f->s_drop = name_fresh(lu, "%s__drop", n);
    f->needs_args = true;
    if (f->sym->gen_sym)
        f->sym->gen_sym->out = arena_printf(lu->arena, "struct %s", f->s_gen);
}

/* ---- what is made here ---- */

static void push(struct lfunc *lf, struct vec *out, struct stmt *s)
{
    vec_push(lf->lu->arena, out, s);
}

/* TEXT, in which %s is `name`. */
static struct expr *call_glue(struct lfunc *lf, struct range r, const char *name, const char *rest,
                              struct expr *a, struct expr *b)
{
    return glue_expr(lf, r, arena_printf(lf->lu->arena, "%s%s", name, rest), a, b);
}

static struct expr *address_of(struct lfunc *lf, struct local *l, struct range r)
{
    struct expr *e = glue_expr(lf, r, "&%a", temp_expr(lf, l->sym, r), 0);
    e->op = GLUE_ADDRESS;
    return e;
}

static struct local *pointer_local(struct lfunc *lf, struct afn *f)
{
    struct local *l = local_new(lf, LOCAL_TEMP, name_local(lf, "t%u", ++lf->ntemps));
    l->source = TYPE_TEXT;
    l->type_text = arena_printf(lf->lu->arena, "struct %s *", f->s_gen);
    l->bytes = l->align = 8;
    return l;
}

static struct stmt *set_stmt(struct lfunc *lf, struct local *l, struct expr *value)
{
    struct stmt *s = stmt_new(lf, S_SET, value->r);
    s->low = l;
    s->expr = value;
    return s;
}

/* ---- each ---- */

static struct stmt *start_of(struct lfunc *lf, const struct stmt *each, struct afn *f,
                             struct expr **gen)
{
    struct range r = each->expr->r;
    struct stmt *s;
    if (each->expr->kind != E_CALL || !each->expr->async_call) { /* an edo_gen: borrowed */
        struct local *at = pointer_local(lf, f);
        struct expr *address = glue_expr(lf, r, "&%a", each->expr, 0);
        address->op = GLUE_ADDRESS;
        *gen = temp_expr(lf, at->sym, r);
        return set_stmt(lf, at, address);
    }
    struct local *l = local_new(lf, LOCAL_HIDDEN, name_local(lf, "each%u", ++lf->ntemps));
    l->gen = f;
    l->scalar = false;
    l->taken = true;
    l->sym->type = f->sym->type; /* certainly no scalar */
    s = stmt_new(lf, S_GEN_START, r);
    s->expr = each->expr;
    s->low = l;
    *gen = address_of(lf, l, r);
    return s;
}

static struct expr *next_of(struct lfunc *lf, struct afn *f, struct expr *gen)
{
    if (!f->sym->type->is_stream)
        return call_glue(lf, gen->r, f->s_next, "(%a, 0)", gen, 0);
    struct expr *next = arena_new_of(lf->lu->arena, struct expr);
    struct expr *await = arena_new_of(lf->lu->arena, struct expr);
    *next = *gen;
    next->kind = E_GEN_NEXT;
    next->op = 0;
    next->sym = f->sym;
    next->a = gen;
    *await = *next;
    await->kind = E_AWAIT;
    await->op_tok = gen->r.first;
    await->a = next;
    await->sym = 0;
    return await;
}

static void copy_value(struct lfunc *lf, struct decl *d, struct afn *f, struct expr *gen)
{
    d->init = arena_new_of(lf->lu->arena, struct init);
    d->init->r = gen->r;
    d->init->expr = call_glue(lf, gen->r, f->s_value, "(%a)", gen, 0);
}

/* (void)x: nobody is to warn that a loop only counts. */
static struct stmt *mention(struct lfunc *lf, struct decl *d)
{
    struct range nowhere = {1, 0};
    struct stmt *s = stmt_new(lf, S_EXPR, nowhere);
    s->expr = glue_expr(lf, nowhere, "(void)%a", temp_expr(lf, d->sym, nowhere), 0);
    return s;
}

/* each (T x = G) S → { start; while (next) { T x = value; S } } */
struct stmt *open_each(struct lfunc *lf, struct stmt *s)
{
    bool made = s->expr->kind == E_CALL && s->expr->async_call;
    struct sym *fn = made ? s->expr->sym : s->expr->type->gen_of;
    struct afn *f = afn_of(lf->lu, fn);
    struct expr *gen;
    struct stmt **outer = arena_array_of(lf->lu->arena, struct stmt *, 2);
    struct stmt **inner = arena_array_of(lf->lu->arena, struct stmt *, 3);
    struct stmt *loop = stmt_new(lf, S_WHILE, s->r), *body = stmt_new(lf, S_BLOCK, s->r);
    outer[0] = start_of(lf, s, f, &gen);
    outer[1] = loop;
    inner[0] = s->init;
    inner[1] = mention(lf, s->init->decls[0]);
    inner[2] = s->then;
    copy_value(lf, s->init->decls[0], f, gen);
    body->body = inner;
    body->nbody = 3;
    loop->cond = next_of(lf, f, gen);
    loop->then = body;
    *s = (struct stmt){
        .kind = S_BLOCK, .r = s->r, .body = outer, .nbody = 2, .scope = s->scope};
    return loop;
}

void norm_gen_start(struct lfunc *lf, struct stmt *s, struct vec *out)
{
    struct local *l = s->low;
    l->scope = lf->scope;
    vec_push(lf->lu->arena, &lf->scope->locals, l);
    norm_value(lf, s->expr, out);
    push(lf, out, s);
}

void norm_gen_decl(struct lfunc *lf, struct decl *d)
{
    if (d->type->kind != TY_STRUCT)
        return;
    struct local *l = local_of(d->sym);
    l->gen = afn_of(lf->lu, d->type->gen_of);
    l->taken = true;
    l->scalar = false;
}

/* ---- the end of its scope ---- */

struct cleanup *gen_cleanup(struct lfunc *lf, struct cleanup *c, struct local *l, struct range r)
{
    (void)lf;
    l->cleanup = c;
    c->gen = l;
    c->r = r;
    return c;
}

/* `said`: what the user wrote; 0: nothing, for the scope ends. */
static void gen_wait(struct lfunc *lf, enum wait_kind kind, struct afn *f, struct expr *gen,
                     const struct expr *said, tokid tok, struct vec *out)
{
    struct wait *w = wait_new(lf, kind, tok);
    w->fn = f->sym;
    w->said = said ? said->r : w->said;
    w->operand = gen;
    w->passes = said && said->c;
    w->of_each = said && !said->b;
    struct stmt *s = stmt_new(lf, S_AWAIT, gen->r);
    s->low = w;
    push(lf, out, s);
}

void gen_action(struct lfunc *lf, struct cleanup *c, struct vec *out)
{
    struct afn *f = c->gen->gen;
    struct expr *gen = address_of(lf, c->gen, c->r);
    if (f->sym->type->is_stream) {
        gen_wait(lf, WAIT_GEN_END, f, gen, 0, c->r.first, out);
    } else {
        struct stmt *s = stmt_new(lf, S_EXPR, c->r);
        s->expr = call_glue(lf, c->r, f->s_end, "(%a)", gen, 0);
        push(lf, out, s);
    }
    struct stmt *s = stmt_new(lf, S_GEN_FREE, c->r);
    s->low = c->gen;
    push(lf, out, s);
}

/* ---- edo_next and its kin ---- */

/* The member of a struct that `e` is, or `e` is the address of: a pointer to a box; or 0. */
static struct expr *member_of(struct expr *e)
{
    while (e->kind == E_PAREN || (e->kind == E_UNARY && e->op == P_AND))
        e = e->a;
    return e->kind == E_UNARY && e->implied ? e->a : 0;
}

/* It is a member's, so it has, or gets, a box. */
static bool in_member(struct lfunc *lf, struct expr *e, struct afn *f)
{
    if (!member_of(e))
        return false;
    f->needs_box = lf->lu->uses_gen_host = true;
    return true;
}

/* The box of member `e`, which from then on has none. */
static struct expr *detached(struct lfunc *lf, struct expr *e, struct afn *f)
{
    struct expr *member = member_of(e);
    struct expr *g = call_glue(lf, e->r, f->s_detach, "(&%a)", member, 0);
    g->op = GLUE_ADDRESS;
    return g;
}

void norm_gen_use(struct lfunc *lf, struct expr *e)
{
    struct afn *f = afn_of(lf->lu, e->sym);
    struct type *type = e->type;
    struct expr *g;
    bool member = in_member(lf, e->a, f);
    if (e->kind == E_GEN_SET)
        return;
    if (e->kind == E_GEN_END && member) {
        g = call_glue(lf, e->r, f->s_drop, "(%b)", 0, detached(lf, e->a, f));
    } else if (e->kind == E_GEN_RESULT)
        g = call_glue(lf, e->r, f->s_gen_result, "(%a)", e->a, 0);
    else if (e->kind == E_GEN_END)
        g = call_glue(lf, e->r, f->s_end, "(%a)", e->a, 0);
    else
        g = call_glue(lf, e->r, e->c ? f->s_send : f->s_next, e->c ? "(%a, %b, %c)" : "(%a, %b)",
                      e->a, e->b);
    g->c = e->c;
    *e = *g;
    e->type = type;
}

/* An expression for the same pointer that may be evaluated before the await and behind it. */
static struct expr *steady_pointer(struct lfunc *lf, struct expr *e, struct afn *f,
                                   struct vec *out)
{
    struct expr *core = e;
    while (core->kind == E_PAREN)
        core = core->a;
    struct expr *object = core->a;
    while (object && object->kind == E_PAREN)
        object = object->a;
    bool address = ((int)core->kind == E_GLUE && core->op == GLUE_ADDRESS) ||
                   (core->kind == E_UNARY && core->op == P_AND);
    if (address && (object->kind == E_TEMP || object->kind == E_IDENT) && local_of(object->sym))
        return address_of(lf, local_of(object->sym), e->r);
    if (core->kind == E_TEMP)
        return core;
    struct local *l = pointer_local(lf, f);
    push(lf, out, set_stmt(lf, l, e));
    return temp_expr(lf, l->sym, e->r);
}

/* Where the value goes: evaluated before the await, as all operands are. */
static struct expr *destination(struct lfunc *lf, struct expr *e, struct vec *out)
{
    if (!e || (e->constant && e->value_known && !e->value))
        return glue_expr(lf, e ? e->r : (struct range){1, 0}, "0", 0, 0);
    const struct expr *object = expr_strip(e);
    bool address = object->kind == E_UNARY && object->op == P_AND;
    object = address ? expr_strip(object->a) : 0;
    if (object && object->kind == E_IDENT && local_of(object->sym)) /* the same at any time */
        return e;
    struct local *l = local_new(lf, LOCAL_TEMP, name_local(lf, "t%u", ++lf->ntemps));
    l->source = TYPE_TEXT;
    l->type_text = "void *";
    l->bytes = l->align = 8;
    push(lf, out, set_stmt(lf, l, e));
    return temp_expr(lf, l->sym, e->r);
}

/* f__take: it puts the value where it is wanted, and says whether there was one. */
static struct stmt *take(struct lfunc *lf, struct afn *f, struct expr *gen, struct expr *to,
                         struct expr *target, struct range r)
{
    struct stmt *s = stmt_new(lf, S_EXPR, r);
    s->expr = target ? call_glue(lf, r, "%a = ", arena_printf(lf->lu->arena, "%s(%%b, %%c)",
                                                              f->s_take), target, gen)
                     : call_glue(lf, r, f->s_take, "(%b, %c)", 0, gen);
    s->expr->c = to;
    return s;
}

static void send(struct lfunc *lf, struct afn *f, struct expr *gen, struct expr *e,
                 struct vec *out)
{
    struct stmt *s = stmt_new(lf, S_EXPR, e->r);
    s->expr = call_glue(lf, e->r, f->s_send, "(%a, %b)", gen, e->c);
    push(lf, out, s);
}

/* Its operands become what can be evaluated at any time: pointers. */
void norm_gen_operand(struct lfunc *lf, struct expr *e, struct vec *out)
{
    struct afn *f = afn_of(lf->lu, e->sym);
    norm_value(lf, e->a, out);
    norm_value(lf, e->b, out);
    if (e->c)
        norm_value(lf, e->c, out);
    e->a = steady_pointer(lf, e->a, f, out);
    e->b = destination(lf, e->b, out);
    if (e->c)
        send(lf, f, e->a, e, out);
}

/* Head `w` of a select has won. */
struct stmt *take_next(struct lfunc *lf, struct wait *w)
{
    struct expr *next = w->awaited->a;
    while (next->kind == E_PAREN)
        next = next->a;
    return take(lf, w->fn->low, next->a, next->b, w->target, w->said);
}

void norm_gen_await(struct lfunc *lf, struct expr *e, struct expr *target, struct vec *out)
{
    struct afn *f = afn_of(lf->lu, e->sym);
    struct range r = e->r;
    bool next = e->kind == E_GEN_NEXT;
    norm_value(lf, e->a, out);
    if (e->b)
        norm_value(lf, e->b, out);
    if (e->c)
        norm_value(lf, e->c, out);
    bool drop = in_member(lf, e->a, f) && e->kind == E_GEN_END;
    struct expr *gen = steady_pointer(lf, drop ? detached(lf, e->a, f) : e->a, f, out);
    struct expr *to = next ? destination(lf, e->b, out) : 0;
    if (e->c)
        send(lf, f, gen, e, out);
    gen_wait(lf, next ? WAIT_NEXT : WAIT_GEN_END, f, gen, e, e->r.first, out);
    if (next) {
        push(lf, out, take(lf, f, gen, to, target, r));
    } else if (drop) {
        struct stmt *s = stmt_new(lf, S_EXPR, r);
        s->expr = call_glue(lf, r, f->s_unbox, "(%a)", gen, 0);
        push(lf, out, s);
    }
}

/* ---- yield ---- */

/* Returns what is read behind it for its value. */
struct expr *norm_yield(struct lfunc *lf, struct expr *e, bool wanted, struct vec *out)
{
    struct range nowhere = {1, 0};
    norm_value(lf, e->a, out);
    struct wait *w = wait_new(lf, WAIT_YIELD, e->op_tok);
    w->operand = e->a;
    w->said = e->r;
    struct stmt *s = stmt_new(lf, S_AWAIT, e->r);
    s->low = w;
    push(lf, out, s);
    struct vec stop = {0};
    const struct type *result = lf->func->result;
    const char *zero = type_is_scalar(result) ? "(__typeof__(%F->result))0"
                                              : "(__typeof__(%F->result)){0}";
    return_value(lf, result->kind == TY_VOID ? 0 : glue_expr(lf, e->r, zero, 0, 0), e->r, &stop);
    struct stmt *test = stmt_new(lf, S_IF, nowhere);
    test->cond = glue_expr(lf, e->r, "__builtin_expect(%S >> 16, 0)", 0, 0);
    test->then = list_block(lf, &stop, e->r);
    push(lf, out, test);
    lf->afn->uses_passed |= wanted;
    return glue_expr(lf, e->r, "%F->yielded", 0, 0);
}
