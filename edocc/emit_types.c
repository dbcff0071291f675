/* SPDX-License-Identifier: MIT
 *
 * Types in text. A frame stands at file scope, so what its members are declared with must be known
 * there: block-scope tags and typedefs are hoisted (emit_hoist.c), and an expression that says a
 * type mentions, in place of each local, its shadow: an `extern` declaration of the same type that
 * is never defined. */
#include "emit.h"

#include <stdlib.h>
#include <string.h>

bool is_by_pointer(const struct type *t)
{
    unsigned align, n = type_bytes(t, &align);
    return t->kind == TY_STRUCT && (!n || n > 16);
}

tokid closing(struct printer *p, tokid t)
{
    unsigned depth = 0;
    for (;; t++) {
        const struct token *k = tok_at(p, t);
        if (k->kind == T_EOF)
            return t;
        if (k->punct == P_LPAREN || k->punct == P_LBRACKET || k->punct == P_LBRACE)
            depth++;
        if ((k->punct == P_RPAREN || k->punct == P_RBRACKET || k->punct == P_RBRACE) && !--depth)
            return t;
    }
}

static bool is_edo(struct printer *p, tokid t, unsigned kw)
{
    const struct token *k = tok_at(p, t);
    return k->kw == kw || (k->kind == T_IDENT && !k->sym && k->id && k->id->edo == kw);
}

/* ---- attributes ---- */

static bool attribute_named(const struct token *t, const char *name)
{
    size_t n = strlen(name);
    if (t->len == n && !memcmp(t->s, name, n))
        return true;
    return t->len == n + 4 && !memcmp(t->s, "__", 2) && !memcmp(t->s + 2, name, n) &&
           !memcmp(t->s + 2 + n, "__", 2);
}

static bool about_type(const struct token *t)
{
    static const char *const names[] = {"aligned",   "vector_size",     "mode",         "packed",
                                        "may_alias", "ext_vector_type", "address_space"};
    for (unsigned i = 0; i < sizeof names / sizeof *names; i++)
        if (attribute_named(t, names[i]))
            return true;
    return false;
}

/* What says something about a function's code, and holds for what becomes of it. */
static bool about_code(const struct token *t)
{
    static const char *const names[] = {"noinline",
                                        "noclone",
                                        "noipa",
                                        "cold",
                                        "hot",
                                        "flatten",
                                        "optimize",
                                        "optnone",
                                        "target",
                                        "section",
                                        "no_sanitize",
                                        "no_sanitize_address",
                                        "no_sanitize_thread",
                                        "no_sanitize_undefined",
                                        "no_stack_protector",
                                        "no_instrument_function"};
    for (unsigned i = 0; i < sizeof names / sizeof *names; i++)
        if (attribute_named(t, names[i]))
            return true;
    return false;
}

/* What says something about a function's symbol, and holds for that of its descriptor. */
static bool about_symbol(const struct token *t)
{
    return attribute_named(t, "weak") || attribute_named(t, "visibility");
}

/* `__attribute__((…))` or [[…]] at t. */
bool at_attributes(struct printer *p, tokid t)
{
    const struct token *k = tok_at(p, t);
    return k->kw == KW_ATTRIBUTE ||
           (k->punct == P_LBRACKET && tok_at(p, t + 1)->punct == P_LBRACKET);
}

tokid attributes_end(struct printer *p, tokid t)
{
    return closing(p, tok_at(p, t)->kw == KW_ATTRIBUTE ? t + 1 : t) + 1;
}

/* Of the attributes at t: what says something about the type; in place, all but cleanup; of a
 * function, what says something about its code, or about its symbol. All as `__attribute__((…))`,
 * which may stand where [[…]] may not. */
