/* SPDX-License-Identifier: MIT
 *
 * What evaluating an expression does to locals, in order. C leaves the order of most operands
 * open; where it matters (one writes what another reads) the program has no meaning, so source
 * order serves, with an assignment's store behind both its operands.
 *
 * Where the tree isn't understood (types not worked out), an operand's address counts as taken:
 * that keeps the local in the frame, which is always right. */
#include "flow_build.h"

#include <string.h>

/* ---- objects ---- */

static bool is_shared(const struct type *t)
{
    return t->is_volatile || t->is_atomic;
}

/* Not a plain value when it is named: an array, or perhaps one. */
static bool decays(const struct type *t)
{
    return t->kind == TY_ARRAY || t->kind == TY_UNKNOWN;
}

void flow_local(struct flow_walk *w, const struct local *l, enum access how, bool whole, tokid tok)
{
    if (l->boxed_vla) { /* stands behind a pointer that may be set here too */
        flow_event(w, l->pointer, EV_PART, tok);
        flow_event(w, l->pointer, EV_ADDRESS, tok);
        return;
    }
    if (how == ACCESS_READ || how == ACCESS_UPDATE)
        flow_event(w, l, EV_READ, tok);
    if (how == ACCESS_WRITE || how == ACCESS_UPDATE)
        flow_event(w, l, whole ? EV_WRITE : EV_PART, tok);
    if (how == ACCESS_ADDRESS || is_shared(l->sym->type) || l->steady)
        flow_event(w, l, EV_ADDRESS, tok);
}

/* The child that holds the object of which lvalue `e` is a part, if `e` is such; what else it has
 * is evaluated. 0: `e` is no part of an object that is named here. */
static struct expr *part_of(struct flow_walk *w, struct expr *e)
{
    switch ((int)e->kind) {
    case E_PAREN:
    case E_MEMBER:
        return e->a;
    case E_ARROW:
        return e->a->type->kind == TY_ARRAY ? e->a : 0;
    case E_UNARY:
        if (e->op == KW_REAL || e->op == KW_IMAG || e->op == KW_EXTENSION)
            return e->a;
        return e->op == P_STAR && e->a->type->kind == TY_ARRAY ? e->a : 0;
    case E_INDEX:
        if (e->a->type->kind == TY_ARRAY || e->a->type->kind == TY_VECTOR) {
            flow_value(w, e->b);
            return e->a;
        }
        if (e->b->type->kind == TY_ARRAY) {
            flow_value(w, e->a);
            return e->b;
        }
        return 0;
    default:
        return 0;
    }
}

static bool is_whole(const struct expr *e)
{
    while (e->kind == E_PAREN || (e->kind == E_UNARY && e->op == KW_EXTENSION))
        e = e->a;
    return e->kind == E_IDENT || e->kind == E_TEMP;
}

/* One of several lvalues is chosen by the types: what is done may be done to any. */
static void access_choice(struct flow_walk *w, struct expr *e, enum access how)
{
    unsigned before = flow_here(w), after = flow_node(w);
    for (uint32_t i = 0; i < e->nargs; i++) {
        w->cur = before;
        flow_next(w);
        flow_access(w, e->args[i], how);
        flow_go(w, after);
    }
    if (!e->nargs)
        flow_edge(w, before, after);
    flow_enter(w, after);
}

void flow_access(struct flow_walk *w, struct expr *e, enum access how)
{
    struct expr *object = e, *inner;
    if (e->unevaluated && !w->forced)
        return;
    while ((inner = part_of(w, object))) {
        if (is_shared(object->type) && how != ACCESS_ADDRESS) {
            flow_access(w, inner, ACCESS_ADDRESS); /* a volatile member */
        }
        object = inner;
    }
    switch (object->kind) {
    case E_IDENT:
    case E_TEMP: {
        const struct local *l = local_of(object->sym);
        bool whole = is_whole(e) && (how != ACCESS_WRITE || e->type->kind != TY_ARRAY);
        if (l)
            flow_local(w, l, how, whole, object->r.first);
        return;
    }
    case E_GENERIC:
        access_choice(w, object, how);
        return;
    case E_BUILTIN:
        if (tok_is(w->lf->lu->unit, object->r.first, "__builtin_choose_expr")) {
            access_choice(w, object, how);
            return;
        }
        break;
    case E_COMPOUND:
        flow_value(w, object);
        if (object->low)
            flow_local(w, object->low, how, is_whole(e), object->r.first);
        return;
    case E_UNARY:
        if (object->op == P_AND || object->op == P_ANDAND)
            break;
        if (object->op == P_STAR) {
            flow_value(w, object->a);
            return;
        }
        break;
    case E_ARROW:
        flow_value(w, object->a);
        return;
    case E_INDEX:
        flow_value(w, object->a);
        flow_value(w, object->b);
        return;
    default:
        break;
    }
    flow_value(w, object);
}

