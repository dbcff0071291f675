/* SPDX-License-Identifier: MIT
 *
 * What is known about an expression when it is made: its type, its value if it is an integer
 * constant, what its children have in them, and which variables' addresses it takes. */
#include <stdlib.h>
#include <string.h>

#include "parse.h"

/* ---- making nodes ---- */

struct expr *expr_new(struct parser *p, enum expr_kind kind, tokid first)
{
    struct expr *e = arena_new_of(p->a, struct expr);
    e->kind = kind;
    e->r = (struct range){first, first};
    e->type = p->ts.unknown;
    e->unevaluated = p->unevaluated > 0;
    return e;
}

void expr_height(struct parser *p, struct expr *e, const struct expr *child)
{
    if (!child)
        return;
    e->has_await |= child->has_await;
    e->has_stmt_expr |= child->has_stmt_expr;
    if (e->height <= child->height)
        e->height = child->height + 1;
    if (p->body && e->height > FRONT_MAX_HEIGHT && !p->body->too_high)
        p->body->too_high = e->op_tok ? e->op_tok : e->r.first;
}

struct expr *expr_done(struct parser *p, struct expr *e)
{
    e->r.last = p->prev;
    expr_height(p, e, e->a);
    expr_height(p, e, e->b);
    expr_height(p, e, e->c);
    for (uint32_t i = 0; i < e->nargs; i++)
        expr_height(p, e, e->args[i]);
    return e;
}

/* ---- addresses ---- */

/* The variable of which `e` is the whole or a part; 0 if it is none, or is marked already: a long
 * chain isn't walked from each of its links. */
static struct sym *root_of(const struct expr *e)
{
    while (!e->escaped) {
        switch (e->kind) {
        case E_IDENT: return e->sym && e->sym->kind == SYM_VAR ? e->sym : 0;
        case E_PAREN:
        case E_MEMBER: e = e->a; continue;
        case E_UNARY:
            if (e->op != KW_REAL && e->op != KW_IMAG && e->op != KW_EXTENSION)
                return 0;
            e = e->a;
            continue;
        case E_INDEX:
            if (e->a->type->kind == TY_POINTER)
                return 0;
            e = e->a->type->kind == TY_INT ? e->b : e->a;
            continue;
        default: return 0;
        }
    }
    return 0;
}

void address_of(struct parser *p, struct expr *e)
{
    (void)p;
    struct sym *s = root_of(e);
    if (s)
        s->address_taken = true;
    e->escaped = true;
}

struct expr *value_of(struct parser *p, struct expr *e)
{
    enum type_kind kind = e->type->kind;
    if (kind == TY_ARRAY || kind == TY_UNKNOWN)
        address_of(p, e);
    return e;
}

/* ---- constants ---- */

static void set_value(struct expr *e, const struct type *t, int64_t v)
{
    e->value_known = true;
    switch (t->kind == TY_INT ? t->size : t->kind == TY_BOOL ? 99 : 0) {
    case 1: v = t->is_signed ? (int64_t)(int8_t)v : (int64_t)(uint8_t)v; break;
    case 2: v = t->is_signed ? (int64_t)(int16_t)v : (int64_t)(uint16_t)v; break;
    case 4: v = t->is_signed ? (int64_t)(int32_t)v : (int64_t)(uint32_t)v; break;
    case 8: break;
    case 99: v = v != 0; break;
    default: e->value_known = false;
    }
    e->value = v;
}

static bool is_unsigned_long(const struct type *t)
{
    return t->kind == TY_INT && t->size == 8 && !t->is_signed;
}

static bool divide(const struct type *t, bool remainder, int64_t a, int64_t b, int64_t *out)
{
    if (!b || (a == INT64_MIN && b == -1))
        return false;
    if (is_unsigned_long(t))
        *out = (int64_t)(remainder ? (uint64_t)a % (uint64_t)b : (uint64_t)a / (uint64_t)b);
    else
        *out = remainder ? a % b : a / b;
    return true;
}

