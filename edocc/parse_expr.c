/* SPDX-License-Identifier: MIT
 *
 * Expressions, named after C's grammar. Operators of one level are read in a loop, so a chain of
 * them costs no stack; whatever nests is counted (nest). */
#include "parse.h"

static struct expr *unary_expression(struct parser *p);
static struct expr *postfix(struct parser *p, struct expr *e);

static struct expr *unary_node(struct parser *p, enum expr_kind kind, tokid op, struct expr *a)
{
    struct expr *e = expr_new(p, kind, op);
    e->op = p->toks[op].punct ? p->toks[op].punct : p->toks[op].kw;
    e->op_tok = op;
    e->a = a;
    return expr_done(p, e);
}

static struct expr *binary_node(struct parser *p, enum expr_kind kind, tokid op, struct expr *a,
                                struct expr *b)
{
    struct expr *e = expr_new(p, kind, a->r.first);
    e->op = p->toks[op].punct;
    e->op_tok = op;
    e->a = a;
    e->b = b;
    return expr_done(p, e);
}

/* ---- primary ---- */

static struct expr *identifier(struct parser *p)
{
    tokid tok = p->t;
    struct expr *e = expr_new(p, E_IDENT, tok);
    struct sym *s = lookup(cur(p)->id);
    if (s && s->kind == SYM_TYPEDEF)
        fail(p, tok, "expected an expression");
    if (s && !is_placeholder(s))
        s = captured_local(p, tok, s);
    advance(p);
    if (s) {
        ((struct token *)p->toks)[tok].sym = s;
        e->sym = s;
        e->type = s->array ? s->array : s->type;
        if (s->kind == SYM_ENUM_CONST) {
            e->constant = true;
            e->value_known = s->value_known;
            e->value = s->value;
        }
    }
    expr_done(p, e);
    if (s && is_placeholder(s))
        placeholder_named(p, e, s);
    if (s && s->kind == SYM_FUNC && s->type->is_async)
        pend(p, e);
    return e;
}

static struct type *stmt_expr_type(struct parser *p, const struct stmt *block)
{
    const struct stmt *last = block->nbody ? block->body[block->nbody - 1] : 0;
    while (last && (last->kind == S_LABEL || last->kind == S_CASE || last->kind == S_DEFAULT))
        last = last->then;
    if (!last || last->kind != S_EXPR || !last->expr)
        return p->ts.t_void;
    value_of(p, last->expr);
    return type_unqualified(&p->ts, type_decay(&p->ts, last->expr->type));
}

static struct expr *statement_expression(struct parser *p)
{
    tokid first = p->t;
    advance(p);
    if (!p->body)
        fail(p, p->t, "a statement expression outside a function");
    struct expr *e = expr_new(p, E_STMT_EXPR, first);
    uint32_t awaits = p->awaits;
    struct enclosure *in = p->body->in;
    struct vec *sink = p->sink;
    p->sink = 0;
    enclose(p, IN_STMT_EXPR, first);
    e->body = compound_statement(p, true);
    p->body->in = in;
    p->sink = sink;
    expect(p, P_RPAREN);
    p->stmt_exprs++;
    e->has_await = p->awaits != awaits;
    e->has_stmt_expr = true;
    e->type = stmt_expr_type(p, e->body);
    e->height = e->body->height;
    return expr_done(p, e);
}

static struct expr *parenthesized(struct parser *p)
{
    tokid first = p->t;
    if (p->toks[peek_tok(p, first)].punct == P_LBRACE)
        return statement_expression(p);
    advance(p);
    struct expr *e = expr_new(p, E_PAREN, first);
    e->a = expression(p);
    expect(p, P_RPAREN);
    e->type = e->a->type;
    e->constant = e->a->constant;
    e->value_known = e->a->value_known;
    e->value = e->a->value;
    e->sym = 0;
    return expr_done(p, e);
}

