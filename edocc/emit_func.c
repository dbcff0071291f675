/* SPDX-License-Identifier: MIT
 *
 * The functions made of an async function: NAME__run, the user's body behind a dispatch;
 * NAME__resume, which goes on in it; NAME__call, which starts it with captured arguments. */
#include "emit.h"

static bool takes_label_address(const struct lfunc *lf)
{
    for (uint32_t i = 0; i < lf->func->nlabels; i++)
        if (lf->func->labels[i]->address_taken)
            return true;
    return false;
}

/* ---- NAME__run ---- */

/* The parameter of NAME__run whose value parameter `l` gets. */
const char *arriving(const struct local *l)
{
    return l->arrives ? l->arrives : l->where == CLASS_FRAME ? l->member : l->sym->out;
}

static void print_param(struct printer *p, struct decl *d)
{
    struct local *l = d->sym ? local_of(d->sym) : 0;
    print_glue(p, ", ");
    if (!l) {
        print_decl_as(p, d, "", 0);
    } else if (l->boxed_vla) {
        print_glue(p, "const void *%s", d->sym->name);
    } else if (l->by_pointer) {
        print_glue(p, "const");
        print_decl_as(p, d, arena_printf(p->lu->arena, "*%s", l->arrives), DECLARE_UNCONST);
    } else {
        print_decl_as(p, d, arriving(l), DECLARE_UNCONST);
    }
}

/* Where its body follows, its name stands where the user wrote his: in a function that is a system
 * header's, clang is silent about all that depends on what can be reached. */
static void print_run_head(struct printer *p, struct lfunc *lf, bool is_definition)
{
    print_glue(p, "static edo_poll");
    if (is_definition && !p->expand && lf->func->sym->name_tok)
        print_user(p, lf->func->sym->name_tok, lf->afn->s_run);
    else
        print_glue(p, " %s", lf->afn->s_run);
    print_glue(p, "(struct %s *%s, unsigned %s, edo_cx *%s", lf->afn->s_frame, lf->frame, lf->at,
               lf->cx);
    for (uint32_t i = 0; i < lf->func->nparams; i++)
        print_param(p, lf->func->params[i]);
    print_glue(p, ")");
}

void print_prototype(struct printer *p, struct lfunc *lf)
{
    p->lf = lf;
    for (uint32_t i = 0; i < lf->func->nparams; i++) {
        struct decl *d = lf->func->params[i];
        struct local *l = d->sym ? local_of(d->sym) : 0;
        if (l && !l->boxed_vla && is_by_pointer(d->type)) {
            l->by_pointer = true;
            l->arrives = name_local(lf, "%s__in", d->sym->name);
        } else if (l && !l->boxed_vla && l->where == CLASS_FRAME && debug_wanted(lf)) {
            l->arrives = name_local(lf, "%s__in", d->sym->name);
        }
    }
    print_run_head(p, lf, false);
    print_function_attributes(p, lf->func);
    if (takes_label_address(lf) || p->lu->options->debug)
        print_glue(p, " __attribute__((noinline, noclone))");
    print_glue(p, ";\nstatic edo_poll %s(void *frame, unsigned at, edo_cx *cx);\n",
               lf->afn->s_resume);
    p->lf = 0;
}

static void print_dispatch(struct printer *p, struct lfunc *lf)
{
    if (!lf->waits.n)
        return;
    print_line(p);
    print_glue(p, "if (__builtin_expect(%s != 0, 0)) switch (%s%s) {", lf->at, lf->at,
               lf->func->gen ? " & 65535" : "");
    for (unsigned i = 0; i < lf->waits.n; i++) {
        const struct wait *w = lf->waits.at[i];
        if (w->head)
            continue;
        print_line(p);
        print_glue(p, "case %u: goto %s;", i + 1, w->label);
    }
    print_line(p);
    print_glue(p, "default: __builtin_unreachable(); }");
}

/* Structs that came by pointer and are no part of the frame. */
static void print_arrived(struct printer *p, struct lfunc *lf)
{
    for (uint32_t i = 0; i < lf->func->nparams; i++) {
        struct decl *d = lf->func->params[i];
        struct local *l = d->sym ? local_of(d->sym) : 0;
        if (!l || !l->by_pointer || l->where == CLASS_FRAME)
            continue;
        print_line(p);
        print_decl_as(p, d, d->sym->out, DECLARE_UNCONST);
        print_glue(p, ";");
    }
}

/* Behind its brace, and the one that closes it. */
static void print_body(struct printer *p, struct lfunc *lf)
{
    if (p->expand)
        p->indent = 4;
    p->visible.n = p->stale.n = 0;
    print_scope_locals(p, lf->body->low);
    if (lf->afn) {
        print_arrived(p, lf);
        print_dispatch(p, lf);
    }
    for (uint32_t i = 0; i < lf->body->nbody; i++) {
        print_stmt(p, lf->body->body[i]);
        debug_statement_ends(p);
    }
    p->indent = 0;
    print_line(p);
    print_glue(p, "}\n");
}

