/* SPDX-License-Identifier: MIT
 *
 * Tokens, expressions and glue to text. */
#include "emit.h"

#include <ctype.h>
#include <string.h>

static char last_char(const struct printer *p)
{
    return p->out->n ? p->out->s[p->out->n - 1] : '\n';
}

static void put(struct printer *p, const char *s, size_t n)
{
    outbuf_add(p->out, s, n);
}

static void spaces(struct printer *p, unsigned n)
{
    while (n-- > 0)
        outbuf_char(p->out, ' ');
}

/* ---- where we are ---- */

static void quote(struct printer *p, const char *s)
{
    for (; *s; s++) {
        if (*s == '"' || *s == '\\')
            outbuf_char(p->out, '\\');
        outbuf_char(p->out, *s);
    }
}

void print_marker(struct printer *p, uint32_t file, uint32_t line, const char *flags)
{
    char number[32];
    if (p->expand)
        return;
    if (last_char(p) != '\n')
        outbuf_char(p->out, '\n');
    int n = snprintf(number, sizeof number, "# %u \"", line ? line : 1);
    put(p, number, (size_t)n);
    quote(p, file < p->lu->unit->nfiles ? p->lu->unit->files[file] : "<stdin>");
    outbuf_char(p->out, '"');
    outbuf_str(p->out, flags);
    outbuf_char(p->out, '\n');
    p->file = file;
    p->line = line;
}

/* --expand: what follows was made of the line of this token. */
static void anchor(struct printer *p, const struct token *tok)
{
    char text[32];
    if (!p->anchors || p->shadow || tok->file != p->main)
        return;
    int n = snprintf(text, sizeof text, "%c%u%c", ANCHOR_BEGIN, (unsigned)tok->line, ANCHOR_END);
    put(p, text, (size_t)n);
}

void print_at(struct printer *p, tokid t)
{
    const struct token *tok = &p->lu->unit->toks[t];
    if (p->marked && !p->user && p->file == tok->file && p->line == tok->line)
        return;
    if (!p->expand)
        print_marker(p, tok->file, tok->line, " 3");
    anchor(p, tok);
    p->file = tok->file;
    p->line = tok->line;
    p->user = false;
    p->marked = true;
    p->last = 0;
}

struct printer aside(const struct printer *p, struct outbuf *text, tokid at)
{
    struct printer q = *p;
    q.out = text;
    q.shadow = true;
    q.marked = false;
    outbuf_char(text, '\n');
    print_at(&q, at);
    return q;
}

void aside_done(struct outbuf *to, struct outbuf *text)
{
    outbuf_add(to, text->s, text->n);
    outbuf_free(text);
}

void print_in_column(struct printer *p, tokid t)
{
    const struct token *tok = &p->lu->unit->toks[t];
    if (p->expand)
        return;
    print_marker(p, tok->file, tok->line, " 3");
    spaces(p, tok->col > 1 ? tok->col - 1u : 0);
    p->user = false;
    p->marked = true;
    p->last = 0;
}

static void to_glue(struct printer *p)
{
    if (p->marked && !p->user)
        return;
    print_marker(p, p->file, p->line, " 3");
    p->user = false;
    p->marked = true;
}

static void expand_line(struct printer *p, unsigned column)
{
    while (p->out->n && last_char(p) == ' ')
        p->out->n--;
    if (last_char(p) != '\n')
        outbuf_char(p->out, '\n');
    spaces(p, column);
}

enum { FAR_RIGHT = 200 };

/* Where the C compiler's messages shall point: as far right as the user has it, unless what stands
 * for something of his on this line is longer. */
static void to_column(struct printer *p, const struct token *tok)
{
    const struct outbuf *b = p->out;
    size_t want = tok->col ? tok->col - 1u : 0, at = 0;
    if (want > FAR_RIGHT)
        return;
    while (at < want && at < b->n && b->s[b->n - at - 1] != '\n')
        at++;
    spaces(p, (unsigned)(want - at));
}