static tokid print_attributes(struct printer *p, tokid t, int flags)
{
    tokid end = attributes_end(p, t) - 1, i = tok_at(p, t)->kw == KW_ATTRIBUTE ? t + 3 : t + 2;
    while (i + 1 < end) {
        if (tok_at(p, i + 1)->punct == P_COLONCOLON)
            i += 2;
        tokid stop = i;
        const struct token *name = tok_at(p, i);
        bool keep = flags & DECLARE_ALIGNMENT  ? attribute_named(name, "aligned")
                    : flags & DECLARE_FUNCTION ? about_code(name)
                    : flags & DECLARE_SYMBOL   ? about_symbol(name)
                    : flags & DECLARE_MEMBER   ? about_type(name)
                                               : !attribute_named(name, "cleanup");
        keep &= tok_at(p, i)->punct != P_COMMA && !tok_at(p, i)->drop;
        while (stop + 1 < end && tok_at(p, stop)->punct != P_COMMA)
            stop = tok_at(p, stop)->punct == P_LPAREN ? closing(p, stop) + 1 : stop + 1;
        if (stop + 1 >= end)
            stop = end - 1;
        if (attribute_named(name, "nodiscard") ||
            (attribute_named(name, "aligned") && (flags & DECLARE_UNALIGNED)))
            keep = false;
        if (keep && stop > i) {
            print_user(p, t, "__attribute__((");
            if (attribute_named(name, "maybe_unused"))
                outbuf_str(p->out, "unused");
            else
                print_range(p, (struct range){i, stop - 1}, 0);
            outbuf_str(p->out, "))");
            p->last = 0;
        }
        i = stop + 1;
    }
    return end + 1;
}

void print_attributes_in(struct printer *p, struct range r, int flags)
{
    for (tokid t = r.first; t <= r.last;)
        t = at_attributes(p, t) ? print_attributes(p, t, flags) : t + 1;
}

void print_function_attributes(struct printer *p, struct func *f)
{
    print_attributes_in(p, f->specs, DECLARE_FUNCTION);
    print_attributes_in(p, f->declarator, DECLARE_FUNCTION);
}

/* ---- specifiers ---- */

static int by_place(const void *a, const void *b)
{
    const struct decl *x = *(void *const *)a, *y = *(void *const *)b;
    return x->specs.first < y->specs.first ? -1 : x->specs.first > y->specs.first;
}

static const struct vec *tags_of(struct lfunc *lf)
{
    if (lf->tags)
        return lf->tags;
    lf->tags = arena_new_of(lf->lu->arena, struct vec);
    for (unsigned i = 0; i < lf->decls.n; i++)
        if (((const struct decl *)lf->decls.at[i])->defines_tag)
            vec_push(lf->lu->arena, lf->tags, lf->decls.at[i]);
    if (lf->tags->n)
        qsort(lf->tags->at, lf->tags->n, sizeof *lf->tags->at, by_place);
    return lf->tags;
}

/* The tag that these specifiers define, for whichever of their declarators it is asked. */
static struct sym *anonymous_tag(struct printer *p, struct range specs, struct decl *d)
{
    if (d && d->defines_tag)
        return d->defines_tag;
    const struct decl key = {.specs = specs}, *at = &key;
    for (struct lfunc *lf = p->lf; lf; lf = lf->func->outer ? lf->func->outer->low : 0) {
        const struct vec *tags = tags_of(lf);
        struct decl **found =
            tags->n ? bsearch(&at, tags->at, tags->n, sizeof *tags->at, by_place) : 0;
        if (found)
            return (*found)->defines_tag;
    }
    return 0;
}

/* struct NAME { … }: the name alone, or with `whole` the definition too. */
static tokid print_tag(struct printer *p, tokid t, struct range specs, struct decl *d, bool whole,
                       int flags)
{
    print_tok(p, t++);
    while (at_attributes(p, t))
        t = print_attributes(p, t, flags);
    struct sym *tag = 0;
    if (tok_at(p, t)->kind == T_IDENT)
        print_tok(p, t++);
    else if ((tag = anonymous_tag(p, specs, d)) && tag->out)
        print_user(p, t, tag->out);
    if (tok_at(p, t)->punct == P_LBRACE) {
        tokid end = closing(p, t);
        if (whole)
            print_range(p, (struct range){t, end}, 0);
        t = end + 1;
    }
    return t;
}

static bool is_storage(struct printer *p, tokid t)
{
    switch (tok_at(p, t)->kw) {
    case KW_TYPEDEF:
    case KW_EXTERN:
    case KW_STATIC:
    case KW_AUTO:
    case KW_REGISTER:
    case KW_THREAD:
    case KW_INLINE:
    case KW_NORETURN:
        return true;
    default:
        return is_edo(p, t, KW_ASYNC) || is_edo(p, t, KW_GEN);
    }
}