static void print_plain(struct printer *p, struct lfunc *lf)
{
    struct func *f = lf->func;
    for (tokid t = f->all.first; t < f->body->r.first; t++)
        print_tok(p, t);
    print_glue(p, "{");
    print_body(p, lf);
}

/* ---- NAME__resume, NAME__call ---- */

/* An argument that is not looked at: what is resumed has restored its own. */
static void print_zero(struct printer *p, struct decl *d, const char *frame)
{
    struct local *l = d->sym ? local_of(d->sym) : 0;
    enum type_kind k = d->type->kind;
    print_glue(p, ", ");
    /* memcpy wants none that is null, nor does the user's first call for all that the C compiler
     * sees */
    bool object = k == TY_POINTER && d->type->base && d->type->base->kind != TY_FUNC &&
                  d->type->base->kind != TY_UNKNOWN;
    if (object || (l && l->by_pointer && !type_assignable(d->type))) {
        print_glue(p, "%s", frame);
        return;
    }
    if ((l && l->by_pointer) || (k != TY_STRUCT && k != TY_UNKNOWN && k != TY_VECTOR)) {
        print_glue(p, "0");
        return;
    }
    print_glue(p, "(");
    print_decl_as(p, d, "", DECLARE_UNCONST | DECLARE_MEMBER);
    print_glue(p, "){0}");
}

static void print_resume(struct printer *p, struct lfunc *lf)
{
    /* names that hide none of the types in the function's head */
    const char *frame = name_local(lf, "frame"), *at = lf->at, *cx = lf->cx;
    print_glue(p, "static edo_poll %s(void *%s, unsigned %s, edo_cx *%s)\n{", lf->afn->s_resume,
               frame, at, cx);
    if (p->expand)
        p->indent = 4;
    print_line(p);
    if (!lf->waits.n) { /* it never suspends */
        print_glue(p, "(void)%s, (void)%s, (void)%s; __builtin_trap();\n}\n", frame, at, cx);
        p->indent = 0;
        return;
    }
    print_glue(p, "if (%s == 0) __builtin_unreachable();", at); /* drops the way from the start */
    print_line(p);
    print_glue(p, "return %s(%s, %s, %s", lf->afn->s_run, frame, at, cx);
    p->lf = lf;
    for (uint32_t i = 0; i < lf->func->nparams; i++)
        print_zero(p, lf->func->params[i], frame);
    p->lf = 0;
    p->indent = 0;
    print_glue(p, ");\n}\n");
}

static void print_call(struct printer *p, struct lfunc *lf)
{
    struct afn *f = lf->afn;
    const struct type *t = f->sym->type;
    if (!f->needs_fn && !lf->func->gen)
        return;
    print_glue(p, "static edo_poll %s(void *frame, edo_cx *cx, const void *args)\n{", f->s_call);
    if (p->expand)
        p->indent = 4;
    print_line(p);
    if (t->nparams) {
        print_glue(p, "struct %s given = *(const struct %s *)args;", f->s_args, f->s_args);
        print_line(p);
    }
    if (f->up_kind == 1) {
        print_glue(p, "((struct %s *)frame)->up = 0;", f->s_frame);
        print_line(p);
    }
    print_glue(p, "return %s(frame, 0, cx", f->s_run);
    for (uint32_t i = 0; i < t->nparams; i++) {
        bool by_pointer = is_by_pointer(t->params[i]->type);
        print_glue(p, ", %sgiven.%s", by_pointer ? "&" : "", arg_name(p, f, i));
    }
    p->indent = 0;
    print_glue(p, ");\n}\n");
}

static void print_main(struct printer *p, struct lfunc *lf)
{
    struct afn *f = lf->afn;
    unsigned n = f->sym->type->nparams;
    print_glue(p, "extern int edo__main(const edo_fn *, const void *);\n");
    if (n >= 2) {
        print_glue(p,
                   "int main(int argc, char **argv)\n{ struct %s given = {argc, argv};"
                   " return edo__main(&%s, &given); }\n",
                   f->s_args, f->s_fn);
    } else {
        print_glue(p, "int main(void)\n{ return edo__main(&%s, 0); }\n", f->s_fn);
    }
}

void print_function(struct printer *p, struct lfunc *lf)
{
    p->lf = lf;
    p->indent = 0;
    outbuf_char(p->out, '\n');
    print_at(p, lf->func->all.first);
    pragmas_function_begins(p, lf);
    if (!lf->afn) {
        print_plain(p, lf);
        pragmas_function_ends(p);
        p->lf = 0;
        return;
    }
    print_run_head(p, lf, true);
    print_glue(p, "\n{");
    print_body(p, lf);
    pragmas_function_ends(p);
    p->lf = 0;
    print_resume(p, lf);
    print_call(p, lf);
    if (lf->func->is_main)
        print_main(p, lf);
}
