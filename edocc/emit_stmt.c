/* SPDX-License-Identifier: MIT
 *
 * Statements of the normal form to text. */
#include "emit.h"

/* A keyword of the user's, or glue if the statement was made here. */
static void word(struct printer *p, struct stmt *s, const char *text)
{
    if (s->r.first <= s->r.last)
        print_user(p, s->r.first, text);
    else
        print_glue(p, "%s", text);
}

static void close_paren(struct printer *p, struct expr *e)
{
    if (p->user)
        print_user(p, e->r.last, ")");
    else
        print_glue(p, ")");
}

static void begin_line(struct printer *p, struct range r)
{
    if (!p->expand)
        return;
    if (r.first <= r.last && tok_at(p, r.first)->bol)
        p->indent = tok_at(p, r.first)->col - 1u;
}

/* --expand: behind `if (…)` on its line, behind a statement on the next. */
static void begin_block(struct printer *p)
{
    const struct outbuf *b = p->out;
    size_t n = b->n;
    while (n && b->s[n - 1] == ' ')
        n--;
    if (p->expand && n && (b->s[n - 1] == ';' || b->s[n - 1] == '}' || b->s[n - 1] == '{'))
        print_line(p);
    else if (p->expand && n == b->n)
        outbuf_char(p->out, ' ');
}

void print_block(struct printer *p, struct stmt *s)
{
    bool own = s->r.first <= s->r.last && tok_at(p, s->r.first)->punct == P_LBRACE;
    unsigned indent = p->indent, visible = p->visible.n;
    begin_block(p);
    if (own)
        print_user(p, s->r.first, "{");
    else
        print_glue(p, "{");
    if (p->expand)
        p->indent += 4;
    uint32_t i = 0;
    for (; i < s->nbody && s->body[i]->kind == S_LOCAL_TEXT; i++)
        print_stmt(p, s->body[i]);
    if (s->low)
        print_scope_locals(p, s->low);
    if (i < s->nbody && s->body[i]->kind == S_TAKE) /* from storage that is the block's then */
        print_stmt(p, s->body[i++]);
    dead_scope(p, s, true);
    for (; i < s->nbody; i++) {
        print_stmt(p, s->body[i]);
        debug_statement_ends(p);
    }
    dead_scope(p, s, false);
    debug_block_ends(p, visible);
    p->indent = indent;
    if (own) {
        print_user(p, s->r.last, "}");
    } else {
        print_line(p);
        print_glue(p, "}");
    }
}

static void print_if(struct printer *p, struct stmt *s)
{
    if (s->r.first > s->r.last)
        print_line(p);
    word(p, s, "if (");
    print_expr(p, s->cond);
    close_paren(p, s->cond);
    print_stmt(p, s->then);
    if (!s->els)
        return;
    if (s->r.first <= s->r.last)
        print_user(p, s->els->r.first, "else");
    else
        print_glue(p, " else");
    print_stmt(p, s->els);
}

static void print_for_init(struct printer *p, struct stmt *s)
{
    if (s->kind == S_EXPR) {
        if (s->expr)
            print_expr(p, s->expr);
        return;
    }
    for (uint32_t i = 0; i < s->ndecls; i++) {
        struct decl *d = s->decls[i];
        struct kids kids = {0};
        decl_kids(p->lu->arena, d, &kids);
        if (i == 0)
            print_specs(p, d->specs, d, 0);
        else
            print_user(p, d->declarator.first, ",");
        print_range(p, d->declarator, &kids);
        if (d->init) {
            struct kids in = {0};
            init_kids(p->lu->arena, d->init, &in);
            print_user(p, d->name_tok, "=");
            print_range(p, d->init->r, &in);
        }
    }
}

static void print_loop(struct printer *p, struct stmt *s)
{
    switch (s->kind) {
    case S_WHILE:
        if (!s->cond) {
            word(p, s, "for (;;)");
        } else {
            word(p, s, "while (");
            print_expr(p, s->cond);
            close_paren(p, s->cond);
        }
        print_stmt(p, s->then);
        break;
    case S_DO:
        word(p, s, "do");
        print_stmt(p, s->then);
        print_user(p, s->cond->r.first, "while (");
        print_expr(p, s->cond);
        print_user(p, s->cond->r.last, ");");
        break;
    default:
        word(p, s, "for (");
        if (s->init)
            print_for_init(p, s->init);
        outbuf_str(p->out, "; ");
        if (s->cond)
            print_expr(p, s->cond);
        outbuf_str(p->out, "; ");
        if (s->step)
            print_expr(p, s->step);
        outbuf_str(p->out, ")");
        p->last = 0;
        print_stmt(p, s->then);
        break;
    }
}