static void to_user(struct printer *p, tokid t)
{
    const struct token *tok = &p->lu->unit->toks[t];
    if (p->shadow) { /* the user's words, but not where they stand */
        to_glue(p);
        return;
    }
    if (p->expand) {
        if (tok->bol && p->last != t + 1 && (p->line != tok->line || !p->user))
            expand_line(p, tok->col > 1 ? tok->col - 1u : 0);
        if (!p->user || p->line != tok->line || p->file != tok->file)
            anchor(p, tok);
        p->line = tok->line;
        p->file = tok->file;
        p->user = true;
        return;
    }
    if (!p->marked || !p->user || p->file != tok->file || tok->line < p->line ||
        tok->line > p->line + 3)
        print_marker(p, tok->file, tok->line, tok->marker_flags & TOKF_SYSTEM ? " 3" : "");
    while (p->line < tok->line) {
        outbuf_char(p->out, '\n');
        p->line++;
    }
    if (p->last != t)
        to_column(p, tok);
    p->user = p->marked = true;
}

void print_line(struct printer *p)
{
    if (p->expand) {
        if (last_char(p) != '\n' || p->indent)
            expand_line(p, p->indent);
    } else if (last_char(p) != '\n') {
        outbuf_char(p->out, ' ');
    }
    p->last = 0;
}

void print_glue(struct printer *p, const char *format, ...)
{
    char room[256], *s = room;
    va_list ap;
    va_start(ap, format);
    if (vsnprintf(room, sizeof room, format, ap) >= (int)sizeof room) {
        va_end(ap);
        va_start(ap, format);
        s = arena_vprintf(p->lu->arena, format, ap);
    }
    va_end(ap);
    to_glue(p);
    char c = last_char(p);
    bool word = (*s >= 'a' && *s <= 'z') || (*s >= 'A' && *s <= 'Z') || *s == '_' || *s == '=' ||
                (*s >= '0' && *s <= '9') || *s == '&' || *s == '*';
    if (word && c != ' ' && c != '\n' && c != '(')
        outbuf_char(p->out, ' ');
    for (const char *q = s; *q; q++) {
        if (*q != '\n')
            outbuf_char(p->out, *q);
        else if (p->expand)
            expand_line(p, p->indent);
        else
            outbuf_char(p->out, ' ');
    }
    p->last = 0;
}

/* ---- tokens ---- */

static bool in_word(char c)
{
    return isalnum((unsigned char)c) || c == '_' || c == '$' || (unsigned char)c >= 0x80;
}

bool print_joins(const struct printer *p, char first)
{
    return in_word(last_char(p)) && in_word(first);
}

static void space_before(struct printer *p, tokid t, char first)
{
    const struct token *tok = &p->lu->unit->toks[t];
    char c = last_char(p);
    if (c == ' ' || c == '\n')
        return;
    if (p->last && p->last == t && !(p->lu->unit->toks[t - 1].drop)) {
        if (tok->space || tok->bol || print_joins(p, first))
            outbuf_char(p->out, ' ');
        return;
    }
    if (c == '(' || c == '[' || first == ')' || first == ']' || first == ';' || first == ',')
        return;
    outbuf_char(p->out, ' ');
}

void print_user(struct printer *p, tokid at, const char *text)
{
    to_user(p, at);
    space_before(p, at, *text);
    outbuf_str(p->out, text);
    p->last = 0;
}

static void print_pragma(struct printer *p, tokid t)
{
    const struct token *tok = &p->lu->unit->toks[t];
    if (last_char(p) != '\n')
        outbuf_char(p->out, '\n');
    if (!p->expand)
        print_marker(p, tok->file, tok->line, tok->marker_flags & TOKF_SYSTEM ? " 3" : "");
    put(p, tok->s, tok->len);
    outbuf_char(p->out, '\n');
    p->line = tok->line + 1;
    p->file = tok->file;
    p->user = p->marked = true;
    p->last = 0;
}

static bool is_func_name(const struct token *t)
{
    static const char *const names[] = {"__func__", "__FUNCTION__", "__PRETTY_FUNCTION__"};
    for (unsigned i = 0; t->len > 7 && i < 3; i++)
        if (t->len == strlen(names[i]) && !memcmp(t->s, names[i], t->len))
            return true;
    return false;
}