/* ---- parts that may not run ---- */

/* a && b, a || b: the second operand may be left out. */
static void logical(struct flow_walk *w, struct expr *e)
{
    flow_value(w, e->a);
    unsigned before = flow_here(w), after = flow_node(w);
    flow_edge(w, before, after);
    flow_next(w);
    flow_value(w, e->b);
    flow_enter(w, after);
}

static void conditional(struct flow_walk *w, struct expr *e)
{
    flow_value(w, e->a);
    unsigned before = flow_here(w), after = flow_node(w);
    if (e->b) {
        flow_next(w);
        flow_value(w, e->b);
        flow_go(w, after);
    } else {
        flow_edge(w, before, after);
    }
    w->cur = before;
    flow_next(w);
    flow_value(w, e->c);
    flow_enter(w, after);
}

/* _Generic, __builtin_choose_expr: one of the operands is evaluated, or none. */
static void choice(struct flow_walk *w, struct expr *e)
{
    unsigned before = flow_here(w), after = flow_node(w);
    for (uint32_t i = 0; i < e->nargs; i++) {
        w->cur = before;
        flow_next(w);
        flow_value(w, e->args[i]);
        flow_go(w, after);
    }
    flow_edge(w, before, after);
    flow_enter(w, after);
}

static void builtin(struct flow_walk *w, struct expr *e)
{
    const struct unit *unit = w->lf->lu->unit;
    if (tok_is(unit, e->r.first, "__builtin_choose_expr")) {
        choice(w, e);
        return;
    }
    for (uint32_t i = 0; i < e->nargs; i++) {
        flow_value(w, e->args[i]);
        if (i == 0 && tok_is(unit, e->r.first, "__builtin_va_arg"))
            flow_access(w, e->args[i], ACCESS_ADDRESS);
    }
}

/* ---- what the lowering has made ---- */

/* How the text of a glue uses its operand %`name`: `&%a`, `%a = `, else it is read. */
static bool glue_uses(const struct expr *e, char name, enum access how)
{
    for (const char *s = e->member; (s = strchr(s, '%')); s++) {
        if (s[1] != name)
            continue;
        bool address = s > e->member && s[-1] == '&';
        bool write = !address && !strncmp(s + 2, " = ", 3);
        if (how == ACCESS_ADDRESS ? address : how == ACCESS_WRITE ? write : !address && !write)
            return true;
    }
    return false;
}

static void glue(struct flow_walk *w, struct expr *e)
{
    static const enum access order[] = {ACCESS_READ, ACCESS_WRITE, ACCESS_ADDRESS};
    for (unsigned i = 0; i < 3; i++) {
        for (unsigned j = 0; j < 3; j++) {
            struct expr *operand = j == 0 ? e->a : j == 1 ? e->b : e->c;
            if (!operand || !glue_uses(e, "abc"[j], order[i]))
                continue;
            if (order[i] == ACCESS_READ)
                flow_value(w, operand);
            else
                flow_access(w, operand, order[i]);
        }
    }
    if (e->op == GLUE_ADDRESS && e->a)
        flow_access(w, e->a, ACCESS_ADDRESS);
}

/* The object that holds a compound literal, or the arguments of a captured call. */
static void holder(struct flow_walk *w, const struct expr *e)
{
    if (!e->low)
        return;
    flow_local(w, e->low, ACCESS_WRITE, true, e->r.first);
    flow_local(w, e->low, ACCESS_ADDRESS, true, e->r.first);
}

/* edo_start(x), edo_block_on(x): a future, or a call. */
static void future(struct flow_walk *w, struct expr *e)
{
    if (e->b)
        flow_value(w, e->b);
    if (e->a->kind == E_CALL || e->a->kind == E_CAPTURE)
        flow_value(w, e->a);
    else
        flow_access(w, e->a, ACCESS_ADDRESS);
}

/* ---- values ---- */

static void named(struct flow_walk *w, struct expr *e)
{
    const struct local *l = local_of(e->sym);
    if (!l)
        return;
    bool value = e->kind == E_TEMP && l->kind != LOCAL_USER && l->kind != LOCAL_PARAM;
    bool array = decays(l->sym->type) || l->sym->array; /* a struct around one */
    flow_local(w, l, array && !value ? ACCESS_ADDRESS : ACCESS_READ, true, e->r.first);
}

/* The operand of sizeof or typeof is run, more or less, if its type is variably modified. */
void flow_operand_of_type(struct flow_walk *w, struct expr *e)
{
    if (!e->type->is_vm)
        return;
    unsigned before = flow_here(w), after = flow_node(w);
    flow_edge(w, before, after);
    flow_next(w);
    w->forced++;
    flow_value(w, e);
    w->forced--;
    flow_enter(w, after);
}