static bool shift(const struct type *t, bool left, int64_t a, int64_t b, int64_t *out)
{
    if (b < 0 || b >= 64 || !t->size || (uint32_t)b >= t->size * 8)
        return false;
    if (left)
        *out = (int64_t)((uint64_t)a << b);
    else
        *out = is_unsigned_long(t) ? (int64_t)((uint64_t)a >> b) : a >> b;
    return true;
}

static bool less(const struct type *t, int64_t a, int64_t b)
{
    return is_unsigned_long(t) ? (uint64_t)a < (uint64_t)b : a < b;
}

/* `t` is the type the operands are brought to. */
static bool fold(enum punct op, const struct type *t, int64_t a, int64_t b, int64_t *out)
{
    uint64_t ua = (uint64_t)a, ub = (uint64_t)b;
    switch (op) {
    case P_PLUS: *out = (int64_t)(ua + ub); return true;
    case P_MINUS: *out = (int64_t)(ua - ub); return true;
    case P_STAR: *out = (int64_t)(ua * ub); return true;
    case P_SLASH: return divide(t, false, a, b, out);
    case P_PERCENT: return divide(t, true, a, b, out);
    case P_SHL: return shift(t, true, a, b, out);
    case P_SHR: return shift(t, false, a, b, out);
    case P_LT: *out = less(t, a, b); return true;
    case P_GT: *out = less(t, b, a); return true;
    case P_LE: *out = !less(t, b, a); return true;
    case P_GE: *out = !less(t, a, b); return true;
    case P_EQ: *out = a == b; return true;
    case P_NE: *out = a != b; return true;
    case P_AND: *out = a & b; return true;
    case P_XOR: *out = a ^ b; return true;
    case P_OR: *out = a | b; return true;
    default: return false;
    }
}

/* ---- literals ---- */

static void integer_type(struct parser *p, struct expr *e, uint64_t v, bool decimal, bool u, int l)
{
    struct types *ts = &p->ts;
    struct type *order[] = {ts->t_int, ts->t_uint, ts->t_long, ts->t_ulong, ts->t_llong,
                            ts->t_ullong};
    for (int i = l == 0 ? 0 : l == 1 ? 2 : 4; i < 6; i++) {
        struct type *t = order[i];
        if ((u && t->is_signed) || (!u && decimal && !t->is_signed))
            continue;
        unsigned bits = t->size * 8 - (t->is_signed ? 1 : 0);
        if (bits < 64 && v >> bits)
            continue;
        e->type = t;
        set_value(e, t, (int64_t)v);
        return;
    }
}

static unsigned digit_of(char c)
{
    if (c >= '0' && c <= '9')
        return (unsigned)(c - '0');
    if (c >= 'a' && c <= 'f')
        return (unsigned)(c - 'a') + 10;
    if (c >= 'A' && c <= 'F')
        return (unsigned)(c - 'A') + 10;
    return 99;
}

static bool is_floating(const char *s, uint32_t len, unsigned base)
{
    for (uint32_t i = 0; i < len; i++) {
        if (s[i] == '.')
            return true;
        if (base == 16 ? s[i] == 'p' || s[i] == 'P' : s[i] == 'e' || s[i] == 'E')
            return true;
    }
    return false;
}

static void floating(struct parser *p, struct expr *e, const struct token *k)
{
    char last = k->s[k->len - 1];
    bool complex = memchr(k->s, 'i', k->len) || memchr(k->s, 'j', k->len);
    bool plain = (last >= '0' && last <= '9') || last == '.';
    if (!complex && (last == 'f' || last == 'F') && k->s[1] != 'x' && k->s[1] != 'X')
        e->type = p->ts.t_float;
    else
        e->type = !complex && plain ? p->ts.t_double : p->ts.t_complex;
    e->constant = true; /* in an integer constant expression only under a cast */
}