static struct expr *generic_selection(struct parser *p)
{
    struct expr *e = expr_new(p, E_GENERIC, p->t);
    struct vec results = {0};
    advance(p);
    expect(p, P_LPAREN);
    p->unevaluated++;
    e->a = starts_type(p, p->t) ? (type_name_read(p), expr_new(p, E_BUILTIN, p->t))
                                : assignment_expression(p);
    p->unevaluated--;
    bool all_constant = true;
    struct type *t = 0;
    while (accept(p, P_COMMA)) {
        if (at_kw(p, KW_DEFAULT))
            advance(p);
        else
            type_name_read(p);
        expect(p, P_COLON);
        struct expr *one = value_of(p, assignment_expression(p));
        all_constant &= one->constant;
        struct type *decayed = type_decay(&p->ts, one->type);
        bool same = !t || (t->kind == decayed->kind && t->kind == TY_INT && t->size &&
                           t->size == decayed->size && t->is_signed == decayed->is_signed);
        t = same ? decayed : p->ts.unknown;
        vec_push(p->a, &results, one);
    }
    expect(p, P_RPAREN);
    e->args = (struct expr **)results.at;
    e->nargs = results.n;
    e->type = t ? t : p->ts.unknown;
    e->constant = all_constant && t;
    return expr_done(p, e);
}

static struct expr *string_literal(struct parser *p)
{
    struct expr *e = expr_new(p, E_STRING, p->t);
    while (cur(p)->kind == T_STRING)
        advance(p);
    expr_done(p, e);
    literal(p, e);
    return e;
}

/* ---- Edo's ---- */

static bool calls(const struct parser *p)
{
    return p->toks[peek_tok(p, p->t)].punct == P_LPAREN;
}

static struct expr *block_on_expression(struct parser *p, bool has_runtime)
{
    struct expr *e = expr_new(p, E_BLOCK_ON, p->t);
    e->op_tok = p->t;
    advance(p);
    expect(p, P_LPAREN);
    if (has_runtime) {
        e->b = value_of(p, assignment_expression(p));
        expect(p, P_COMMA);
    }
    unsigned mark = pending_mark(p);
    e->a = assignment_expression(p);
    expect(p, P_RPAREN);
    expr_done(p, e);
    check_block_on(p, e);
    pending_forget(p, mark); /* what else is wrong with the operand has been said */
    return e;
}

static struct expr *start_expression(struct parser *p)
{
    struct expr *e = expr_new(p, E_START, p->t);
    e->op_tok = p->t;
    advance(p);
    expect(p, P_LPAREN);
    e->a = assignment_expression(p);
    expect(p, P_RPAREN);
    expr_done(p, e);
    check_start(p, e);
    return e;
}

/* yield = 3, yield.x: a variable of that name, outside of generators. */
static bool plain_name_follows(const struct parser *p)
{
    enum punct next = p->toks[peek_tok(p, p->t)].punct;
    bool operator = next != P_NONE && next != P_LPAREN && next != P_STAR && next != P_AND &&
                    next != P_MINUS && next != P_PLUS && next != P_NOT && next != P_TILDE &&
                    next != P_INC && next != P_DEC;
    return operator && !(p->body && p->body->func->gen);
}

/* A form that begins with a word of Edo; 0 if the word is a plain name here. */
static struct expr *edo_primary(struct parser *p)
{
    switch (edo_kw(p, p->t)) {
    case KW_BLOCK_ON: return calls(p) ? block_on_expression(p, false) : 0;
    case KW_RUNTIME_BLOCK_ON: return calls(p) ? block_on_expression(p, true) : 0;
    case KW_START: return calls(p) ? start_expression(p) : 0;
    case KW_ASYNC:
        return p->toks[peek_tok(p, p->t)].punct == P_LBRACE ? async_block(p) : 0;
    case KW_YIELD:
        fail_code(p, p->t, D_YIELD, p->body && p->body->func->gen
                                        ? "a 'yield' among operators needs parentheses"
                                        : "'yield' outside a generator");
    default: return calls(p) ? gen_primary(p, edo_kw(p, p->t)) : 0;
    }
}

static struct expr *primary(struct parser *p)
{
    const struct token *k = cur(p);
    struct expr *e;
    switch (k->kind) {
    case T_NUMBER:
    case T_CHAR:
        e = expr_new(p, k->kind == T_CHAR ? E_CHAR : E_NUMBER, p->t);
        advance(p);
        expr_done(p, e);
        literal(p, e);
        return e;
    case T_STRING: return string_literal(p);
    case T_IDENT:
        if (k->kw == KW_GENERIC)
            return generic_selection(p);
        if (k->kw == KW_BUILTIN && calls(p) && !lookup(k->id))
            return builtin_call(p);
        e = edo_primary(p);
        if (e)
            return e;
        if (k->kw && k->kw != KW_BUILTIN && k->kw != KW_TYPEOF)
            break;
        return identifier(p);
    default:
        if (k->punct == P_LPAREN)
            return parenthesized(p);
    }
    fail(p, p->t, "expected an expression");
}