static void type_name(struct flow_walk *w, const struct type_name *tn)
{
    for (uint32_t i = 0; tn && i < tn->nexprs; i++)
        flow_value(w, tn->exprs[i]);
}

static void unary(struct flow_walk *w, struct expr *e)
{
    if (e->op == P_ANDAND) /* a label's */
        return;
    if (e->op == P_AND)
        flow_access(w, e->a, ACCESS_ADDRESS);
    else if (e->op == KW_REAL || e->op == KW_IMAG || e->op == KW_EXTENSION)
        flow_access(w, e, decays(e->type) ? ACCESS_ADDRESS : ACCESS_READ);
    else if (e->op == P_STAR && e->a->type->kind == TY_ARRAY)
        flow_access(w, e, decays(e->type) ? ACCESS_ADDRESS : ACCESS_READ);
    else
        flow_value(w, e->a);
}

void flow_value(struct flow_walk *w, struct expr *e)
{
    if (!e || (e->unevaluated && !w->forced))
        return;
    switch ((int)e->kind) {
    case E_IDENT:
    case E_TEMP:
        named(w, e);
        return;
    case E_PAREN:
        flow_value(w, e->a);
        return;
    case E_UNARY:
        unary(w, e);
        return;
    case E_PREINC:
    case E_PREDEC:
    case E_POSTINC:
    case E_POSTDEC:
        flow_access(w, e->a, ACCESS_UPDATE);
        return;
    case E_BINARY:
        if (e->op == P_ANDAND || e->op == P_OROR) {
            logical(w, e);
            return;
        }
        break;
    case E_ASSIGN:
        flow_value(w, e->b);
        flow_access(w, e->a, e->op == P_ASSIGN ? ACCESS_WRITE : ACCESS_UPDATE);
        flow_act(w, e, 0, 0);
        return;
    case E_COND:
        conditional(w, e);
        return;
    case E_MEMBER:
    case E_ARROW:
    case E_INDEX:
        flow_access(w, e, decays(e->type) ? ACCESS_ADDRESS : ACCESS_READ);
        return;
    case E_SIZEOF:
        type_name(w, e->tn);
        if (e->a)
            flow_operand_of_type(w, e->a);
        return;
    case E_GENERIC:
        choice(w, e);
        return;
    case E_BUILTIN:
        builtin(w, e);
        return;
    case E_STMT_EXPR:
        flow_stmt(w, e->body);
        return;
    case E_GEN_SET:
        flow_value(w, e->b);
        flow_access(w, e->a->implied ? e->a->a : e->a, ACCESS_ADDRESS);
        return;
    case E_START:
    case E_BLOCK_ON:
        future(w, e);
        return;
    case E_GLUE:
        glue(w, e);
        return;
    default:
        break;
    }
    type_name(w, e->tn);
    flow_value(w, e->a);
    flow_value(w, e->b);
    flow_value(w, e->c);
    for (uint32_t i = 0; i < e->nargs; i++)
        flow_value(w, e->args[i]);
    flow_init(w, e->init);
    if (e->kind == E_COMPOUND || e->kind == E_CAPTURE)
        holder(w, e);
    if (e->kind == E_CALL)
        flow_act(w, e, 0, 0);
}

void flow_init(struct flow_walk *w, struct init *init)
{
    if (!init)
        return;
    flow_value(w, init->expr);
    for (uint32_t i = 0; i < init->nitems; i++) {
        for (uint32_t j = 0; j < init->items[i].nindex; j++)
            flow_value(w, init->items[i].index[j]);
        flow_init(w, init->items[i].value);
    }
}

/* ---- inline assembly ---- */

/* What the constraint in front of the operand says of it. */
static enum access asm_access(const struct unit *unit, const struct expr *e)
{
    tokid t = e->r.first;
    if (t < 2 || unit->toks[t - 1].punct != P_LPAREN || unit->toks[t - 2].kind != T_STRING)
        return ACCESS_UPDATE;
    for (t -= 2; unit->toks[t].kind == T_STRING; t--) {
        const struct token *k = &unit->toks[t];
        if (memchr(k->s, '+', k->len))
            return ACCESS_UPDATE;
        if (memchr(k->s, '=', k->len))
            return ACCESS_WRITE;
    }
    return ACCESS_READ;
}

/* Inputs first; then the outputs, which are written whole, by contract, in memory or not. */
void flow_asm_operands(struct flow_walk *w, struct expr **operands, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        enum access how = asm_access(w->lf->lu->unit, operands[i]);
        if (how == ACCESS_READ)
            flow_value(w, operands[i]);
        else if (how == ACCESS_UPDATE)
            flow_access(w, operands[i], ACCESS_READ);
    }
    for (uint32_t i = 0; i < n; i++)
        if (asm_access(w->lf->lu->unit, operands[i]) != ACCESS_READ)
            flow_access(w, operands[i], ACCESS_WRITE);
}