/* (*(T (*)[length])at): a variably modified local, by its pointer; or (*(T *)&at). */
static void print_vm(struct printer *p, tokid t, struct local *l)
{
    to_user(p, t);
    space_before(p, t, '(');
    outbuf_str(p->out, "(*(");
    p->last = 0;
    print_abstract(p, l->decl, "(*)");
    outbuf_str(p->out, l->sym->type->is_vla ? ")" : ")&");
    outbuf_str(p->out, l->pointer->sym->out);
    outbuf_str(p->out, ")");
    p->last = 0;
}

static const char *identifier(struct printer *p, const struct token *tok)
{
    struct sym *s = tok->sym;
    struct local *l = local_of(s && s->place ? s->place : s);
    if (s && s->place)
        return arena_printf(p->lu->arena, "(*%s)",
                            l && p->shadow ? shadow_of(p, l) : s->place->out);
    if (l && (p->shadow || p->outside))
        return shadow_of(p, l);
    if (p->shadow && s && !s->outside && !s->file_scope && s->decl && s->decl->sym == s &&
        (s->kind == SYM_VAR || s->kind == SYM_FUNC))
        return shadow_of_other(p, s);
    if (s && s->array)
        return arena_printf(p->lu->arena, "%s.v", s->out);
    if (s && s->out && (!s->file_scope || s->out != s->name))
        return s->out;
    if (p->lf && p->lf->afn && !s && is_func_name(tok)) {
        if (!p->lf->func_name)
            p->lf->func_name = name_fresh(p->lu, "%s__name", p->lf->func->sym->name);
        return p->lf->func_name;
    }
    return 0;
}

void print_tok(struct printer *p, tokid t)
{
    const struct token *tok = &p->lu->unit->toks[t];
    if ((tok->drop && !p->dropped) || tok->kind == T_EOF)
        return;
    if (tok->kind == T_PRAGMA) {
        print_pragma(p, t);
        return;
    }
    if (tok->edit) {
        print_user(p, t, edited_text(p, t));
        return;
    }
    if (tok->kind == T_IDENT) {
        struct local *l = local_of(tok->sym);
        if (l && l->boxed_vla && !p->shadow && p->lf) {
            print_vm(p, t, l);
            return;
        }
        if (tok->sym && tok->sym->kind == SYM_TYPEDEF && !tok->sym->out) {
            to_user(p, t);
            space_before(p, t, '_');
            outbuf_str(p->out, "__typeof__(");
            print_abstract(p, tok->sym->low, "");
            outbuf_str(p->out, ")");
            p->last = 0;
            return;
        }
        const char *name = identifier(p, tok);
        if (name) {
            print_user(p, t, name);
            return;
        }
    }
    to_user(p, t);
    space_before(p, t, *tok->s);
    put(p, tok->s, tok->len);
    p->last = t + 1;
}

/* edo_future(f): four tokens that are one type. */
static bool print_future_type(struct printer *p, tokid t, tokid last, tokid *next)
{
    const struct token *toks = p->lu->unit->toks;
    if (toks[t].kind != T_IDENT || !toks[t].id || toks[t].id->edo != KW_FUTURE || t + 3 > last ||
        toks[t + 1].punct != P_LPAREN || !toks[t + 2].sym)
        return false;
    struct afn *f = toks[t + 2].sym->low;
    if (!f)
        return false;
    print_user(p, t, arena_printf(p->lu->arena, "struct %s", f->s_future));
    *next = t + 4;
    return true;
}

void print_range(struct printer *p, struct range r, const struct kids *kids)
{
    unsigned k = 0;
    for (tokid t = r.first; t <= r.last && r.first <= r.last;) {
        while (kids && k < kids->n && kids->at[k].r.last < t)
            k++;
        if (kids && k < kids->n && kids->at[k].r.first <= t) {
            tokid next = kids->at[k].r.last + 1;
            if (kids->at[k].stmt)
                print_stmt(p, kids->at[k].stmt);
            else
                print_expr(p, kids->at[k].expr);
            k++;
            t = next;
            continue;
        }
        if (print_future_type(p, t, r.last, &t))
            continue;
        print_tok(p, t++);
    }
}

/* ---- expressions that aren't C ---- */