static bool has_pointer(struct printer *p, struct decl *d)
{
    for (tokid t = d->declarator.first; t < d->name_tok; t++)
        if (tok_at(p, t)->punct == P_STAR)
            return true;
    return false;
}


void print_specs(struct printer *p, struct range specs, struct decl *d, int flags)
{
    struct kids kids = {0};
    if (d)
        decl_kids(p->lu->arena, d, &kids);
    bool unconst = (flags & DECLARE_UNCONST) && d && !has_pointer(p, d) &&
                   (d->type->kind == TY_UNKNOWN ||
                    (d->type->kind != TY_ARRAY && d->type->is_const));
    for (tokid t = specs.first; t <= specs.last && specs.first <= specs.last;) {
        unsigned kw = tok_at(p, t)->kw;
        if (is_edo(p, t, KW_GEN_OF)) {
            t = closing(p, t + 1) + 1;
        } else if ((!(flags & SPECS_STORAGE) && is_storage(p, t)) || is_edo(p, t, KW_ASYNC) ||
                   (unconst && kw == KW_CONST)) {
            t++;
        } else if (at_attributes(p, t)) {
            t = print_attributes(p, t, flags);
        } else if (kw == KW_ALIGNAS && (flags & DECLARE_UNALIGNED)) {
            t = closing(p, t + 1) + 1;
        } else if (kw == KW_STRUCT || kw == KW_UNION || kw == KW_ENUM) {
            t = print_tag(p, t, specs, d, flags & SPECS_WHOLE, flags);
        } else if (kw == KW_TYPEOF || kw == KW_ALIGNAS || kw == KW_ATOMIC ||
                   is_edo(p, t, KW_FUTURE)) {
            tokid end = tok_at(p, t + 1)->punct == P_LPAREN ? closing(p, t + 1) : t;
            print_range(p, (struct range){t, end}, &kids);
            t = end + 1;
        } else if ((flags & SPECS_TAG) && kw >= KW_CONST && kw <= KW_RESTRICT) {
            t++; /* nothing is declared that they could qualify */
        } else {
            print_tok(p, t++);
        }
    }
}

/* ---- declarators ---- */

static bool group_has_length(struct decl *d, tokid open, tokid close)
{
    for (uint32_t i = 0; i < d->nexprs; i++)
        if (d->exprs[i]->r.first > open && d->exprs[i]->r.last < close)
            return true;
    return false;
}

/* [length] at `t`: of a shadow any length will do; one that the initialiser gives is written. */
static tokid print_dimension(struct printer *p, tokid t, struct decl *d, const struct kids *kids,
                             bool first)
{
    tokid end = closing(p, t);
    if (p->shadow && group_has_length(d, t, end)) {
        print_user(p, t, "[1]");
    } else if (first && end == t + 1 && d->type->kind == TY_ARRAY && d->type->nelem >= 0) {
        print_user(p, t, arena_printf(p->lu->arena, "[%lld]", (long long)d->type->nelem));
    } else {
        print_range(p, (struct range){t, end}, kids);
    }
    return end + 1;
}

static bool is_array_param(struct printer *p, struct decl *d)
{
    tokid after = d->name_tok + 1;
    return d->sym && d->sym->is_param && d->name_tok && d->sym->type->kind == TY_POINTER &&
           after <= d->declarator.last &&
           (tok_at(p, after)->punct == P_LBRACKET || tok_at(p, after)->punct == P_LPAREN);
}

/* Whether a qualifier at `t` is of what is declared, and not of what that points to. */
static bool is_outermost(struct printer *p, tokid t, const struct decl *d)
{
    while (t < d->name_tok)
        if (at_attributes(p, t))
            t = attributes_end(p, t);
        else if (tok_at(p, t)->kind == T_IDENT && tok_at(p, t)->kw)
            t++;
        else
            return false;
    return t == d->name_tok;
}