static void number(struct parser *p, struct expr *e)
{
    const struct token *k = &p->toks[e->r.first];
    const char *s = k->s;
    uint32_t i = 0, len = k->len;
    unsigned base = 10;
    if (len > 1 && s[0] == '0' && (s[1] == 'x' || s[1] == 'X'))
        base = 16, i = 2;
    else if (len > 1 && s[0] == '0' && (s[1] == 'b' || s[1] == 'B'))
        base = 2, i = 2;
    if (is_floating(s, len, base)) {
        floating(p, e, k);
        return;
    }
    if (base == 10 && s[0] == '0')
        base = 8;
    uint64_t v = 0;
    bool over = false;
    for (; i < len && (digit_of(s[i]) < base || s[i] == '\''); i++) {
        if (s[i] == '\'')
            continue;
        over |= __builtin_mul_overflow(v, (uint64_t)base, &v);
        over |= __builtin_add_overflow(v, (uint64_t)digit_of(s[i]), &v);
    }
    bool u = false;
    int l = 0;
    for (; i < len; i++) {
        if (s[i] == 'u' || s[i] == 'U')
            u = true;
        else if (s[i] == 'l' || s[i] == 'L')
            l++;
        else
            return; /* an imaginary one, or nothing C knows */
    }
    e->constant = true;
    if (!over)
        integer_type(p, e, v, base == 10, u, l > 2 ? 2 : l);
}

/* One character of a literal, an escape perhaps: how many bytes it is in a char array (-1: not
 * known), and its value if it is one byte. */
static int character(const char **s, const char *end, int64_t *value)
{
    const char *c = *s;
    *value = -1;
    if (*c != '\\' || c + 1 >= end) {
        *s = c + 1;
        *value = (unsigned char)*c < 0x80 ? *c : -1;
        return 1;
    }
    c++;
    static const char names[] = "ntrabfv0\\'\"?e", values[] = "\n\t\r\a\b\f\v\0\\'\"?\33";
    if (*c == 'x') {
        int64_t v = 0;
        for (c++; c < end && digit_of(*c) < 16; c++)
            v = (v * 16 + digit_of(*c)) & 0xff;
        *value = (int8_t)v;
    } else if (digit_of(*c) < 8) {
        int64_t v = 0;
        for (int n = 0; n < 3 && c < end && digit_of(*c) < 8; n++, c++)
            v = v * 8 + digit_of(*c);
        *value = (int8_t)v;
    } else if (*c == 'u' || *c == 'U') {
        unsigned n = *c == 'u' ? 4 : 8;
        uint64_t v = 0;
        for (c++; n && c < end && digit_of(*c) < 16; n--, c++)
            v = v * 16 + digit_of(*c);
        *s = c;
        return v < 0x80 ? 1 : v < 0x800 ? 2 : v < 0x10000 ? 3 : 4;
    } else {
        const char *at = strchr(names, *c);
        if (at && *c)
            *value = values[at - names];
        c++;
    }
    *s = c;
    return 1;
}

/* The same of a literal of wide characters: how many elements it is (-1: no UTF-8). */
static int wide_character(const char **s, const char *end, bool utf16)
{
    const char *c = *s;
    if (*c == '\\') {
        bool universal = c + 1 < end && (c[1] == 'u' || c[1] == 'U');
        int64_t v;
        return character(s, end, &v) == 4 && universal && utf16 ? 2 : 1;
    }
    unsigned lead = (unsigned char)*c;
    int more = lead < 0x80 ? 0 : lead < 0xc2 ? -1 : lead < 0xe0 ? 1 : lead < 0xf0 ? 2 : 3;
    bool good = more >= 0 && end - c > more;
    for (int i = 1; good && i <= more; i++)
        good = (c[i] & 0xc0) == 0x80;
    *s = c + (good ? more + 1 : 1);
    return !good ? -1 : more == 3 && utf16 ? 2 : 1;
}

static void char_literal(struct parser *p, struct expr *e)
{
    const struct token *k = &p->toks[e->r.first];
    const char *s = k->s, *end = k->s + k->len - 1;
    e->constant = true;
    e->type = *s == '\'' || *s == 'L' ? p->ts.t_int : *s == 'U' ? p->ts.t_uint : p->ts.t_ushort;
    if (*s == 'u' && s[1] == '8')
        e->type = p->ts.unknown;
    if (*s != '\'')
        return;
    s++;
    int64_t v;
    if (s < end && character(&s, end, &v) == 1 && s == end && v >= 0)
        set_value(e, p->ts.t_int, v);
}