/* ---- postfix ---- */

static struct expr *call(struct parser *p, struct expr *callee)
{
    struct expr *e = expr_new(p, E_CALL, callee->r.first);
    struct vec args = {0};
    e->op_tok = p->t;
    e->a = callee;
    advance(p);
    if (!at(p, P_RPAREN))
        do
            vec_push(p->a, &args, assignment_expression(p));
        while (accept(p, P_COMMA));
    expect(p, P_RPAREN);
    e->args = (struct expr **)args.at;
    e->nargs = args.n;
    const struct type *f = callee->type;
    if (f->kind == TY_POINTER)
        f = f->base;
    if (f->kind == TY_FUNC)
        e->type = type_unqualified(&p->ts, f->base);
    expr_done(p, e);
    check_call(p, e);
    for (uint32_t i = 0; i < e->nargs; i++)
        expr_height(p, e, e->args[i]);
    return e;
}

static struct expr *index_of(struct parser *p, struct expr *a)
{
    tokid op = p->t;
    advance(p);
    struct expr *b = value_of(p, expression(p));
    expect(p, P_RBRACKET);
    struct expr *e = binary_node(p, E_INDEX, op, a, b);
    struct type *t = a->type;
    if (t->kind == TY_INT && b->type->kind != TY_INT) { /* 2[array] */
        value_of(p, b);
        t = b->type;
    }
    if (t->kind == TY_ARRAY || t->kind == TY_POINTER || t->kind == TY_VECTOR)
        e->type = t->base ? t->base : p->ts.unknown;
    else if (t->kind == TY_UNKNOWN)
        address_of(p, a);
    if (e->type->placeholder)
        placeholder_value(p, e);
    return e;
}

static struct expr *member_of(struct parser *p, struct expr *a, bool arrow)
{
    tokid op = p->t;
    advance(p);
    if (cur(p)->kind != T_IDENT || (cur(p)->kw && cur(p)->kw <= KW_C_LAST))
        fail(p, p->t, "expected a member");
    const char *name = cur(p)->id->s;
    advance(p);
    if (arrow)
        value_of(p, a);
    struct expr *e = unary_node(p, arrow ? E_ARROW : E_MEMBER, op, a);
    e->r.first = a->r.first;
    e->member = name;
    struct type *t = a->type;
    if (arrow && (t->kind == TY_POINTER || t->kind == TY_ARRAY))
        t = t->base;
    const struct member *m = type_member(t, name);
    if (m) {
        unsigned quals = (t->is_const ? Q_CONST : 0) | (t->is_volatile ? Q_VOLATILE : 0);
        e->type = type_qualify(&p->ts, m->type, quals);
        if (m->bitfield && m->type->kind == TY_INT && !m->type->is_signed)
            e->type = p->ts.unknown; /* promotes according to its width */
    }
    return e->type->gen_of ? gen_member(p, e) : e;
}

static struct expr *postfix(struct parser *p, struct expr *e)
{
    for (;;) {
        tokid op = p->t;
        switch (cur(p)->punct) {
        case P_LPAREN: e = call(p, e); break;
        case P_LBRACKET: e = index_of(p, e); break;
        case P_DOT: e = member_of(p, e, false); break;
        case P_ARROW: e = member_of(p, e, true); break;
        case P_INC:
        case P_DEC: {
            check_changed(p, e, "can't be changed");
            advance(p);
            struct type *t = e->type;
            tokid first = e->r.first;
            e = unary_node(p, p->toks[op].punct == P_INC ? E_POSTINC : E_POSTDEC, op, e);
            e->r.first = first;
            e->type = type_unqualified(&p->ts, t);
            break;
        }
        default: return e;
        }
    }
}

static struct expr *compound_literal(struct parser *p, tokid first, struct type_name *tn)
{
    struct expr *e = expr_new(p, E_COMPOUND, first);
    uint32_t awaits = p->awaits, stmt_exprs = p->stmt_exprs;
    e->tn = tn;
    e->scope = p->scope;
    e->init = init_read(p, tn->type);
    e->type = tn->type;
    if (e->type->kind == TY_ARRAY && !e->type->length && e->type->nelem < 0) {
        e->type = type_copy(&p->ts, e->type);
        e->type->nelem = init_length(p, e->type->base, e->init);
    }
    e->has_await = p->awaits != awaits;
    e->has_stmt_expr = p->stmt_exprs != stmt_exprs;
    expr_done(p, e);
    if (e->type->placeholder)
        placeholder_value(p, e);
    return e;
}