void print_declarator(struct printer *p, struct decl *d, const char *name, int flags)
{
    struct kids kids = {0};
    bool after = false, adjust = is_array_param(p, d), first = true;
    decl_kids(p->lu->arena, d, &kids);
    for (tokid t = d->declarator.first; t <= d->declarator.last;) {
        const struct token *k = tok_at(p, t);
        if (t == d->name_tok) {
            if (*name)
                print_user(p, t, adjust ? arena_printf(p->lu->arena, "(*%s)", name) : name);
            else if (adjust)
                print_user(p, t, "(*)");
            after = true;
            t++;
            if (adjust && tok_at(p, t)->punct == P_LBRACKET) {
                t = closing(p, t) + 1;
                first = false;
            }
        } else if (at_attributes(p, t)) {
            t = print_attributes(p, t, flags);
        } else if (after && k->punct == P_LBRACKET) {
            t = print_dimension(p, t, d, &kids, first);
            first = false;
        } else if (k->kw == KW_ASM) {
            t = closing(p, t + 1) + 1;
        } else if (k->kw == KW_CONST && (flags & DECLARE_UNCONST) && is_outermost(p, t, d)) {
            t++;
        } else if (k->punct == P_LPAREN && after) {
            tokid end = closing(p, t);
            print_range(p, (struct range){t, end}, &kids);
            t = end + 1;
        } else {
            print_tok(p, t++);
        }
    }
}

static bool specs_name_type(struct printer *p, struct range specs)
{
    for (tokid t = specs.first; t <= specs.last; t++)
        if (tok_at(p, t)->kw == KW_TYPEOF || tok_at(p, t)->kw == KW_AUTO_TYPE ||
            (tok_at(p, t)->sym && tok_at(p, t)->sym->kind == SYM_TYPEDEF))
            return true;
    return false;
}

static bool specs_have(struct printer *p, struct range specs, unsigned kw)
{
    for (tokid t = specs.first; t <= specs.last; t++)
        if (tok_at(p, t)->kw == kw)
            return true;
    return false;
}

/* A const that is no word of theirs: in a typedef, or in what typeof looks at. */
static bool specs_hide_const(struct printer *p, struct range specs)
{
    for (tokid t = specs.first; t <= specs.last; t++) {
        const struct sym *s = tok_at(p, t)->sym;
        if (tok_at(p, t)->kw == KW_TYPEOF ||
            (s && s->kind == SYM_TYPEDEF && (s->type->is_const || s->type->kind == TY_UNKNOWN)))
            return true;
    }
    return false;
}

static void print_decl_of(struct printer *p, struct decl *d, const char *name, int flags)
{
    bool bare = d->declarator.first == d->name_tok && d->declarator.last == d->name_tok;
    bool scalar = type_is_scalar(d->type);
    /* On its way into a block it is a parameter, which can't be aligned; in the frame it is. */
    if (d->sym && d->sym->captured && !(flags & DECLARE_ALIGNED))
        flags |= DECLARE_UNALIGNED;
    if (specs_have(p, d->specs, KW_AUTO_TYPE) && d->init && d->init->expr) {
        print_glue(p, "__typeof__(((void)0, ");
        bool before = p->shadow;
        p->shadow = true;
        print_expr(p, d->init->expr);
        p->shadow = before;
        print_glue(p, ")) %s", name);
        return;
    }
    /* What isn't known may be an array: va_list is one on some machines. */
    bool decays = d->sym && d->sym->is_param && bare && (flags & DECLARE_MEMBER) &&
                  (d->sym->type->kind == TY_POINTER || d->sym->type->kind == TY_UNKNOWN);
    bool const_inside = (flags & DECLARE_UNCONST) && scalar && d->type->is_const && bare &&
                        specs_hide_const(p, d->specs);
    if (specs_name_type(p, d->specs) && (decays || const_inside)) {
        print_glue(p, "__typeof__(((void)0, *(");
        bool before = p->shadow;
        p->shadow = true;
        print_specs(p, d->specs, d, flags);
        p->shadow = before;
        print_glue(p, " *)0)) %s", name);
        return;
    }
    print_specs(p, d->specs, d, flags);
    print_declarator(p, d, name, flags);
}

static void print_alignment(struct printer *p, struct range r)
{
    for (tokid t = r.first; t <= r.last && r.first <= r.last;) {
        if (tok_at(p, t)->kw == KW_ALIGNAS) {
            tokid end = closing(p, t + 1);
            print_range(p, (struct range){t, end}, 0);
            t = end + 1;
        } else if (at_attributes(p, t)) {
            t = print_attributes(p, t, DECLARE_ALIGNMENT);
        } else {
            t++;
        }
    }
}