/* What stood where commas may, to the right of an assignment. */
static void print_value(struct printer *p, struct expr *e)
{
    bool comma = e->kind == E_COMMA;
    print_glue(p, comma ? "(" : "");
    print_expr(p, e);
    print_glue(p, comma ? ")" : "");
}

/* The slot and what is assigned may overlap: a struct goes by way of the machine stack. What the C
 * compiler has to say of types is about the user's `return`, at `tok`; 0: nothing is. */
static void print_result_set(struct printer *p, struct expr *e, tokid tok)
{
    const struct type *t = p->lf->func->result;
    const char *F = p->lf->frame;
    if (type_is_scalar(t) && !p->lu->checks) {
        print_glue(p, tok ? "{ %s->result" : "{ %s->result =", F);
        if (tok)
            print_user(p, tok, "=");
        print_value(p, e);
        print_glue(p, "; %sreturn EDO_READY; }", gen_done(p));
        return;
    }
    print_glue(p, "{ ");
    print_result(p, p->lf->func->sym, "edo__value");
    print_glue(p, " =");
    print_value(p, e);
    print_glue(p, "; ");
    dead_finish(p);
    print_glue(p,
               type_assignable(t)
                   ? "%s->result = edo__value; %sreturn EDO_READY; }"
                   : "__builtin_memcpy((void *)&%s->result, &edo__value, sizeof edo__value);"
                     " %sreturn EDO_READY; }",
               F, gen_done(p));
}

/* Nothing is left to do but to say so. */
static void print_ready(struct printer *p)
{
    const char *done = gen_done(p);
    bool several = p->lu->checks || *done;
    print_glue(p, several ? "{ " : "");
    dead_finish(p);
    print_glue(p, several ? "%sreturn EDO_READY; }" : "%sreturn EDO_READY;", done);
}

static void print_return(struct printer *p, struct stmt *s)
{
    if (!p->lf->afn) {
        word(p, s, "return");
        if (s->expr)
            print_expr(p, s->expr);
        print_user(p, s->r.last, ";");
        return;
    }
    print_at(p, s->r.first);
    print_line(p);
    if (s->expr)
        print_result_set(p, s->expr, s->r.first);
    else
        print_ready(p);
}

static void print_finish(struct printer *p, struct stmt *s)
{
    struct local *value = s->low;
    print_at(p, s->r.first);
    print_line(p);
    if (!p->lf->afn) {
        print_glue(p, value ? "return %s;" : "return;", value ? value->sym->out : "");
    } else if (value) {
        print_result_set(p, glue_expr(p->lf, s->r, value->sym->out, 0, 0), 0);
    } else if (p->lf->func->is_main || p->lf->func->outer) {
        print_glue(p, "{ ");
        dead_finish(p);
        print_glue(p, "%s->result = 0; return EDO_READY; }", p->lf->frame);
    } else {
        print_ready(p);
    }
}

static void print_with_parts(struct printer *p, struct stmt *s)
{
    struct kids kids = {0};
    struct expr all = {
        .kind = E_BUILTIN, .r = s->r, .args = s->exprs, .nargs = s->nexprs, .a = s->expr};
    expr_kids(p->lu->arena, &all, &kids);
    print_range(p, s->r, &kids);
}

static void print_case(struct printer *p, struct stmt *s)
{
    print_user(p, s->r.first, s->kind == S_CASE ? "case" : "default");
    if (s->cond)
        print_expr(p, s->cond);
    if (s->hi) {
        outbuf_str(p->out, " ...");
        print_expr(p, s->hi);
    }
    outbuf_str(p->out, ":;");
    p->last = 0;
}

static void print_set(struct printer *p, struct stmt *s)
{
    struct local *l = s->low;
    if (s->r.first <= s->r.last)
        print_at(p, s->r.first);
    print_line(p);
    if (!type_assignable(l->sym->type)) {
        print_glue(p, "__builtin_memcpy((void *)&%s, (__typeof__(%s)[1]){", l->sym->out,
                   l->sym->out);
        print_value(p, s->expr);
        print_glue(p, "}, sizeof %s);", l->sym->out);
        return;
    }
    bool returned = l->source == TYPE_RESULT && s->r.first <= s->r.last &&
                    tok_is(p->lu->unit, s->r.first, "return");
    print_glue(p, returned ? "%s" : "%s =", l->sym->out);
    if (returned)
        print_user(p, s->r.first, "=");
    print_value(p, s->expr);
    print_glue(p, ";");
}