/* ---- unary ---- */

static struct expr *sizeof_expression(struct parser *p)
{
    tokid op = p->t;
    bool is_alignof = at_kw(p, KW_ALIGNOF);
    struct expr *e = expr_new(p, E_SIZEOF, op);
    e->op = cur(p)->kw;
    e->op_tok = op;
    advance(p);
    p->unevaluated++;
    if (at(p, P_LPAREN) && starts_type(p, peek_tok(p, p->t))) {
        tokid first = p->t;
        advance(p);
        p->unevaluated--; /* the lengths of a variable array are computed */
        struct type_name *tn = type_name_read(p);
        p->unevaluated++;
        expect(p, P_RPAREN);
        if (at(p, P_LBRACE))
            e->a = postfix(p, compound_literal(p, first, tn));
        else
            e->tn = tn;
    } else {
        nest(p);
        e->a = unary_expression(p);
        p->nesting--;
    }
    p->unevaluated--;
    expr_done(p, e);
    type_sizeof_expr(p, e, is_alignof);
    return e;
}

static struct expr *prefix_operator(struct parser *p)
{
    tokid op = p->t;
    enum punct c = cur(p)->punct;
    advance(p);
    nest(p);
    struct expr *a = c == P_INC || c == P_DEC ? unary_expression(p) : cast_expression(p);
    p->nesting--;
    enum expr_kind kind = c == P_INC ? E_PREINC : c == P_DEC ? E_PREDEC : E_UNARY;
    struct expr *e = unary_node(p, kind, op, a);
    if (kind == E_UNARY) {
        if (c == P_AND) {
            check_object(p, a, "has no address");
            placeholder_placed(a);
        }
        type_unary(p, e);
        if (e->type->placeholder)
            placeholder_value(p, e);
    } else {
        check_changed(p, a, "can't be changed");
        e->type = type_unqualified(&p->ts, a->type);
    }
    return e;
}

static struct expr *label_address(struct parser *p)
{
    tokid op = p->t;
    advance(p);
    if (cur(p)->kind != T_IDENT || !p->body)
        fail(p, p->t, "expected a label");
    struct expr *e = expr_new(p, E_UNARY, op);
    e->op = P_ANDAND;
    e->op_tok = op;
    label_use(p, p->t, true);
    advance(p);
    e->type = type_pointer(&p->ts, p->ts.t_void);
    return expr_done(p, e);
}

static struct expr *await_or_try(struct parser *p, enum keyword kw)
{
    struct expr *e = expr_new(p, kw == KW_AWAIT ? E_AWAIT : E_TRY, p->t);
    e->op_tok = p->t;
    unsigned mark = pending_mark(p);
    advance(p);
    nest(p);
    e->a = cast_expression(p);
    p->nesting--;
    expr_done(p, e);
    if (kw == KW_AWAIT) {
        check_await(p, e);
        if (e->type == p->ts.unknown && !e->sym)
            pending_forget(p, mark);
    } else {
        check_try(p, e);
    }
    return e;
}

static struct expr *word_operator(struct parser *p)
{
    tokid op = p->t;
    advance(p);
    nest(p);
    struct expr *a = cast_expression(p);
    p->nesting--;
    struct expr *e = unary_node(p, E_UNARY, op, a);
    if (p->toks[op].kw == KW_EXTENSION) {
        e->type = a->type;
        e->constant = a->constant;
        e->value_known = a->value_known;
        e->value = a->value;
    }
    return e;
}

static struct expr *unary_expression(struct parser *p)
{
    switch (cur(p)->punct) {
    case P_INC:
    case P_DEC:
    case P_AND:
    case P_STAR:
    case P_PLUS:
    case P_MINUS:
    case P_TILDE:
    case P_NOT: return prefix_operator(p);
    case P_ANDAND: return label_address(p);
    case P_XOR: fail_code(p, p->t, D_NOT_SUPPORTED, "blocks are not supported");
    default: break;
    }
    switch (cur(p)->kw) {
    case KW_SIZEOF:
    case KW_ALIGNOF: return sizeof_expression(p);
    case KW_REAL:
    case KW_IMAG:
    case KW_EXTENSION: return word_operator(p);
    default: break;
    }
    enum keyword kw = edo_kw(p, p->t);
    if (kw == KW_AWAIT || kw == KW_TRY)
        return await_or_try(p, kw);
    return postfix(p, primary(p));
}