/* The prefix of the literals that make one string: that of any of them. */
static char string_prefix(struct parser *p, struct expr *e, bool *raw)
{
    char prefix = 0;
    for (tokid t = e->r.first; t <= e->r.last; t++) {
        const struct token *k = &p->toks[t];
        const char *s = k->s, *quote = k->kind == T_STRING ? memchr(s, '"', k->len) : s;
        if (quote > s && quote[-1] == 'R')
            *raw = true;
        else if (quote > s && !(quote - s == 2))
            prefix = *s;
    }
    return prefix;
}

static void string_type(struct parser *p, struct expr *e)
{
    int64_t n = 1;
    bool raw = false;
    char prefix = string_prefix(p, e, &raw);
    for (tokid t = e->r.first; t <= e->r.last && !raw && n > 0; t++) {
        const struct token *k = &p->toks[t];
        if (k->kind != T_STRING)
            continue;
        const char *s = memchr(k->s, '"', k->len), *end = k->s + k->len - 1;
        for (s++; s < end && n > 0;) {
            int64_t v;
            int one = prefix ? wide_character(&s, end, prefix == 'u') : character(&s, end, &v);
            n = one < 0 ? -1 : n + one;
        }
    }
    struct type *element = prefix == 'L'   ? p->ts.t_int
                           : prefix == 'u' ? p->ts.t_ushort
                           : prefix == 'U' ? p->ts.t_uint
                                           : p->ts.t_char;
    e->type = type_array(&p->ts, element, 0, raw ? -1 : n);
}

void literal(struct parser *p, struct expr *e)
{
    if (e->kind == E_NUMBER)
        number(p, e);
    else if (e->kind == E_CHAR)
        char_literal(p, e);
    else
        string_type(p, e);
}

/* ---- operators ---- */

static void unary_value(struct parser *p, struct expr *e)
{
    const struct expr *a = e->a;
    e->constant = a->constant;
    if (!a->value_known || e->type->kind != TY_INT)
        return;
    (void)p;
    int64_t v = a->value;
    switch (e->op) {
    case P_PLUS: break;
    case P_MINUS: v = (int64_t)(0 - (uint64_t)v); break;
    case P_TILDE: v = ~v; break;
    case P_NOT: v = !v; break;
    default: return;
    }
    set_value(e, e->type, v);
}

void type_unary(struct parser *p, struct expr *e)
{
    struct expr *a = e->a;
    struct type *t = a->type;
    switch (e->op) {
    case P_AND:
        address_of(p, a);
        e->type = type_pointer(&p->ts, t);
        return;
    case P_STAR:
        if (t->kind == TY_FUNC)
            e->type = t;
        else if ((t->kind == TY_POINTER || t->kind == TY_ARRAY) && t->base)
            e->type = t->base;
        else
            value_of(p, a);
        return;
    case P_NOT:
        value_of(p, a);
        e->type = p->ts.t_int;
        break;
    default:
        value_of(p, a);
        if (t->kind == TY_INT || t->kind == TY_BOOL || t->kind == TY_FLOAT || t->kind == TY_VECTOR)
            e->type = type_promote(&p->ts, t);
    }
    unary_value(p, e);
}

static bool compares(enum punct op)
{
    return (op >= P_LT && op <= P_NE) || op == P_ANDAND || op == P_OROR;
}

static void binary_value(struct parser *p, struct expr *e)
{
    const struct expr *a = e->a, *b = e->b;
    e->constant = a->constant && b->constant;
    if (!e->constant || e->type->kind != TY_INT)
        return;
    int64_t v;
    if (e->op == P_ANDAND || e->op == P_OROR) {
        bool settled = a->value_known && (a->value != 0) == (e->op == P_OROR);
        if (settled)
            set_value(e, e->type, e->op == P_OROR);
        else if (a->value_known && b->value_known)
            set_value(e, e->type, b->value != 0);
        return;
    }
    if (!a->value_known || !b->value_known)
        return;
    struct type *t = e->op == P_SHL || e->op == P_SHR
                         ? e->type
                         : type_arithmetic(&p->ts, a->type, b->type);
    struct expr x = {0}, y = {0};
    set_value(&x, t, a->value);
    set_value(&y, e->op == P_SHL || e->op == P_SHR ? b->type : t, b->value);
    if (x.value_known && y.value_known && fold(e->op, t, x.value, y.value, &v))
        set_value(e, e->type, v);
}