/* A declaration of `name` with the type of d. */
void print_decl_as(struct printer *p, struct decl *d, const char *name, int flags)
{
    bool before = p->shadow;
    if (d->sym && d->sym->array) {
        if (flags & DECLARE_ALIGNED) {
            print_alignment(p, d->specs);
            print_alignment(p, d->declarator);
        }
        print_glue(p, "struct %s %s", d->sym->type->args_name, name);
        return;
    }
    if (d->text) {
        print_glue(p, "%s %s", d->text, name);
        return;
    }
    p->shadow |= d->sym && d->sym->captured; /* what it mentions is another function's */
    print_decl_of(p, d, name, flags);
    p->shadow = before;
}

void print_abstract(struct printer *p, struct decl *d, const char *name)
{
    print_specs(p, d->specs, d, DECLARE_MEMBER);
    print_declarator(p, d, name, DECLARE_MEMBER);
}

/* ---- results ---- */

/* Of a pointer to `fn`: the hidden one, and what it declares. */
static void print_parameters(struct printer *p, struct sym *fn)
{
    print_glue(p, "(%s", fn->type->gen ? gen_parameter(p, fn->type) : "struct edo__async *");
    for (uint32_t i = 0; i < fn->type->nparams; i++) {
        print_glue(p, ", ");
        print_decl_as(p, fn->type->params[i], "", DECLARE_MEMBER);
    }
    print_glue(p, ")");
}

/* `name` declared as `fn` is, or with what it results in: without the parameters. */
static void print_as_function(struct printer *p, struct sym *fn, const char *name, bool whole)
{
    struct decl *d = fn->decl;
    const struct type *t = fn->type->base;
    if (d->text) {
        print_glue(p, "%s %s", d->text, name);
        return;
    }
    bool pointer = has_pointer(p, d);
    bool hidden_const = t->is_const && !pointer && specs_hide_const(p, d->specs);
    bool before = p->shadow;
    if (hidden_const) {
        print_glue(p, "__typeof__(((void)0, *(");
        p->shadow = true;
        print_specs(p, d->specs, 0, DECLARE_MEMBER);
        p->shadow = before;
        print_glue(p, " *)0)) %s", name);
        if (whole)
            print_parameters(p, fn);
        return;
    }
    p->shadow = true;
    for (tokid i = d->specs.first; i <= d->specs.last;) {
        unsigned kw = tok_at(p, i)->kw;
        if (is_edo(p, i, KW_GEN_OF))
            i = closing(p, i + 1) + 1;
        else if (is_storage(p, i) || (kw == KW_CONST && !pointer))
            i++;
        else if (at_attributes(p, i))
            i = print_attributes(p, i, DECLARE_MEMBER);
        else if (kw == KW_STRUCT || kw == KW_UNION || kw == KW_ENUM)
            i = print_tag(p, i, d->specs, d, false, DECLARE_MEMBER);
        else
            print_tok(p, i++);
    }
    bool after = false, params = false;
    for (tokid i = d->declarator.first; i <= d->declarator.last;) {
        const struct token *k = tok_at(p, i);
        if (i == d->name_tok) {
            print_user(p, i++, name);
            after = true;
        } else if (after && !params && k->punct == P_LPAREN) {
            if (whole)
                print_parameters(p, fn);
            i = closing(p, i) + 1;
            params = true;
        } else if (k->kw == KW_CONST && !after && is_outermost(p, i, d)) {
            i++;
        } else if (at_attributes(p, i)) {
            i = print_attributes(p, i, DECLARE_MEMBER);
        } else if (k->kw == KW_ASM || is_edo(p, i, KW_LEAF) || is_edo(p, i, KW_FRAME)) {
            i = closing(p, i + 1) + 1;
        } else {
            print_tok(p, i++);
        }
    }
    p->shadow = before;
}

void print_result(struct printer *p, struct sym *fn, const char *name)
{
    print_as_function(p, fn, name, false);
}

void print_function_type(struct printer *p, struct sym *fn, const char *name)
{
    print_as_function(p, fn, name, true);
}

/* ---- locals ---- */