struct expr *cast_expression(struct parser *p)
{
    if (!at(p, P_LPAREN) || !starts_type(p, peek_tok(p, p->t)))
        return unary_expression(p);
    tokid first = p->t;
    nest(p);
    advance(p);
    struct type_name *tn = type_name_read(p);
    expect(p, P_RPAREN);
    struct expr *e;
    if (at(p, P_LBRACE)) {
        e = postfix(p, compound_literal(p, first, tn));
    } else {
        e = expr_new(p, E_CAST, first);
        e->tn = tn;
        e->a = value_of(p, cast_expression(p));
        expr_done(p, e);
        type_cast(p, e);
        if (tn->type->kind == TY_VOID)
            placeholder_dropped(e->a);
    }
    p->nesting--;
    return e;
}

/* ---- binary ---- */

static int precedence(enum punct c)
{
    switch (c) {
    case P_STAR:
    case P_SLASH:
    case P_PERCENT: return 10;
    case P_PLUS:
    case P_MINUS: return 9;
    case P_SHL:
    case P_SHR: return 8;
    case P_LT:
    case P_GT:
    case P_LE:
    case P_GE: return 7;
    case P_EQ:
    case P_NE: return 6;
    case P_AND: return 5;
    case P_XOR: return 4;
    case P_OR: return 3;
    case P_ANDAND: return 2;
    case P_OROR: return 1;
    default: return 0;
    }
}

static struct expr *binary_expression(struct parser *p, int lowest)
{
    struct expr *a = cast_expression(p);
    for (;;) {
        tokid op = p->t;
        int level = precedence(cur(p)->punct);
        if (!level || level < lowest)
            return a;
        advance(p);
        value_of(p, a);
        struct expr *b = value_of(p, binary_expression(p, level + 1));
        a = binary_node(p, E_BINARY, op, a, b);
        type_binary(p, a);
    }
}

struct expr *conditional_expression(struct parser *p)
{
    nest(p); /* whatever is in brackets comes through here */
    struct expr *c = binary_expression(p, 1);
    if (!at(p, P_QUESTION)) {
        p->nesting--;
        return c;
    }
    struct expr *e = expr_new(p, E_COND, c->r.first);
    e->op_tok = p->t;
    e->a = value_of(p, c);
    advance(p);
    if (!at(p, P_COLON))
        e->b = value_of(p, expression(p));
    expect(p, P_COLON);
    e->c = value_of(p, conditional_expression(p));
    p->nesting--;
    expr_done(p, e);
    type_conditional(p, e);
    return e;
}

struct expr *assignment_expression(struct parser *p)
{
    if (edo_kw(p, p->t) == KW_YIELD && !plain_name_follows(p))
        return yield_expression(p);
    struct expr *a = conditional_expression(p);
    enum punct c = cur(p)->punct;
    if (c < P_ASSIGN || c > P_OR_ASSIGN)
        return a;
    nest(p);
    tokid op = p->t;
    advance(p);
    struct expr *b = value_of(p, assignment_expression(p));
    p->nesting--;
    struct expr *e = binary_node(p, E_ASSIGN, op, a, b);
    check_changed(p, a, "can't be assigned to");
    e->type = type_unqualified(&p->ts, a->type);
    if (c == P_ASSIGN && a->type->gen_of && a->type->kind == TY_STRUCT)
        return check_gen_set(p, e);
    if (c == P_ASSIGN) {
        check_copy(p, a->type->pinned ? a : b);
        if (a->type->is_call)
            check_call_assigned(p, e);
        if (a->type->placeholder)
            return placeholder_assigned(p, e);
    }
    return e;
}

struct expr *expression(struct parser *p)
{
    struct expr *a = assignment_expression(p);
    while (at(p, P_COMMA)) {
        tokid op = p->t;
        advance(p);
        placeholder_dropped(a);
        struct expr *b = value_of(p, assignment_expression(p));
        a = binary_node(p, E_COMMA, op, a, b);
        a->type = type_unqualified(&p->ts, type_decay(&p->ts, b->type));
    }
    return a;
}

struct expr *constant_expression(struct parser *p)
{
    p->constant++;
    struct expr *e = conditional_expression(p);
    p->constant--;
    return e;
}