static void print_template(struct printer *p, struct expr *e)
{
    for (const char *s = e->member; *s; s++) {
        const char *end = strchr(s, '%');
        size_t n = end ? (size_t)(end - s) : strlen(s);
        if (n) {
            if (p->user)
                print_user(p, e->r.first, arena_strndup(p->lu->arena, s, n));
            else
                print_glue(p, "%.*s", (int)n, s);
        }
        if (!end)
            return;
        s = end + 1;
        switch (*s) {
        case 'a':
            print_expr(p, e->a);
            break;
        case 'b':
            print_expr(p, e->b);
            break;
        case 'c':
            print_expr(p, e->c);
            break;
        case 'S':
            outbuf_str(p->out, p->lf->at);
            break;
        case 'F':
            outbuf_str(p->out, p->lf->frame);
            break;
        case 'X':
            outbuf_str(p->out, p->lf->cx);
            break;
        default:
            print_abstract(p, e->sym->decl, "");
            break;
        }
        p->last = 0;
    }
}

/* A value of the type of what is printed between the two. It may come to be evaluated, for sizeof
 * computes a variable length: then it must not be read from nowhere. Where the type isn't known, it
 * is. */
static const char *value_begins(const struct type *t)
{
    return type_is_scalar(t) || (t->kind == TY_STRUCT && t->nmembers) ? "((__typeof__(" : "(";
}

static const char *value_ends(const struct type *t)
{
    if (type_is_scalar(t))
        return "))0)";
    return t->kind == TY_STRUCT && t->nmembers ? ")){0})" : ")";
}

/* What stands for an await whose value is only looked at by the type system. */
static void print_unevaluated(struct printer *p, struct expr *e)
{
    if (e->type->kind == TY_VOID) {
        print_user(p, e->r.first, "((void)0)");
        return;
    }
    print_user(p, e->r.first, value_begins(e->type));
    print_awaited(p, e->a);
    print_user(p, e->r.last, value_ends(e->type));
}

static void print_capture(struct printer *p, struct expr *e)
{
    struct local *l = e->low;
    struct afn *f = e->sym ? e->sym->low : 0;
    if (p->shadow) {
        print_user(p, e->r.first, "(*(edo_call *)0)");
        return;
    }
    if (captures_box(e)) {
        print_captured_box(p, e);
        return;
    }
    if (!f) {
        print_glue(p, "(");
        if (l) {
            print_glue(p, "%s = ", l->sym->out);
            print_pointer_args(p, e->a);
            print_glue(p, ", ");
        }
        print_glue(p, "(edo_call){");
        print_pointer_fn(p, e->a->a);
        print_glue(p, l ? ", &%s})" : ", 0})", l ? l->sym->out : "");
        return;
    }
    if (!l) {
        print_glue(p, "((edo_call){&%s, 0})", captured_fn(p, e->a));
        return;
    }
    print_glue(p, "(");
    print_args_set(p, f, l->sym->out, e->a->args, e->a->nargs);
    print_glue(p, ", (edo_call){&%s, &%s})", captured_fn(p, e->a), l->sym->out);
}

static void print_compound(struct printer *p, struct expr *e, const struct kids *kids)
{
    struct local *l = e->low;
    if (p->shadow) {
        print_user(p, e->r.first, "(*(__typeof__(");
        print_range(p, e->tn->r, 0);
        outbuf_str(p->out, ") *)0)");
        p->last = 0;
        return;
    }
    if (!l) {
        print_range(p, e->r, kids);
        return;
    }
    if (e->type->kind == TY_ARRAY || e->type->kind == TY_UNKNOWN || e->type->is_const) {
        print_glue(p, "(*(__builtin_memcpy((void *)&%s, &", l->sym->out);
        print_range(p, e->r, kids);
        print_glue(p, ", sizeof %s), &%s))", l->sym->out, l->sym->out);
    } else {
        print_glue(p, "(*(%s = ", l->sym->out);
        print_range(p, e->r, kids);
        print_glue(p, ", &%s))", l->sym->out);
    }
}

/* An await that isn't run. As an index it matters to no type, though where lengths are variable the
 * C compiler computes with what it finds there. */
static bool has_unevaluated(struct printer *p, struct expr *e)
{
    struct vec look = {0};
    vec_push(p->lu->arena, &look, e);
    for (unsigned i = 0; i < look.n; i++) {
        struct expr *at = look.at[i];
        struct kids kids = {0};
        if (at->kind == E_AWAIT)
            return true;
        expr_kids(p->lu->arena, at, &kids);
        for (unsigned k = 0; k < kids.n; k++)
            if (kids.at[k].expr)
                vec_push(p->lu->arena, &look, kids.at[k].expr);
    }
    return false;
}