static const char *integer_text(const struct type *t)
{
    if (t->kind == TY_BOOL)
        return "_Bool";
    if (t->kind != TY_INT)
        return 0;
    switch (t->size) {
    case 1:
        return t->is_signed ? "signed char" : "unsigned char";
    case 2:
        return t->is_signed ? "short" : "unsigned short";
    case 4:
        return t->is_signed ? "int" : "unsigned";
    case 8:
        if (t->is_long)
            return t->is_signed ? "long" : "unsigned long";
        return t->is_signed ? "long long" : "unsigned long long";
    default:
        return 0;
    }
}

/* The type of an expression, as the value of a temporary. */
static void declare_expr(struct printer *p, struct local *l, const char *name)
{
    const char *text = integer_text(l->sym->type);
    if (text) {
        print_glue(p, "%s %s", text, name);
        return;
    }
    bool before = p->shadow;
    p->shadow = true;
    print_glue(p, "__typeof__(((void)0, ");
    print_in_column(p, l->type_expr->r.first);
    print_expr(p, l->type_expr);
    print_glue(p, ")) %s", name);
    p->shadow = before;
}

static void declare_literal(struct printer *p, struct local *l, const char *name)
{
    struct range r = l->type_expr->tn->r;
    const struct type *t = l->type_expr->type;
    print_glue(p, "__typeof__(");
    bool before = p->shadow, done = false;
    p->shadow = true;
    for (tokid i = r.first; i <= r.last; i++) {
        print_tok(p, i);
        if (!done && t->kind == TY_ARRAY && tok_at(p, i)->punct == P_LBRACKET &&
            tok_at(p, i + 1)->punct == P_RBRACKET) {
            outbuf_str(p->out, arena_printf(p->lu->arena, "%lld", (long long)t->nelem));
            done = true;
        }
    }
    p->shadow = before;
    print_glue(p, ") %s", name);
}

void print_declare(struct printer *p, struct local *l, const char *name, int flags)
{
    switch (l->source) {
    case TYPE_DECL:
        print_decl_as(p, l->decl, name, flags);
        break;
    case TYPE_EXPR:
        declare_expr(p, l, name);
        break;
    case TYPE_LITERAL:
        declare_literal(p, l, name);
        break;
    case TYPE_RESULT:
        print_result(p, l->fn, name);
        break;
    case TYPE_ARGS:
        print_glue(p, "struct %s %s", pointer_args(p, call_type(l->type_expr->a)), name);
        break;
    case TYPE_YIELD:
        print_yield_type(p, l->fn, name);
        break;
    default:
        print_glue(p, "%s %s", l->type_text, name);
        break;
    }
}

static void print_shadow(struct printer *p, struct local *l, const char *name)
{
    struct outbuf text = {0};
    struct printer q = aside(p, &text, l->decl ? l->decl->name_tok : 0);
    print_glue(&q, "extern ");
    if (l->gen)
        print_glue(&q, "struct %s %s", l->gen->s_gen, name);
    else
        print_declare(&q, l, name, DECLARE_MEMBER);
    print_glue(&q, ";\n");
    aside_done(p->types, &text);
}

struct shadow {
    const struct sym *sym;
    const char *name;
};

/* A block-scope static, extern or function. */
const char *shadow_of_other(struct printer *p, struct sym *s)
{
    struct vec *known = &p->lu->shadows;
    for (unsigned i = 0; i < known->n; i++)
        if (((struct shadow *)known->at[i])->sym == s)
            return ((struct shadow *)known->at[i])->name;
    struct shadow *new = arena_new_of(p->lu->arena, struct shadow);
    *new = (struct shadow){
        s, name_fresh(p->lu, "edo__%s_%s", p->lf ? p->lf->func->sym->name : "", s->name)};
    vec_push(p->lu->arena, known, new);
    struct local l = {.sym = s, .source = TYPE_DECL, .decl = s->decl};
    print_shadow(p, &l, new->name);
    return new->name;
}

const char *shadow_of(struct printer *p, struct local *l)
{
    if (l->shadow)
        return l->shadow;
    l->shadow = name_fresh(p->lu, "edo__%s_%s", p->lf ? p->lf->func->sym->name : "", l->sym->name);
    print_shadow(p, l, l->shadow);
    return l->shadow;
}