void type_binary(struct parser *p, struct expr *e)
{
    struct type *a = type_decay(&p->ts, e->a->type), *b = type_decay(&p->ts, e->b->type);
    enum punct op = e->op;
    if (compares(op)) {
        bool vectors = a->kind == TY_VECTOR || b->kind == TY_VECTOR || a->kind == TY_UNKNOWN ||
                       b->kind == TY_UNKNOWN;
        e->type = vectors && op != P_ANDAND && op != P_OROR ? p->ts.unknown : p->ts.t_int;
        if (a->kind == TY_UNKNOWN && b->kind != TY_VECTOR)
            e->type = p->ts.t_int;
    } else if (op == P_SHL || op == P_SHR) {
        e->type = type_promote(&p->ts, a);
    } else if (a->kind == TY_POINTER || b->kind == TY_POINTER) {
        bool both = a->kind == TY_POINTER && b->kind == TY_POINTER;
        bool hidden = a->kind == TY_UNKNOWN || b->kind == TY_UNKNOWN;
        if (both)
            e->type = op == P_MINUS ? p->ts.t_long : p->ts.unknown;
        else if (!(hidden && op == P_MINUS))
            e->type = type_unqualified(&p->ts, a->kind == TY_POINTER ? a : b);
    } else {
        e->type = type_arithmetic(&p->ts, a, b);
    }
    binary_value(p, e);
}

void type_conditional(struct parser *p, struct expr *e)
{
    const struct expr *yes = e->b ? e->b : e->a, *no = e->c;
    struct type *a = type_decay(&p->ts, yes->type), *b = type_decay(&p->ts, no->type);
    if (a->kind == TY_STRUCT || b->kind == TY_STRUCT)
        e->type = type_unqualified(&p->ts, a->kind == TY_STRUCT ? a : b);
    else if (a->kind == TY_UNKNOWN || b->kind == TY_UNKNOWN)
        e->type = p->ts.unknown;
    else if (a->kind == TY_VOID || b->kind == TY_VOID)
        e->type = p->ts.t_void;
    else if (a->kind == TY_POINTER || b->kind == TY_POINTER)
        e->type = type_unqualified(&p->ts, b->kind == TY_POINTER && a->kind == TY_POINTER &&
                                                   a->base->kind == TY_VOID
                                               ? b
                                           : a->kind == TY_POINTER ? a
                                                                   : b);
    else
        e->type = type_arithmetic(&p->ts, a, b);
    e->constant = e->a->constant && yes->constant && no->constant;
    if (e->constant && e->a->value_known) {
        const struct expr *taken = e->a->value ? yes : no;
        if (taken->value_known)
            set_value(e, e->type, taken->value);
    }
}

void type_cast(struct parser *p, struct expr *e)
{
    e->type = type_unqualified(&p->ts, e->tn->type);
    if (e->type->placeholder)
        placeholder_value(p, e);
    bool number = e->type->kind == TY_INT || e->type->kind == TY_BOOL;
    e->constant = e->a->constant && number;
    if (e->constant && e->a->value_known)
        set_value(e, e->type, e->a->value);
}

void type_sizeof_expr(struct parser *p, struct expr *e, bool is_alignof)
{
    const struct type *t = e->tn ? e->tn->type : e->a->type;
    if (e->tn && t->placeholder)
        placeholder_unknown(p, e);
    e->type = p->ts.t_ulong;
    e->constant = is_alignof || !(t->is_vm && (t->kind == TY_ARRAY || t->kind == TY_STRUCT));
    int64_t size = is_alignof ? -1 : type_sizeof(&p->ts, t);
    if (size >= 0)
        set_value(e, e->type, size);
    if (e->tn)
        for (uint32_t i = 0; i < e->tn->nexprs; i++)
            expr_height(p, e, e->tn->exprs[i]);
}