/* The address of a const object that is declared without its const: what points to it still says
 * so. */
static bool is_unconst(const struct printer *p, const struct expr *e)
{
    const struct expr *of = e->op == P_AND && !p->shadow ? expr_strip(e->a) : 0;
    const struct sym *s = of && of->kind == E_IDENT ? of->sym : 0;
    const struct local *l = s && s->kind == SYM_VAR ? local_of(s) : 0;
    return l && s->type->is_const && (type_is_scalar(s->type) || s->type->kind == TY_STRUCT) &&
           !l->boxed_vla && (l->where != CLASS_LOCAL || l->hoisted || l->set_later);
}

void print_expr(struct printer *p, struct expr *e)
{
    struct kids kids = {0};
    switch ((int)e->kind) {
    case E_TEMP: {
        struct local *l = local_of(e->sym);
        if (e->sym->type->kind == TY_ARRAY && e->type->kind == TY_STRUCT) {
            print_glue(p, "(*(struct %s *)&%s)", e->type->args_name,
                       p->shadow ? shadow_of(p, l) : e->sym->out);
            return;
        }
        if (p->shadow && l)
            print_user(p, e->r.first, shadow_of(p, l));
        else if (l && l->boxed_vla)
            print_vm(p, e->r.first, l);
        else if (p->user)
            print_user(p, e->r.first, e->sym->out);
        else
            print_glue(p, "%s", e->sym->out);
        return;
    }
    case E_GLUE:
        print_template(p, e);
        return;
    case E_BUILTIN:
        if (!e->no_constant) /* nor is what stands there in place of an await */
            break;
        print_user(p, e->r.first, "0");
        return;
    case E_AWAIT:
        print_unevaluated(p, e);
        return;
    case E_TRY:
        print_expr(p, e->a);
        return;
    case E_INDEX:
        if (!(e->unevaluated || p->shadow) || !type_is_integer(e->b->type) ||
            !has_unevaluated(p, e->b))
            break;
        print_expr(p, e->a);
        print_user(p, e->op_tok, "[0]");
        return;
    case E_CAPTURE:
        print_capture(p, e);
        return;
    case E_BLOCK_ON:
        print_block_on(p, e);
        return;
    case E_CALL:
        if (e->boxes && print_boxing(p, e))
            return;
        break;
    case E_GEN_SET:
        print_gen_set(p, e);
        return;
    case E_YIELD:
        print_glue(p, "(*(");
        print_yield_type(p, e->sym, "*");
        print_glue(p, ")0)");
        return;
    case E_START: {
        struct afn *f = e->a->type->future_of->low;
        print_glue(p, "edo__future_start(&");
        print_expr(p, e->a);
        print_glue(p, ".branch, &%s, %s)", f->s_future_fn, p->lf->cx);
        return;
    }
    case E_STMT_EXPR:
        if (p->shadow) {
            struct stmt *last = e->body->nbody ? e->body->body[e->body->nbody - 1] : 0;
            if (last && (last->kind == S_EXPR || last->kind == S_SET) && last->expr) {
                print_glue(p, "(0, ");
                print_expr(p, last->expr);
                print_glue(p, ")");
            } else {
                print_user(p, e->r.first, "((void)0)");
            }
            return;
        }
        break;
    case E_UNARY:
        if (e->implied) {
            print_user(p, e->r.first, "(*");
            print_expr(p, e->a);
            print_user(p, e->r.last, ")");
            return;
        }
        if (is_unconst(p, e)) {
            print_glue(p, "((const __typeof__(%s) *)", expr_strip(e->a)->sym->out);
            print_user(p, e->r.first, "&");
            print_expr(p, e->a);
            print_glue(p, ")");
            return;
        }
        if (p->shadow && e->op == P_ANDAND) {
            print_user(p, e->r.first, "((void *)0)");
            return;
        }
        break;
    default:
        break;
    }
    expr_kids(p->lu->arena, e, &kids);
    if (e->kind == E_COMPOUND)
        print_compound(p, e, &kids);
    else
        print_range(p, e->r, &kids);
}