static void print_entry(struct printer *p)
{
    struct lfunc *lf = p->lf;
    for (uint32_t i = 0; lf->afn && i < lf->func->nparams; i++) {
        struct decl *d = lf->func->params[i];
        struct local *l = d->sym ? local_of(d->sym) : 0;
        if (!l || l->boxed_vla || (l->where != CLASS_FRAME && !l->by_pointer))
            continue;
        print_line(p);
        const char *to = d->sym->out, *from = arriving(l);
        if (!type_assignable(d->type))
            print_glue(p, "__builtin_memcpy((void *)&%s, %s%s, sizeof %s);", to,
                       l->by_pointer ? "" : "&", from, to);
        else
            print_glue(p, l->by_pointer ? "%s = *%s;" : "%s = %s;", to, from);
    }
    debug_params(p);
}

static void print_save(struct printer *p, struct stmt *s)
{
    const struct local *l = s->low;
    if (s->r.first <= s->r.last)
        print_at(p, s->r.first);
    print_line(p);
    print_glue(p, "%s->%s = %s; edo__apart();", p->lf->frame, l->member, l->sym->out);
}

void print_stmt(struct printer *p, struct stmt *s)
{
    begin_line(p, s->r);
    switch (s->kind) {
    case S_EXPR:
        if (s->expr && (int)s->expr->kind == E_GLUE) {
            if (s->r.first <= s->r.last)
                print_at(p, s->r.first);
            print_line(p);
        }
        if (s->expr)
            print_expr(p, s->expr);
        else if (s->r.first <= s->r.last)
            print_user(p, s->r.first, ";");
        if (s->expr && p->user)
            print_user(p, s->expr->r.last, ";");
        else if (s->expr)
            print_glue(p, ";");
        break;
    case S_DECL:
        print_decl(p, s);
        break;
    case S_BLOCK:
        print_block(p, s);
        break;
    case S_IF:
        print_if(p, s);
        break;
    case S_WHILE:
    case S_DO:
    case S_FOR:
        print_loop(p, s);
        break;
    case S_SWITCH:
        word(p, s, "switch (");
        print_expr(p, s->cond);
        close_paren(p, s->cond);
        print_stmt(p, s->then);
        break;
    case S_CASE:
    case S_DEFAULT:
        print_case(p, s);
        break;
    case S_LABEL:
        print_user(p, s->r.first, s->label->name);
        outbuf_str(p->out, ":;");
        p->last = 0;
        break;
    case S_GOTO:
        word(p, s, arena_printf(p->lu->arena, "goto %s;", s->label->name));
        break;
    case S_GOTO_PTR:
        print_user(p, s->r.first, "goto *(");
        print_expr(p, s->expr);
        print_user(p, s->r.last, ");");
        break;
    case S_BREAK:
        word(p, s, "break;");
        break;
    case S_CONTINUE:
        word(p, s, "continue;");
        break;
    case S_RETURN:
        print_return(p, s);
        break;
    case S_AWAIT:
        print_wait(p, s);
        break;
    case S_JOIN:
        print_join(p, s);
        break;
    case S_SELECT:
        print_select(p, s);
        break;
    case S_TAKE:
        print_take(p, s);
        break;
    case S_BRANCH_END:
        print_branch_end(p, s);
        break;
    case S_SET:
        print_set(p, s);
        break;
    case S_JUMP:
        print_line(p);
        print_glue(p, "goto %s;", ((struct mark *)s->low)->name);
        break;
    case S_MARK:
        print_line(p);
        print_glue(p, "%s:;", ((struct mark *)s->low)->name);
        break;
    case S_FINISH:
        print_finish(p, s);
        break;
    case S_ENTRY:
        print_entry(p);
        break;
    case S_SAVE:
        print_save(p, s);
        break;
    case S_GEN_START:
        print_at(p, s->r.first);
        print_gen_start(p, s->low, s->expr);
        break;
    case S_GEN_FREE:
        print_gen_free(p, s->low);
        break;
    default:
        print_with_parts(p, s);
        break;
    }
}
